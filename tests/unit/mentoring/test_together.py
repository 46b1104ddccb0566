from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.mentoring.mentorship import MentorshipReview
from desktop.mentoring.together import Together, Year, last_quarter, quarter_of, together
from integrations.calendars.model import Meeting, Series
from tests.unit.mentoring.making import LONDON, NOW, known, looked, meeting, pattern, series


def of(*found: Series | Meeting, now: datetime = NOW, talks: tuple[date, ...] = ()) -> Together:
    review: MentorshipReview
    (review,) = looked(known(*found), now=now).mentorships
    return together(review, now, LONDON, talks)


def test_hours_of_what_took_place_and_of_nothing_else() -> None:
    found = of(pattern("KKNMK", minutes=90))
    assert (found.met, found.hours) == (4, 6.0)


def test_a_one_off_meeting_counts_once_and_only_when_it_is_over() -> None:
    extra = meeting(NOW - timedelta(days=3, hours=1), minutes=30)
    ahead = meeting(NOW + timedelta(days=1), uid="ahead@example.org")
    called_off = meeting(NOW - timedelta(days=2), uid="off@example.org", cancelled=True)
    found = of(pattern("KKKKKK"), extra, ahead, called_off)
    assert (found.met, found.hours) == (7, 6.5)
    makeup = meeting(NOW - timedelta(days=1, hours=-3), uid="makeup@example.org")
    assert of(pattern("KKKKKN"), makeup).met == 6


def test_whole_days_are_meetings_without_hours() -> None:
    found = of(series(date(2026, 1, 9), "FREQ=MONTHLY;COUNT=3"))
    assert (found.met, found.hours) == (3, 0.0)


def test_a_line_for_every_year_past_and_planned() -> None:
    ended = pattern("KKK", now=datetime(2024, 12, 27, 12, tzinfo=UTC), rule_end=";COUNT=3")
    found = of(ended, talks=(date(2026, 1, 5), date(2027, 12, 7)))
    assert found.years == (Year(2024, 3, 0), Year(2025, 0, 0), Year(2026, 0, 0), Year(2027, 0, 1))


def test_a_series_without_an_end_has_no_dates_ahead() -> None:
    assert of(pattern("KKK")).years == (Year(2026, 3, 0),)
    bound = of(pattern("KKK", rule_end=";COUNT=5"))
    assert bound.years == (Year(2026, 3, 2),)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_a_quarter_begins(day: date, first: date) -> None:
    assert quarter_of(day) == first


def test_the_hours_of_the_last_quarter_are_those_of_everybody_together() -> None:
    """`NOW` is in May: from January to March every second week's meeting took place."""
    found = looked(known(pattern("KN" * 12, minutes=90)), now=NOW).mentorships
    quarter = last_quarter(found, NOW, LONDON)
    assert (quarter.first, quarter.last) == (date(2026, 1, 1), date(2026, 3, 31))
    (one,) = found
    inside = [slot for slot in one.ledger.slots if "2026-01-01" <= slot.start.isoformat()[:10] <= "2026-03-31"]
    took_place = sum(slot.state.value == "kept" for slot in inside)
    assert 0 < took_place < len(inside)
    assert (quarter.sums.met, quarter.sums.hours) == (took_place, took_place * 1.5)
    assert last_quarter((one, one), NOW, LONDON).sums.met == 2 * took_place
    january = last_quarter(found, NOW.replace(month=1, day=2), LONDON)
    assert (january.first, january.last) == (date(2025, 10, 1), date(2025, 12, 31))
