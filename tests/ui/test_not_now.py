"""How long to be quiet is asked with the days that it means."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.mentoring.manners import Span
from desktop.mentoring.reminders import Quiet
from desktop.ui.not_now import NotNow
from resources.texts import text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
"""The offscreen platform knows no window of a fixed size."""

TODAY = date(2026, 11, 30)


def opened(qtbot: QtBot, quiet: Quiet | None = None) -> tuple[NotNow, list[Span | date | None]]:
    taken: list[Span | date | None] = []
    asking = NotNow(None, "Robin\nSmith & Co", TODAY, quiet, taken.append)
    asking.open()
    qtbot.waitUntil(asking.isVisible)
    return asking, taken


def press(asking: NotNow, name: str) -> None:
    button = asking.findChild(QPushButton, name)
    assert button is not None
    button.click()


@pytest.mark.parametrize(
    ("name", "span", "words"),
    [
        ("quiet-week", Span.WEEK, "Monday 7 December"),
        ("quiet-month", Span.MONTH, "Wednesday 30 December"),
        ("quiet-3-months", Span.THREE_MONTHS, "Sunday 28 February 2027"),
        ("quiet-never", Span.NEVER, text("home.not-now.never")),
    ],
)
def test_each_choice_says_its_day(qtbot: QtBot, name: str, span: Span, words: str) -> None:
    asking, taken = opened(qtbot)
    button = asking.findChild(QPushButton, name)
    assert button is not None
    assert words in button.text()
    button.click()
    assert taken == [span]


def test_a_date_of_ones_own_is_tomorrow_at_the_earliest(qtbot: QtBot) -> None:
    asking, taken = opened(qtbot)
    field = asking.findChild(QDateEdit, "quiet-day")
    assert field is not None
    assert field.minimumDate() == QDate(2026, 12, 1)
    field.setDate(QDate(2027, 1, 15))
    press(asking, "quiet-until")
    assert taken == [date(2027, 1, 15)]


def test_quiet_is_taken_back_where_there_is_one(qtbot: QtBot) -> None:
    asking, _ = opened(qtbot)
    assert asking.findChild(QPushButton, "quiet-none") is None
    press(asking, "close")
    asking, taken = opened(qtbot, Quiet(None))
    press(asking, "quiet-none")
    assert taken == [None]


def test_closing_it_changes_nothing(qtbot: QtBot) -> None:
    asking, taken = opened(qtbot)
    press(asking, "close")
    assert taken == []
