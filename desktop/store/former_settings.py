"""Settings that stores held before they had a file of their own; they move there at the first opening."""

from __future__ import annotations

import json

from desktop.store.connection import Database

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class FormerSettings:
    """The rows that wait to be moved. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Json]:
        """Value by key, as older programs kept them."""
        return {key: json.loads(value) for key, value in self._database.rows("SELECT key, value FROM preferences")}

    def clear(self) -> None:
        """They are kept elsewhere now."""
        with self._database.transaction():
            self._database.run("DELETE FROM preferences")
