"""Quiet lines about days that were agreed on: when, how many, and whose (product 3.6, R19, R26, R27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desktop.mentoring.absences import Away
from desktop.mentoring.manners import Manners
from desktop.mentoring.mentorship import MentorshipReview, SlotState, Told
from desktop.mentoring.occasions import DatedStep, Occasion
from desktop.mentoring.reminders import MOST_LINES, Action, Due, Manner, Past, Quiet, Shown, due
from tests.unit.mentoring.making import LONDON, NOW, known, looked, pattern

DAY = timedelta(days=1)
TODAY = NOW.date()


def pair(name: str, **told: Any) -> MentorshipReview:
    (found,) = looked(known(pattern("KKKKKK", now=NOW - 2 * DAY))).mentorships
    mentorship = replace(found.mentorship, id=name, told=Told(**told))
    return replace(found, mentorship=mentorship, signs=())


def step(kind: Occasion, name: str = "one", days: int = 3, number: int = 1) -> DatedStep:
    return DatedStep(kind, TODAY, TODAY + days * DAY, f"{kind}:{name}:p:{number}")


def lines(
    *reviews: MentorshipReview, manners: Manners | None = None, days: dict[str, tuple[DatedStep, ...]], **past: Any
) -> list[Due]:
    known_past = Past(days=days, **past)
    return list(due(reviews, known_past, manners or Manners(), Away(LONDON), now=NOW, zone=LONDON))


THANK, WENT = step(Occasion.THANK), step(Occasion.WENT, days=9)


def test_one_line_for_a_pair_and_what_is_over_first_comes_first() -> None:
    (line,) = lines(pair("one"), days={"one": (WENT, THANK)})
    assert (line.kind, line.identity, line.manner) == ("thank", "thank:one:p:1", Manner.LINE)
    assert line.actions == (Action.OPEN, Action.NOT_NEEDED, Action.NOT_NOW)


def test_the_next_line_of_a_pair_comes_tomorrow() -> None:
    days = {"one": (THANK, WENT)}
    assert lines(pair("one"), days=days, shown=(Shown(THANK.identity, "one", "thank", NOW),)) == []
    (line,) = lines(pair("one"), days=days, shown=(Shown(THANK.identity, "one", "thank", NOW - DAY),))
    assert line.kind == "went"


def test_two_series_with_one_person_are_one_pair() -> None:
    days = {"one": (THANK,), "two": (step(Occasion.STRAY, "two"),)}
    together = {"one": frozenset({"two"}), "two": frozenset({"one"})}
    assert len(lines(pair("one"), pair("two"), days=days)) == 2
    assert len(lines(pair("one"), pair("two"), days=days, pairs=together)) == 1


def test_few_lines_in_all() -> None:
    names = [f"pair{number}" for number in range(5)]
    days = {name: (step(Occasion.THANK, name, days=9 - number),) for number, name in enumerate(names)}
    found = lines(*map(pair, names), days=days)
    assert [one.reviews[0].mentorship.id for one in found] == ["pair4", "pair3", "pair2"]
    assert len(found) == MOST_LINES


def test_the_wish_to_hear_of_things_sooner_makes_none_of_it_pop_up() -> None:
    days = {"one": tuple(step(kind) for kind in Occasion)}
    found = lines(pair("one"), manners=Manners(sooner=True), days=days)
    assert [one.manner for one in found] == [Manner.LINE]


def test_never_of_a_pair_in_which_something_is_wrong() -> None:
    assert lines(pair("one", safe=True), days={"one": (THANK,)}) == []


@pytest.mark.parametrize(
    ("kind", "quiet", "speaks"),
    [
        (Occasion.THANK, Quiet(TODAY), False),
        (Occasion.THANK, Quiet(TODAY - DAY), True),
        (Occasion.PREPARE, Quiet(TODAY), True),
        (Occasion.PREPARE, Quiet(None), False),
        (Occasion.COLLECT, Quiet(None), False),
    ],
)
def test_not_now_holds_but_for_a_last_meeting_that_is_near(kind: Occasion, quiet: Quiet, speaks: bool) -> None:
    assert bool(lines(pair("one"), days={"one": (step(kind),)}, quiet={"one": quiet})) is speaks


@pytest.mark.parametrize(("until", "speaks"), [(TODAY, False), (TODAY - DAY, True)])
def test_a_pause_and_quiet_for_all(until: date, speaks: bool) -> None:
    assert bool(lines(pair("one", paused_until=until), days={"one": (THANK,)})) is speaks
    assert bool(lines(pair("one"), manners=Manners(quiet_until=until), days={"one": (THANK,)})) is speaks


def test_not_within_a_day_of_a_meeting_that_was_called_off() -> None:
    days = {"one": (THANK,)}
    assert lines(pair("one"), days=days, called_off=(NOW - timedelta(hours=23),)) == []
    assert len(lines(pair("one"), days=days, called_off=(NOW - timedelta(hours=25),))) == 1
    found = pair("two")
    slot = found.ledger.slots[-1]._replace(state=SlotState.NOT_KEPT, start=NOW - timedelta(hours=5), end=NOW)
    lately = replace(found, ledger=replace(found.ledger, slots=(*found.ledger.slots, slot)))
    assert lines(pair("one"), lately, days=days) == []


def test_what_was_shown_or_is_about_nobody_that_is_known_is_not_said() -> None:
    shown = (Shown(THANK.identity, "one", "thank", NOW - 2 * DAY),)
    assert lines(pair("one"), days={"one": (THANK,)}, shown=shown) == []
    assert lines(pair("two"), days={"one": (THANK,)}) == []
