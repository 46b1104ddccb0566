"""`plan --ladder`: from weekly to fortnightly to monthly to the big picture talk, in files and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events

from tests.journeys.conftest import DATA, Graduand

AT = {"now": "2026-04-14T10:00:00-04:00", "zone": "America/Toronto", "me": "mentee@example.org"}
J9 = DATA / "journeys" / "j09_undo.ics"
APPLIED = {"rung-1.ics", "rung-2.ics", "series.ics", "big-picture-talk.ics", "HOWTO.txt"}
UNDONE = {"series-as-before.ics", "HOWTO-UNDO.txt"}
FORTNIGHTS = ["2026-05-13", "2026-05-27", "2026-06-10", "2026-06-24"]
MONTHS = ["2026-07-22", "2026-08-26", "2026-09-23"]


def _starts(*paths: Path) -> list[datetime]:
    """What a library that knows nothing of this program makes of the files."""
    return sorted(
        event["DTSTART"].dt
        for path in paths
        for event in recurring_ical_events.of(icalendar.Calendar.from_ical(path.read_bytes())).between(
            date(2026, 1, 1), date(2031, 1, 1)
        )
    )


def _plan(graduand: Graduand, *words: str) -> Any:
    assert graduand("import", J9, **AT).code == 0
    (found,) = graduand("review", **AT).json["mentorships"]
    return graduand("plan", found["id"], "--final", "2026-04-29", "--ladder", *words, **AT).json


def test_the_steps_as_scripts_see_them(graduand: Graduand) -> None:
    plan = _plan(graduand)
    first, second, talk, end = plan["steps"]
    assert [step["kind"] for step in plan["steps"]] == ["create-rung"] * 2 + ["create-big-picture", "end-series"]
    assert (first["pace"], first["rule"]) == ("fortnightly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;COUNT=4")
    assert (second["pace"], second["rule"]) == ("monthly", "FREQ=MONTHLY;BYDAY=4WE;COUNT=3")
    assert [day[:10] for day in first["first_dates"]] == FORTNIGHTS
    assert [day[:10] for day in second["first_dates"]] == MONTHS
    assert {first["start"][11:], second["start"][11:]} == {"09:00:00-04:00"}
    assert (first["title"], first["zone"], first["tells"]) == ("Mentoring", "America/Toronto", ["mentor@example.org"])
    assert talk["start"] == "2027-09-22T09:00:00-04:00", "a year after the last of the slower meetings"
    assert end["after"] == ["FREQ=WEEKLY;BYDAY=WE;UNTIL=20260429T130000Z"]
    (letter,) = (draft for draft in plan["drafts"] if draft["kind"] == "slower-rhythm")
    assert "- every two weeks: 13 May 2026, 27 May 2026, 10 June 2026, 24 June 2026\n- once a month" in letter["body"]
    assert "note" not in {draft["kind"] for draft in plan["drafts"]}, "one text, and no goodbye"


def test_the_files_have_every_meeting_once_and_no_two_at_one_time(graduand: Graduand, tmp_path: Path) -> None:
    before = _starts(J9)
    plan, out = _plan(graduand), tmp_path / "out"
    said = graduand("apply", plan["plan"], "--out", out, **AT)
    assert (said.code, said.json["state"]) == (0, "waiting")
    assert {path.name for path in out.iterdir()} == APPLIED
    together = _starts(*out.glob("*.ics"))
    assert len(together) == len(set(together))
    kept = [start for start in before if start.date() <= date(2026, 4, 29)]
    assert together[: len(kept)] == kept
    assert [start.date().isoformat() for start in together[len(kept) :][:7]] == [*FORTNIGHTS, *MONTHS]
    for number in (1, 2):
        (event,) = icalendar.Calendar.from_ical((out / f"rung-{number}.ics").read_bytes()).events
        assert event["RELATED-TO"] == "j09@google.com"
        assert "DESCRIPTION" not in event
        assert not event.subcomponents, "no alarm of its own"
    howto = (out / "HOWTO.txt").read_text()
    places = [howto.index(name) for name in ("rung-1.ics", "rung-2.ics", "series.ics", "big-picture-talk.ics")]
    assert places == sorted(places), "whoever stops half-way has a meeting too many, and never a gap"


def test_the_plan_is_done_once_the_end_and_the_rungs_are_in_the_calendar(graduand: Graduand, tmp_path: Path) -> None:
    plan, out = _plan(graduand), tmp_path / "out"
    graduand("apply", plan["plan"], "--out", out, **AT)
    assert graduand("import", out / "series.ics", **AT).json["completed_plans"] == []
    assert graduand("import", out / "rung-1.ics", **AT).json["completed_plans"] == []
    assert graduand("import", out / "rung-2.ics", **AT).json["completed_plans"] == [plan["plan"]]
    (found,) = graduand("review", **AT).json["mentorships"]
    assert found["series"] == ["j09@google.com", *(step["uid"] for step in plan["steps"][:2])]
    assert (found["ends"], found["open_ended"]) == ("2026-09-23T09:00:00-04:00", False)
    assert found["id"] == plan["mentorship"]
    assert graduand("undo", **AT).json["state"] == "undone"
    assert {path.name for path in out.iterdir()} == UNDONE
    undo = (out / "HOWTO-UNDO.txt").read_text()
    assert "rung-1.ics" in undo
    assert "Wednesday 22 July 2026" in undo
    graduand("import", out / "series-as-before.ics", **AT)
    (found,) = graduand("review", **AT).json["mentorships"]
    assert (found["series"], found["open_ended"]) == (["j09@google.com"], True)


def test_the_organizer_is_asked_for_the_rhythm(graduand: Graduand, journey: Callable[[str], Path]) -> None:
    at = {"now": "2026-04-20T09:00:00+01:00", "zone": "Europe/Dublin", "me": "mentee@example.org"}
    graduand("import", journey("j02"), **at)
    (found,) = graduand("review", **at).json["mentorships"]
    plan = graduand("plan", found["id"], "--ladder", **at).json
    assert [step["kind"] for step in plan["steps"]] == ["create-big-picture"]
    assert plan["steps"][0]["start"] == "2027-08-12T10:00:00+01:00"
    request = plan["drafts"][0]
    assert request["kind"] == "request-to-organizer"
    assert "- once a month: 11 June 2026, 9 July 2026, 13 August 2026" in request["body"]


def test_what_to_know_before(graduand: Graduand, journey: Callable[[str], Path]) -> None:
    assert "ladder-not-marked" in _kinds(_plan(graduand, "--mark-final"))
    at = {"now": "2026-11-06T09:00:00+01:00", "zone": "Europe/Berlin", "me": "mentee@example.org"}
    said = graduand("plan", _uid(journey("j07")), "--from", journey("j07"), "--ladder", "--region", "DE-BE", **at).json
    assert said["final"][:10] == "2026-12-18"
    assert "2027-01-01" in [day[:10] for day in said["steps"][0]["first_dates"]]
    assert {"rung-on-holiday", "ladder-beyond-end"} <= set(_kinds(said))
    assert "ladder-place" not in _kinds(said), "nothing says where they meet"
    (found,) = [each for each in said["warnings"] if each["kind"] == "rung-on-holiday"][:1]
    assert "1 January 2027" in found["says"]


def test_a_place_is_not_taken_along(graduand: Graduand, tmp_path: Path) -> None:
    placed = tmp_path / "placed.ics"
    placed.write_text(J9.read_text().replace("BEGIN:VEVENT", "BEGIN:VEVENT\nLOCATION:Room 7", 1))
    graduand("import", placed, **AT)
    assert "ladder-place" in _kinds(graduand("plan", "j09@google.com", "--ladder", **AT).json)
    assert "ladder-place" not in _kinds(graduand("plan", "j09@google.com", **AT).json)


def test_what_is_rare_already_only_gets_its_end(graduand: Graduand, tmp_path: Path) -> None:
    rare = tmp_path / "rare.ics"
    rare.write_text(J9.read_text().replace("FREQ=WEEKLY;BYDAY=WE", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1WE"))
    graduand("import", rare, "--tag", "j09@google.com", **AT)
    plan = graduand("plan", "j09@google.com", "--ladder", **AT).json
    assert "create-rung" not in {step["kind"] for step in plan["steps"]}
    assert "ladder-none" in _kinds(plan)
    assert "note" in {draft["kind"] for draft in plan["drafts"]}


def _kinds(plan: Any) -> list[str]:
    return [warning["kind"] for warning in plan["warnings"]]


def _uid(path: Path) -> str:
    (event,) = [e for e in icalendar.Calendar.from_ical(path.read_bytes()).events if "RRULE" in e]
    return str(event["UID"])
