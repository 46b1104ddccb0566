"""One big picture talk is enough: a later plan about the same people knows the one that is there, and says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.big_picture import next_talk
from desktop.mentoring.plan import CreateBigPicture
from desktop.store import Store
from integrations.calendars.model import Form
from tests.google.fixture import google
from tests.journeys.conftest import Graduand
from tests.journeys.connected import Life
from tests.journeys.test_google_j9 import NEXT_DAY, T0, UID, applied, life

__all__ = ["google", "life"]

Journey = Callable[[str], Path]
LONDON: dict[str, str] = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London", "me": "mentee@example.org"}
TALK = """BEGIN:VEVENT
UID:talk@example.org
DTSTAMP:20251101T000000Z
DTSTART;TZID=Europe/London:20261208T160000
DTEND;TZID=Europe/London:20261208T170000
SUMMARY:Mentoring: big picture
RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=2TU;COUNT=3
ORGANIZER:mailto:mentee@example.org
ATTENDEE:mailto:mentee@example.org
ATTENDEE:mailto:mentor@example.org
END:VEVENT
"""


def earlier(life: Life, *options: str) -> tuple[list[str], dict[str, str]]:
    """The steps and the warnings of a plan for an earlier end."""
    return about(life.call("plan", UID, "--final", "2026-04-22", *options, now=NEXT_DAY).json)


def about(plan: Any) -> tuple[list[str], dict[str, str]]:
    return [step["kind"] for step in plan["steps"]], {one["kind"]: one["says"] for one in plan["warnings"]}


def test_a_second_plan_drafts_no_second_talk(life: Life) -> None:
    first = applied(life)
    life.sync(NEXT_DAY)
    steps, warnings = earlier(life)
    assert steps == ["end-series"]
    assert "Wednesday 28 April 2027" in warnings["talk-booked"]
    steps, warnings = earlier(life, "--big-picture", "yearly")
    assert steps == ["create-big-picture", "end-series"], "whoever asks for one gets one"
    assert "there would be two" in warnings["talk-twice"]
    steps, warnings = earlier(life, "--big-picture", "none")
    assert steps == ["end-series"]
    assert warnings.keys().isdisjoint({"talk-booked", "talk-twice"})
    assert life.call("undo", first["plan"], now=NEXT_DAY).code == 0
    steps, warnings = earlier(life)
    assert steps == ["create-big-picture", "end-series"], "the first one is gone"
    assert "talk-booked" not in warnings


def test_a_talk_that_waits_for_its_time_counts_too(life: Life) -> None:
    applied(life, "--big-picture-when", "after-final")
    steps, warnings = earlier(life)
    assert (steps, "talk-booked" in warnings) == (["end-series"], True)


def test_a_draft_and_a_plan_that_stopped_before_its_talk_promise_nothing(life: Life) -> None:
    plan = life.call("plan", UID, "--final", "2026-04-29", "--told", "2026-04-13", now=T0).json["plan"]
    assert earlier(life)[0] == ["create-big-picture", "end-series"]
    life.google.fault("token-revoked", kind="events.insert")
    assert life.call("apply", plan, now=T0).json["state"] == "interrupted"
    assert earlier(life)[0] == ["create-big-picture", "end-series"]


def test_a_plan_that_stopped_behind_its_talk_has_one(life: Life) -> None:
    plan = life.call("plan", UID, "--final", "2026-04-29", "--told", "2026-04-13", now=T0).json["plan"]
    life.google.fault("token-revoked", kind="events.patch")
    assert life.call("apply", plan, now=T0).json["state"] == "interrupted"
    steps, warnings = earlier(life)
    assert (steps, "talk-booked" in warnings) == (["end-series"], True)


def test_files_that_were_written_count_until_they_are_taken_back(
    graduand: Graduand, journey: Journey, tmp_path: Path
) -> None:
    store = ("--data-dir", tmp_path / "store")
    graduand("import", journey("j01"), *store, **LONDON)
    first = graduand("plan", "j01@google.com", *store, **LONDON).json
    assert graduand("apply", first["plan"], "--out", tmp_path / "out", *store, **LONDON).code == 0
    steps, warnings = about(graduand("plan", "j01@google.com", "--final", "2025-12-16", *store, **LONDON).json)
    assert (steps, "talk-booked" in warnings) == (["end-series"], True)
    graduand("undo", first["plan"], *store, **LONDON)
    steps, _ = about(graduand("plan", "j01@google.com", *store, **LONDON).json)
    assert steps == ["create-big-picture", "end-series"]


@pytest.mark.parametrize("stored", [True, False])
def test_a_talk_that_the_calendar_holds_by_itself(
    graduand: Graduand, journey: Journey, tmp_path: Path, stored: bool
) -> None:
    both = tmp_path / "both.ics"
    ours = journey("j01").read_bytes().decode().replace("\r\n", "\n")
    both.write_text(ours.replace("END:VCALENDAR", f"{TALK}END:VCALENDAR"))
    source = () if stored else ("--from", both)
    if stored:
        graduand("import", both, "--data-dir", tmp_path / "store", **LONDON)
    plan = graduand("plan", "j01@google.com", *source, "--data-dir", tmp_path / "store", **LONDON).json
    steps, warnings = about(plan)
    assert steps == ["end-series"]
    assert "Tuesday 8 December 2026" in warnings["talk-booked"]


def test_another_series_with_the_same_person_and_never_a_hidden_one(
    graduand: Graduand, journey: Journey, tmp_path: Path
) -> None:
    store = ("--data-dir", tmp_path / "store")
    other = tmp_path / "other.ics"
    other.write_bytes(journey("j01").read_bytes().replace(b"UID:j01", b"UID:other").replace(b"T16", b"T11"))
    graduand("import", journey("j01"), other, *store, **LONDON)
    found = {one["uid"]: one["id"] for one in graduand("review", *store, **LONDON).json["mentorships"]}
    first = graduand("plan", "other@google.com", "--big-picture", "yearly", *store, **LONDON).json
    assert graduand("apply", first["plan"], "--out", tmp_path / "out", *store, **LONDON).code == 0
    _, warnings = about(graduand("plan", "j01@google.com", *store, **LONDON).json)
    assert "talk-booked" in warnings
    with Store.open(tmp_path / "store") as opened:
        opened.told.change(found["other@google.com"], lambda told: replace(told, safe=True))
    steps, warnings = about(graduand("plan", "j01@google.com", *store, **LONDON).json)
    assert "talk-booked" not in warnings
    assert steps == ["create-big-picture", "end-series"]


def made(rule: str) -> CreateBigPicture:
    start = datetime(2027, 4, 28, 9, tzinfo=ZoneInfo("America/Toronto"))
    return CreateBigPicture("u", "t", rule, start, start.replace(hour=10), Form.ZONED, "America/Toronto", (start,), ())


YEARLY = "FREQ=YEARLY;BYMONTH=4;BYDAY=-1WE"


@pytest.mark.parametrize(
    ("rule", "now", "coming"),
    [
        (f"{YEARLY};COUNT=3", datetime(2026, 4, 14, tzinfo=UTC), "2027-04-28T09:00:00-04:00"),
        (f"{YEARLY};COUNT=3", datetime(2027, 4, 29, tzinfo=UTC), "2028-04-26T09:00:00-04:00"),
        (f"{YEARLY};COUNT=3", datetime(2029, 4, 25, 14, tzinfo=UTC), None),
        (YEARLY, datetime(2045, 1, 1, tzinfo=UTC), "2045-04-26T09:00:00-04:00"),
        ("FREQ=MONTHLY;INTERVAL=6;BYDAY=-1WE", datetime(2027, 5, 1, tzinfo=UTC), "2027-10-27T09:00:00-04:00"),
        ("FREQ=WEEKLY;BYDAY=WE", datetime(2027, 5, 1, tzinfo=UTC), None),
    ],
)
def test_the_next_talk(rule: str, now: datetime, coming: str | None) -> None:
    found = next_talk(made(rule), now)
    assert (found.isoformat() if found else None) == coming
