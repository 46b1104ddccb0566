"""Events that are wrong, too long, or meant to do harm."""

from __future__ import annotations

import json

import pytest

from integrations.calendars.google.trimming import held, trimmed
from tests.unit.integrations.google.mapped import (
    ME,
    STEMS,
    Body,
    event,
    kept,
    only,
    read,
)


def test_an_event_without_a_start_is_named_and_the_rest_is_read() -> None:
    none = event(id="none", iCalUID="none@google.com", start={})
    batch = read(none, event(), event(id="odd", iCalUID="odd@google.com", start={"dateTime": "soon"}))
    assert [one.uid for one in batch.series] == ["abc@google.com"]
    assert {(one.uid, one.code) for one in batch.problems} == {
        ("none@google.com", "no-start"),
        ("odd@google.com", "bad-moment"),
    }


@pytest.mark.parametrize("rule", ["RRULE:FREQ=SOMETIMES", "RRULE:BYDAY=TU", "RRULE:FREQ=WEEKLY;INTERVAL=0"])
def test_a_rule_that_is_none_is_a_problem(rule: str) -> None:
    batch = read(event(recurrence=[rule]))
    assert batch.series == ()
    assert [one.code for one in batch.problems] == ["bad-rule"]


HOSTILE = "Mentoring\r\nEND:VEVENT\nATTENDEE:mailto:evil@example.org\u2028X-EVIL:1\x85RRULE:FREQ=DAILY\x0b\x00"


def test_line_breaks_in_texts_cannot_make_lines() -> None:
    said = event(
        summary=HOSTILE,
        description=HOSTILE,
        iCalUID="abc\r\nRRULE:FREQ=DAILY@google.com",
        recurrence=["RRULE:FREQ=WEEKLY;BYDAY=TU\r\nATTENDEE:mailto:evil@example.org"],
        attendees=[{"email": f"mentor@example.org\n{HOSTILE}", "displayName": f'"{HOSTILE};CN="'}],
        organizer={"email": ME, "self": True, "displayName": HOSTILE},
        location="nowhere",
        updated="2025-08-01T08:\nX:1",
        extendedProperties={"private": {"mentoring": "yes", "mentor\nX": "true"}},
    )
    series = only(read(said))
    assert series.uid == kept(said)[0].uid, "it is found again by its name"
    names = {line.split(":")[0].split(";")[0] for line in series.text.splitlines()}
    assert "X-EVIL" not in names
    assert series.rules == ("FREQ=WEEKLY;BYDAY=TU",)
    assert "evil@example.org" not in {person.email for person in series.people}
    assert series.title.startswith("Mentoring\nEND:VEVENT\nATTENDEE:mailto:evil@example.org")


def test_of_a_long_description_only_what_may_mark_is_kept() -> None:
    markup = "<p>Agenda&nbsp;of&nbsp;the&nbsp;week</p><ul>" + "<li>salary of Ben</li>" * 4000 + "</ul>"
    kept_one = held(trimmed(event(description=markup + "<p>Our <b>mentoring</b> hour</p>"), STEMS, {}))
    assert json.loads(kept_one.body)["notes"] == "Our mentoring hour"
    plain = held(trimmed(event(description=markup, location="Room 5", hangoutLink="https://meet"), STEMS, {}))
    assert "notes" not in json.loads(plain.body)
    assert not any(word in plain.body for word in ("salary", "Room", "meet"))
    assert len(plain.body) < 600


def test_fields_of_another_type_are_not_there() -> None:
    names = (
        "summary description organizer attendees recurrence extendedProperties updated colorId eventLabelId "
        "transparency status originalStartTime iCalUID unheardOf"
    )
    odd: Body = dict.fromkeys(names.split(), 7)
    batch = read(event(**odd))
    assert [(one.uid, one.title) for one in batch.meetings] == [("abc@google.com", "")]
    assert batch.problems == ()
