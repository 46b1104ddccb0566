"""The list of dates in whatever room it has: what stands beside a date is read whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QWidget

from desktop.mentoring.mentorship import Reason
from desktop.ui.style import Space, Type, scaled
from desktop.ui.wizard.date_list import BESIDE, WORDS
from desktop.ui.wizard.day_chooser import DayChooser
from desktop.ui.wizard.days import MeetingDay, MeetingDays
from tests.helpers.bot import SeeingBot

FIRST = datetime(2025, 12, 3, 16, tzinfo=UTC)
SUGGESTED, BLOCKED, OTHER = 1, 2, 3
NARROW, WIDE = 640, 1100


@pytest.fixture
def chooser(qtbot: SeeingBot) -> Iterator[DayChooser]:
    starts = [FIRST + timedelta(weeks=n) for n in range(30)]
    days = [MeetingDay(start.date(), start.date(), start, start + timedelta(hours=1)) for start in starts]
    days[BLOCKED] = replace(days[BLOCKED], blocked=Reason("holiday", "Bank holiday"))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(WIDE, 400)
    made = DayChooser()
    made.setParent(window)
    made.resize(NARROW, 360)
    made.offer(MeetingDays(tuple(days), days[SUGGESTED].day, date(2025, 11, 20)), days[OTHER].day, UTC)
    window.show()
    qtbot.waitUntil(lambda: not made.list.visualItemRect(made.list.item(0)).isEmpty())
    yield made
    window.close()


def shown(chooser: DayChooser, row: int) -> QRect:
    return chooser.list.visualItemRect(chooser.list.item(row))


def lines(chooser: DayChooser, row: int) -> int:
    """How many lines its place has room for."""
    return (shown(chooser, row).height() - Space.MEDIUM) // QFontMetrics(scaled(Type.BODY)).height()


def last_ink(picture: QImage, top: int, bottom: int) -> int:
    """The column furthest right in which something is drawn between two rows of pixels."""
    ground = picture.pixel(picture.width() - 1, top)
    inked = [x for x in range(picture.width()) for y in range(top, bottom) if picture.pixel(x, y) != ground]
    return max(inked)


@pytest.mark.parametrize("row", [SUGGESTED, BLOCKED])
def test_where_a_line_is_too_short_it_stands_below_and_whole(chooser: DayChooser, row: int) -> None:
    assert lines(chooser, row) == 2
    place = shown(chooser, row)
    picture = chooser.list.viewport().grab(place).toImage()
    metrics = QFontMetrics(scaled(Type.BODY))
    ratio = picture.devicePixelRatio()
    for words, top, bottom in (
        (WORDS, 2, place.height() // 2),
        (BESIDE, place.height() // 2, place.height() - 2),
    ):
        end = Space.SMALL + metrics.horizontalAdvance(chooser.list.item(row).data(words))
        assert abs(last_ink(picture, int(top * ratio), int(bottom * ratio)) / ratio - end) <= 3


def test_with_room_enough_a_date_takes_one_line_again(chooser: DayChooser, qtbot: SeeingBot) -> None:
    chooser.resize(WIDE, 360)
    qtbot.waitUntil(lambda: lines(chooser, SUGGESTED) == 1)
    assert shown(chooser, SUGGESTED).height() == shown(chooser, OTHER).height()
    chooser.resize(NARROW, 360)
    qtbot.waitUntil(lambda: lines(chooser, SUGGESTED) == 2)


def test_a_click_on_the_second_line_chooses_the_date(chooser: DayChooser) -> None:
    place = shown(chooser, SUGGESTED)
    at = QPoint(place.center().x(), place.bottom() - Space.SMALL)
    assert chooser.list.itemAt(at) is chooser.list.item(SUGGESTED)
