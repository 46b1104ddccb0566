"""Accounts over a real store, a real server and a keyring in a file."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import keyring
import pytest

from desktop.services.accounts import Accounts, AccountState
from desktop.store import Store
from integrations.errors import Trouble
from tests.google.consent import Consent
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.helpers.clock import FixedClock
from tests.helpers.keyring_in_file import BACKEND, VARIABLE, Keyring

__all__ = ["google"]

ME, OTHER = "mentee@example.org", "other@example.org"


@dataclass
class Life:
    """One profile: a store, a keyring, somebody at a browser."""

    google: GoogleServer
    place: Path
    clock: FixedClock
    keyring: Keyring
    store: Store
    pages: list[str] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)
    made: list[Accounts] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.environment = {
            "GRADUAND_GOOGLE_API_BASE_URL": self.google.base_url,
            "GRADUAND_GOOGLE_OAUTH_BASE_URL": self.google.base_url,
            "GRADUAND_GOOGLE_CLIENT_FILE": str(self.google.client_file(self.place / "client.json")),
            "PYTHON_KEYRING_BACKEND": BACKEND,
        }
        self.accounts = self.again()

    def again(self, **environment: str) -> Accounts:
        """The program started once more."""
        made = Accounts(lambda: self.store, self.clock, environment={**self.environment, **environment})
        self.made.append(made)
        return made

    def browse(self, address: str) -> None:
        self.threads.append(threading.Thread(target=self._follow, args=(address,), daemon=True))
        self.threads[-1].start()

    def _follow(self, address: str) -> None:
        with closing(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=10)) as page:
            self.pages.append(page.read().decode())

    def page(self) -> str:
        """What the browser shows in the end."""
        for thread in self.threads:
            thread.join(10)
        return self.pages[-1]

    def connect(self, *consents: Consent) -> AccountState:
        self.google.next_consent(*consents)
        return self.accounts.add_google()

    def kept(self) -> dict[str, str]:
        """What the keyring holds, whatever service it is for."""
        return {name: value for service in self.keyring.kept().values() for name, value in service.items()}


@pytest.fixture
def life(google: GoogleServer, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "keyring.json"))
    before, backend = keyring.get_keyring(), Keyring()
    keyring.set_keyring(backend)
    with Store.open(tmp_path / "store") as store:
        one = Life(google, tmp_path, clock, backend, store)
        monkeypatch.setattr("integrations.calendars.google.sign_in.open_browser", one.browse)
        yield one
        for thread in one.threads:
            thread.join(10)
        for accounts in one.made:
            accounts.close()
    keyring.set_keyring(before)


def code_of(ask: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as caught:
        ask()
    assert str(caught.value)
    return caught.value.code
