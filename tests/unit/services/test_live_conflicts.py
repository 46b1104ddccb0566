"""A calendar that is not as the plan expects it: nothing is written, and both versions are there."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.mentoring.plan import Outcome, PlanState
from integrations.calendars.icalendar.occurrences import occurrence_put
from integrations.calendars.moments import wall
from tests.unit.services.living import NOW, TORONTO, UID, Living, outcomes

DONE = Outcome.DONE


def test_a_series_that_was_changed_meanwhile_is_left_alone(living: Living) -> None:
    plan = living.plan()
    moved = datetime(2026, 4, 23, 10, tzinfo=TORONTO)
    text = occurrence_put(
        living.standing().text,
        datetime(2026, 4, 22, 9, tzinfo=TORONTO),
        title="Mentoring",
        start=moved,
        end=moved + timedelta(minutes=45),
        now=NOW,
    )
    living.memory.put(text)
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.CONFLICT, [Outcome.PLANNED, Outcome.CONFLICT])
    assert living.memory.calls == []
    both = living.transitions.conflict(plan.id)
    assert both is not None and both.found is not None
    assert datetime(2026, 4, 22, 9, tzinfo=TORONTO) in [entry.start for entry in both.expected.meetings]
    assert moved in [entry.start for entry in both.found.meetings]
    living.read()
    again = living.plan()
    assert living.transitions.apply(again.id).state is PlanState.APPLIED


def test_a_series_that_is_gone_is_a_conflict_without_a_second_side(living: Living) -> None:
    plan = living.plan()
    living.memory.delete("main", UID, etag='"1"', notify=False)
    living.memory.calls.clear()
    assert living.transitions.apply(plan.id).state is PlanState.CONFLICT
    both = living.transitions.conflict(plan.id)
    assert both is not None
    assert both.found is None
    assert living.memory.calls == []


def test_an_answer_or_another_title_is_no_conflict(living: Living) -> None:
    plan = living.plan()
    text = living.standing().text.replace("SUMMARY:Mentoring\n", "SUMMARY:Our mentoring\n")
    living.memory.put(text.replace("PARTSTAT=ACCEPTED;CN=mentor", "PARTSTAT=TENTATIVE;CN=mentor"))
    assert living.transitions.apply(plan.id).state is PlanState.APPLIED
    assert living.standing().title == "Our mentoring"


def test_somebody_else_on_the_series_is_a_conflict_since_they_were_not_named(living: Living) -> None:
    plan = living.plan()
    text = living.standing().text
    more = "ATTENDEE;CN=other:mailto:other@example.org\nSUMMARY:Mentoring\n"
    living.memory.put(text.replace("SUMMARY:Mentoring\n", more, 1))
    assert living.transitions.apply(plan.id).state is PlanState.CONFLICT
    assert living.memory.calls == []


def test_undo_after_the_other_moved_it_changes_nothing(living: Living) -> None:
    plan = living.plan()
    living.transitions.apply(plan.id)
    living.memory.calls.clear()
    living.memory.put(living.standing().text.replace("T090000", "T093000"))
    record = living.transitions.undo(plan.id)
    assert record.state is PlanState.APPLIED
    assert outcomes(record) == [DONE, Outcome.CONFLICT]
    assert living.memory.calls == []
    both = living.transitions.conflict(plan.id)
    assert both is not None and both.found is not None
    assert wall(both.expected.meetings[0].start).time() != wall(both.found.meetings[0].start).time()


def test_a_calendar_that_says_yes_and_changes_nothing_is_found_out(living: Living) -> None:
    plan = living.plan()
    living.memory.end = lambda *_, **__: '"9"'  # type: ignore[method-assign] # a calendar that says yes and does nothing
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.INTERRUPTED, [DONE, Outcome.NOT_CHANGED])
    taken_back = living.transitions.take_back(plan.id)
    assert taken_back.state is PlanState.UNDONE
    assert living.memory.calls == ["create", "delete"]


def test_a_change_at_that_very_moment_stops_it_half_way(living: Living) -> None:
    def moved(name: str) -> None:
        if name == "end":
            living.memory.put(living.standing().text.replace("T090000", "T093000"))

    living.between.before = moved
    plan = living.plan()
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.INTERRUPTED, [DONE, Outcome.CONFLICT])
    assert living.transitions.take_back(plan.id).state is PlanState.UNDONE
    assert living.memory.calls == ["create", "end", "delete"]
    assert living.standing().start == datetime(2026, 1, 7, 9, 30, tzinfo=TORONTO), "theirs stays"
