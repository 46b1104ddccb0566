"""The settings' page over the real services: what is chosen is kept and followed at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTimeEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.composition import Graduand, build
from desktop.services.options import Chosen, options
from desktop.ui.settings.page import SettingsPage
from desktop.ui.style import Words
from resources.texts import text
from tests.ui.conftest import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

JOURNEYS = Path(__file__).parents[1] / "data" / "journeys"
NOW = datetime(2025, 11, 20, 9, tzinfo=ZoneInfo("Europe/London"))


class Desk:
    """A window at its settings."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.graduand: Graduand = build(folder / "store", clock=lambda: NOW)
        self.stage = Stage(qtbot, self.graduand, folder)
        self.stage.window.show()

    def open(self) -> SettingsPage:
        self.stage.window.open_settings()
        self.stage.settle()
        page = self.stage.window._pages.currentWidget()
        assert isinstance(page, SettingsPage)
        return page

    def find(self, kind: type[Any], name: str) -> Any:
        return self.stage.find(kind, name)

    def write(self, name: str, words: str) -> None:
        line = self.find(QLineEdit, f"setting-{name}")
        line.setText(words)
        line.editingFinished.emit()
        self.stage.settle()

    @property
    def chosen(self) -> Chosen:
        return self.graduand.settings.chosen()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(qtbot, tmp_path)
    yield opened
    opened.stage.bridge.close()
    opened.graduand.close()


def test_every_option_has_a_control_that_shows_what_holds(desk: Desk) -> None:
    desk.graduand.settings.change({"begins": time(8, 30), "words": ("buddy*",), "quiet_until": date(2026, 12, 24)})
    page = desk.open()
    assert set(page.rows) == set(options()) | {""}
    assert desk.find(QTimeEdit, "setting-begins").time() == QTime(8, 30)
    assert desk.find(QLineEdit, "setting-words").text() == "buddy*"
    assert desk.find(QDateEdit, "setting-quiet_until").date() == QDate(2026, 12, 24)
    assert not desk.find(QCheckBox, "setting-at_login").isChecked()
    assert desk.graduand.settings.read().set_ == {"begins", "words", "quiet_until"}, "showing chooses nothing"


def _tick(name: str) -> Callable[[Desk], None]:
    return lambda desk: desk.find(QCheckBox, name).click()


def _turn(desk: Desk) -> None:
    desk.find(QTimeEdit, "setting-ends").setTime(QTime(18, 15))


def _quiet(desk: Desk) -> None:
    desk.find(QCheckBox, "setting-quiet_until-on").click()
    desk.find(QDateEdit, "setting-quiet_until").setDate(QDate(2026, 1, 2))


@pytest.mark.parametrize(
    ("does", "name", "value"),
    [
        (_tick("setting-discreet"), "discreet", True),
        (_tick("setting-after_meeting"), "after_meeting", True),
        (_tick("setting-each_quarter"), "each_quarter", True),
        (_tick("setting-days-6"), "days", frozenset({1, 2, 3, 4, 5, 6})),
        (_turn, "ends", time(18, 15)),
        (_quiet, "quiet_until", date(2026, 1, 2)),
        (lambda desk: desk.find(QRadioButton, "setting-notify_at-look").click(), "notify_at", "look"),
        (lambda desk: desk.find(QRadioButton, "setting-appearance-dark").click(), "appearance", "dark"),
        (lambda desk: desk.write("words", " buddy*, , Tutoring hour "), "words", ("buddy*", "Tutoring hour")),
        (lambda desk: desk.write("color", "Teal"), "color", "teal"),
        (lambda desk: desk.write("addresses", "Me@x.example"), "addresses", frozenset({"me@x.example"})),
        (lambda desk: desk.write("second_region", "no"), "second_region", "NO"),
    ],
)
def test_what_is_chosen_is_kept_at_once(
    desk: Desk, qtbot: QtBot, does: Callable[[Desk], None], name: str, value: Any
) -> None:
    desk.open()
    does(desk)
    qtbot.waitUntil(lambda: getattr(desk.chosen, name) == value)
    desk.stage.settle()
    assert desk.chosen == Chosen(**{name: value})


def test_what_does_not_fit_is_said_and_not_kept(desk: Desk) -> None:
    desk.open()
    expected = desk.find(Words, "expected-region")
    desk.write("region", "Berlin!")
    assert expected.isVisible() and expected.text() == text("settings.expected.region")
    assert desk.find(QLineEdit, "setting-region").text() == "Berlin!"
    assert not desk.graduand.settings.exists()
    desk.write("region", "de-be")
    assert not expected.isVisible()
    assert desk.chosen.region == "DE-BE"
    assert "Christmas Day" in desk.find(Words, "hint-region").text()
    desk.write("region", "ZZ")
    assert desk.find(Words, "hint-region").text() == text("settings.holidays.next.unknown", region="ZZ")
    desk.write("addresses", "nobody")
    assert desk.find(Words, "expected-addresses").isVisible()
    assert desk.chosen == Chosen(region="ZZ")


def test_another_zone_is_followed_by_every_page(desk: Desk) -> None:
    desk.stage.window.import_files([JOURNEYS / "j01_weekly_open_5_of_12.ics"])
    desk.stage.settle()
    (before,) = desk.stage.words("pair-next")
    desk.open()
    desk.write("zone", "Asia/Tokyo")
    desk.stage.window.open_home()
    (after,) = desk.stage.words("pair-next")
    assert before != after
    assert str(desk.stage.session.zone) == "Asia/Tokyo"


