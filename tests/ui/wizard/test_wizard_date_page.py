from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.mentoring.mentorship import Reason, Role
from desktop.ui.wizard.date_list import BESIDE
from tests.ui.wizard.fakes import FakeTransitions, Series

HOLIDAY = date(2025, 12, 30)
BLOCKED = {HOLIDAY: Reason("holiday", "Bank holiday"), date(2026, 1, 6): Reason("leave", "Winter <b>break</b>")}
Key = Qt.Key


@pytest.fixture
def page(walk):
    walker = walk(FakeTransitions(series=Series(blocked=BLOCKED)))
    walker.to_date()
    return walker.wizard.date


def cell(page, day):
    grid = page.chooser.grid
    return grid.model().index_of(day)


def click(page, day):
    grid = page.chooser.grid
    where = grid.visualRect(cell(page, day)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where))


def test_the_proposed_meeting_is_chosen_and_says_why(page):
    assert page._session.chosen.final == date(2025, 12, 9)
    assert page._chosen.text() == "Tuesday 9 December 2025, 16:00–16:45"
    assert page._why.text().startswith("Suggested: 2 meetings before it")
    assert page._early.isHidden()


def test_a_click_on_a_meeting_chooses_it_in_month_and_list(page):
    click(page, date(2025, 12, 16))

    assert page._session.chosen.final == date(2025, 12, 16)
    assert page.chooser.list.currentItem().text().startswith("Tuesday 16 December 2025")
    assert page._why.text() == "3 meetings stand before it."


@pytest.mark.parametrize("day", [HOLIDAY, date(2025, 12, 10), date(2025, 12, 1)])
def test_a_click_on_a_struck_out_or_empty_day_does_nothing(page, day):
    click(page, day)

    assert page._session.chosen.final == date(2025, 12, 9)
    assert not cell(page, day).flags() & Qt.ItemFlag.ItemIsEnabled


def test_a_struck_out_day_says_why_to_eye_and_ear(page):
    assert cell(page, HOLIDAY).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Tuesday 30 December 2025, not possible: Bank holiday, a public holiday"
    )
    assert page.chooser._struck.text() == "Tuesday 30 December is struck out: Bank holiday, a public holiday."
    items = [page.chooser.list.item(row) for row in range(page.chooser.list.count())]
    struck = [item for item in items if not item.flags() & Qt.ItemFlag.ItemIsEnabled]
    assert [item.data(BESIDE) for item in struck] == ["Bank holiday, a public holiday", "Winter <b>break</b>"]


def test_arrows_jump_from_meeting_to_meeting_over_struck_out_days_and_months(page):
    grid = page.chooser.grid
    for expected in (date(2025, 12, 16), date(2025, 12, 23), date(2026, 1, 13)):
        QTest.keyClick(grid, Key.Key_Right)
        assert page._session.chosen.final == expected
    assert page.chooser._month.text() == "January 2026"
    QTest.keyClick(grid, Key.Key_Up)
    assert page._session.chosen.final == date(2025, 12, 23)
    QTest.keyClick(grid, Key.Key_PageDown)
    assert page._session.chosen.final == date(2026, 1, 20)
    QTest.keyClick(grid, Key.Key_Home)
    assert page._session.chosen.final == date(2025, 11, 25)
    QTest.keyClick(grid, Key.Key_End)
    assert page._session.chosen.final == page._session.days.open[-1]


def test_the_list_passes_over_struck_out_days_too(page):
    page.chooser.set_day(date(2025, 12, 23))
    QTest.keyClick(page.chooser.list, Key.Key_Down)

    assert page._session.chosen.final == date(2026, 1, 13)
    assert page.chooser.grid._chosen == date(2026, 1, 13)


def test_turning_the_month_keeps_the_choice(page):
    page.chooser._later.click()
    page.chooser._later.click()

    assert page.chooser._month.text() == "February 2026"
    assert page._session.chosen.final == date(2025, 12, 9)
    page.chooser._earlier.click()
    assert page.chooser._month.text() == "January 2026"


def test_months_beyond_the_meetings_are_not_offered(walk):
    walker = walk(FakeTransitions(series=Series(count=2), proposed=date(2025, 12, 2)))
    walker.to_date()
    chooser = walker.wizard.date.chooser

    assert not chooser._later.isEnabled()
    chooser._earlier.click()
    assert not chooser._earlier.isEnabled()


def test_too_soon_is_said_and_possible(page):
    click_day = date(2025, 12, 2)
    click(page, click_day)

    assert not page._early.isHidden()
    assert page._why.text() == "One meeting stands before it."
    assert page.isComplete()


def test_an_end_that_stands_is_the_default_and_no_warning(walk):
    walker = walk(FakeTransitions(series=Series(count=2), proposed=date(2025, 12, 2), has_end=True))
    walker.to_date()
    page = walker.wizard.date

    assert page._why.text().startswith("Suggested: these meetings already end then")
    assert page._early.isHidden()


def test_an_end_on_a_holiday_proposes_the_meeting_before(walk):
    series = Series(count=2, blocked={date(2025, 12, 2): Reason("holiday", "Christmas Day")})
    walker = walk(FakeTransitions(series=series, proposed=date(2025, 11, 25), has_end=True))
    walker.to_date()

    assert walker.wizard.date._why.text().startswith("Suggested: it is the last one before the end")


def test_all_day_meetings_say_so(walk):
    walker = walk(FakeTransitions(series=Series(hour=None)))
    walker.to_date()

    assert walker.wizard.date._chosen.text() == "Tuesday 9 December 2025, all day"


def test_a_meeting_on_another_clock_shows_both(walk):
    tokyo = Series(first=date(2025, 11, 26), hour=time(7, 30), zone=ZoneInfo("Asia/Tokyo"))
    walker = walk(FakeTransitions(series=tokyo, proposed=date(2025, 12, 10)))
    walker.to_date()

    assert walker.wizard.date._chosen.text() == (
        "Tuesday 9 December 2025, 22:30–23:15 (Wednesday 10 December, 07:30 in Tokyo)"
    )
    walker.next()
    walker.until(walker.wizard.talk.isComplete)
    assert walker.wizard.session._answers()[0].final == date(2025, 12, 10)


def test_without_a_meeting_ahead_there_is_nothing_to_choose(walk):
    walker = walk(FakeTransitions(series=Series(count=0), proposed=None))
    walker.to_date()

    assert walker.wizard.date._why.text() == "There is no meeting ahead that could be the last one."
    assert not walker.wizard.date.isComplete()


def test_only_the_organiser_can_rename_the_meeting(walk):
    asked = walk(FakeTransitions(role=Role.ATTENDEE))
    asked.to_date()
    assert asked.wizard.date._rename.isHidden()
