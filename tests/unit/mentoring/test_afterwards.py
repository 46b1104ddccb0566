from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desktop.mentoring.afterwards import Closing, due, reviews, steps
from desktop.mentoring.jottings import TRIAL, Jotting, JottingKind, JottingState
from desktop.mentoring.occasions import ABOUT_NOBODY, QUIET_KINDS, Occasion
from desktop.mentoring.sheet import Freed

FINAL = date(2025, 12, 9)
TALK = date(2026, 12, 8)
CLOSING = Closing("p1", "m1", FINAL, (TALK, date(2027, 12, 14)))


def jotting(kind: JottingKind, at: date = FINAL, **more: Any) -> Jotting:
    return replace(
        Jotting(f"{kind}-1", "m1", kind, "words", datetime(at.year, at.month, at.day, 12, tzinfo=UTC)),
        **more,
    )


def said(closing: Closing, day: date) -> list[str]:
    return [step.kind.value for step in due(closing, day)]


def every_day(closing: Closing) -> dict[str, list[date]]:
    """By identity: the days on which a step is worth a word, over two and a half years."""
    found: dict[str, list[date]] = {}
    for number in range(-30, 900):
        day = FINAL + timedelta(days=number)
        for step in due(closing, day):
            found.setdefault(step.identity, []).append(day)
    return found


def test_the_days_around_the_last_meeting() -> None:
    assert said(CLOSING, FINAL - timedelta(days=8)) == []
    assert said(CLOSING, FINAL - timedelta(days=7)) == ["prepare"]
    assert said(CLOSING, FINAL - timedelta(days=1)) == ["prepare"]
    assert said(CLOSING, FINAL) == ["prepare"]
    assert said(CLOSING, FINAL + timedelta(days=2)) == ["thank"]
    assert said(CLOSING, FINAL + timedelta(days=3)) == ["thank", "went"]
    assert said(replace(CLOSING, thanked=True, went=True), FINAL + timedelta(days=3)) == []


def test_a_thank_you_is_brought_up_twice_and_never_once_it_is_written() -> None:
    days = every_day(CLOSING)
    first, second = (days[f"thank:m1:p1:{number}"] for number in (1, 2))
    assert (first[0], second[0]) == (FINAL + timedelta(days=2), FINAL + timedelta(days=10))
    assert max(second) < FINAL + timedelta(days=31)
    assert not [identity for identity in every_day(replace(CLOSING, thanked=True)) if identity.startswith("thank")]


def test_six_weeks_and_one_week_before_each_talk() -> None:
    days = every_day(CLOSING)
    assert days["collect:m1:p1:1"][0] == TALK - timedelta(weeks=6)
    assert days["agenda:m1:p1:1"] == [TALK - timedelta(days=7 - n) for n in range(7)]
    assert days["agenda:m1:p1:2"][-1] == date(2027, 12, 13)


def test_what_was_offered_is_asked_for_after_14_and_30_days_until_it_is_done() -> None:
    offer = jotting(JottingKind.OFFER)
    open_ = every_day(replace(CLOSING, written=(offer,)))
    assert open_["offer:m1:p1:1:offer-1"][0] == FINAL + timedelta(days=14)
    assert open_["offer:m1:p1:2:offer-1"][0] == FINAL + timedelta(days=30)
    for state in (JottingState.DONE, JottingState.DROPPED):
        kept = every_day(replace(CLOSING, written=(replace(offer, state=state),)))
        assert not [identity for identity in kept if identity.startswith("offer")]


def test_the_freed_hour_starts_two_weeks_later_and_ends_by_itself() -> None:
    assert not [identity for identity in every_day(CLOSING) if identity.startswith("next")]
    held = [
        day
        for days in every_day(replace(CLOSING, freed=Freed.NEXT)).items()
        if days[0][:4] == "next"
        for day in days[1]
    ]
    assert (min(held), max(held)) == (FINAL + timedelta(days=14), FINAL + timedelta(days=14 + 41))


def test_the_jar_is_brought_up_once_and_only_when_nothing_was_offered_since() -> None:
    day = FINAL + timedelta(days=90)
    assert said(CLOSING, day) == ["jar"]
    assert said(replace(CLOSING, written=(jotting(JottingKind.SPOTTED, day),)), day) == []
    assert said(replace(CLOSING, written=(jotting(JottingKind.SPOTTED, FINAL - timedelta(days=1)),)), day) == ["jar"]


def test_a_close_is_complete_when_told_thanked_and_linked() -> None:
    assert not CLOSING.complete
    assert replace(CLOSING, told=True, thanked=True).complete
    assert not replace(CLOSING, told=True, thanked=True, linked=False).complete


def test_a_machine_that_was_off_brings_up_nothing_that_has_passed() -> None:
    assert said(CLOSING, FINAL + timedelta(days=200)) == []


def test_what_the_calendar_reminds_of_itself_is_shown_and_never_said() -> None:
    everything = replace(CLOSING, freed=Freed.NEXT, written=(jotting(JottingKind.OFFER),))
    shown = {step.kind for step in steps(everything)}
    by_a_day_that_was_set = {Occasion.REVIEW, Occasion.TRIED, Occasion.NAMED}
    before_a_meeting = {Occasion.NEXT_STEP, Occasion.BRING}
    assert shown == set(Occasion) - by_a_day_that_was_set - before_a_meeting - ABOUT_NOBODY
    assert [step.on for step in steps(everything)] == sorted(step.on for step in steps(everything))
    assert not {kind.value for kind in QUIET_KINDS} & {identity.split(":")[0] for identity in every_day(everything)}


def test_identities_are_stable_and_tell_every_saying_apart() -> None:
    everything = replace(CLOSING, freed=Freed.NEXT, written=(jotting(JottingKind.OFFER),))
    identities = [step.identity for step in steps(everything)]
    assert len(set(identities)) == len(identities)
    assert identities == [step.identity for step in steps(everything)]


def test_a_try_and_a_name_that_was_given_have_a_day_of_their_own() -> None:
    day = date(2026, 3, 1)
    written = (jotting(JottingKind.REVIEW, due=day, about=TRIAL), jotting(JottingKind.NAMED, due=day))
    found = list(reviews(written))
    assert [(step.kind, step.on, step.until) for step in found] == [
        (Occasion.TRIED, day, date(2026, 3, 15)),
        (Occasion.NAMED, day, date(2026, 3, 15)),
    ]
    assert [step.identity for step in found] == ["tried:m1:review-1", "named:m1:named-1"]
    assert all(step.done for step in reviews(tuple(replace(one, state=JottingState.DROPPED) for one in written)))


def test_a_review_day_is_worth_a_word_for_two_weeks_until_it_is_done() -> None:
    set_for = jotting(JottingKind.REVIEW, due=date(2026, 3, 1))
    (step,) = reviews((set_for, jotting(JottingKind.GOAL)))
    assert (step.on, step.until, step.done) == (date(2026, 3, 1), date(2026, 3, 15), False)
    (step,) = reviews((replace(set_for, state=JottingState.DONE),))
    assert step.done
