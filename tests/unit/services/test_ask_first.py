"""M5, the asking half: the last meeting asks first; the rest waits for a yes and a click, whatever breaks between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desktop.mentoring.plan import EndSeries, MarkFinal, Outcome, Plan, PlanState
from desktop.mentoring.second_key import SecondKey
from desktop.services.closings import closings
from integrations.calendars.recurrence import is_open_ended
from tests.unit.services.living import TORONTO, Living, answering, killed_at, next_start, outcomes

SLOT = datetime(2026, 4, 29, 9, tzinfo=TORONTO)
WAITING, DONE = Outcome.WAITING, Outcome.DONE


@pytest.fixture
def living(tmp_path: Path) -> Iterator[Living]:
    made = Living(tmp_path)
    answering(made, "NEEDS-ACTION")
    yield made
    made.graduand.close()


def asking(living: Living, **more: object) -> Plan:
    return living.plan(ask_first=True, **more)


def test_the_question_comes_first_and_everything_else_waits_for_it(living: Living) -> None:
    plan = asking(living)
    assert isinstance(plan.steps[0], MarkFinal) and plan.steps[0].asks
    messages = living.transitions.preview(plan).messages
    assert [message.when for message in messages] == ["now", "after-yes", "after-yes"]
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.WAITING, [DONE, WAITING, WAITING])
    assert living.memory.calls == ["put-occurrence"]
    assert is_open_ended(living.standing())
    assert closings(living.store, TORONTO) == (), "nothing is agreed yet"
    assert len(living.transitions.undo_messages(plan.id)) == 1


def test_a_yes_is_a_quiet_line_and_the_click_does_the_rest(living: Living) -> None:
    plan = asking(living)
    living.transitions.apply(plan.id)
    living.read()
    assert living.transitions.second_key(plan) is SecondKey.WAITING
    assert living.reminders() == []
    answering(living, "ACCEPTED", last=True)
    (line,) = living.reminders()
    assert (line.kind, line.plan) == ("last-meeting-accepted", plan.id)
    assert living.memory.calls == ["put-occurrence"], "a yes changes nothing by itself (R3)"
    assert living.transitions.sends_late(plan.id)
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.APPLIED, [DONE, DONE, DONE])
    assert living.memory.calls == ["put-occurrence", "create", "end"]
    assert not is_open_ended(living.standing())
    assert [one.plan for one in closings(living.store, TORONTO)] == [plan.id]
    assert living.reminders() == []


def test_a_no_is_not_spoken_of_and_the_question_can_be_taken_back(living: Living) -> None:
    plan = asking(living)
    living.transitions.apply(plan.id)
    answering(living, "DECLINED", last=True)
    assert living.reminders() == []
    record = living.transitions.undo(plan.id)
    assert record.state is PlanState.UNDONE
    assert living.memory.calls == ["put-occurrence", "put-occurrence"]
    assert [o.title for o in living.standing().overrides if o.slot == plan.final] == ["Mentoring"]


def test_everything_is_taken_back_after_the_rest_was_done(living: Living) -> None:
    plan = asking(living)
    for _ in range(2):
        living.transitions.apply(plan.id)
    record = living.transitions.undo(plan.id)
    assert record.state is PlanState.UNDONE
    assert is_open_ended(living.standing())


def test_a_calendar_that_was_changed_meanwhile_is_left_alone(living: Living) -> None:
    plan = asking(living)
    living.transitions.apply(plan.id)
    living.memory.put(living.standing().text.replace("RRULE:FREQ=WEEKLY", "RRULE:FREQ=WEEKLY;INTERVAL=2", 1))
    living.read()
    record = living.transitions.apply(plan.id)
    assert record.state is PlanState.WAITING
    assert Outcome.CONFLICT in outcomes(record)
    assert living.memory.calls == ["put-occurrence"]


@pytest.mark.parametrize("answer", ["ACCEPTED"])
def test_who_said_yes_to_all_of_it_cannot_be_asked_by_one(living: Living, answer: str) -> None:
    answering(living, answer)
    plan = asking(living)
    assert not any(isinstance(step, MarkFinal) for step in plan.steps)
    assert living.transitions.apply(plan.id).state is PlanState.APPLIED


def test_a_break_in_the_question_never_leads_on_to_the_rest(tmp_path: Path) -> None:
    for number in range(60):
        living = Living(tmp_path / str(number))
        answering(living, "NEEDS-ACTION")
        plan = asking(living)
        with killed_at(living, number) as left:
            living.transitions.apply(plan.id)
        next_start(living, plan.id, finish=True)
        assert is_open_ended(living.standing()), "no click was made for that"
        assert "create" not in living.memory.calls
        living.graduand.close()
        if left[0] >= 0:
            return
    raise AssertionError("it never got through")


@pytest.mark.parametrize("finish", [True, False])
def test_a_break_in_the_rest_leaves_it_whole_or_untouched(tmp_path: Path, finish: bool) -> None:
    for number in range(120):
        living = Living(tmp_path / f"{finish}-{number}")
        answering(living, "NEEDS-ACTION")
        plan = asking(living)
        living.transitions.apply(plan.id)
        with killed_at(living, number) as left:
            living.transitions.apply(plan.id)
        next_start(living, plan.id, finish=finish)
        ended, talk = not is_open_ended(living.standing()), next(s for s in plan.steps if not isinstance(s, MarkFinal))
        assert ended is (not living.gone(talk.uid)), "the talk and the end come together, or neither"
        state = living.transitions.record(plan.id).state
        assert state in (PlanState.APPLIED, PlanState.WAITING, PlanState.UNDONE)
        assert ended is (state is PlanState.APPLIED)
        living.graduand.close()
        if left[0] >= 0:
            return
    raise AssertionError("it never got through")


def test_the_end_is_the_only_step_on_the_series_itself(living: Living) -> None:
    assert [type(step) for step in asking(living).steps].count(EndSeries) == 1
