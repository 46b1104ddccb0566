"""Accounts without a provider: states made by hand, sign-ins that wait for the test, and a record of every call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.services.accounts import AccountState, CalendarState
from desktop.services.importing import ImportReport
from desktop.services.syncing import AccountOutcome, SyncReport
from integrations.calendars.port import Access
from integrations.errors import Cancelled, Trouble

NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)
ADDRESS = "sam@example.org"
NOTHING = ImportReport((), (), 0, (), (), ())


def calendar(id: str, name: str, access: Access = Access.OWNER, *, main: bool = False) -> CalendarState:
    """One calendar; what the user owns is chosen."""
    return CalendarState(id, name, access, main, access is Access.OWNER, None, "")


def account(
    id: str = "google-1a2b", address: str = ADDRESS, *, synced: timedelta | None = None, trouble: str = "", **more: Any
) -> AccountState:
    """One account; `synced` is how long ago."""
    calendars = (
        calendar("main", address, main=True),
        calendar("team", "Team & friends"),
        calendar("club", "Chess club", Access.READER),
    )
    values: dict[str, Any] = {
        "id": id,
        "kind": "google",
        "address": address,
        "endpoint": "",
        "writing": False,
        "synced_at": None if synced is None else NOW - synced,
        "trouble": Trouble(trouble, address) if trouble else None,
        "calendars": calendars,
    }
    return AccountState(**(values | more))


@dataclass
class FakeAccounts:
    """Signs in once `browser` is set, unless it is cancelled; then raises `refuses`, or gives `comes`."""

    there: tuple[AccountState, ...] = ()
    comes: AccountState = field(default_factory=account)
    ready: bool = True
    endpoint: str = ""
    revokes: bool = True
    refuses: Trouble | None = None
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    browser: threading.Event = field(default_factory=threading.Event)

    def all(self) -> tuple[AccountState, ...]:
        return self.there

    def client_ready(self) -> bool:
        return self.ready

    def use_client_file(self, path: Path) -> None:
        self.calls.append(("use_client_file", path))
        if self.refuses is not None:
            raise self.refuses
        self.ready = True

    def add_google(
        self, *, cancelled: Callable[[], bool] | None = None, opened: Callable[[str], None] | None = None
    ) -> AccountState:
        self.calls.append(("add_google",))
        return self._signed_in(self.comes, cancelled, opened)

    def reconnect(
        self, id: str, *, cancelled: Callable[[], bool] | None = None, opened: Callable[[str], None] | None = None
    ) -> AccountState:
        self.calls.append(("reconnect", id))
        found = next(one for one in self.there if one.id == id)
        return self._signed_in(replace(found, trouble=None), cancelled, opened)

    def allow_writing(
        self, id: str, *, cancelled: Callable[[], bool] | None = None, opened: Callable[[str], None] | None = None
    ) -> AccountState:
        self.calls.append(("allow_writing", id))
        found = next(one for one in self.there if one.id == id)
        return self._signed_in(replace(found, writing=True), cancelled, opened)

    def _signed_in(
        self, account: AccountState, cancelled: Callable[[], bool] | None, opened: Callable[[str], None] | None
    ) -> AccountState:
        if opened is not None:
            opened("https://accounts.example/o/oauth2/v2/auth?state=abc")
        while not self.browser.wait(0.01):
            if cancelled is not None and cancelled():
                raise Cancelled
        if self.refuses is not None:
            raise self.refuses
        self.there = (*(one for one in self.there if one.id != account.id), account)
        return account

    def choose(self, id: str, calendars: Collection[str]) -> None:
        self.calls.append(("choose", id, tuple(calendars)))
        self._change(
            id, lambda one: replace(one, calendars=tuple(replace(c, chosen=c.id in calendars) for c in one.calendars))
        )

    def remove(self, id: str) -> bool:
        self.calls.append(("remove", id))
        self.there = tuple(one for one in self.there if one.id != id)
        return self.revokes

    def read(self, id: str) -> None:
        """As a sync leaves it."""
        self._change(id, lambda one: replace(one, synced_at=NOW))

    def _change(self, id: str, how: Callable[[AccountState], AccountState]) -> None:
        self.there = tuple(how(one) if one.id == id else one for one in self.there)


@dataclass
class FakeSyncing:
    """Reads once `goes_on` is set."""

    accounts: FakeAccounts
    report: ImportReport = NOTHING
    trouble: Trouble | None = None
    """Is in the report, as that of every account."""
    raises: Trouble | None = None
    calls: list[str | None] = field(default_factory=list)
    goes_on: threading.Event = field(default_factory=threading.Event)

    def sync(self, account_id: str | None = None, *, progress: Any = None, cancelled: Any = None) -> SyncReport:
        self.calls.append(account_id)
        if progress is not None:
            progress(1, 4)
        while not self.goes_on.wait(0.01):
            if cancelled is not None and cancelled():
                raise Cancelled
        if self.raises is not None:
            raise self.raises
        if self.trouble is None:
            for one in self.accounts.there:
                self.accounts.read(one.id)
        outcomes = tuple(
            AccountOutcome(one.id, one.kind, one.address, one.synced_at, self.trouble) for one in self.accounts.there
        )
        return SyncReport(outcomes, self.report, 3)
