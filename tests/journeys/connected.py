"""A profile with a Google account, in this process: signed in without a browser, asked over real sockets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.store import Account, Store
from integrations.secrets import Secrets
from tests.google.server import READ_SCOPES, GoogleServer
from tests.helpers.keyring_in_file import BACKEND, VARIABLE
from tests.journeys.conftest import Graduand, Said

ACCOUNT = "google-1"


class Life:
    """One user, one store, one account; calls at given moments."""

    def __init__(
        self, graduand: Graduand, google: GoogleServer, place: Path, monkeypatch: pytest.MonkeyPatch, zone: str
    ) -> None:
        self.google = google
        self.folder = place / "profile"
        self._graduand = graduand
        self._zone = zone
        for name in ("GRADUAND_GOOGLE_API_BASE_URL", "GRADUAND_GOOGLE_OAUTH_BASE_URL"):
            monkeypatch.setenv(name, google.base_url)
        monkeypatch.setenv("GRADUAND_GOOGLE_CLIENT_FILE", str(google.client_file(place / "client.json")))
        monkeypatch.setenv("GRADUAND_DATA_DIR", str(self.folder))
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", BACKEND)
        monkeypatch.setenv(VARIABLE, str(place / "keyring.json"))

    def connect(self, address: str = "", *, scopes: tuple[str, ...] = READ_SCOPES) -> None:
        """What signing in leaves behind: an account, and a refresh token in the keyring."""
        _, refresh = self.google.sign_in(address, scopes)
        Secrets(f"Graduand ({self.google.base_url})").put(ACCOUNT, refresh)
        with Store.open(self.folder) as store:
            account = Account(
                ACCOUNT,
                "google",
                address or self.google.account,
                self.google.base_url,
                "calendar.events" in scopes,
                datetime(2025, 1, 1, tzinfo=UTC),
            )
            store.accounts.add(account)

    def call(self, *words: object, now: str, text: bool = False, me: str = "") -> Said:
        return self._graduand(*words, now=now, zone=self._zone, text=text, me=me)

    def sync(self, now: str, *options: str, code: int = 0) -> Any:
        """The report; the requests are counted from here on."""
        self.google.forget_requests()
        said = self.call("sync", *options, now=now)
        assert said.code == code, said.err
        return said.json

    def review(self, now: str) -> dict[str, Any]:
        said = self.call("review", now=now)
        assert said.code == 0, said.err
        return dict(said.json)

    def asked(self) -> dict[str, int]:
        """The requests for calendars since the last synchronisation began."""
        return {kind: n for kind, n in self.google.counts.items() if not kind.startswith("token")}

    def stored(self) -> str:
        """Everything in the profile's files, as text."""
        found = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        return b"\0".join(found).decode("utf-8", "replace")
