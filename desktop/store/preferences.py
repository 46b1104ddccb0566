"""Settings by key, each a JSON value."""

from __future__ import annotations

import json
from collections.abc import Iterable

from desktop.store.connection import Database

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

ME = "me"


class Preferences:
    """Region, zone, the user's own addresses and the like. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Json]:
        """Everything that was set."""
        return {key: json.loads(value) for key, value in self._database.rows("SELECT key, value FROM preferences")}

    def get(self, key: str, otherwise: Json = None) -> Json:
        """The value of `key`; `otherwise` where it was never set."""
        found = self._database.rows("SELECT value FROM preferences WHERE key = ?", (key,))
        value: Json = json.loads(found[0][0]) if found else otherwise
        return value

    def text(self, key: str) -> str:
        """The value of `key` where it is a text, else ""."""
        value = self.get(key)
        return value if isinstance(value, str) else ""

    def set(self, key: str, value: Json) -> None:
        """Keep a value under `key`; None takes it back."""
        with self._database.transaction():
            self._database.run("DELETE FROM preferences WHERE key = ?", (key,))
            if value is not None:
                self._database.run("INSERT INTO preferences (key, value) VALUES (?, ?)", (key, json.dumps(value)))

    def me(self) -> frozenset[str]:
        """The user's own addresses, in lower case."""
        value = self.get(ME)
        return frozenset(item for item in value if isinstance(item, str)) if isinstance(value, list) else frozenset()

    def set_me(self, addresses: Iterable[str]) -> None:
        """Replace the user's own addresses."""
        self.set(ME, [*sorted({address.lower() for address in addresses})] or None)
