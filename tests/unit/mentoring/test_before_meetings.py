"""The day before a meeting: a next step that was noted, or nothing that was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desktop.mentoring.before_meetings import Noted, steps
from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.mentoring.mentorship import MentorshipReview
from desktop.mentoring.occasions import DatedStep, Occasion
from tests.unit.mentoring.making import LONDON, NOW, known, looked, pattern

DAY = timedelta(days=1)


def pair(slots: str) -> MentorshipReview:
    (found,) = looked(known(pattern(slots))).mentorships
    return found


def jotting(kind: JottingKind, at: datetime, state: JottingState = JottingState.OPEN) -> Jotting:
    return Jotting(f"{kind}-1", "one", kind, "words", at, state)


def before(found: MentorshipReview, noted: Noted) -> list[DatedStep]:
    return list(steps(found, noted, NOW, LONDON))


def met(found: MentorshipReview, back: int) -> datetime:
    """When the meeting began that took place so many meetings ago; 1 is the last."""
    start = found.ledger.contacts[-back]
    assert isinstance(start, datetime)
    return start


def test_a_next_step_is_brought_up_on_the_day_before_and_the_day_of_the_next_meeting() -> None:
    found = pair("KKKKKK")
    step = jotting(JottingKind.NEXT_STEP, met(found, 1) + timedelta(hours=1))
    (said,) = before(found, Noted((step,)))
    assert found.ledger.next is not None
    meeting = found.ledger.next.start.date()
    assert (said.kind, said.on, said.until) == (Occasion.NEXT_STEP, meeting - DAY, meeting)
    assert said.identity == f"next-step:{found.mentorship.id}:next-step-1"


def test_one_word_about_it_and_none_once_the_two_have_met_or_it_is_done() -> None:
    found = pair("KKKKKK")
    after = met(found, 1) + timedelta(hours=1)
    assert before(found, Noted((jotting(JottingKind.NEXT_STEP, met(found, 2) + timedelta(hours=1)),))) == []
    for state in (JottingState.DONE, JottingState.DROPPED):
        assert before(found, Noted((jotting(JottingKind.NEXT_STEP, after, state),))) == []


def test_a_meeting_that_did_not_take_place_keeps_the_step() -> None:
    found = pair("KKKKKN")
    (said,) = before(found, Noted((jotting(JottingKind.NEXT_STEP, met(found, 1) + timedelta(hours=1)),)))
    assert said.kind is Occasion.NEXT_STEP


@pytest.mark.parametrize(("back", "says"), [(1, False), (2, False), (3, False), (4, True), (5, False)])
def test_nothing_to_bring_is_said_once_three_meetings_went_by_without_a_note(back: int, says: bool) -> None:
    """The note was taken after the meeting `back` meetings ago; with four of them it has been said already."""
    found = pair("KKKKKK")
    said = before(found, Noted(wins=(met(found, back) + timedelta(hours=1),)))
    assert [one.kind for one in said] == [Occasion.BRING] * says


def test_only_meetings_that_took_place_count() -> None:
    found = pair("KKKNNNKK")
    assert before(found, Noted(wins=(met(found, 3) + timedelta(hours=1),))) == []


@pytest.mark.parametrize("kind", [JottingKind.ASK, JottingKind.NEXT_STEP])
def test_what_waits_to_be_brought_is_something_to_bring(kind: JottingKind) -> None:
    found = pair("KKKKKK")
    at = met(found, 4) + timedelta(hours=1)
    assert before(found, Noted((jotting(kind, at),), (at,))) == []
    assert len(before(found, Noted((jotting(kind, at, JottingState.DONE),), (at,)))) == 1


def test_who_uses_no_notes_hears_of_none() -> None:
    found = pair("KKKKKK")
    assert before(found, Noted()) == []
    monthly = pair("K" * 40)
    assert before(monthly, Noted(wins=(NOW - timedelta(weeks=27),))) == []


def test_neither_near_a_last_meeting_nor_in_a_group() -> None:
    found = pair("KKKKKK")
    noted = Noted(wins=(met(found, 4) + timedelta(hours=1),))
    assert len(before(found, noted)) == 1
    assert before(found, replace(noted, closing=True)) == []
    others = (*found.mentorship.others, *(replace(one, email="third@example.org") for one in found.mentorship.others))
    group = replace(found, mentorship=replace(found.mentorship, others=others))
    assert before(group, noted) == []


def test_nothing_without_a_meeting_ahead() -> None:
    found = pair("KKKKKK")
    at = met(found, 1) + timedelta(hours=1)
    ended = replace(found, ledger=replace(found.ledger, upcoming=()))
    assert before(ended, Noted((jotting(JottingKind.NEXT_STEP, at),))) == []
