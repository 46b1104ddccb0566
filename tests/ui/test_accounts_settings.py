"""Accounts in the settings and on the first page: how each stands, in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from desktop.ui.accounts import wording
from desktop.ui.accounts.accounts_card import AccountsCard
from desktop.ui.accounts.desk import Standing
from desktop.ui.style import Words
from resources.texts import text
from tests.ui import fakes
from tests.ui.accounts_fakes import ADDRESS, FakeAccounts, FakeSyncing, account
from tests.ui.conftest import Opening, Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2025, 11, 20, 9, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("ago", "says"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-5), "just now"),
        (timedelta(minutes=1), "one minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=3), "06:00 today"),
        (timedelta(hours=10), "yesterday, 23:00"),
        (timedelta(days=3), "17 November, 09:00"),
        (timedelta(days=400), "16 October 2024, 09:00"),
    ],
)
def test_ages(ago: timedelta, says: str) -> None:
    assert wording.age(NOW - ago, NOW, LONDON) == says


@pytest.mark.parametrize(
    ("synced", "trouble", "says"),
    [
        (timedelta(minutes=5), "", "Read 5 minutes ago"),
        (None, "", "Not read yet"),
        (timedelta(days=1), "google-signed-out", "Sign-in is needed. What you see is from yesterday, 09:00."),
        (None, "google-signed-out-testing", "Sign-in is needed."),
        (timedelta(hours=2), "google-no-connection", "No connection. What you see is from 07:00 today."),
        (None, "google-no-connection", "No connection, and nothing was read so far."),
    ],
)
def test_how_an_account_stands(synced: timedelta | None, trouble: str, says: str) -> None:
    assert wording.state_words(account(synced=synced, trouble=trouble), NOW, LONDON) == says


def test_any_other_trouble_is_said_by_its_title() -> None:
    said = wording.state_words(account(synced=timedelta(hours=2), trouble="keyring-locked"), NOW, LONDON)
    assert said == f"{text('errors.keyring-locked.title')}. What you see is from 07:00 today."


class Row:
    """The settings of a window with accounts."""

    def __init__(self, stage: Opening, *there: Any, **more: Any) -> None:
        graduand = fakes.graduand(fakes.look(fakes.pair()))
        self.accounts = graduand.accounts = FakeAccounts(there=there, **more)
        self.syncing = graduand.syncing = FakeSyncing(self.accounts)
        self.stage: Stage = stage(graduand)
        self.card = AccountsCard()
        self.stage.qtbot.addWidget(self.card)
        desk = self.stage.session.accounts
        self.card.read_wanted.connect(desk.sync)
        self.card.remove_wanted.connect(desk.remove)
        self.card.chosen.connect(desk.choose)
        desk.changed.connect(self.show)
        desk.reading.connect(self.show)
        self.card.show()
        self.show()

    def show(self) -> None:
        desk = self.stage.session.accounts
        self.card.show_accounts(desk.standing, NOW, LONDON, reading=desk.busy)

    def find(self, kind: type[Any], name: str) -> Any:
        return self.card.findChild(kind, name)


@pytest.fixture
def row(stage: Opening) -> Callable[..., Row]:
    return lambda *there, **more: Row(stage, *there, **more)


def test_what_is_shown_of_an_account(row: Callable[..., Row]) -> None:
    at = row(account(synced=timedelta(minutes=5), writing=True, endpoint="http://127.0.0.1:1"))
    at.stage.qtbot.waitUntil(at.find(Words, "account-1-state").isVisible)
    words = [label.text() for label in at.card.findChildren(QLabel) if label.isVisible()]
    for said in (
        ADDRESS,
        "Read 5 minutes ago",
        text("accounts_ui.settings.may-write"),
        text("accounts_ui.test-endpoint", endpoint="http://127.0.0.1:1"),
        text("accounts_ui.calendars.count", chosen=2, n=3),
    ):
        assert said in words
    assert not at.find(QPushButton, "account-1-reconnect").isVisible()
    assert not at.find(Words, "accounts-none").isVisible()


def test_without_accounts_it_says_that_files_do(row: Callable[..., Row]) -> None:
    at = row()
    assert at.find(Words, "accounts-none").isVisible()
    with at.stage.qtbot.waitSignal(at.card.connect_wanted):
        at.find(QPushButton, "connect-google").click()


def test_reading_now_shows_that_it_reads_and_then_when(row: Callable[..., Row]) -> None:
    at = row(account(synced=timedelta(days=1)))
    read = at.find(QPushButton, "account-1-read-now")
    read.click()
    state = at.find(Words, "account-1-state")
    assert state.text() == text("accounts_ui.settings.reading") and not read.isEnabled()
    at.syncing.goes_on.set()
    at.stage.settle()
    assert at.syncing.calls == ["google-1a2b"]
    assert state.text() == "Read just now" and read.isEnabled()


def test_calendars_are_chosen_without_closing_the_list(row: Callable[..., Row]) -> None:
    at = row(account(synced=timedelta(minutes=5)))
    at.find(QPushButton, "account-1-calendars").click()
    box = at.find(QCheckBox, "calendar-3")
    box.click()
    at.stage.settle()
    assert at.accounts.calls == [("choose", "google-1a2b", ("main", "team", "club"))]
    assert box.isVisible() and box.isChecked()
    assert at.find(Words, "account-1-count").text() == text("accounts_ui.calendars.count", chosen=3, n=3)


def test_disconnecting_says_what_goes_and_what_stays_and_asks(row: Callable[..., Row]) -> None:
    at = row(account(synced=timedelta(minutes=5)))
    button = at.find(QPushButton, "account-1-disconnect")
    button.click()
    question = at.card.findChild(QWidget, "question")
    words = [label.text() for label in question.findChildren(QLabel)]
    assert {text("accounts_ui.disconnect.goes"), text("accounts_ui.disconnect.stays")} <= set(words)
    question.findChild(QPushButton, "not-now").click()
    at.stage.settle()
    assert at.accounts.calls == []
    at.stage.qtbot.waitUntil(lambda: at.card.findChild(QWidget, "question") is None)
    button.click()
    at.card.findChild(QWidget, "question").findChild(QPushButton, "yes").click()
    at.stage.settle()
    assert at.accounts.calls == [("remove", "google-1a2b")]
    assert at.find(Words, "accounts-none").isVisible()


def test_only_what_is_not_well_is_on_the_first_page(stage: Opening) -> None:
    graduand = fakes.graduand(fakes.look(fakes.pair()))
    well = account(synced=timedelta(minutes=5))
    offline = account("g2", "kim@example.org", synced=timedelta(hours=2), trouble="google-no-connection")
    graduand.accounts = FakeAccounts(there=(well, offline))
    graduand.syncing = FakeSyncing(graduand.accounts)
    on = stage(graduand)
    on.window.show()
    assert on.words("account-line-1") == ["kim@example.org: No connection. What you see is from 07:00 today."]
    assert on.find(QPushButton, "account-line-1-act").text() == text("accounts_ui.line.look")
    assert on.words("account-line-2") == []
    on.session.accounts.changed.emit(Standing((well,), ready=True))
    assert not on.find(QWidget, "account-lines").isVisible()
