"""After a meeting, and what waited for the last one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.pulses import IN_OTHER_WORDS, Answer
from desktop.mentoring.reminders import Action, Manner
from integrations.errors import Trouble
from tests.journeys.reminders.conftest import AMSTERDAM, Desk, Journey

EVENING = datetime(2026, 11, 30, 13, 15, tzinfo=AMSTERDAM)
"""Half an hour after the meeting at noon."""


def test_after_a_meeting_one_quiet_line_for_those_who_want_it(desk: Desk) -> None:
    desk.show()
    assert desk.due(EVENING) == ()
    desk.program.settings.change({"after_meeting": True})
    assert desk.due(EVENING - timedelta(seconds=1)) == ()
    (line,) = desk.due(EVENING)
    assert (line.kind, line.manner) == ("after-meeting", Manner.LINE)
    assert desk.due(EVENING + timedelta(hours=10)) == (line,)
    assert desk.due(EVENING + timedelta(hours=11)) == ()
    desk.clock.to(EVENING)
    desk.program.reminders.after_meeting(line.identity, Action.DRAINED, "  Ask for the budget first ")
    assert desk.due(EVENING) == ()
    told = desk.program.store.told.of(desk.id())
    assert [(pulse.at, pulse.answer) for pulse in told.pulses] == [(EVENING, "drained")]
    (takeaway,) = desk.program.store.shown.takeaways(desk.id())
    assert (takeaway.meeting, takeaway.words) == (
        datetime(2026, 11, 30, 11, tzinfo=UTC),
        "Ask for the budget first",
    )


def test_the_line_uses_up_no_notification(desk: Desk) -> None:
    desk.program.settings.change({"after_meeting": True})
    found = desk.due(EVENING + timedelta(minutes=1))
    assert [one.manner for one in found] == [Manner.NOTIFICATION, Manner.LINE]
    desk.program.reminders.after_meeting(found[1].identity)
    assert [one.kind for one in desk.due()] == ["quiet-patch"]
    assert desk.program.store.told.of(desk.id()).pulses == ()


@pytest.mark.parametrize("answer", IN_OTHER_WORDS)
def test_each_private_answer_is_kept_as_it_was_chosen(desk: Desk, answer: Answer) -> None:
    desk.program.settings.change({"after_meeting": True})
    (line,) = [one for one in desk.due(EVENING) if one.manner is Manner.LINE]
    desk.program.reminders.after_meeting(line.identity, answer)
    assert [pulse.answer for pulse in desk.program.store.told.of(desk.id()).pulses] == [answer.value]
    desk.restart()
    assert line.identity not in [one.identity for one in desk.due(EVENING)]


def test_who_goes_out_of_duty_is_asked_when_three_more_meetings_took_place(desk: Desk) -> None:
    """The line for a word of one's own comes after each of them (A1)."""
    desk.program.settings.change({"after_meeting": True})
    asked = []
    for week in range(5):
        now = EVENING + timedelta(weeks=week)
        (line,) = [one for one in desk.due(now) if one.kind == "after-meeting"]
        asked.append(Action.DRAINED in dict(line.actions))
        desk.program.reminders.after_meeting(line.identity, Answer.DUTY if week == 0 else "", "a word")
    assert asked == [True, False, False, True, True]
    assert len(desk.program.store.shown.takeaways(desk.id())) == 5


def test_a_next_step_is_kept_and_the_line_stays_until_it_is_answered(desk: Desk) -> None:
    desk.program.settings.change({"after_meeting": True})
    (line,) = [one for one in desk.due(EVENING) if one.kind == "after-meeting"]
    desk.program.reminders.next_step(line.identity, "  Ask two people ")
    desk.program.reminders.next_step(line.identity, "  ")
    (step,) = desk.program.stories.story(desk.id()).of(JottingKind.NEXT_STEP)
    assert step.words == "Ask two people"
    assert line in desk.due(EVENING)
    with pytest.raises(Trouble, match="reminder"):
        desk.program.reminders.next_step("after-meeting:nobody:x", "words")


@pytest.mark.parametrize("identity", ["quiet-patch:{id}:0", "after-meeting:{id}:soon", "after-meeting:nobody:x"])
def test_no_answer_to_what_was_not_asked(desk: Desk, identity: str) -> None:
    with pytest.raises(Trouble, match="reminder"):
        desk.program.reminders.after_meeting(identity.format(id=desk.id()), Action.NEUTRAL)


def test_a_button_is_no_feeling(desk: Desk) -> None:
    with pytest.raises(ValueError, match="open"):
        desk.program.reminders.after_meeting(f"after-meeting:{desk.id()}:20261130T110000Z", Action.OPEN)


def test_an_invitation_that_waited_is_offered_once_it_is_due(tmp_path: Path, journey: Journey) -> None:
    from desktop.mentoring.plan import Answers, TalkWhen

    toronto = ZoneInfo("America/Toronto")
    desk = Desk(tmp_path / "store", datetime(2026, 4, 14, 10, tzinfo=toronto), "America/Toronto")
    desk.read(journey("j09").read_bytes().decode())
    desk.program.reviewing.set_me(["mentee@example.org"])
    plans = desk.program.transitions
    plan = plans.propose(desk.id(), Answers(final=date(2026, 4, 29), when=TalkWhen.AFTER_FINAL))
    plans.save(plan)
    plans.apply(plan.id, out=tmp_path / "out", told=date(2026, 4, 13))
    # The file's end comes back with the next export of the calendar.
    desk.read((tmp_path / "out" / "series.ics").read_bytes().decode())
    kinds = [kind for _, kind in desk.ticks(desk.clock(), datetime(2026, 4, 29, 8, tzinfo=toronto))]
    assert "invitation-waiting" not in kinds
    thursday = datetime(2026, 4, 30, 10, tzinfo=toronto)
    (one,) = desk.due(thursday)
    assert (one.kind, one.plan) == ("invitation-waiting", plan.id)
    assert [action for action, _ in one.actions] == [Action.OPEN, Action.SEND]
    plans.apply(plan.id)
    assert desk.due(thursday) == ()
    desk.program.close()
