"""A group is left or brought to an end by its organizer; several last meetings are spread; thanks are no copies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Graduand

AT = {"now": "2026-04-14T09:00:00+02:00", "zone": "Europe/Berlin"}
GROUP = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//group//EN
BEGIN:VEVENT
UID:group@example.org
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20250107T170000
DTEND;TZID=Europe/Berlin:20250107T180000
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
SUMMARY:Mentoring circle
CATEGORIES:Mentoring
ORGANIZER;CN=Hanna Host:mailto:host@example.org
ATTENDEE;CN=Hanna Host;PARTSTAT=ACCEPTED:mailto:host@example.org
ATTENDEE;CN=One;PARTSTAT=ACCEPTED:mailto:one@example.org
ATTENDEE;CN=Two;PARTSTAT=ACCEPTED:mailto:two@example.org
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def group(graduand: Graduand, tmp_path: Path) -> Callable[..., Any]:
    path = tmp_path / "group.ics"
    path.write_text(GROUP.replace("\n", "\r\n"))
    assert graduand("import", path, **AT, me="one@example.org").code == 0

    def plan(me: str, *words: str) -> Any:
        return graduand("plan", "group@example.org", *words, **AT, me=me).json

    return plan


def test_who_does_not_organise_it_leaves_and_the_group_goes_on(
    group: Callable[..., Any], graduand: Graduand, tmp_path: Path
) -> None:
    plan = group("one@example.org", "--final", "2026-05-12", "--mark-final")
    assert plan["steps"] == [], "no end, no new title, and no talk with everybody"
    assert (plan["power"], plan["messages_to_others"]) == ("attendee", 0)
    assert [draft["kind"] for draft in plan["drafts"]] == ["leaving-group", "group-thanks", "summary"]
    leaving, thanks, _ = plan["drafts"]
    said = "My last meeting with the group will be on Tuesday 12 May 2026; the group goes on as it is."
    assert said in leaving["body"]
    assert "and Hanna Host for bringing us together" in thanks["body"]
    (caution,) = (one for one in plan["warnings"] if one["kind"] == "leaving-group")
    assert "decline its meetings in your calendar" in caution["says"]
    assert graduand("apply", plan["plan"], "--out", tmp_path / "out", **AT, me="one@example.org").code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"HOWTO.txt", "goodbye.txt"}
    assert said in (tmp_path / "out" / "goodbye.txt").read_text()
    assert ".ics" not in (tmp_path / "out" / "HOWTO.txt").read_text()


def test_a_group_keeps_its_pace(group: Callable[..., Any]) -> None:
    plan = group("one@example.org", "--ladder")
    assert plan["steps"] == []
    assert {"ladder-group", "leaving-group"} <= {one["kind"] for one in plan["warnings"]}
    assert "ladder-none" not in {one["kind"] for one in plan["warnings"]}


def test_a_talk_of_ones_own_is_still_possible(group: Callable[..., Any]) -> None:
    (talk,) = group("one@example.org", "--big-picture", "yearly")["steps"]
    assert (talk["kind"], talk["tells"]) == ("create-big-picture", [])


def test_its_organizer_proposes_an_end_to_all(group: Callable[..., Any]) -> None:
    plan = group("host@example.org", "--final", "2026-05-26")
    assert [step["kind"] for step in plan["steps"]] == ["create-big-picture", "end-series"]
    assert plan["steps"][1]["tells"] == ["one@example.org", "two@example.org"]
    assert [draft["kind"] for draft in plan["drafts"]] == ["proposal", "group-thanks", "summary"]
    assert "Our last regular meeting: Tuesday 26 May 2026, 17:00" in plan["drafts"][0]["body"]


def test_four_last_meetings_on_one_day_come_with_days_that_are_free(
    graduand: Graduand, journey: Callable[[str], Path]
) -> None:
    at = {"now": "2026-04-17T09:00:00+01:00", "zone": "Europe/Lisbon", "me": "mentor@example.org"}
    graduand("import", journey("j12"), **at)
    found = graduand("review", **at).json["mentorships"]
    assert len(found) == 4
    plan = graduand("plan", found[0]["id"], "--as", "mentor", **at).json
    (caution,) = (one for one in plan["warnings"] if one["kind"] == "several-endings")
    assert caution["says"] == (
        "3 other last meetings fall on Thursday 18 June 2026. These days have none: Thursday 21 May 2026."
    )
    assert plan["steps"] == [], "a fixed end is nobody's to move from here, and contact afterwards is not settled"
    spread = graduand("plan", found[0]["id"], "--final", "2026-05-21", **at).json
    assert "several-endings" not in {one["kind"] for one in spread["warnings"]}
