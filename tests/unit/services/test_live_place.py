"""B32: the place of the last talk on the last meeting, together with its new title, and back again."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.mentoring.plan import MarkFinal
from desktop.services import outbox
from integrations.calendars.icalendar.occurrences import details_of, occurrence_put
from tests.unit.services.living import NOW, TORONTO, Living

SLOT = datetime(2026, 4, 29, 9, tzinfo=TORONTO)
PLACE = "Café Central; upstairs, left"
ESCAPED = "LOCATION:Café Central\\; upstairs\\, left"


@pytest.fixture
def living(tmp_path):
    made = Living(tmp_path)
    yield made
    made.graduand.close()


def own(living: Living) -> str:
    """What the last meeting says of its place, as the calendar has it."""
    return details_of(living.standing().text).get(SLOT.replace(tzinfo=None), "")


def test_the_place_goes_onto_the_last_meeting_alone_and_comes_off_again(living: Living) -> None:
    text = living.standing().text.replace("SUMMARY:Mentoring\n", "SUMMARY:Mentoring\nLOCATION:Room 4\n", 1)
    assert "Room 4" in text
    living.memory.put(text)
    living.read()
    plan = living.plan(mark_final=True, place=PLACE)
    (mark,) = (step for step in plan.steps if isinstance(step, MarkFinal))
    assert mark.place == PLACE
    living.transitions.apply(plan.id)
    assert living.memory.calls == ["create", "end", "put-occurrence"], "no write more than for the title"
    assert own(living) == ESCAPED
    assert living.standing().text.count("Room 4") == 1, "the series has its own"
    living.transitions.undo(plan.id)
    assert own(living) == "LOCATION:Room 4"
    assert "Café" not in living.standing().text


def test_without_a_place_of_the_series_none_is_left_behind(living: Living) -> None:
    plan = living.plan(mark_final=True, place=PLACE)
    living.transitions.apply(plan.id)
    living.transitions.undo(plan.id)
    assert "LOCATION" not in living.standing().text


def test_a_meeting_with_a_place_of_its_own_gets_it_back(living: Living) -> None:
    put = occurrence_put(
        living.standing().text,
        SLOT,
        title="Mentoring",
        start=SLOT,
        end=SLOT.replace(minute=45),
        now=NOW,
        details="LOCATION:The boathouse\nDESCRIPTION:Bring a coat",
    )
    living.memory.put(put)
    living.read()
    plan = living.plan(mark_final=True, place=PLACE)
    living.transitions.apply(plan.id)
    assert ESCAPED in own(living) and "Bring a coat" in own(living)
    living.transitions.undo(plan.id)
    assert sorted(own(living).split("\n")) == ["DESCRIPTION:Bring a coat", "LOCATION:The boathouse"]


def test_the_message_names_the_place_before_it_is_sent(living: Living) -> None:
    plan = living.plan(mark_final=True, place=PLACE)
    bodies = [message.body for message in living.transitions.preview(plan).messages]
    assert sum(body.endswith(f"\nWhere: {PLACE}") for body in bodies) == 1


def test_a_title_alone_leaves_every_place_as_it_is(living: Living) -> None:
    plan = living.plan(mark_final=True)
    living.transitions.apply(plan.id)
    assert "LOCATION" not in living.standing().text


def test_a_file_holds_it_on_the_last_meeting(living: Living) -> None:
    plan = living.plan(mark_final=True, place=PLACE)
    series = next(file for file in outbox.applied_files(plan) if file.name == outbox.SERIES)
    words = series.content.decode().replace("\r\n ", "")
    assert words.count(ESCAPED) == 1
    assert words.index("RECURRENCE-ID;TZID=America/Toronto:20260429T090000") < words.index(ESCAPED)
