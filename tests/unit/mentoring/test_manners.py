"""When the user may be spoken to: spans of quiet, working hours, meetings, and what was called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.mentoring.absences import Away
from desktop.mentoring.absences import Span as AwaySpan
from desktop.mentoring.manners import (
    Manners,
    Span,
    calls_off,
    last_quiet_day,
    lately_called_off,
    may_speak,
    seen_lately,
)
from desktop.mentoring.mentorship import MentorshipReview, Reason
from integrations.calendars.model import Override
from tests.unit.mentoring.making import BERLIN, LONDON, NOW, known, looked, meeting, pattern, series

MONDAY = datetime(2026, 5, 18, 9, tzinfo=LONDON)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "span", "until"),
    [
        (date(2026, 11, 30), Span.THREE_MONTHS, date(2027, 2, 28)),
        (date(2027, 11, 30), Span.THREE_MONTHS, date(2028, 2, 29)),
        (date(2027, 1, 31), Span.MONTH, date(2027, 2, 28)),
        (date(2026, 12, 15), Span.MONTH, date(2027, 1, 15)),
        (date(2026, 12, 31), Span.WEEK, date(2027, 1, 7)),
        (date(2026, 12, 31), Span.NEVER, None),
    ],
)
def test_the_last_quiet_day(today: date, span: Span, until: date | None) -> None:
    assert last_quiet_day(today, span) == until


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_months_keep_the_day_or_end_with_the_month(today: date) -> None:
    for span, months in ((Span.MONTH, 1), (Span.THREE_MONTHS, 3)):
        until = last_quiet_day(today, span)
        assert until is not None
        assert (until.year * 12 + until.month) - (today.year * 12 + today.month) == months
        assert until.day == today.day or (until.day < today.day and (until + DAY).day == 1)


def speaks(at: datetime, manners: Manners | None = None, away: Away | None = None, *found: MentorshipReview) -> bool:
    return may_speak(found, manners or Manners(), away or Away(LONDON), at, LONDON)


@pytest.mark.parametrize(
    ("hours", "may"),
    [(0, True), (-0.001, False), (7.999, True), (8, False), (5 * 24, False), (-24, False), (4 * 24 + 7, True)],
)
def test_working_hours(hours: float, may: bool) -> None:
    assert speaks(MONDAY + timedelta(hours=hours)) is may


def test_hours_are_on_the_users_own_clock() -> None:
    """9 o'clock in London on both sides of the clock change."""
    for day in (date(2026, 3, 27), date(2026, 3, 30)):
        nine = datetime.combine(day, time(9), LONDON).astimezone(UTC)
        assert speaks(nine)
        assert not speaks(nine - timedelta(minutes=1))


def test_a_night_shift_belongs_to_the_day_it_began_on() -> None:
    nights = Manners(begins=time(22), ends=time(6), days=frozenset({1}))
    assert speaks(MONDAY.replace(hour=23), nights)
    assert speaks(MONDAY.replace(hour=5) + DAY, nights)
    assert not speaks(MONDAY.replace(hour=5), nights)
    assert not speaks(MONDAY.replace(hour=12), nights)
    assert not speaks(MONDAY.replace(hour=23) + DAY, nights)


def test_leave_of_hours_takes_hours_and_leave_of_days_takes_days() -> None:
    dentist = Away(LONDON, [AwaySpan(MONDAY + HOUR, MONDAY + 2 * HOUR, Reason("leave"))])
    assert speaks(MONDAY, None, dentist)
    assert not speaks(MONDAY + 1.5 * HOUR, None, dentist)
    assert speaks(MONDAY + 2 * HOUR, None, dentist)
    off = Away(LONDON, [AwaySpan(MONDAY.date(), MONDAY.date() + DAY, Reason("leave"))])
    assert not speaks(MONDAY + HOUR, None, off)
    assert speaks(MONDAY + DAY, None, off)


