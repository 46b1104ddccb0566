"""A keyring for tests: one JSON file that several processes share, as strict as Windows' about sizes.

`PYTHON_KEYRING_BACKEND=tests.helpers.keyring_in_file.Keyring`, and `TEST_KEYRING` names the file.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError

BACKEND = "tests.helpers.keyring_in_file.Keyring"
VARIABLE = "TEST_KEYRING"
LARGEST = 1280


class Keyring(KeyringBackend):
    """Passwords by service and name. Without a file named, no keyring is viable."""

    priority = 0.1

    @property
    def _file(self) -> Path:
        return Path(os.environ[VARIABLE])

    def kept(self) -> dict[str, dict[str, str]]:
        try:
            found: dict[str, dict[str, str]] = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return found

    def _keep(self, kept: dict[str, dict[str, str]]) -> None:
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps(kept), encoding="utf-8")
        beside.replace(self._file)

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept().get(service, {}).get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2 * LARGEST:
            raise PasswordSetError("The stub received bad data")
        kept = self.kept()
        kept.setdefault(service, {})[username] = password
        self._keep(kept)

    def delete_password(self, service: str, username: str) -> None:
        kept = self.kept()
        if kept.get(service, {}).pop(username, None) is None:
            raise PasswordDeleteError("No such password!")
        self._keep(kept)
