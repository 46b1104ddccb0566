"""What W13 offers for the freed hour: a hold that ends by itself, and a page for whoever comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.mentoring.jottings import Jotting, JottingKind
from desktop.mentoring.mentorship import MentorshipReview
from desktop.mentoring.tagging import Looking
from desktop.services.briefs import Brief, as_text, brief
from desktop.services.holds import LONGEST, MOST, first, hold, last_day, times
from desktop.services.stories import Story
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.moments import wall
from integrations.calendars.recurrence import everything
from tests.unit.mentoring.making import BERLIN, NOW, OTHER, known, looked, series

FINAL = datetime(2026, 10, 13, 16, tzinfo=BERLIN)


def review(start: datetime | date = FINAL - timedelta(weeks=30), rule: str = "FREQ=WEEKLY") -> MentorshipReview:
    (found,) = looked(known(series(start, rule, title="Mentoring with Ann"))).mentorships
    return found


def starts(content: bytes) -> list[datetime]:
    uid = content.split(b"UID:")[1].split(b"\r\n")[0].decode()
    (found,) = read_text(content.decode(), Looking(marks={uid: True}), zone=BERLIN).series
    return [wall(one.start) for one in everything(found, date(2030, 1, 1))]


@pytest.mark.parametrize(
    ("cadence", "weeks", "count"),
    [(7, 1, 6), (14, 2, 3), (21, 3, 2), (28, 4, 2), (30, 4, 2), (91, 13, 1), (None, 1, 6)],
)
def test_six_times_or_six_weeks_whichever_comes_first(cadence: int | None, weeks: int, count: int) -> None:
    assert times(cadence) == (weeks, count)
    assert count <= MOST
    assert timedelta(weeks=weeks * (count - 1)) < LONGEST


def test_it_begins_two_weeks_later_on_the_same_clock_and_ends_by_itself() -> None:
    """The clocks change on 25 October 2026: the hour stays the same."""
    found = starts(hold(review(), FINAL, NOW))
    assert found == [wall(FINAL) + timedelta(weeks=2 + n) for n in range(6)]
    assert last_day(FINAL, 7) == found[-1]
    assert first(FINAL) == datetime(2026, 10, 27, 16, tzinfo=BERLIN)


def test_every_second_week_and_whole_days() -> None:
    assert len(starts(hold(review(rule="FREQ=WEEKLY;INTERVAL=2"), FINAL, NOW))) == 3
    days = starts(hold(review(date(2026, 4, 7)), date(2026, 10, 13), NOW))
    assert days[0].date() == date(2026, 10, 27)


def test_it_names_nobody_and_invites_nobody() -> None:
    content = hold(review(), FINAL, NOW).decode()
    assert "CLASS:PRIVATE" in content
    assert "TRANSP:OPAQUE" in content
    for word in ("ATTENDEE", "ORGANIZER", "VALARM", "METHOD", "RELATED-TO", "DESCRIPTION", OTHER, "Ann", "Mentoring"):
        assert word not in content


def jotting(kind: JottingKind, words: str) -> Jotting:
    return Jotting(words, "m", kind, words, datetime(2026, 5, 1, tzinfo=UTC))


def test_the_brief_speaks_of_what_comes_next_and_never_of_the_goals_of_before() -> None:
    helped, challenge = jotting(JottingKind.HELPS_WITH, "budgets"), jotting(JottingKind.CHALLENGE, "a team of ten")
    goal = jotting(JottingKind.GOAL, "Speak in public")
    made = brief(Story((goal, jotting(JottingKind.HELPS_WITH, "old"), helped, challenge)))
    assert (made.covered, made.challenge) == ("budgets", "a team of ten")
    assert brief(Story((goal,))).challenge == ""
    assert len(made.questions) == 3
    words = as_text(made)
    assert words.index("a team of ten") < words.index("budgets") < words.index("1. ")
    assert "public" not in words


def test_what_is_empty_leaves_no_heading() -> None:
    assert as_text(Brief("", " ", ("", " "))) == "For a first talk\n"
    only = as_text(replace(Brief("", "", ()), challenge="a team\nof ten"))
    assert only == "For a first talk\n\nWhat I'm working on next\na team of ten\n"
