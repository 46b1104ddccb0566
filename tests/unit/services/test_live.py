"""Plans carried out on a calendar that lives elsewhere, and taken back: calls, messages, what stands afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.mentoring.plan import Outcome, PlanState, Refusal, TalkWhen
from desktop.services import messages
from integrations.calendars.ending import end_at
from integrations.calendars.icalendar.occurrences import occurrence_put, occurrence_removed
from integrations.calendars.icalendar.writing import series_text_ended
from integrations.calendars.memory import Mail
from integrations.calendars.model import Series
from integrations.calendars.moments import wall
from integrations.calendars.port import Access, Calendar, Conflict, OutcomeUnknown
from integrations.errors import Trouble
from tests.unit.services.living import FINAL, MENTOR, NOW, TORONTO, UID, Living, outcomes

DONE, UNDONE = Outcome.DONE, Outcome.UNDONE


def _meetings(series: Series) -> list[tuple[datetime, bool]]:
    from integrations.calendars.recurrence import everything

    return [(wall(o.start), o.removed) for o in everything(series, date(2026, 8, 1))]


def test_the_swap_is_one_call_each_and_one_message_each(living: Living) -> None:
    before = _meetings(living.standing())
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
    assert _meetings(living.standing()) == kept
    assert len(living.live(talk, date(2030, 1, 1))) == 3


def test_the_store_shows_it_at_once(living: Living) -> None:
    plan = living.plan()
    living.transitions.apply(plan.id)
    assert living.stored().rules == ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20260429T130000Z",)
    living.transitions.undo(plan.id)
    assert living.stored().rules == ("FREQ=WEEKLY;BYDAY=WE",)


def test_undo_gives_everything_back_and_says_so_beforehand(living: Living) -> None:
    before = _meetings(living.standing())
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
    assert _meetings(living.standing()) == before
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
    before = _meetings(living.standing())
    plan = living.plan()
    living.transitions.apply(plan.id)
    living.transitions.undo(plan.id)
    assert _meetings(living.standing()) == before
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
    assert both.expected.meetings[0].start.time() != both.found.meetings[0].start.time()  # type: ignore[union-attr]


def test_a_calendar_that_says_yes_and_changes_nothing_is_found_out(living: Living) -> None:
    plan = living.plan()
    living.memory.end = lambda *_, **__: '"9"'  # type: ignore[method-assign]
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.INTERRUPTED, [DONE, Outcome.NOT_CHANGED])
    taken_back = living.transitions.take_back(plan.id)
    assert taken_back.state is PlanState.UNDONE
    assert living.memory.calls == ["create", "delete"]


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
    living.memory.end = lambda *_, **__: '"9"'  # type: ignore[method-assign]
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


def test_a_calendar_that_always_refuses_is_given_up(living: Living) -> None:
    def refused(_: str) -> None:
        raise Conflict

    living.between.before = refused
    plan = living.plan()
    with pytest.raises(Trouble) as trouble:
        living.transitions.apply(plan.id)
    assert trouble.value.code == "live-no-answer"


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
