"""What the other side gets: as their own program shows it, and when, for each kind of calendar and each role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.composition import build
from desktop.mentoring.plan import Answers, Plan, TalkWhen
from desktop.services.messages import Program, letters, messages, note, program_of, undo_messages
from desktop.services.records import Message
from tests.helpers.clock import FixedClock
from tests.journeys.conftest import DATA
from tests.unit.services.living import MENTOR, NOW, TORONTO, Living

LATER = "After the last meeting, once you send it with a click."


def _from(plan: Plan, kind: str) -> Plan:
    return replace(plan, source=replace(plan.source, kind=kind))


def _said(found: tuple[Message, ...]) -> list[tuple[str, str, str]]:
    return [(one.to, one.what, one.arrives) for one in found]


def test_google_mails_each_change_at_once(living: Living) -> None:
    plan = _from(living.plan(mark_final=True), "google")
    talk, series, renamed = messages(plan)
    assert talk.subject == "Invitation: Big picture talk @ Wednesday 28 April 2027, 09:00"
    assert talk.body.startswith("Big picture talk: Wednesday 28 April 2027, 09:00, Wednesday 26 April 2028, 09:00")
    assert talk.body.endswith("Our yearly catch-up. No preparation needed. Easy to move.")
    assert "Yes, No and Maybe" in talk.shows
    assert series.subject == renamed.subject == "Updated invitation: Mentoring @ Wednesday 29 April 2026, 09:00"
    assert _said((talk, series, renamed)) == [
        (MENTOR, "invitation", "As soon as the change is carried out."),
        (MENTOR, "update", "As soon as the change is carried out."),
        (MENTOR, "update", "As soon as the change is carried out."),
    ]
    assert "language" in note(plan)


def test_a_server_mails_what_its_protocol_says_and_may_not_mail_at_all(living: Living) -> None:
    plan = living.plan(when=TalkWhen.AFTER_FINAL)
    assert program_of(_from(plan, "caldav")) is Program.SERVER
    talk, series = messages(_from(plan, "caldav"))
    assert (talk.when, talk.arrives) == ("after-final", LATER)
    assert (talk.subject, series.subject) == ("Invitation: Big picture talk", "Updated: Mentoring")
    assert "accept or decline" in talk.shows
    assert "Some servers send none" in note(_from(plan, "caldav"))


def test_what_is_sent_by_hand_arrives_when_it_is_sent(tmp_path: Path) -> None:
    graduand = build(tmp_path, clock=FixedClock(NOW), zone=TORONTO, me=["mentee@example.org"])
    graduand.importing.import_files([DATA / "journeys" / "j09_undo.ics"])
    (found,) = graduand.reviewing.review().mentorships
    wanted = Answers(final=date(2026, 4, 29), ladder=True, mark_final=True)
    plan = graduand.transitions.propose(found.mentorship.id, wanted)
    preview = graduand.transitions.preview(plan)
    assert [one.what for one in preview.messages] == ["invitation", "invitation", "invitation", "update"]
    assert {(one.when, one.arrives) for one in preview.messages} == {("you-send", "When you send it.")}
    assert preview.messages[0].body == (
        "Mentoring, every two weeks: 13 May 2026, 27 May 2026, 10 June 2026, 24 June 2026"
    )
    assert all("file attached" in one.shows for one in preview.messages)
    assert preview.note == "Nothing is sent by itself. What arrives, and when, is up to you."
    assert preview.letters == ()
    graduand.close()


@pytest.mark.parametrize("ladder", [False, True])
def test_an_attendee_has_a_text_to_send_and_changes_nothing_of_the_others(tmp_path: Path, ladder: bool) -> None:
    living = Living(tmp_path, me=MENTOR)
    plan = living.plan(ladder=ladder)
    preview = living.transitions.preview(plan)
    assert preview.messages == ()
    assert preview.theirs_after == preview.theirs_before
    assert preview.letters == letters(plan)
    (request,) = preview.letters
    assert (request.to, request.what, request.when) == ("mentee@example.org", "letter", "you-send")
    assert request.body == plan.drafts[0].body
    assert "nothing in their calendar" in request.shows
    assert [entry.kind for entry in preview.mine_after][-3:] == ["talk"] * 3, "the own calendar has the own talk"


def test_taking_it_back_reads_as_the_calendar_writes_it(living: Living) -> None:
    plan = _from(living.plan(mark_final=True), "google")
    found = undo_messages(plan, range(len(plan.steps)))
    assert [one.what for one in found] == ["update", "update", "update", "cancellation"]
    assert found[-1].subject == "Cancelled event: Big picture talk @ Wednesday 28 April 2027, 09:00"
    assert "struck from their calendar" in found[-1].shows


def test_nobody_is_written_to_where_nobody_is(living: Living) -> None:
    plan = replace(living.plan(), people=(), steps=tuple(replace(step, tells=()) for step in living.plan().steps))
    assert messages(plan) == ()
