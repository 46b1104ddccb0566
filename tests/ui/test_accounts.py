"""Connecting an account, over hand-built accounts: each way that a sign-in can go, and the first read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from desktop.services.keeping import Change
from desktop.ui.accounts.client_card import PAGES, dropped_file
from integrations.errors import Trouble
from resources.texts import text
from tests.ui import fakes
from tests.ui.accounts_fakes import ADDRESS, NOTHING, FakeAccounts, FakeSyncing, account
from tests.ui.conftest import Opening, Stage

TROUBLES = (
    "google-denied",
    "google-scope-left-out",
    "google-other-account",
    "google-timed-out",
    "google-no-connection",
    "google-signed-out",
    "keyring-locked",
    "keyring-none",
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"


class Counter:
    """A window with accounts behind it, at the page that connects one."""

    def __init__(self, stage: Opening, accounts: FakeAccounts, **more: Any) -> None:
        self.accounts = accounts
        self.syncing = FakeSyncing(accounts, **more)
        graduand = fakes.graduand(fakes.look())
        graduand.accounts, graduand.syncing = accounts, self.syncing
        self.stage: Stage = stage(graduand)
        self.stage.window.show()
        self.button("connect-google").click()

    def button(self, name: str) -> Any:
        shown = [one for one in self.stage.window.findChildren(QPushButton, name) if one.isVisible()]
        assert shown, f"no {name} is shown"
        return shown[0]

    def shown(self, name: str) -> bool:
        return any(one.isVisible() for one in self.stage.window.findChildren(QWidget, name))

    def until_shown(self, name: str) -> None:
        self.stage.qtbot.waitUntil(lambda: self.shown(name))

    def sign_in(self) -> None:
        self.button("open-browser").click()
        self.until_shown("sign-in")
        self.accounts.browser.set()

    def words(self) -> str:
        return "\n".join(one.text() for one in self.stage.window.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def counter(stage: Opening) -> Callable[..., Counter]:
    return lambda accounts=None, **more: Counter(stage, accounts or FakeAccounts(), **more)


def test_it_says_what_is_read_and_what_is_not_before_anything_happens(counter: Callable[..., Counter]) -> None:
    at = counter()
    for key in ("reads-meetings", "reads-absences", "reads-rest", "never-write", "never-share", "never-people"):
        assert text(f"accounts_ui.start.{key}") in at.words()
    assert at.accounts.calls == []
    assert not at.shown("connect-endpoint")


def test_signing_in_choosing_and_reading(counter: Callable[..., Counter]) -> None:
    report = replace(NOTHING, new=(Change("u", "Mentoring", ("new",)),))
    at = counter(report=report)
    at.sign_in()
    at.until_shown("first-read")
    assert ADDRESS in at.words()
    boxes = {box.text(): box for box in at.stage.window.findChildren(QCheckBox)}
    at.stage.qtbot.waitUntil(boxes["Team && friends"].isVisible)
    ticked = {words: box.isChecked() for words, box in boxes.items() if box.isVisible()}
    assert ticked == {
        f"{ADDRESS} (main calendar)": True,
        "Team && friends": True,
        "Chess club (shared with you)": False,
    }
    assert at.syncing.calls == [], "nothing is read before the button"
    boxes["Chess club (shared with you)"].click()
    boxes["Team && friends"].click()
    at.button("first-read").click()
    at.until_shown("first-read-stop")
    at.stage.qtbot.waitUntil(lambda: at.syncing.calls == ["google-1a2b"])
    assert ("choose", "google-1a2b", ("main", "club")) in at.accounts.calls
    bar = at.stage.find(QProgressBar, "first-read-progress")
    at.stage.qtbot.waitUntil(lambda: bar.value() == 250)
    at.syncing.goes_on.set()
    at.until_shown("show-meetings")
    assert text("accounts_ui.found.entries", n=1) in at.words()
    at.button("show-meetings").click()
    assert not at.shown("connect-page")
    assert not at.shown("welcome-page") and at.shown("nothing-card"), "who is connected is not welcomed again"


def test_at_least_one_calendar_is_chosen(counter: Callable[..., Counter]) -> None:
    at = counter()
    at.sign_in()
    at.until_shown("first-read")
    for box in at.stage.window.findChildren(QCheckBox):
        box.setChecked(False)
    assert not at.button("first-read").isEnabled()


def test_a_first_read_can_be_stopped(counter: Callable[..., Counter]) -> None:
    at = counter()
    at.sign_in()
    at.until_shown("first-read")
    at.button("first-read").click()
    at.until_shown("first-read-stop")
    at.stage.qtbot.waitUntil(lambda: at.syncing.calls != [])
    at.button("first-read-stop").click()
    at.until_shown("show-meetings")
    assert text("accounts_ui.done.stopped") in at.words()


def test_a_wait_is_cancelled_by_button_and_by_leaving(counter: Callable[..., Counter]) -> None:
    at = counter()
    at.button("open-browser").click()
    at.until_shown("sign-in")
    at.button("sign-in-cancel").click()
    at.until_shown("open-browser")
    assert at.accounts.there == ()
    at.button("open-browser").click()
    at.until_shown("sign-in")
    at.stage.qtbot.keyClick(at.stage.window, Qt.Key.Key_Escape)
    at.stage.qtbot.waitUntil(lambda: at.stage.session.accounts.at_rest)
    assert not at.shown("connect-page")
    assert at.accounts.there == ()


def test_while_the_browser_has_its_turn_the_rest_goes_on(counter: Callable[..., Counter]) -> None:
    at = counter()
    at.button("open-browser").click()
    at.until_shown("sign-in")
    with at.stage.qtbot.waitSignal(at.stage.session.reviewed):
        at.stage.session.refresh()
    assert at.shown("sign-in"), "a new look does not take the page away"


def test_the_address_is_there_for_who_sees_no_page(counter: Callable[..., Counter]) -> None:
    at = counter()
    at.button("open-browser").click()
    link = at.stage.find(QPushButton, "sign-in-no-page")
    at.stage.qtbot.waitUntil(link.isEnabled)
    assert not at.shown("sign-in-address")
    link.click()
    address = at.stage.find(QLineEdit, "sign-in-address").text()
    assert address.startswith("https://accounts.example/")
    at.button("sign-in-copy").click()
    assert QApplication.clipboard().text() == address


@pytest.mark.parametrize("code", TROUBLES)
def test_each_trouble_has_its_sentence_and_another_try(counter: Callable[..., Counter], code: str) -> None:
    trouble = Trouble(code, ADDRESS, expected="kim@example.org")
    at = counter(FakeAccounts(refuses=trouble))
    at.sign_in()
    at.until_shown("connectMessage")
    assert trouble.message in at.words() and trouble.advice in at.words()
    at.accounts.refuses = None
    at.button("connectMessageAction").click()
    at.until_shown("first-read")
    assert not at.shown("connectMessage")


def test_without_a_client_the_steps_lead_to_one(counter: Callable[..., Counter], tmp_path: Path) -> None:
    at = counter(FakeAccounts(ready=False))
    assert not at.shown("open-browser")
    for n, step in enumerate((*PAGES, "file"), 1):
        assert at.stage.words(f"client-step-{n}") == [text(f"accounts_ui.client.{step}")]
    file = tmp_path / "client.json"
    drop(at, file)
    at.until_shown("open-browser")
    assert at.accounts.calls == [("use_client_file", file)]


def test_a_file_that_is_no_client_is_said_and_another_may_come(counter: Callable[..., Counter], tmp_path: Path) -> None:
    trouble = Trouble("google-client-file", "notes.json")
    at = counter(FakeAccounts(ready=False, refuses=trouble))
    drop(at, tmp_path / "notes.json")
    at.until_shown("connectMessage")
    assert trouble.message in at.words()
    at.accounts.refuses = None
    drop(at, tmp_path / "client.json")
    at.until_shown("open-browser")
    assert not at.shown("connectMessage")


def test_only_one_json_file_is_taken() -> None:
    dropped = QMimeData()
    for names, taken in (((), None), (("a.ics",), None), (("a.json",), "a.json"), (("a.json", "b.json"), None)):
        dropped.setUrls([QUrl.fromLocalFile(f"/x/{name}") for name in names])
        found = dropped_file(dropped)
        assert (found.name if found else None) == taken


def test_a_test_endpoint_is_named(counter: Callable[..., Counter]) -> None:
    at = counter(FakeAccounts(endpoint="http://127.0.0.1:8090"))
    at.stage.settle()
    assert text("accounts_ui.test-endpoint", endpoint="http://127.0.0.1:8090") in at.words()


def test_connecting_again_reads_at_once_and_asks_nothing(stage: Opening) -> None:
    there = account(synced=timedelta(days=2), trouble="google-signed-out")
    graduand = fakes.graduand(fakes.look(fakes.pair()))
    graduand.accounts = FakeAccounts(there=(there,))
    graduand.syncing = FakeSyncing(graduand.accounts)
    one = stage(graduand)
    one.window.show()
    line = one.find(QPushButton, "account-line-1-act")
    assert line.text() == text("accounts_ui.line.sign-in")
    line.click()
    graduand.accounts.browser.set()
    one.qtbot.waitUntil(lambda: graduand.syncing.calls == [there.id])
    assert graduand.accounts.calls == [("reconnect", there.id)]
    graduand.syncing.goes_on.set()
    one.qtbot.waitUntil(one.find(QPushButton, "show-meetings").isVisible)
    one.find(QPushButton, "show-meetings").click()
    one.qtbot.waitUntil(lambda: not one.find(QWidget, "account-lines").isVisible())


def test_all_is_reached_by_keyboard_and_named_for_a_reader(counter: Callable[..., Counter]) -> None:
    at = counter(FakeAccounts(ready=False))
    page = at.stage.find(QWidget, "connect-page")
    at.stage.find(QPushButton, "client-choose")
    found = [one for kind in (QAbstractButton, QLineEdit) for one in page.findChildren(kind)]
    fields = [one for one in found if one.objectName() != "connectMessageAction"]  # not there while nothing is said
    assert len(fields) > 12
    for one in fields:
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one.objectName()
        assert one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()), one.objectName()
    names = [one.objectName() for one in fields]
    assert len(set(names)) == len(names)
    for label in page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


def drop(at: Counter, file: Path) -> None:
    """Drop a file on the field."""
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    field = at.stage.find(QWidget, "client-drop")
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, none)
    field.dropEvent(event)
    at.stage.qtbot.wait(20)


def test_from_the_first_page_to_the_meetings_by_keyboard_alone(stage: Opening) -> None:
    accounts = FakeAccounts()
    accounts.browser.set()
    graduand = fakes.graduand(fakes.look())
    graduand.accounts, graduand.syncing = accounts, FakeSyncing(accounts)
    graduand.syncing.goes_on.set()
    on = stage(graduand)
    on.window.show()
    on.window.activateWindow()
    on.qtbot.waitUntil(on.window.isActiveWindow)

    def at(name: str) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and focused.objectName() == name

    for _ in range(20):
        if at("connect-google"):
            break
        on.qtbot.keyClick(QApplication.focusWidget() or on.window, Qt.Key.Key_Tab)
    for name in ("connect-google", "open-browser", "first-read", "show-meetings"):
        on.qtbot.waitUntil(lambda name=name: at(name))
        on.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    on.qtbot.waitUntil(lambda: on.find(QWidget, "nothing-card").isVisible())
    assert graduand.syncing.calls == ["google-1a2b"]