def test_the_other_sides_leave_is_none_of_the_users() -> None:
    theirs = Away(LONDON, [AwaySpan(MONDAY.date(), MONDAY.date() + DAY, Reason("season"), "some-pair")])
    assert speaks(MONDAY, None, theirs)


def test_not_on_a_public_holiday() -> None:
    christmas = datetime(2026, 12, 25, 10, tzinfo=BERLIN)
    assert may_speak((), Manners(), Away(BERLIN), christmas, BERLIN)
    assert not may_speak((), Manners(), Away(BERLIN, regions=("DE-BE",)), christmas, BERLIN)


def reviews(*found: Any, now: datetime = NOW) -> tuple[MentorshipReview, ...]:
    return looked(known(*found), now=now).mentorships


@pytest.mark.parametrize(
    ("minutes", "may"),
    [(-31, True), (-29, False), (0, False), (59, False), (89, False), (91, True)],
)
def test_not_near_a_meeting(minutes: int, may: bool) -> None:
    """Wednesdays from 11 to 12; on Tuesday it was moved to 14."""
    weekly = series(NOW.replace(hour=11) - timedelta(weeks=9))
    at = NOW.replace(hour=11) + timedelta(minutes=minutes)
    assert speaks(at, None, None, *reviews(weekly, now=at)) is may


def test_near_where_it_was_moved_to_and_not_where_it_was() -> None:
    start = NOW.replace(hour=11)
    moved = series(start - timedelta(weeks=9), moved={start: start.replace(hour=14)})
    for hour, may in ((11, True), (14, False)):
        at = NOW.replace(hour=hour, minute=10)
        assert speaks(at, None, None, *reviews(moved, now=at)) is may
    single = meeting(NOW.replace(hour=15))
    at = NOW.replace(hour=15, minute=30)
    assert not speaks(at, None, None, *reviews(moved, single, now=at))
    assert speaks(at, None, None, *reviews(moved, replace(single, cancelled=True), now=at))


def test_what_did_not_take_place_is_near_to_nothing() -> None:
    start = NOW.replace(hour=11)
    weekly = series(start - timedelta(weeks=9), removed=[start])
    assert speaks(start, None, None, *reviews(weekly, now=start))


def test_a_day_of_mentoring_is_near_to_nothing() -> None:
    assert speaks(NOW.replace(hour=10), None, None, *reviews(series(NOW.date() - timedelta(weeks=3))))


def test_called_off_lately() -> None:
    """The last date was yesterday at noon."""
    quiet = reviews(pattern("KKKN"))
    assert not lately_called_off(quiet, NOW, LONDON)
    assert lately_called_off(quiet, NOW - timedelta(seconds=1), LONDON)
    assert not lately_called_off(reviews(pattern("KKNK")), NOW - HOUR, LONDON)


def test_seen_lately() -> None:
    assert not seen_lately((), NOW)
    assert seen_lately((NOW - 23 * HOUR, NOW - 40 * HOUR), NOW)
    assert not seen_lately((NOW - 24 * HOUR, NOW + HOUR), NOW)


def test_what_an_import_calls_off() -> None:
    start = NOW - timedelta(weeks=4)
    before = series(start)
    ahead, past = start + timedelta(weeks=5), start + timedelta(weeks=2)
    assert calls_off(before, replace(before, exdates=(ahead,)), NOW)
    assert calls_off(before, replace(before, overrides=(Override(ahead, ahead, ahead + HOUR, cancelled=True),)), NOW)
    assert calls_off(before, replace(before, cancelled=True), NOW)
    assert not calls_off(before, replace(before, exdates=(past,)), NOW)
    assert not calls_off(replace(before, exdates=(ahead,)), before, NOW)
    assert not calls_off(replace(before, exdates=(ahead,)), replace(before, exdates=(ahead,)), NOW)
    assert not calls_off(before, replace(before, overrides=(Override(ahead, ahead + HOUR, ahead + 2 * HOUR),)), NOW)
