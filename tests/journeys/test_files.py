"""What `apply --out` puts into the user's hands, read by two libraries that know nothing of this program."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream

from tests.journeys.conftest import DATA, Graduand

AT = {"now": "2026-04-14T10:00:00-04:00", "zone": "America/Toronto", "me": "mentee@example.org"}
J9 = DATA / "journeys" / "j09_undo.ics"
FAR = (date(2026, 1, 1), date(2030, 1, 1))


def _starts(path: Path) -> tuple[list[str], list[str]]:
    """All starts by both libraries, as written."""
    content = path.read_bytes()
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(*FAR)
    first = sorted(event["DTSTART"].dt.isoformat() for event in events)
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    second = []
    for event in calendar.timeline:
        if event.dtstart.isoformat()[:10] >= "2030":
            break
        second.append(event.dtstart.isoformat())
    return first, sorted(second)


@pytest.fixture
def planned(graduand: Graduand, tmp_path: Path) -> tuple[Graduand, str, Path]:
    assert graduand("import", J9, **AT).code == 0
    (found,) = graduand("review", **AT).json["mentorships"]
    plan = graduand("plan", found["id"], "--final", "2026-04-29", "--mark-final", **AT).json
    return graduand, plan["plan"], tmp_path / "out"


def test_two_libraries_agree(planned: tuple[Graduand, str, Path]) -> None:
    graduand, plan, out = planned
    before, _ = _starts(J9)
    said = graduand("apply", plan, "--out", out, **AT)
    assert (said.code, said.json["state"]) == (0, "waiting")
    assert {step["outcome"] for step in said.json["steps"]} == {"done"}
    assert sorted(path.name for path in out.iterdir()) == ["HOWTO.txt", "big-picture-talk.ics", "series.ics"]

    for starts in _starts(out / "series.ics"):
        assert starts[-1] == "2026-04-29T09:00:00-04:00"
        assert starts == [start for start in before if start[:10] <= "2026-04-29"]
    for starts in _starts(out / "big-picture-talk.ics"):
        assert [start[:16] for start in starts] == ["2027-04-28T09:00", "2028-04-26T09:00", "2029-04-25T09:00"]
    for name in ("series.ics", "big-picture-talk.ics"):
        zones = icalendar.Calendar.from_ical((out / name).read_bytes()).timezones
        assert [zone.tz_name for zone in zones] == ["America/Toronto"]
    (event,) = icalendar.Calendar.from_ical((out / "big-picture-talk.ics").read_bytes()).events
    assert event["RRULE"].to_ical() == b"FREQ=YEARLY;COUNT=3;BYDAY=-1WE;BYMONTH=4"
    assert [str(one) for one in event.get("ATTENDEE", [])] or str(event["ATTENDEE"]) == "mailto:mentor@example.org"


def test_what_was_there_is_kept(planned: tuple[Graduand, str, Path]) -> None:
    graduand, plan, out = planned
    graduand("apply", plan, "--out", out, **AT)
    was = icalendar.Calendar.from_ical(J9.read_bytes()).events[0]
    now = icalendar.Calendar.from_ical((out / "series.ics").read_bytes()).events[0]
    for name in ("UID", "DTSTART", "DTEND", "EXDATE", "ORGANIZER", "ATTENDEE", "SUMMARY", "STATUS", "TRANSP"):
        assert now[name] == was[name]
    assert now["SEQUENCE"] == was["SEQUENCE"] + 1


def test_an_import_completes_the_plan_and_undo_brings_the_series_back(planned: tuple[Graduand, str, Path]) -> None:
    graduand, plan, out = planned
    graduand("apply", plan, "--out", out, **AT)
    assert graduand("import", J9, **AT).json["completed_plans"] == []
    assert graduand("import", out / "series.ics", **AT).json["completed_plans"] == [plan]
    assert graduand("history", **AT).json["plans"][0]["state"] == "applied"

    said = graduand("undo", plan, **AT)
    assert (said.code, said.json["state"]) == (0, "undone")
    assert sorted(path.name for path in out.iterdir()) == ["HOWTO-UNDO.txt", "series-as-before.ics"]
    assert _starts(out / "series-as-before.ics") == _starts(J9)
    (moved,) = (e for e in _events(out / "series-as-before.ics") if "RECURRENCE-ID" in e)
    assert moved["DTSTART"].dt == datetime.fromisoformat("2026-05-07T11:00:00-04:00")
    report = graduand("import", out / "series-as-before.ics", **AT).json
    assert report["changed"][0]["what"] == ["reopened", "moved"]
    (found,) = graduand("review", **AT).json["mentorships"]
    assert found["open_ended"] is True


def _events(path: Path) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(path.read_bytes()).events)


def test_undo_leaves_a_file_that_was_changed(planned: tuple[Graduand, str, Path]) -> None:
    graduand, plan, out = planned
    graduand("apply", plan, "--out", out, **AT)
    with (out / "HOWTO.txt").open("a") as file:
        file.write("my own note\n")
    said = graduand("undo", plan, **AT)
    assert said.json["state"] == "undone"
    assert "my own note" in (out / "HOWTO.txt").read_text()


def test_the_calendar_changed_meanwhile(planned: tuple[Graduand, str, Path], tmp_path: Path) -> None:
    graduand, plan, out = planned
    newer = tmp_path / "newer.ics"
    newer.write_bytes(J9.read_bytes().replace(b"T090000\r\nDTEND", b"T100000\r\nDTEND").replace(b"ENCE:0", b"ENCE:5"))
    graduand("import", newer, **AT)
    said = graduand("apply", plan, "--out", out, **AT)
    assert said.code == 4
    assert not out.exists() or list(out.iterdir()) == []


def test_nobodys_file_is_overwritten(planned: tuple[Graduand, str, Path]) -> None:
    graduand, plan, out = planned
    out.mkdir()
    (out / "series.ics").write_text("mine")
    said = graduand("apply", plan, "--out", out, **AT)
    assert said.code == 1
    assert "series.ics" in said.err
    assert [path.name for path in out.iterdir()] == ["series.ics"]
    assert (out / "series.ics").read_text() == "mine"


def test_someone_elses_series_gets_a_request(graduand: Graduand, tmp_path: Path) -> None:
    at = {"now": "2026-04-20T09:00:00+01:00", "zone": "Europe/Dublin", "me": "mentee@example.org"}
    source = DATA / "journeys" / "j02_mentor_is_organiser.ics"
    plan = graduand("plan", "j02@caldav.example", "--from", source, **at).json
    saved = tmp_path / "plan.json"
    saved.write_text(json.dumps(plan))
    out = tmp_path / "out"
    assert graduand("apply", saved, "--out", out, **at).code == 0
    assert sorted(path.name for path in out.iterdir()) == ["HOWTO.txt", "big-picture-talk.ics", "request.txt"]
    assert "14 May 2026" in (out / "request.txt").read_text()
    assert b"ATTENDEE" not in (out / "big-picture-talk.ics").read_bytes()
    assert b"METHOD" not in (out / "big-picture-talk.ics").read_bytes()


def test_the_invitation_may_wait_for_the_last_meeting(graduand: Graduand, tmp_path: Path) -> None:
    graduand("import", J9, **AT)
    (found,) = graduand("review", **AT).json["mentorships"]
    words = ("plan", found["id"], "--final", "2026-04-29", "--big-picture-when", "after-final")
    plan = graduand(*words, **AT).json["plan"]
    out = tmp_path / "out"
    said = graduand("apply", plan, "--out", out, **AT).json
    assert [step["outcome"] for step in said["steps"]] == ["waiting", "done"]
    assert "big-picture-talk.ics" not in [path.name for path in out.iterdir()]
    again = graduand("apply", plan, **AT).json
    assert [step["outcome"] for step in again["steps"]] == ["waiting", "done"]
    later = {**AT, "now": "2026-04-30T09:00:00-04:00"}
    done = graduand("apply", plan, **later).json
    assert [step["outcome"] for step in done["steps"]] == ["done", "done"]
    assert "big-picture-talk.ics" in [path.name for path in out.iterdir()]


def test_importing_twice_changes_nothing(graduand: Graduand) -> None:
    first = graduand("import", J9, **AT).json
    second = graduand("import", J9, **AT).json
    assert (len(first["new"]), first["unchanged"]) == (1, 0)
    assert (second["new"], second["changed"], second["unchanged"]) == ([], [], 1)


def test_a_word_of_the_users_own(graduand: Graduand) -> None:
    graduand("import", J9, **AT)
    (found,) = graduand("review", **AT).json["mentorships"]
    words = ("correct", found["id"], "2026-02-18T09:00:00-05:00")
    corrected = graduand(*words, "kept", **AT).json["mentorship"]
    assert corrected["all_time"]["not_kept"] == found["all_time"]["not_kept"] - 1
    assert graduand(*words, "auto", **AT).json["mentorship"]["all_time"] == found["all_time"]
    assert graduand("correct", found["id"], "2026-02-19", "kept", **AT).code == 1


def test_absences(graduand: Graduand) -> None:
    graduand("import", J9, **AT)
    added = graduand("absence", "add", "--from", "2026-02-16", "--to", "2026-02-20", "--title", "Skiing", **AT).json
    (found,) = graduand("review", **AT).json["mentorships"]
    assert found["all_time"]["excused"] == 1
    assert [one["id"] for one in graduand("absence", **AT).json["absences"]] == [added["absence"]["id"]]
    assert graduand("absence", "remove", added["absence"]["id"], **AT).json["absences"] == []
    assert graduand("absence", "add", "--from", "2026-02-16", "--to", "2026-02-10", **AT).code == 1


def test_export_holds_the_store(graduand: Graduand, tmp_path: Path) -> None:
    graduand("import", J9, **AT)
    target = tmp_path / "all.ics"
    assert graduand("export", "--out", target, **AT).code == 0
    assert _starts(target) == _starts(J9)
    assert graduand("import", target, **AT).json["unchanged"] == 1


def test_the_instructions_are_numbered_from_one(graduand: Graduand, tmp_path: Path) -> None:
    at = {"now": "2026-04-17T09:00:00+01:00", "zone": "Europe/Lisbon", "me": "mentor@example.org"}
    source = DATA / "journeys" / "j12_cohort_fixed_end.ics"
    plan = graduand("plan", "j121@google.com", "--from", source, "--big-picture", "yearly", **at).json
    graduand("apply", plan["plan"], "--out", tmp_path / "out", **at)
    howto = (tmp_path / "out" / "HOWTO.txt").read_text()
    assert "1. Open big-picture-talk.ics" in howto
    assert "2. " not in howto
