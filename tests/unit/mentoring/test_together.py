from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from desktop.mentoring.mentorship import MentorshipReview
from desktop.mentoring.together import Together, Year, together
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
