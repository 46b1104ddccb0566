"""No answer, a refusal, a quota: a look costs nothing, and a message never goes out twice."""

from __future__ import annotations

import pytest

from desktop.mentoring.plan import Outcome, PlanState
from desktop.services import own_talks
from integrations.calendars.port import Conflict, OutcomeUnknown
from integrations.errors import Trouble
from resources.texts import text
from tests.unit.services.living import ACCOUNT, Living, outcomes

DONE, UNDONE = Outcome.DONE, Outcome.UNDONE


@pytest.mark.parametrize("write", ["create", "end"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_no_answer_costs_a_look_and_never_a_second_message(living: Living, write: str, when: str) -> None:
    left = [write]

    def silent(name: str) -> None:
        if name in left:
            left.remove(name)
            raise OutcomeUnknown("time-out", 7.0)

    setattr(living.between, when, silent)
    plan = living.plan()
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.APPLIED, [DONE, DONE])
    assert len(living.memory.mails) == 2
    assert living.slept == [7.0]


def test_a_calendar_that_never_answers_leaves_both_ways_open(living: Living) -> None:
    def silent(name: str) -> None:
        if name == "end":
            raise OutcomeUnknown("503")

    living.between.before = silent
    plan = living.plan()
    with pytest.raises(Trouble) as trouble:
        living.transitions.apply(plan.id)
    assert trouble.value.code == "live-no-answer"
    assert living.slept == [1.0, 2.0, 4.0, 4.0]
    (offered,) = living.transitions.interrupted()
    assert (offered.plan.id, offered.state) == (plan.id, PlanState.INTERRUPTED)
    living.between.before = lambda _: None
    assert living.transitions.finish(plan.id).state is PlanState.APPLIED
    assert len(living.memory.mails) == 2


@pytest.mark.parametrize("finish", [True, False])
def test_quota_and_revocation_stop_it_and_both_ways_work(living: Living, finish: bool) -> None:
    def refused(name: str) -> None:
        if name == "end":
            raise Trouble("live-no-account", "x")

    living.between.before = refused
    plan = living.plan()
    with pytest.raises(Trouble):
        living.transitions.apply(plan.id)
    record = living.transitions.record(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.INTERRUPTED, [DONE, Outcome.FAILED])
    living.between.before = lambda _: None
    act = living.transitions.finish if finish else living.transitions.take_back
    record = act(plan.id)
    assert record.state is (PlanState.APPLIED if finish else PlanState.UNDONE)
    assert outcomes(record) == ([DONE, DONE] if finish else [UNDONE, UNDONE])
    assert living.gone(plan.steps[0].uid) is not finish


def test_a_refused_write_is_looked_at_and_sent_with_the_new_state(living: Living) -> None:
    """412 because somebody answered the invitation at that very moment: nothing that the plan rests on is different."""

    def answered(name: str) -> None:
        if name == "end" and not living.memory.calls.count("end"):
            living.memory.put(
                living.standing().text.replace("PARTSTAT=ACCEPTED;CN=mentor", "PARTSTAT=DECLINED;CN=mentor")
            )

    living.between.before = answered
    plan = living.plan()
    assert living.transitions.apply(plan.id).state is PlanState.APPLIED
    assert living.memory.calls == ["create", "end", "end"]
    assert len(living.memory.mails) == 2


def test_a_talk_that_was_deleted_before_comes_back(living: Living) -> None:
    """Undone half-way, and then applied again: its UID was in use once."""
    plan = living.plan()
    living.transitions.apply(plan.id)
    original = living.memory.restore_rules

    def refused(name: str) -> None:
        if name == "delete":
            living.between.after = stop

    def stop(_: str) -> None:
        raise Trouble("live-no-account", "x")

    living.between.before = refused
    with pytest.raises(Trouble):
        living.transitions.undo(plan.id)
    living.between.before = living.between.after = lambda _: None
    assert original is not None
    record = living.transitions.take_back(plan.id)
    assert record.state is PlanState.APPLIED
    assert living.memory.calls[-3:] == ["create", "revive", "end"]
    assert not living.gone(plan.steps[0].uid)


def stop_after(living: Living, write: str) -> None:
    """Nothing goes on behind this write; "" for none."""

    def stop(name: str) -> None:
        if name == write:
            raise Trouble("live-no-account", "x")

    living.between.after = stop


def take_out(living: Living, uid: str) -> None:
    """Another hand deletes an event."""
    standing = living.memory.standing(living.calendar.id, uid)
    assert standing is not None
    living.memory.delete(living.calendar.id, uid, etag=standing.etag, notify=False)


def notice(living: Living, uid: str) -> None:
    """A synchronisation finds out that a talk is gone."""
    with living.store.transaction():
        assert own_talks.settle(living.store, ACCOUNT, {living.calendar.id: {uid: False}}, living.clock())


@pytest.mark.parametrize("when", ["before the undo", "before it, and noticed", "in between"])
@pytest.mark.parametrize("broken_off_again", [False, True])
def test_what_another_hand_took_out_stays_out_when_an_undo_is_taken_back(
    living: Living, when: str, broken_off_again: bool
) -> None:
    plan = living.plan()
    talk = plan.steps[0].uid
    living.transitions.apply(plan.id)
    if when != "in between":
        take_out(living, talk)
    if when == "before it, and noticed":
        notice(living, talk)
    stop_after(living, "restore_rules")
    with pytest.raises(Trouble):
        living.transitions.undo(plan.id)
    if when == "in between":
        take_out(living, talk)
    del living.memory.calls[:]
    stop_after(living, "end" if broken_off_again else "")
    if broken_off_again:
        with pytest.raises(Trouble):
            living.transitions.take_back(plan.id)
    stop_after(living, "")
    act = living.transitions.finish if broken_off_again else living.transitions.take_back
    record = act(plan.id)
    assert living.memory.calls == ["end"]
    assert record.state is PlanState.APPLIED
    assert outcomes(record) == [UNDONE, Outcome.ALREADY_DONE if broken_off_again else DONE]
    assert record.steps[0].note == text("live.note.talk-gone")
    assert living.transitions.undo(plan.id).state is PlanState.UNDONE
    assert "delete" not in living.memory.calls


def test_a_calendar_that_always_refuses_is_given_up(living: Living) -> None:
    def refused(_: str) -> None:
        raise Conflict

    living.between.before = refused
    plan = living.plan()
    with pytest.raises(Trouble) as trouble:
        living.transitions.apply(plan.id)
    assert trouble.value.code == "live-no-answer"
