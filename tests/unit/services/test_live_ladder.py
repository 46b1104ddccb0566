"""The slow-down ladder on a calendar that lives elsewhere: one plan, one undo, and kills between all its writes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.mentoring.mentorship import MentorshipReview, SignLevel
from desktop.mentoring.plan import CreateBigPicture, CreateRung, EndSeries, Outcome, Plan, PlanState
from integrations.calendars.icalendar.occurrences import occurrence_put
from integrations.calendars.memory import Mail
from integrations.calendars.moments import wall
from integrations.calendars.port import Access, Calendar
from tests.unit.services.living import (
    FINAL,
    MENTOR,
    NOW,
    UID,
    Living,
    applied,
    broken_off,
    next_start,
    outcomes,
    state_of,
    undone,
)

DONE, UNDONE = Outcome.DONE, Outcome.UNDONE
FORTNIGHTS = [date(2026, 5, 13), date(2026, 5, 27), date(2026, 6, 10), date(2026, 6, 24)]
MONTHS = [date(2026, 7, 22), date(2026, 8, 26), date(2026, 9, 23)]


def test_one_plan_makes_the_rungs_then_the_talk_and_ends_the_series_last(living: Living) -> None:
    plan = living.plan(ladder=True)
    assert [type(step) for step in plan.steps] == [CreateRung, CreateRung, CreateBigPicture, EndSeries]
    assert plan.messages_to_others == 4, "every rung is an invitation of its own"
    record = living.transitions.apply(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.APPLIED, [DONE] * 4)
    assert living.memory.calls == ["create", "create", "create", "end"]
    first, second = plan.rungs
    assert [mail.uid for mail in living.memory.mails] == [first.uid, second.uid, plan.steps[2].uid, UID]
    assert {mail.to for mail in living.memory.mails} == {MENTOR}
    assert living.live()[-1].start == plan.final
    assert [wall(o.start).date() for o in living.live(first.uid)] == FORTNIGHTS
    assert [wall(o.start).date() for o in living.live(second.uid, date(2028, 1, 1))] == MONTHS
    assert plan.talk is not None
    assert plan.talk.first_dates[0].strftime("%d %B %Y") == "22 September 2027"


def test_the_preview_counts_what_the_apply_sends(living: Living) -> None:
    plan = living.plan(ladder=True)
    preview = living.transitions.preview(plan)
    assert len(preview.messages) == plan.messages_to_others
    slower = [entry for entry in preview.theirs_after if entry.kind == "slower"]
    assert [wall(entry.start).date() for entry in slower] == [*FORTNIGHTS, *MONTHS]
    starts = [wall(entry.start) for entry in preview.mine_after]
    assert starts == sorted(set(starts))
    assert not [entry for entry in preview.mine_after if entry.kind == "last"], "the meetings go on"


def test_the_store_knows_at_once_how_the_meetings_go_on(living: Living) -> None:
    plan = living.plan(ladder=True)
    living.transitions.apply(plan.id)
    (found,) = living.graduand.reviewing.review().mentorships
    assert [piece.uid for piece in found.mentorship.series] == [UID, *(rung.uid for rung in plan.rungs)]
    assert [wall(u.start).date() for u in found.ledger.upcoming][-7:] == [*FORTNIGHTS, *MONTHS]
    assert not found.finished
    living.transitions.undo(plan.id)
    (found,) = living.graduand.reviewing.review().mentorships
    assert [piece.uid for piece in found.mentorship.series] == [UID]
    assert found.ledger.open_ended


def test_meeting_less_often_as_agreed_is_no_sign_of_anything(living: Living) -> None:
    plan = living.plan(ladder=True)
    living.transitions.apply(plan.id)
    for days in range(0, 140, 7):
        living.clock.to(NOW + timedelta(days=days))
        (found,) = living.graduand.reviewing.review().mentorships
        spoken = {sign.kind.value for sign in found.signs if sign.level in (SignLevel.LOOK, SignLevel.NOTE)}
        # The mentor of this calendar never answers an invitation, which is another matter.
        assert spoken <= {"natural-end", "unanswered"}, (days, spoken)


def test_undo_takes_all_of_it_back_and_says_so_before(living: Living) -> None:
    before = state_of(living)
    plan = living.plan(ladder=True)
    living.transitions.apply(plan.id)
    living.memory.mails.clear()
    promised = living.transitions.undo_messages(plan.id)
    record = living.transitions.undo(plan.id)
    assert (record.state, outcomes(record)) == (PlanState.UNDONE, [UNDONE] * 4)
    assert len(living.memory.mails) == len(promised)
    assert living.memory.mails[-1] == Mail(MENTOR, plan.rungs[0].uid, "cancellation")
    assert [each[:2] for each in state_of(living)] == [each[:2] for each in before]
    assert all(living.gone(step.uid) for step in plan.steps[:3])


def test_a_last_meeting_on_another_weekday_keeps_the_rungs_on_the_usual_one(living: Living) -> None:
    slot = datetime(2026, 4, 29, 9, tzinfo=living.standing().zone)
    moved = slot + timedelta(days=1, hours=3)
    text = occurrence_put(living.standing().text, slot, title="", start=moved, end=moved + timedelta(hours=1), now=NOW)
    living.memory.put(text)
    living.read()
    plan = living.plan(ladder=True, final=date(2026, 4, 30))
    assert plan.final == moved
    assert [wall(at) for at in plan.rungs[0].first_dates] == [
        datetime(day.year, day.month, day.day, 9)  # noqa: DTZ001 - wall times
        for day in FORTNIGHTS
    ]


def test_who_may_not_change_the_series_asks_for_the_rhythm(tmp_path: Path) -> None:
    living = Living(tmp_path, me=MENTOR)
    for as_guest in (False, True):
        plan = living.plan(ladder=True, as_guest=as_guest)
        assert not plan.rungs
        assert not plan.as_guest
        assert [step.tells for step in plan.steps] == [()], "a talk in the own calendar, and nothing else"
        (request,) = (draft for draft in plan.drafts if draft.kind == "request-to-organizer")
        assert "every two weeks: 13 May 2026, 27 May 2026" in request.body
        assert "once a month: 22 July 2026" in request.body


def test_nothing_is_made_in_a_calendar_that_is_only_read(tmp_path: Path) -> None:
    living = Living(tmp_path, calendar=Calendar("theirs", "Theirs", Access.READER, main=True))
    living.read(mine=False)
    plan = living.plan(ladder=True)
    assert not plan.rungs
    assert "read-only" in {warning.kind for warning in plan.warnings}


@pytest.mark.parametrize("finish", [True, False], ids=["finish", "take back"])
@pytest.mark.timeout(300)
def test_broken_off_before_and_after_every_write_it_ends_whole_or_untouched(tmp_path: Path, finish: bool) -> None:
    number = offered = 0
    for living, plan, before in broken_off(tmp_path, lambda one: one.plan(ladder=True), applied):
        offers = next_start(living, plan.id, finish=finish)
        offered += offers
        state = living.transitions.record(plan.id).state
        mails = Counter((mail.uid, mail.what) for mail in living.memory.mails)
        made = [step.uid for step in plan.steps[:3]]
        pieces = [uid for one in living.graduand.reviewing.review().mentorships for uid in _pieces(one)]
        if state is PlanState.APPLIED:
            assert finish or not offers
            assert living.live()[-1].start == plan.final
            assert not any(map(living.gone, made))
            assert pieces == [UID, *made[:2]]
        else:
            assert state is (PlanState.UNDONE if offers else PlanState.DRAFT)
            assert [each[:2] for each in state_of(living)] == [each[:2] for each in before]
            assert all(map(living.gone, made))
            assert pieces == [UID]
        assert all(mails[uid, "invitation"] <= 1 for uid in made), "nobody is invited twice"
        number += 1
    assert number > 25
    assert offered > number / 2


@pytest.mark.timeout(300)
def test_an_undo_that_was_broken_off_ends_whole_or_untouched(tmp_path: Path) -> None:
    def begin(living: Living) -> Plan:
        plan = living.plan(ladder=True)
        living.transitions.apply(plan.id)
        return plan

    number = offered = 0
    for living, plan, before in broken_off(tmp_path, begin, undone):
        finish = number % 2 == 0
        offered += next_start(living, plan.id, finish=finish)
        made = [step.uid for step in plan.steps[:3]]
        if living.transitions.record(plan.id).state is PlanState.UNDONE:
            assert [each[:2] for each in state_of(living)] == [each[:2] for each in before]
            assert all(map(living.gone, made))
        else:
            assert living.live()[-1].start.date() == FINAL
            assert not any(map(living.gone, made))
        number += 1
    assert offered > number / 2


def test_the_invitation_waits_for_the_last_of_the_slower_meetings(living: Living) -> None:
    from desktop.mentoring.plan import TalkWhen

    plan = living.plan(ladder=True, when=TalkWhen.AFTER_FINAL)
    record = living.transitions.apply(plan.id)
    assert outcomes(record) == [DONE, DONE, Outcome.WAITING, DONE]
    living.clock.to(datetime(2026, 5, 1, tzinfo=UTC))
    living.transitions.apply(plan.id)
    assert living.memory.calls == ["create", "create", "end"]
    living.clock.to(datetime(2026, 9, 24, tzinfo=UTC))
    assert outcomes(living.transitions.apply(plan.id)) == [DONE] * 4


def _pieces(one: MentorshipReview) -> list[str]:
    return [piece.uid for piece in one.mentorship.series]
