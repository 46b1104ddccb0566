"""Whose series it is, and what may be written to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.mentoring.plan import Outcome, PlanState
from integrations.calendars.ending import end_at
from integrations.calendars.icalendar.writing import series_text_ended
from integrations.calendars.port import Access, Calendar
from integrations.errors import Trouble
from tests.unit.services.living import FINAL, NOW, TORONTO, Living, outcomes

DONE = Outcome.DONE


def test_somebody_elses_series_is_never_touched(living: Living) -> None:
    theirs = living.standing().text.replace("ORGANIZER:mailto:mentee", "ORGANIZER:mailto:mentor")
    living.memory.put(theirs)
    living.read(mine=False)
    plan = living.plan()
    assert [step.kind.value for step in plan.steps] == ["create-big-picture"]
    assert plan.drafts[0].kind == "request-to-organizer"
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.WAITING, [Outcome.WAITING])
    assert living.memory.calls == []
    assert living.transitions.undo(plan.id).state is PlanState.UNDONE
    assert living.memory.calls == []


def test_what_was_asked_for_waits_until_their_calendar_shows_it(living: Living) -> None:
    """J2: only now the talk is offered, as the user's own event."""
    theirs = living.standing().text.replace("ORGANIZER:mailto:mentee", "ORGANIZER:mailto:mentor")
    living.memory.put(theirs)
    living.read(mine=False)
    plan = living.plan()
    living.transitions.apply(plan.id)
    assert living.transitions.needs_writing(plan) is None
    assert living.transitions.complete([living.standing()]) == ()
    living.memory.put(series_text_ended(theirs, end_at(living.standing(), FINAL, TORONTO), NOW))
    living.read(mine=False)
    assert living.transitions.complete([living.standing()]) == (plan.id,)
    due = living.reminders()
    assert [(one.kind, one.manner.value, one.plan) for one in due] == [("end-agreed", "line", plan.id)]
    assert living.memory.calls == []
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.APPLIED, [DONE])
    assert living.memory.calls == ["create"]
    assert living.memory.mails == [], "the user's own event, nobody else's"
    assert living.reminders() == []


def test_a_plan_made_before_the_series_changed_hands_is_refused(living: Living) -> None:
    plan = living.plan()
    living.memory.put(living.standing().text.replace("ORGANIZER:mailto:mentee", "ORGANIZER:mailto:mentor"))
    with pytest.raises(Trouble) as trouble:
        living.transitions.apply(plan.id)
    assert trouble.value.code == "live-not-yours"
    assert living.memory.calls == []
    assert living.transitions.record(plan.id).state is PlanState.DRAFT


def test_a_guest_who_may_and_wants_to(living: Living) -> None:
    theirs = living.standing().text.replace("ORGANIZER:mailto:mentee", "ORGANIZER:mailto:mentor")
    living.memory.put(theirs)
    living.read(mine=True)
    (found,) = living.graduand.reviewing.review().mentorships
    assert living.transitions.choices(found.mentorship.id).may_as_guest
    plan = living.plan(as_guest=True)
    record = living.transitions.apply(plan.id)
    assert outcomes(record) == [DONE, DONE]
    living.memory.put(theirs, changeable=False)
    living.read(mine=False)
    another = living.plan(as_guest=True)
    with pytest.raises(Trouble) as trouble:
        living.transitions.apply(another.id)
    assert trouble.value.code == "live-read-only"


def test_a_forced_write_that_the_calendar_ignores_is_not_done(living: Living) -> None:
    """J2: the user is a guest, and the server answers 200 all the same."""
    living.memory.put(living.standing().text.replace("ORGANIZER:mailto:mentee", "ORGANIZER:mailto:mentor"))
    living.read(mine=True)
    plan = living.plan(as_guest=True)
    forced = replace(plan, id="forced", steps=plan.steps[1:])
    living.transitions.save(forced)
    living.memory.end = lambda *_, **__: '"9"'  # type: ignore[method-assign] # a calendar that says yes and does nothing
    record = living.transitions.apply("forced")
    assert (record.state, outcomes(record)) == (PlanState.INTERRUPTED, [Outcome.NOT_CHANGED])
    assert living.transitions.take_back("forced").state is PlanState.UNDONE


def test_a_calendar_that_is_only_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    read_only = Calendar("main", "Shared", Access.READER, main=False)
    living = Living(tmp_path_factory.mktemp("read") / "store", calendar=read_only)
    living.read(mine=False)
    plan = living.plan()
    assert [step.kind.value for step in plan.steps] == ["create-big-picture"]
    assert "read-only" in [warning.kind for warning in plan.warnings]


def test_writing_has_to_be_allowed_first(living: Living) -> None:
    account = living.store.accounts.get("memory-1")
    assert account is not None
    living.store.accounts.add(replace(account, writing=False))
    plan = living.plan()
    assert living.transitions.needs_writing(plan) == "memory-1"
    with pytest.raises(Trouble) as trouble:
        living.transitions.apply(plan.id)
    assert trouble.value.code == "live-writing-needed"
    living.store.accounts.add(account)
    assert living.transitions.needs_writing(plan) is None
    assert living.transitions.apply(plan.id).state is PlanState.APPLIED
