"""The program keeps in step by itself: what is due is read, and nothing else; over a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Signal

from desktop.services.keeping import Change
from desktop.services.polling import AFTER_A_MEETING, AFTER_WAKING, LOOKING, RARELY
from desktop.ui.syncing import InStep
from integrations.errors import Trouble
from integrations.scheduler import Woken
from tests.ui import fakes
from tests.ui.accounts_fakes import NOW, FakeAccounts, FakeSyncing, account
from tests.ui.conftest import Opening, Stage

HOUR = timedelta(hours=1)


class Around(QObject):
    """A clock that ticks when the test says so."""

    sync_due = Signal()
    woken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[timedelta] = []

    def sync_after(self, wait: timedelta) -> None:
        self.waits.append(wait)


class Day:
    """A program with accounts, some time after they were read."""

    def __init__(self, stage: Opening, *there: Any, review: Any = None) -> None:
        graduand = fakes.graduand(review or fakes.look())
        self.accounts = graduand.accounts = FakeAccounts(there=there)
        self.syncing = graduand.syncing = FakeSyncing(self.accounts)
        self.syncing.goes_on.set()
        self.now: datetime = NOW
        graduand.clock = lambda: self.now  # type: ignore[method-assign] # it goes on when the test says so
        self.on: Stage = stage(graduand)
        self.around = Around()
        self.step = InStep(self.on.session, cast(Any, self.around))
        self.stands: list[tuple[bool, bool]] = []
        self.step.stands.connect(lambda *how: self.stands.append(how))
        self.step.start()
        self.settle()

    def settle(self) -> None:
        self.on.qtbot.wait(1)
        self.on.settle()
        self.on.settle()

    def pass_(self, time: timedelta) -> None:
        self.now += time
        self.around.sync_due.emit()
        self.settle()

    @property
    def wait(self) -> timedelta:
        return self.around.waits[-1]


@pytest.fixture
def day(stage: Opening) -> Callable[..., Day]:
    return lambda *there, **more: Day(stage, *there, **more)


def test_without_accounts_nothing_is_asked_for(day: Callable[..., Day]) -> None:
    at = day()
    assert at.around.waits == [] and at.syncing.calls == []


def test_nobody_looking_means_rarely(day: Callable[..., Day]) -> None:
    at = day(account(synced=HOUR))
    assert at.wait == RARELY - HOUR
    at.pass_(HOUR)
    assert at.syncing.calls == []
    at.pass_(2 * HOUR)
    assert at.syncing.calls == ["google-1a2b"]
    assert at.wait > HOUR


def test_a_window_that_is_opened_reads_at_once_what_is_not_fresh(day: Callable[..., Day]) -> None:
    at = day(account(synced=HOUR))
    at.step.know_window(True)
    at.pass_(timedelta())
    assert at.syncing.calls == ["google-1a2b"]
    assert at.wait == LOOKING
    at.step.know_window(False)
    assert at.wait == RARELY


def test_after_sleep_it_reads_soon(day: Callable[..., Day]) -> None:
    at = day(account(synced=HOUR))
    at.around.woken.emit(Woken(slept=True))
    at.settle()
    assert at.wait == AFTER_WAKING
    at.pass_(AFTER_WAKING)
    assert at.syncing.calls == ["google-1a2b"]


def test_after_a_meeting_it_reads_soon(day: Callable[..., Day]) -> None:
    first = datetime(2025, 11, 20, 9, 15, tzinfo=fakes.LONDON)
    at = day(account(synced=HOUR), review=fakes.look(fakes.pair(pattern="", first=first)))
    assert at.wait == timedelta(hours=1) + AFTER_A_MEETING
    at.pass_(at.wait)
    assert at.syncing.calls == ["google-1a2b"]


def test_an_account_that_wants_its_user_is_left_alone_and_the_tray_says_so(day: Callable[..., Day]) -> None:
    at = day(account(synced=HOUR, trouble="google-signed-out"))
    assert at.around.waits == []
    assert at.stands[-1] == (True, False)
    at.pass_(RARELY)
    assert at.syncing.calls == []
    at.accounts.there = (replace(at.accounts.there[0], trouble=None),)
    at.on.session.accounts.load()
    at.settle()
    assert at.stands[-1] == (False, False)
    at.pass_(timedelta())
    assert at.syncing.calls == ["google-1a2b"]


def test_a_locked_keyring_is_tried_once_a_run_and_then_left_to_its_user(day: Callable[..., Day]) -> None:
    at = day(account(synced=RARELY, trouble="keyring-locked"))
    at.syncing.trouble = Trouble("keyring-locked")
    for _ in range(3):
        at.pass_(RARELY)
    assert len(at.syncing.calls) == 1, "each try may ask for a password"
    at.syncing.trouble = None
    at.on.session.accounts.sync("google-1a2b")
    at.settle()
    at.pass_(RARELY)
    assert len(at.syncing.calls) == 3


def test_an_account_that_is_being_connected_is_left_to_its_page(day: Callable[..., Day]) -> None:
    at = day(account())
    at.on.session.accounts.attend("google-1a2b")
    at.pass_(timedelta())
    assert at.syncing.calls == []
    at.on.session.accounts.attend("")
    at.pass_(timedelta())
    assert at.syncing.calls == ["google-1a2b"]


def test_the_first_read_alone_is_shown_as_work(day: Callable[..., Day]) -> None:
    at = day(account())
    at.pass_(timedelta())
    assert (False, True) in at.stands and at.stands[-1] == (False, False)
    at.stands.clear()
    at.pass_(RARELY)
    assert len(at.syncing.calls) == 2
    assert (False, True) not in at.stands


def test_what_cannot_be_read_is_tried_ever_more_rarely(day: Callable[..., Day]) -> None:
    at = day(account(synced=RARELY))
    at.syncing.trouble = Trouble("google-no-connection")
    waits = []
    for _ in range(4):
        at.pass_(RARELY)
        waits.append(at.wait)
    assert len(at.syncing.calls) == 4
    assert waits == [timedelta(minutes=m) for m in (5, 10, 20, 40)]
    at.syncing.trouble = None
    at.pass_(RARELY)
    assert at.wait == RARELY


def test_what_is_new_is_looked_at_and_what_is_not_costs_no_look(day: Callable[..., Day]) -> None:
    at = day(account(synced=RARELY))
    looks: list[object] = []
    at.on.session.reviewed.connect(looks.append)
    at.pass_(timedelta())
    assert len(at.syncing.calls) == 1 and looks == []
    at.syncing.report = replace(at.syncing.report, new=(Change("u", "Mentoring", ("new",)),))
    at.pass_(RARELY)
    assert len(looks) == 1


def test_another_graduand_that_reads_is_waited_for(day: Callable[..., Day]) -> None:
    at = day(account(synced=RARELY))
    at.syncing.raises = Trouble("sync-busy")
    at.pass_(timedelta())
    assert at.wait == timedelta(minutes=5)
    at.syncing.raises = None
    at.pass_(timedelta(minutes=5))
    assert len(at.syncing.calls) == 2
