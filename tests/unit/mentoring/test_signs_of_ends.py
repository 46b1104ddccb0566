"""D11 to D19 at, just under and just over their thresholds, and what guards them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.mentoring.mentorship import Pulse, SignLevel, Told
from desktop.mentoring.signs import (
    context_changed,
    dormant,
    ended_without_goodbye,
    goals_reached,
    mentor_load,
    natural_end,
    nothing_booked,
    told_by_you,
    two_series,
)
from desktop.mentoring.signs.case import Case, Load
from tests.unit.mentoring.making import (
    ME,
    NOW,
    OTHER,
    case,
    leave,
    pattern,
    person,
    series,
)
from tests.unit.mentoring.sign_levels import CARD, DAY, LOOK, NOTE, STEADY, WEEK, YESTERDAY, level

# --- D11 to D13 ----------------------------------------------------------------------------------------------------


def ending(days: int, *, weeks: int = 1, past: int = 30) -> Case:
    """A series whose last meeting lies so many days ahead."""
    last = NOW.replace(hour=15) + days * DAY
    first = last - weeks * WEEK * past
    return case(series(first, f"FREQ=WEEKLY;INTERVAL={weeks};COUNT={past + 1}"))


@pytest.mark.parametrize(("days", "stage"), [(43, None), (42, 1), (15, 1), (14, 2), (1, 2), (-1, None)])
def test_natural_end_from_six_weeks_before(days: int, stage: int | None) -> None:
    found = natural_end.sign(ending(days), NOW)
    assert (found.evidence["stage"] if found else None) == stage
    assert found is None or found.level is NOTE


@pytest.mark.parametrize(("days", "expected"), [(57, None), (56, None), (55, NOTE), (28, NOTE)])
def test_natural_end_from_two_meetings_before_if_that_is_earlier(days: int, expected: SignLevel | None) -> None:
    # Every four weeks: with 55 days the meetings ahead are those in 27 and 55 days; with 56 today's counts as well.
    assert level(natural_end, ending(days, weeks=4)) is expected


def test_a_last_date_on_leave_is_not_the_last_meeting() -> None:
    last = (NOW + 49 * DAY).date()
    one = series(NOW.replace(hour=15) - 8 * WEEK, "FREQ=WEEKLY;COUNT=16")
    assert level(natural_end, case(one)) is None
    found = natural_end.sign(case(one, leave(last, last)), NOW)
    assert found is not None
    assert (found.variant, found.evidence["last"]) == ("away", (last - WEEK).isoformat())
    assert found.evidence["blocked"] == last.isoformat()


def test_no_end_is_announced_that_is_none() -> None:
    assert level(natural_end, case(pattern("KKKK"))) is None
    talks = series(NOW - 720 * DAY, "FREQ=YEARLY;COUNT=3")
    assert level(natural_end, case(talks)) is None
    talked = replace(ending(20), mentorship=replace(ending(20).mentorship, told=Told(talked=True)))
    assert level(natural_end, talked) is None


def ended(days: int, letters: str = "KKKKNN", **more: Any) -> Case:
    now = NOW - (days - 1) * DAY  # the last slot lies a day before
    return case(pattern(letters, now=now, rule_end=f";COUNT={len(letters)}"), **more)


@pytest.mark.parametrize(("days", "stage"), [(13, None), (14, 1), (44, 1), (45, 2), (72, 2), (73, None), (400, None)])
def test_ended_without_goodbye_is_said_twice(days: int, stage: int | None) -> None:
    found = ended_without_goodbye.sign(ended(days), NOW)
    assert (found.evidence["stage"] if found else None) == stage


@pytest.mark.parametrize(
    ("letters", "expected"), [("KKKKNN", NOTE), ("KKKNN", None), ("KKKKN", None), ("KKKKK", None), ("KKKKNNK", None)]
)
def test_ended_without_goodbye_rests_on_its_last_dates(letters: str, expected: SignLevel | None) -> None:
    assert level(ended_without_goodbye, ended(20, letters)) is expected


def test_a_goodbye_a_talk_ahead_or_another_series_is_enough() -> None:
    assert level(ended_without_goodbye, ended(20, told=Told(talked=True))) is None
    assert level(ended_without_goodbye, ended(20, booked=(NOW + 300 * DAY,))) is None
    assert level(ended_without_goodbye, ended(20, siblings=STEADY)) is None
    assert level(ended_without_goodbye, ended(20, contacts=((NOW - 10 * DAY,),))) is None
    assert level(ended_without_goodbye, case(pattern("KKKKNN"))) is None


@pytest.mark.parametrize(
    ("days", "expected"), [(364, None), (365, NOTE), (392, NOTE), (393, LOOK), (729, LOOK), (730, None)]
)
def test_dormant_a_year_after_a_closing(days: int, expected: SignLevel | None) -> None:
    assert level(dormant, ended(days, "KKKK", told=Told(talked=True))) is expected
    assert level(dormant, ended(days, "KKKK")) is None
    assert level(dormant, ended(days, "KKKK", told=Told(talked=True), booked=(NOW + DAY,))) is None


def test_dormant_after_a_yearly_talk_that_did_not_take_place() -> None:
    first = NOW - 370 * DAY
    talks = series(first, "FREQ=YEARLY", removed=[first.replace(year=first.year + 1)])
    assert level(dormant, case(talks)) is NOTE
    assert level(dormant, case(series(first, "FREQ=YEARLY"))) is None


# --- D14 to D19 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("drained drained drained", None),
        ("drained drained drained neutral", LOOK),
        ("drained duty energised neutral", None),
        ("same-ground venting nothing-new energised", LOOK),
        ("drained drained drained neutral energised neutral", None),
    ],
)
def test_told_by_you(answers: str, expected: SignLevel | None) -> None:
    pulses = tuple(Pulse(NOW - (20 - index) * DAY, answer) for index, answer in enumerate(answers.split()))
    assert level(told_by_you, case(pattern("KKKK"), told=Told(pulses=pulses))) is expected


@pytest.mark.parametrize(
    ("answers", "variant"),
    [
        ("nothing-new nothing-new nothing-new energised", "nothing-new"),
        ("duty duty neutral duty", "duty"),
        ("venting venting venting venting", "venting"),
        ("drained drained duty neutral", ""),
        ("private private private neutral", ""),
    ],
)
def test_where_the_answers_are_one_answer_the_sign_says_it(answers: str, variant: str) -> None:
    pulses = tuple(Pulse(NOW - (20 - index) * DAY, answer) for index, answer in enumerate(answers.split()))
    found = told_by_you.sign(case(pattern("KKKK"), told=Told(pulses=pulses)), NOW)
    assert found is not None
    assert found.variant == variant


@pytest.mark.parametrize(("reached", "goals", "expected"), [(0, 0, None), (1, 1, NOTE), (1, 2, None), (2, 3, NOTE)])
def test_goals_reached(reached: int, goals: int, expected: SignLevel | None) -> None:
    told = Told(goals_reached=reached, goals_total=goals)
    assert level(goals_reached, case(pattern("KKKK"), told=told)) is expected
    assert level(goals_reached, case(pattern("KKKK"), told=replace(told, talked=True))) is None


def pieces(days: int, *, other: str = OTHER, organizer: str = ME) -> Case:
    """A series that was continued so many days ago."""
    cut = NOW - days * DAY
    people = (person(ME, organizer=organizer == ME), person(other, organizer=organizer != ME))
    old = series(cut - 10 * WEEK, f"FREQ=WEEKLY;UNTIL={cut - DAY:%Y%m%dT%H%M%SZ}", uid="a@google.com")
    return case(old, series(cut, uid=f"a_R{cut:%Y%m%dT%H%M%S}@google.com", people=people))


def test_context_changed_asks_while_it_is_news() -> None:
    assert level(context_changed, pieces(0, organizer=OTHER)) is CARD
    assert level(context_changed, pieces(89, organizer=OTHER)) is CARD
    assert level(context_changed, pieces(90, organizer=OTHER)) is None
    assert level(context_changed, pieces(10)) is None
    assert level(context_changed, pieces(10, other="mentor@new.example")) is CARD
    assert level(context_changed, pieces(10, other="mentor@gmail.com")) is None


def test_two_series() -> None:
    assert level(two_series, case(pattern("KKKK"), siblings=STEADY)) is CARD
    assert level(two_series, case(pattern("KKKK"))) is None
    assert level(two_series, ended(3, siblings=STEADY)) is None


@pytest.mark.parametrize(
    ("load", "expected"),
    [(None, None), (Load(4, 6.0), None), (Load(5, 2.0), CARD), (Load(1, 6.1), CARD)],
)
def test_mentor_load(load: Load | None, expected: SignLevel | None) -> None:
    assert level(mentor_load, case(pattern("KKKK"), load=load)) is expected


def unbooked(weeks: int, letters: str = "KKKKKKKK") -> Case:
    """An open-ended series whose next so many dates are removed."""
    one = pattern(letters)
    gone = [YESTERDAY + index * WEEK for index in range(1, weeks + 1)]
    return case(replace(one, exdates=(*one.exdates, *gone)))


@pytest.mark.parametrize(("weeks", "expected"), [(0, None), (1, None), (2, CARD), (3, CARD)])
def test_nothing_booked_within_two_cadences(weeks: int, expected: SignLevel | None) -> None:
    # The next date lies 6 days after the removed ones: with one removed 13 days ahead, with two 20.
    assert level(nothing_booked, unbooked(weeks)) is expected


def test_nothing_booked_needs_four_kept_and_looks_at_the_whole_pair() -> None:
    assert level(nothing_booked, unbooked(3, "KKK")) is None
    assert level(nothing_booked, replace(unbooked(3), booked=(NOW + 14 * DAY,))) is None
    assert level(nothing_booked, replace(unbooked(3), booked=(NOW + 15 * DAY,))) is CARD


def test_a_planned_end_is_not_nothing_booked() -> None:
    last = NOW + 30 * DAY
    rule = f"FREQ=WEEKLY;UNTIL={last:%Y%m%dT%H%M%SZ}"
    first = YESTERDAY - 8 * WEEK
    one = series(first, rule, removed=[YESTERDAY + index * WEEK for index in range(1, 4)])
    assert level(natural_end, case(one)) is NOTE
    assert level(nothing_booked, case(one)) is None
