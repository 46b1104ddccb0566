"""What to know before Apply: each warning appears when it should, and only then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Graduand

AT = {"now": "2026-06-15T12:00:00+02:00", "zone": "Europe/Berlin", "me": "you@example.org"}


def _calendar(folder: Path, *lines: str, start: str = "DTSTART;TZID=Europe/Berlin:20250106T100000") -> Path:
    path = folder / "one.ics"
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN"]
    event = [
        "BEGIN:VEVENT", "UID:w", "DTSTAMP:20260601T080000Z", start, "SUMMARY:Mentoring",
        "ORGANIZER:mailto:you@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.org",
    ]  # fmt: skip
    rule = [] if any(line.startswith("RRULE") for line in lines) else ["RRULE:FREQ=WEEKLY;BYDAY=MO"]
    path.write_bytes("\r\n".join([*head, *event, *rule, *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode())
    return path


def _plan(graduand: Graduand, path: Path, *words: str, at: dict[str, str] | None = None) -> Any:
    said = graduand("plan", "w", "--from", path, *words, **(at or AT))
    assert said.code == 0, said.json
    return said.json


def _kinds(plan: Any) -> list[str]:
    for warning in plan["warnings"]:
        assert "{" not in warning["says"]
    return [warning["kind"] for warning in plan["warnings"]]


@pytest.mark.parametrize(
    ("final", "kinds"),
    [
        ("2026-07-06", []),
        ("2026-07-07", ["not-a-meeting-date"]),
        ("2026-06-29", []),
        ("2026-06-22", ["no-meeting-to-say-it", "short-notice"]),
        ("2026-06-15", ["no-meeting-to-say-it", "short-notice"]),
    ],
)
def test_notice(graduand: Graduand, tmp_path: Path, final: str, kinds: list[str]) -> None:
    assert _kinds(_plan(graduand, _calendar(tmp_path), "--final", final)) == kinds


def test_neighbours_are_named(graduand: Graduand, tmp_path: Path) -> None:
    (warning,) = _plan(graduand, _calendar(tmp_path), "--final", "2026-07-08")["warnings"]
    assert "6 July" in warning["says"]
    assert "13 July" in warning["says"]


def test_a_called_off_day(graduand: Graduand, tmp_path: Path) -> None:
    path = _calendar(tmp_path, "EXDATE;TZID=Europe/Berlin:20260713T100000")
    assert _kinds(_plan(graduand, path, "--final", "2026-07-13")) == ["final-date-is-cancelled", "not-a-meeting-date"]


def test_a_holiday(graduand: Graduand, tmp_path: Path) -> None:
    path = _calendar(tmp_path, "RRULE:FREQ=WEEKLY;BYDAY=MO")
    plan = _plan(graduand, path, "--final", "2026-12-28", "--region", "DE-BE")
    assert "final-is-holiday" not in _kinds(plan)
    at = {**AT, "now": "2027-03-01T12:00:00+01:00"}
    plan = _plan(graduand, path, "--final", "2027-03-29", "--region", "DE-BE", at=at)
    assert "final-is-holiday" in _kinds(plan)


def test_the_talk_on_a_holiday(graduand: Graduand, tmp_path: Path) -> None:
    path = _calendar(tmp_path, "RRULE:FREQ=WEEKLY;BYDAY=FR", start="DTSTART;TZID=Europe/Berlin:20250103T100000")
    plan = _plan(
        graduand,
        path,
        "--final",
        "2026-07-17",
        "--big-picture-on",
        "2027-10-03",
        "--big-picture-by",
        "date",
        "--region",
        "DE",
    )
    assert "talk-on-holiday" in _kinds(plan)
    assert "weekend-in:2027" in _kinds(plan)
    assert not [
        step for step in plan["steps"] if step["kind"] == "create-big-picture" and step["start"][:10] != "2027-10-03"
    ]


def test_the_season_around_new_year(graduand: Graduand, tmp_path: Path) -> None:
    plan = _plan(graduand, _calendar(tmp_path), "--final", "2026-12-28")
    assert "holiday-season" in _kinds(plan)


@pytest.mark.parametrize(("words", "kind"), [(("2026-08-31",), "day-clamped")])
def test_a_clamped_day(graduand: Graduand, tmp_path: Path, words: tuple[str], kind: str) -> None:
    plan = _plan(graduand, _calendar(tmp_path), "--final", *words, "--big-picture-by", "date", "--big-picture-in", "6")
    assert kind in _kinds(plan)


def test_no_step_without_a_change(graduand: Graduand, tmp_path: Path) -> None:
    path = _calendar(tmp_path, "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260706T080000Z")
    plan = _plan(graduand, path, "--final", "2026-09-07", "--big-picture", "none")
    assert plan["steps"] == []
    assert plan["final"][:10] == "2026-07-06"
    (warning,) = (w for w in plan["warnings"] if w["kind"] == "not-a-meeting-date")
    assert "none comes after" in warning["says"]


@pytest.mark.parametrize(
    ("words", "rule", "first"),
    [
        ((), "FREQ=YEARLY;BYMONTH=7;BYDAY=1MO;COUNT=3", "2027-07-05T10:00"),
        (("--big-picture", "every-6-months"), "FREQ=MONTHLY;INTERVAL=6;BYDAY=1MO;COUNT=3", "2027-01-04T10:00"),
        (("--big-picture", "every-9-months"), "FREQ=MONTHLY;INTERVAL=9;BYDAY=1MO;COUNT=3", "2027-04-05T10:00"),
        (("--big-picture-times", "0"), "FREQ=YEARLY;BYMONTH=7;BYDAY=1MO", "2027-07-05T10:00"),
        (("--big-picture-times", "1"), "FREQ=YEARLY;BYMONTH=7;BYDAY=1MO;COUNT=1", "2027-07-05T10:00"),
        (("--big-picture-in", "7"), "FREQ=YEARLY;BYMONTH=2;BYDAY=1MO;COUNT=3", "2027-02-01T10:00"),
        (("--big-picture-by", "date"), "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=6;COUNT=3", "2027-07-06T10:00"),
        (("--big-picture-at", "17:30"), "FREQ=YEARLY;BYMONTH=7;BYDAY=1MO;COUNT=3", "2027-07-05T17:30"),
        (("--big-picture-on", "2027-05-12"), "FREQ=YEARLY;BYMONTH=5;BYDAY=2WE;COUNT=3", "2027-05-12T10:00"),
    ],
)
def test_the_talk(graduand: Graduand, tmp_path: Path, words: tuple[str, ...], rule: str, first: str) -> None:
    plan = _plan(graduand, _calendar(tmp_path), "--final", "2026-07-06", *words)
    (talk,) = (step for step in plan["steps"] if step["kind"] == "create-big-picture")
    assert (talk["rule"], talk["start"][:16]) == (rule, first)
    assert talk["first_dates"][0] == talk["start"]


def test_a_mentor_gives_longer_notice(graduand: Graduand, tmp_path: Path) -> None:
    path = _calendar(tmp_path)
    assert _plan(graduand, path)["final"][:10] == "2026-06-29"
    assert _plan(graduand, path, "--as", "mentor")["final"][:10] == "2026-07-13"


def test_titles(graduand: Graduand, tmp_path: Path) -> None:
    path = _calendar(tmp_path)
    talk = _plan(graduand, path, "--title", "Once a year")["steps"][0]
    assert talk["title"] == "Once a year"
    steps = _plan(graduand, path, "--mark-final", "--title", "The last one")["steps"]
    assert [step["kind"] for step in steps] == ["create-big-picture", "end-series", "mark-final"]
    assert steps[0]["title"] == "Big picture talk"
    assert (steps[2]["before"], steps[2]["after"]) == ({"title": "Mentoring"}, {"title": "The last one"})
