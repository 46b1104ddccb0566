"""Plans carried out on a calendar that lives elsewhere, and taken back: calls, messages, what stands afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.mentoring.plan import Outcome, PlanState, Refusal, TalkWhen
from desktop.services import messages
from integrations.calendars.icalendar.occurrences import occurrence_removed
from integrations.calendars.memory import Mail
from integrations.errors import Trouble
from tests.unit.services.living import FINAL, MENTOR, NOW, TORONTO, UID, Living, all_meetings, outcomes

DONE, UNDONE = Outcome.DONE, Outcome.UNDONE


def test_the_swap_is_one_call_each_and_one_message_each(living: Living) -> None:
    before = all_meetings(living.standing())
    plan = living.plan()
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.APPLIED, [DONE, DONE])
    assert living.memory.calls == ["create", "end"]
    talk = plan.steps[0].uid
    assert living.memory.mails == [Mail(MENTOR, talk, "invitation"), Mail(MENTOR, UID, "update")]
    assert len(living.memory.mails) == plan.messages_to_others == 2
    last = living.live()[-1]
    assert last.start == plan.final
    kept = [m for m in before if m[0].date() <= FINAL]
    assert all_meetings(living.standing()) == kept
    assert len(living.live(talk, date(2030, 1, 1))) == 3


def test_the_store_shows_it_at_once(living: Living) -> None:
    plan = living.plan()
    living.transitions.apply(plan.id)
    assert living.stored().rules == ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20260429T130000Z",)
    living.transitions.undo(plan.id)
    assert living.stored().rules == ("FREQ=WEEKLY;BYDAY=WE",)


def test_undo_gives_everything_back_and_says_so_beforehand(living: Living) -> None:
    before = all_meetings(living.standing())
    plan = living.plan()
    living.transitions.apply(plan.id)
    living.memory.calls.clear()
    living.memory.mails.clear()
    promised = living.transitions.undo_messages(plan.id)
    assert {message.to for message in promised} == {MENTOR}
    record = living.transitions.undo(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.UNDONE, [UNDONE, UNDONE])
    assert living.memory.calls == ["restore_rules".replace("_", "-"), "put-occurrence", "delete"]
    assert len(living.memory.mails) == len(promised) == 3
    assert all_meetings(living.standing()) == before
    (override,) = living.standing().overrides
    assert (override.title, override.start) == ("Mentoring (moved)", datetime(2026, 5, 7, 11, tzinfo=TORONTO))
    assert living.gone(plan.steps[0].uid)


def test_a_moved_meeting_comes_back_with_its_own_place_and_words(living: Living) -> None:
    own = "LOCATION:The boathouse\nDESCRIPTION:Bring a coat\nSUMMARY:Mentoring (moved)"
    living.memory.put(living.standing().text.replace("SUMMARY:Mentoring (moved)", own))
    living.read()
    plan = living.plan()
    living.transitions.apply(plan.id)
    living.restart()
    living.transitions.undo(plan.id)
    (override,) = living.standing().overrides
    assert override.title == "Mentoring (moved)"
    assert "LOCATION:The boathouse" in living.standing().text
    assert "DESCRIPTION:Bring a coat" in living.standing().text


def test_twice_is_once(living: Living) -> None:
    plan = living.plan()
    for _ in range(2):
        living.transitions.apply(plan.id)
    assert living.memory.calls == ["create", "end"]
    for _ in range(2):
        living.transitions.undo(plan.id)
    assert living.memory.calls[2:] == ["restore-rules", "put-occurrence", "delete"]
    with pytest.raises(Trouble, match="taken back"):
        living.transitions.apply(plan.id)


def test_exceptions_that_the_calendar_keeps_are_taken_out_one_by_one(living: Living) -> None:
    living.memory.keeps_exceptions = True
    plan = living.plan()
    assert plan.possible_messages == 1
    assert len(living.transitions.preview(plan).messages) == 2
    assert len(messages.possible(plan)) == 1
    record = living.transitions.apply(plan.id)
    assert record.state is PlanState.APPLIED
    assert living.memory.calls == ["create", "end", "remove-occurrence"]
    assert len(living.memory.mails) == plan.messages_to_others + plan.possible_messages
    assert living.live()[-1].start == plan.final
    before = living.transitions.undo(plan.id)
    assert before.state is PlanState.UNDONE
    (override,) = living.standing().overrides
    assert not override.cancelled
    assert override.start == datetime(2026, 5, 7, 11, tzinfo=TORONTO)


def test_a_meeting_called_off_beyond_the_end_stays_so_after_undo_without_a_message_of_its_own(living: Living) -> None:
    slot = datetime(2026, 5, 20, 9, tzinfo=TORONTO)
    living.memory.put(occurrence_removed(living.standing().text, slot, NOW))
    living.read()
    before = all_meetings(living.standing())
    plan = living.plan()
    living.transitions.apply(plan.id)
    living.transitions.undo(plan.id)
    assert all_meetings(living.standing()) == before
    assert living.memory.calls == ["create", "end", "restore-rules", "put-occurrence", "delete"]


def test_the_last_meeting_is_renamed_and_named_back(living: Living) -> None:
    plan = living.plan(mark_final=True)
    assert plan.messages_to_others == 3
    record = living.transitions.apply(plan.id)
    assert outcomes(record) == [DONE, DONE, DONE]
    assert living.memory.calls == ["create", "end", "put-occurrence"]
    assert [o.title for o in living.standing().overrides] == ["Last meeting: Mentoring"]
    assert len(living.memory.mails) == 3
    living.transitions.undo(plan.id)
    titles = {o.slot: o.title for o in living.standing().overrides}
    assert titles[plan.final] == "Mentoring"
    assert len(living.transitions.undo_messages(plan.id)) == 4


def test_the_invitation_for_after_the_last_meeting_waits_for_a_click(living: Living) -> None:
    plan = living.plan(when=TalkWhen.AFTER_FINAL)
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.APPLIED, [Outcome.WAITING, DONE])
    assert living.memory.calls == ["end"]
    assert len(living.transitions.undo_messages(plan.id)) == 2, "nobody knows of the talk yet"
    living.transitions.apply(plan.id)
    assert living.memory.calls == ["end"], "the last meeting has not been"
    living.clock.to(datetime(2026, 4, 29, 14, tzinfo=UTC))
    for _ in range(2):
        record = living.transitions.apply(plan.id)
        assert outcomes(record) == [DONE, DONE]
    assert living.memory.calls == ["end", "create"]
    with pytest.raises(Trouble, match="start a new series"):
        living.transitions.undo(plan.id)


def test_undo_before_the_waiting_invitation_touches_the_series_alone(living: Living) -> None:
    plan = living.plan(when=TalkWhen.AFTER_FINAL)
    living.transitions.apply(plan.id)
    living.memory.calls.clear()
    assert living.transitions.undo(plan.id).state is PlanState.UNDONE
    assert living.memory.calls == ["restore-rules", "put-occurrence"]


def test_nothing_happens_before_they_were_told(living: Living) -> None:
    plan = living.plan(told=None)
    with pytest.raises(Refusal) as refused:
        living.transitions.apply(plan.id)
    assert refused.value.code == "not-told"
    with pytest.raises(Refusal) as refused:
        living.transitions.apply(plan.id, told=date(2026, 4, 15))
    assert (refused.value.code, dict(refused.value.values)) == ("not-told", {"day": "Wednesday 15 April"})
    assert living.memory.calls == []
    assert living.transitions.record(plan.id).state is PlanState.DRAFT
    record = living.transitions.apply(plan.id, told=date(2026, 4, 14))
    assert record.plan.told == date(2026, 4, 14)
    assert record.state is PlanState.APPLIED
