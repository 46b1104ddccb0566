"""M5: the answer to the last meeting itself is a second key, which opens nothing by itself (R3, R32)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.mentoring.plan import Plan, PlanState
from desktop.mentoring.reminders import Action, Manner
from desktop.mentoring.second_key import SecondKey
from desktop.services.reminders import Reminders
from integrations.calendars.icalendar.occurrences import occurrence_put, occurrence_removed
from tests.unit.services.living import MENTOR, NOW, TORONTO, Living

SLOT = datetime(2026, 4, 29, 9, tzinfo=TORONTO)
KIND = "last-meeting-accepted"


def _answered(living: Living, own: str, general: str = "NEEDS-ACTION") -> None:
    """The last meeting has an exception, with an answer of its own; the series has another."""
    text = occurrence_put(
        living.standing().text, SLOT, title="Last one", start=SLOT, end=SLOT + timedelta(minutes=45), now=NOW
    )
    head, mark, rest = text.rpartition("BEGIN:VEVENT")
    assert "RECURRENCE-ID" in rest
    living.memory.put(_with(head, general) + mark + _with(rest, own))
    living.read()


def _with(text: str, answer: str) -> str:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("ATTENDEE") and MENTOR in line:
            kept = [part for part in line.partition(":")[0].split(";") if not part.startswith("PARTSTAT=")]
            lines[number] = ";".join([*kept, f"PARTSTAT={answer}"]) + f":mailto:{MENTOR}"
    return "\n".join(lines)


def _prepared(living: Living) -> Plan:
    """A draft that was kept: told, and not carried out."""
    return living.plan()


def _lines(living: Living) -> list[tuple[str, Manner, tuple[Action, ...], str]]:
    reminders = Reminders(living.graduand.reviewing, living.transitions, living.clock)
    found = [one for one in reminders.due() if one.kind == KIND]
    return [(one.plan, one.manner, tuple(action for action, _ in one.actions), one.title) for one in found]


@pytest.mark.parametrize(
    ("own", "general", "expected"),
    [
        ("ACCEPTED", "NEEDS-ACTION", SecondKey.ACCEPTED),
        ("ACCEPTED", "TENTATIVE", SecondKey.ACCEPTED),
        ("ACCEPTED", "ACCEPTED", SecondKey.UNKNOWN),
        ("DECLINED", "ACCEPTED", SecondKey.DECLINED),
        ("TENTATIVE", "ACCEPTED", SecondKey.TENTATIVE),
        ("NEEDS-ACTION", "ACCEPTED", SecondKey.WAITING),
        ("DELEGATED", "NEEDS-ACTION", SecondKey.UNKNOWN),
    ],
)
def test_what_the_calendar_shows_of_the_last_meeting(
    living: Living, own: str, general: str, expected: SecondKey
) -> None:
    plan = _prepared(living)
    assert living.transitions.second_key(plan) is SecondKey.WAITING, "nobody has answered to it alone"
    _answered(living, own, general)
    assert living.transitions.second_key(plan) is expected


def test_a_last_meeting_that_was_called_off_is_no_answer(living: Living) -> None:
    plan = _prepared(living)
    living.memory.put(occurrence_removed(living.standing().text, SLOT, NOW))
    living.read()
    assert living.transitions.second_key(plan) is SecondKey.UNKNOWN


def test_a_yes_is_said_once_quietly_and_carries_nothing_out(living: Living) -> None:
    plan = _prepared(living)
    assert _lines(living) == []
    _answered(living, "ACCEPTED")
    expected = [(plan.id, Manner.LINE, (Action.OPEN, Action.NOT_NEEDED), "The last meeting was accepted")]
    assert _lines(living) == expected
    assert living.memory.calls == []
    assert living.transitions.record(plan.id).state is PlanState.DRAFT
    reminders = Reminders(living.graduand.reviewing, living.transitions, living.clock)
    (line,) = (one for one in reminders.due() if one.kind == KIND)
    reminders.not_needed(line.identity)
    assert _lines(living) == []
    record = living.transitions.apply(plan.id)
    assert record.state is PlanState.APPLIED, "the click, whenever it comes"
    assert living.memory.calls == ["create", "end"]


@pytest.mark.parametrize("answer", ["DECLINED", "TENTATIVE", "NEEDS-ACTION"])
def test_anything_but_a_yes_is_not_spoken_of(living: Living, answer: str) -> None:
    _prepared(living)
    _answered(living, answer)
    assert _lines(living) == []


def test_only_what_was_told_and_lies_ahead_waits_for_a_click(living: Living) -> None:
    _answered(living, "ACCEPTED")
    living.plan(told=None)
    assert _lines(living) == []
    living.plan(told=date(2026, 4, 20))
    assert _lines(living) == [], "to be told in a week"
    plan = living.plan()
    assert [line[0] for line in _lines(living)] == [plan.id]
    living.clock.to(datetime(2026, 4, 30, tzinfo=UTC))
    assert _lines(living) == []


def test_the_latest_plan_of_a_pair_counts(living: Living) -> None:
    _answered(living, "ACCEPTED")
    _prepared(living)
    living.clock.to(NOW + timedelta(minutes=1))
    other = living.plan(final=date(2026, 5, 13))
    assert living.transitions.second_key(other) is SecondKey.WAITING
    assert _lines(living) == []


def test_a_file_shows_no_answers(tmp_path: Path) -> None:
    from dataclasses import replace

    living = Living(tmp_path)
    _answered(living, "ACCEPTED")
    plan = living.plan()
    by_file = replace(plan, source=replace(plan.source, account="", calendar=""))
    assert living.transitions.second_key(by_file) is SecondKey.UNKNOWN
