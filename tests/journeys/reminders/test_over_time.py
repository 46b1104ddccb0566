"""Reminders over restarts, sleep, clocks that are set, and zones."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.mentoring.manners import Span
from tests.journeys.reminders.conftest import DAY, MONDAY, Desk, another, quiet_since


def test_nothing_is_said_twice_however_often_it_is_started(desk: Desk) -> None:
    assert desk.show() == ["quiet-patch"]
    for hours in range(1, 60):
        desk.restart()
        assert desk.show(MONDAY + timedelta(hours=hours)) == []


def test_what_was_said_is_kept_until_it_is_answered_or_over(desk: Desk) -> None:
    """No longer than a note of the pair keeps others away (R26), and no shorter where a clock is set back."""
    (note,) = desk.due()
    desk.program.reminders.said(note)
    assert desk.due() == (), "it is noted as shown, too"
    desk.restart()
    assert desk.program.reminders.lately() == (note,)
    for moment in (MONDAY + 90 * DAY, MONDAY - 365 * DAY):
        desk.clock.to(moment)
        assert desk.program.reminders.lately() == (note,)
    desk.clock.to(MONDAY + 91 * DAY)
    assert desk.program.reminders.lately() == ()
    desk.clock.to(MONDAY + DAY)
    desk.program.reminders.put_away(note.identity)
    desk.program.reminders.put_away("never said")
    assert desk.program.reminders.lately() == ()


def test_not_now_on_the_command_line_puts_it_away_in_the_window(desk: Desk) -> None:
    (note,) = desk.due()
    desk.program.reminders.said(note)
    desk.program.reminders.not_now(desk.id(), None)
    assert desk.program.reminders.lately() == (note,)
    desk.program.reminders.not_now(desk.id(), Span.WEEK)
    assert desk.program.reminders.lately() == ()


def test_what_is_due_stays_due_until_it_was_shown(desk: Desk) -> None:
    first = desk.due()
    desk.restart()
    assert desk.due(MONDAY + timedelta(hours=2)) == first
    assert desk.due(MONDAY + 3 * DAY) == first


def test_asleep_over_three_decision_points(desk: Desk, text: str) -> None:
    assert desk.show() == ["quiet-patch"]
    desk.read(quiet_since(text, 40))
    woken = MONDAY + 3 * 28 * DAY + 7 * DAY
    assert desk.show(woken) == ["quiet-patch"]
    # Not within 90 days, by whatever rule; and the half year that passed in its sleep is not made up for.
    assert desk.ticks(woken, woken + 89 * DAY) == []
    assert desk.show(woken + 93 * DAY) == ["quiet-patch"]


def test_the_clock_a_day_back_and_forth(desk: Desk, text: str) -> None:
    tuesday = MONDAY + DAY
    desk.read(another(text, "second"))
    assert desk.show(tuesday) == ["quiet-patch"]
    desk.clock.to(MONDAY)
    desk.program.reminders.settle()
    assert desk.show(MONDAY + timedelta(hours=1)) == []
    assert desk.show(tuesday + timedelta(hours=1)) == []
    assert desk.show(tuesday + DAY) == ["quiet-patch"]
    assert desk.ticks(tuesday + DAY, tuesday + 20 * DAY) == []


def test_the_clock_a_day_ahead_and_right_again(desk: Desk) -> None:
    assert desk.show(MONDAY + DAY) == ["quiet-patch"]
    desk.clock.to(MONDAY)
    desk.program.reminders.settle()
    assert desk.ticks(MONDAY, MONDAY + 60 * DAY) == []


def test_the_clock_a_year_ahead_and_right_again(desk: Desk, text: str) -> None:
    year = MONDAY + 364 * DAY
    desk.read(quiet_since(text, 80))
    assert len(desk.show(year)) == 1
    assert desk.ticks(year, year + 3 * DAY) == []
    desk.clock.to(MONDAY)
    desk.program.reminders.settle()
    desk.restart()
    assert desk.ticks(MONDAY, MONDAY + 87 * DAY) == []
    assert len(desk.ticks(MONDAY + 91 * DAY, MONDAY + 100 * DAY)) == 1


def test_the_clock_a_year_back_and_right_again(desk: Desk) -> None:
    assert desk.show() == ["quiet-patch"]
    back = MONDAY - 364 * DAY
    desk.clock.to(back)
    desk.program.reminders.settle()
    assert desk.ticks(back, back + 5 * DAY) == []
    desk.clock.to(MONDAY)
    desk.program.reminders.settle()
    assert desk.ticks(MONDAY, MONDAY + 60 * DAY) == []


def test_a_zone_change_at_midnight(desk: Desk, text: str) -> None:
    desk.read(another(text, "second"))
    assert desk.show(MONDAY) == ["quiet-patch"]
    # Midnight in Amsterdam is the afternoon of the same day in New York.
    desk.restart("America/New_York")
    assert desk.ticks(MONDAY + timedelta(hours=15), MONDAY + timedelta(hours=20), timedelta(hours=1)) == []
    tuesday = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("America/New_York"))
    assert desk.show(tuesday) == ["quiet-patch"]
    # And that morning is the night of the next day in Tokyo, where a day begins with nothing left to say.
    desk.restart("Asia/Tokyo")
    assert desk.ticks(tuesday, tuesday + 10 * DAY) == []