def test_times_away_are_added_listed_and_removed(desk: Desk, qtbot: QtBot) -> None:
    desk.stage.window.import_files([JOURNEYS / "j01_weekly_open_5_of_12.ics"])
    desk.stage.settle()
    desk.open()
    qtbot.waitUntil(desk.find(Words, "absences-none").isVisible)
    desk.find(QDateEdit, "absence-first").setDate(QDate(2026, 8, 3))
    assert desk.find(QDateEdit, "absence-last").date() == QDate(2026, 8, 3), "never before the first"
    desk.find(QDateEdit, "absence-last").setDate(QDate(2026, 8, 14))
    desk.find(QLineEdit, "absence-what").setText("<b>Summer</b>")
    desk.find(QPushButton, "absence-add").click()
    desk.stage.settle()
    (mine,) = desk.graduand.reviewing.absences()
    assert (mine.start, mine.end, mine.title, mine.whose) == (
        date(2026, 8, 3),
        date(2026, 8, 15),
        "<b>Summer</b>",
        "me",
    )
    assert desk.find(Words, f"absence-{mine.id}").text() == "3 August 2026 to 14 August 2026: <b>Summer</b>"
    desk.find(QComboBox, "absence-whose").setCurrentIndex(1)
    desk.find(QPushButton, "absence-add").click()
    desk.stage.settle()
    (theirs,) = [one for one in desk.graduand.reviewing.absences() if one.id != mine.id]
    assert theirs.whose != "me"
    desk.find(QPushButton, f"absence-remove-{mine.id}").click()
    desk.stage.settle()
    assert desk.graduand.reviewing.absences() == (theirs,)


def test_start_at_login_is_the_systems_own(desk: Desk, home: Path) -> None:
    desk.open()
    entry = home / ".config" / "autostart" / "graduand.desktop"
    box = desk.find(QCheckBox, "setting-at_login")
    box.click()
    desk.stage.settle()
    assert "--background" in entry.read_text() and "--data-dir" in entry.read_text()
    entry.unlink()
    desk.open()
    assert not box.isChecked(), "switched off elsewhere"
    assert not desk.graduand.settings.exists()


def test_a_start_at_login_that_cannot_be_set_is_said_and_shown(desk: Desk, home: Path, qtbot: QtBot) -> None:
    desk.open()
    (home / ".config").write_text("a file in the way")
    desk.find(QCheckBox, "setting-at_login").click()
    qtbot.waitUntil(lambda: desk.stage.window.findChild(QWidget, "trouble") is not None)
    desk.stage.settle()
    assert not desk.find(QCheckBox, "setting-at_login").isChecked()


def test_a_file_that_cannot_be_used_is_named_until_it_is_set_aside(desk: Desk) -> None:
    path = desk.graduand.settings.path
    path.parent.mkdir(exist_ok=True)
    path.write_text("broken = =")
    desk.open()
    (says,) = desk.stage.words("settings-notice-says")
    assert str(path) in says
    desk.find(QCheckBox, "setting-discreet").click()
    desk.stage.settle()
    assert [label for label in desk.stage.words("settings-notice-says") if label != says] == []
    assert "settings-aside-1.toml" in desk.find(Words, "settings-aside").text()
    assert path.with_name("settings-aside-1.toml").read_text() == "broken = ="


def test_the_wheel_scrolls_past_what_is_not_written_in(desk: Desk) -> None:
    desk.open()
    edit = desk.find(QTimeEdit, "setting-begins")
    before = edit.time()
    middle = QPointF(5, 5)
    event = QWheelEvent(
        middle,
        edit.mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(edit, event)
    assert edit.time() == before


def test_what_was_being_written_counts_when_the_page_is_left(desk: Desk) -> None:
    desk.open()
    desk.find(QLineEdit, "setting-color").setText("teal")
    desk.stage.window.open_home()
    desk.stage.settle()
    assert desk.chosen.color == "teal"


def test_the_ways_in_and_out(desk: Desk) -> None:
    desk.stage.window.import_files([JOURNEYS / "j01_weekly_open_5_of_12.ics"])
    desk.stage.settle()
    desk.find(QPushButton, "settings-button").click()
    desk.stage.settle()
    page = desk.stage.window._pages.currentWidget()
    assert isinstance(page, SettingsPage)
    desk.stage.session.refresh()
    desk.stage.settle()
    assert desk.stage.window._pages.currentWidget() is page, "a new look does not take the page away"
    next(one for one in page.findChildren(QPushButton, "back")).click()
    assert desk.stage.window._pages.currentWidget() is desk.stage.window._home


def test_all_is_reached_by_keyboard_and_named_for_a_reader(desk: Desk) -> None:
    page = desk.open()
    fields = [
        one
        for kind in (QAbstractButton, QLineEdit, QTimeEdit, QDateEdit, QComboBox)
        for one in page.findChildren(kind)
        if one.objectName() and not one.objectName().startswith(("qt_", "_q_"))
    ]
    assert len(fields) > 25
    for one in fields:
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one.objectName()
        assert one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()), one.objectName()
    for label in page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
