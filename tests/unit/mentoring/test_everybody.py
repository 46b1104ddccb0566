"""Quiet words about nobody in particular: on which days, how often, and when no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.mentoring.afterwards import Closing
from desktop.mentoring.everybody import half_year, met, new_roles, promises, quarter
from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.mentoring.occasions import DatedStep, Occasion

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
SEEN = date(2026, 1, 6)


def jotting(kind: JottingKind, due: date | None = None, number: int = 1) -> Jotting:
    return Jotting(f"{kind}-{number}", "", kind, "words", datetime(2026, 1, 6, tzinfo=UTC), due=due)


def worth(step: DatedStep, today: date) -> bool:
    return not step.done and step.on <= today <= step.until


def spoken(seen: date, days: int, *, answers: bool) -> list[date]:
    """The days on which the half-yearly look is said, and answered where `answers`."""
    looked: date | None = None
    said, known = [], set()
    for number in range(days):
        today = seen + number * DAY
        for step in half_year(seen, looked, today):
            if worth(step, today) and step.identity not in known:
                said.append(today)
                known.add(step.identity)
                looked = today if answers else looked
    return said


def test_the_look_at_everybody_comes_26_weeks_after_the_first_sight_and_the_last_look() -> None:
    assert spoken(SEEN, 182, answers=True) == []
    assert spoken(SEEN, 3 * 365, answers=True) == [SEEN + number * 26 * WEEK for number in range(1, 7)]


@pytest.mark.parametrize("answers", [True, False])
def test_at_most_twice_in_any_year(answers: bool) -> None:
    said = spoken(SEEN, 5 * 365, answers=answers)
    assert said
    for first in said:
        assert sum(first <= day < first + timedelta(days=364) for day in said) <= 2


def test_it_waits_four_weeks_for_a_moment_and_then_half_a_year() -> None:
    on = SEEN + 26 * WEEK
    (step,) = half_year(SEEN, None, on + 27 * DAY)
    assert worth(step, on + 27 * DAY)
    assert not worth(step, on + 28 * DAY)
    (step,) = half_year(SEEN, on + 27 * DAY, on + 26 * WEEK + 27 * DAY)
    assert step.on == on + 26 * WEEK + 27 * DAY, "a late look moves the next"


def test_without_anybody_there_is_nothing_to_look_at() -> None:
    assert list(half_year(None, None, SEEN + 52 * WEEK)) == []


def test_a_clock_that_was_ahead_makes_nothing_of_it() -> None:
    assert list(half_year(SEEN, SEEN + 300 * WEEK, SEEN + 60 * WEEK)) == []


def test_once_in_each_quarter_and_not_in_the_one_in_which_the_first_pair_was_seen() -> None:
    days = [
        day for day in (SEEN + number * DAY for number in range(365)) if any(worth(s, day) for s in quarter(SEEN, day))
    ]
    assert {(day.month, day.day) for day in days} == {
        (month, number) for month in (4, 7, 10) for number in range(1, 15)
    } | {(1, number) for number in range(1, 6)}
    assert len({step.identity for day in days for step in quarter(SEEN, day)}) == 4
    assert list(quarter(None, SEEN)) == []


def test_three_days_and_three_weeks_after_a_coffee_until_it_led_somewhere() -> None:
    lead = jotting(JottingKind.LEAD, SEEN)
    assert [(step.kind, (step.on - SEEN).days, (step.until - step.on).days) for step in met((lead,))] == [
        (Occasion.MET, 3, 7),
        (Occasion.MET_AGAIN, 21, 14),
    ]
    assert all(step.done for step in met((replace(lead, state=JottingState.DONE),)))
    assert list(met((jotting(JottingKind.LEAD), jotting(JottingKind.CHALLENGE, SEEN)))) == []


def test_three_months_after_a_change_of_work() -> None:
    (step,) = new_roles((jotting(JottingKind.NEW_ROLE, SEEN), jotting(JottingKind.LEAD, SEEN)))
    assert (step.on - SEEN).days == 90
    assert worth(step, SEEN + 117 * DAY)
    assert not worth(step, SEEN + 118 * DAY)


def closed(name: str, final: date, state: JottingState = JottingState.OPEN) -> Closing:
    offer = replace(jotting(JottingKind.OFFER), mentorship=name, state=state)
    return Closing(f"plan-{name}", name, final, written=(offer,))


def test_promises_to_several_are_one_line_in_the_first_week_of_a_month() -> None:
    two = (closed("a", SEEN), closed("b", SEEN + WEEK))
    days = [
        day for day in (SEEN + number * DAY for number in range(500)) if any(worth(s, day) for s in promises(two, day))
    ]
    assert {day.day for day in days} == set(range(1, 8))
    assert min(days) - SEEN > timedelta(days=44), "up to then each has a line of its own"
    assert max(days) - SEEN <= timedelta(days=365)
    (step,) = promises(two, date(2026, 5, 3))
    assert step.identity == "promises::2026-05"


@pytest.mark.parametrize("state", [JottingState.DONE, JottingState.DROPPED])
def test_no_such_line_for_one_alone_or_where_it_is_done(state: JottingState) -> None:
    today = date(2026, 5, 3)
    assert list(promises((closed("a", SEEN),), today)) == []
    assert list(promises((closed("a", SEEN), closed("b", SEEN, state)), today)) == []
