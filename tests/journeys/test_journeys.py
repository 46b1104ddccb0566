"""The journeys J1 to J9 and J12, as far as files go: counts, levels, dates and rules through the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Graduand

Journey = Callable[[str], Path]
MENTEE = "mentee@example.org"


def _one(said_json: Any) -> dict[str, Any]:
    (mentorship,) = said_json["mentorships"]
    return dict(mentorship)


def _step(plan: Any, kind: str) -> dict[str, Any]:
    (step,) = (one for one in plan["steps"] if one["kind"] == kind)
    return dict(step)


def _signs(mentorship: Any) -> dict[str, str]:
    return {sign["kind"]: sign["level"] for sign in mentorship["signs"]}


def _days(moments: list[str]) -> list[str]:
    return [moment[:10] for moment in moments]


def test_j1_five_of_twelve(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London", "me": MENTEE}
    found = _one(graduand("review", journey("j01"), **at).json)
    counts = {"due": 12, "kept": 7, "moved": 0, "not_kept": 5, "excused": 0, "unknown": 0}
    assert found["counts"] == counts | {"upcoming_90_days": 13}
    assert found["all_time"] == counts
    assert found["level"] == "look"
    assert _signs(found)["quiet-patch"] == "look"
    assert _signs(found)["open-ended"] == "fact"
    assert {slot["by"] for slot in found["slots"]} == {"unknown"}
    (says,) = (sign["says"] for sign in found["signs"] if sign["kind"] == "quiet-patch")
    assert "7 of the last 12 meetings are on the calendar as kept" in says
    assert not {"cancelled", "they", "failed", "should"} & set(says.lower().replace(".", "").split())
    assert found["proposed_final"] == "2025-12-09T16:00:00+00:00"

    plan = graduand("plan", found["id"], "--from", journey("j01"), **at).json
    assert plan["final"] == plan["last_start"] == "2025-12-09T16:00:00+00:00"
    assert [step["kind"] for step in plan["steps"]] == ["create-big-picture", "end-series"]
    assert _step(plan, "end-series")["after"] == ["FREQ=WEEKLY;BYDAY=TU;UNTIL=20251209T160000Z"]
    talk = _step(plan, "create-big-picture")
    assert talk["rule"] == "FREQ=YEARLY;BYMONTH=12;BYDAY=2TU;COUNT=3"
    assert talk["first_dates"] == [f"{day}T16:00:00+00:00" for day in ("2026-12-08", "2027-12-14", "2028-12-12")]
    assert talk["tells"] == _step(plan, "end-series")["tells"] == ["mentor@example.org"]
    assert plan["messages_to_others"] == 0
    assert plan["power"] == "organizer"


def test_j2_the_mentor_is_the_organiser(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2026-04-20T09:00:00+01:00", "zone": "Europe/Dublin", "me": MENTEE}
    found = _one(graduand("review", journey("j02"), **at).json)
    assert (found["counts"]["due"], found["counts"]["not_kept"]) == (8, 4)
    assert {slot["by"] for slot in found["slots"]} <= {"unknown", "organiser-side"}
    assert found["level"] == "look"
    assert found["my_role"] == "attendee"
    plan = graduand("plan", found["id"], "--from", journey("j02"), **at).json
    assert plan["final"].startswith("2026-05-14T10:00")
    assert [step["kind"] for step in plan["steps"]] == ["create-big-picture"]
    talk = _step(plan, "create-big-picture")
    assert talk["rule"] == "FREQ=YEARLY;BYMONTH=5;BYDAY=2TH;COUNT=3"
    assert _days(talk["first_dates"]) == ["2027-05-13", "2028-05-11", "2029-05-10"]
    assert talk["tells"] == []
    (request,) = (draft for draft in plan["drafts"] if draft["kind"] == "request-to-organizer")
    assert "14 May 2026" in request["body"]
    assert "10:00" in request["body"]


@pytest.mark.parametrize(
    ("side", "note", "thanks"),
    [
        ("mentee", "to graduate from our regular meetings", "Three things I still use"),
        ("mentor", "It is about my time, not about you.", "Three things I will remember"),
        ("peer", "to give our talks a lighter shape", "Three things I still use"),
    ],
)
def test_j1_the_drafts_are_in_the_words_of_the_side(
    graduand: Graduand, journey: Journey, side: str, note: str, thanks: str
) -> None:
    at = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London", "me": MENTEE}
    found = _one(graduand("review", journey("j01"), **at).json)
    plan = graduand("plan", found["id"], "--from", journey("j01"), "--as", side, **at).json
    drafts = {draft["kind"]: draft["body"] for draft in plan["drafts"]}
    assert list(drafts) == ["note", "thank-you", "summary"]
    assert note in drafts["note"]
    assert thanks in drafts["thank-you"]


@pytest.mark.parametrize(
    ("now", "spoken"),
    [
        ("2025-07-14T09:00:00+02:00", True),
        ("2025-08-14T09:00:00+02:00", True),
        ("2026-08-11T09:00:00+02:00", False),
    ],
)
def test_j3_already_ended(graduand: Graduand, journey: Journey, now: str, spoken: bool) -> None:
    at = {"now": now, "zone": "Europe/Madrid", "me": MENTEE}
    found = _one(graduand("review", journey("j03"), **at).json)
    signs = _signs(found)
    assert ("ended-without-goodbye" in signs) is spoken
    assert not {"quiet-patch", "gap-in-a-row", "open-ended"} & set(signs)
    assert found["finished"] is True
    assert found["next"] is None
    said = graduand("plan", found["id"], "--from", journey("j03"), **at)
    assert said.code == 1
    assert said.json["refused"] == "already-ended"
    assert [draft["kind"] for draft in said.json["drafts"]] == ["thank-you"]


def test_j4_two_series_with_one_mentor(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2026-04-13T09:00:00+01:00", "zone": "Europe/London"}
    assert graduand("import", journey("j04"), **at).code == 0
    looked = graduand("review", **at).json
    assert len(looked["mentorships"]) == 2
    assert [q["kind"] for q in looked["questions"]] == ["same-person"]
    assert set(looked["questions"][0]["about"]) == {"mentor@work.example", "mentor@home.example"}

    looked = graduand("answer", looked["questions"][0]["id"], "yes", **at).json
    assert looked["questions"] == []
    weekly, monthly = sorted(looked["mentorships"], key=lambda m: m["cadence_days"])
    assert (weekly["counts"]["due"], weekly["counts"]["not_kept"]) == (12, 8)
    assert monthly["all_time"]["kept"] == 6
    assert weekly["level"] == "note"
    assert _signs(weekly)["quiet-patch"] == "note"
    assert "two-series" in _signs(weekly) | _signs(monthly)
    assert "silence" not in _signs(weekly)
    plan = graduand("plan", weekly["id"], **at).json
    assert plan["final"].startswith("2026-04-30T17:00")
    assert [step["kind"] for step in plan["steps"]] == ["end-series"]
    assert plan["steps"][0]["after"] == ["FREQ=WEEKLY;BYDAY=TH;UNTIL=20260430T160000Z"]


def test_j5_a_clock_change_is_no_move(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2026-11-05T09:00:00+01:00", "zone": "Europe/Berlin", "me": MENTEE}
    found = _one(graduand("review", journey("j05"), **at).json)
    assert (found["all_time"]["due"], found["all_time"]["kept"], found["all_time"]["moved"]) == (8, 8, 0)
    assert found["level"] == "fine"
    assert found["proposed_final"] == "2026-12-02T16:00:00+01:00"
    plan = graduand("plan", found["id"], "--from", journey("j05"), **at).json
    assert _step(plan, "end-series")["after"][0].endswith("UNTIL=20261202T150000Z")
    talk = _step(plan, "create-big-picture")
    assert talk["rule"].startswith("FREQ=YEARLY;BYMONTH=12;BYDAY=1WE")
    assert talk["first_dates"] == [f"{day}T16:00:00+01:00" for day in ("2027-12-01", "2028-12-06", "2029-12-05")]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/London", "Asia/Tokyo"])
def test_j6_all_day(graduand: Graduand, journey: Journey, zone: str) -> None:
    at = {"now": "2026-05-20T10:00:00-07:00", "zone": zone, "me": MENTEE}
    found = _one(graduand("review", journey("j06"), **at).json)
    assert (found["all_time"]["due"], found["all_time"]["not_kept"], found["all_time"]["excused"]) == (4, 0, 1)
    assert [s["start"] for s in found["slots"] if s["state"] == "excused"] == ["2026-02-13"]
    assert found["level"] == "too-early"
    assert found["proposed_final"] == "2026-06-12"
    plan = graduand("plan", found["id"], "--from", journey("j06"), **at).json
    assert _step(plan, "end-series")["after"] == ["FREQ=MONTHLY;BYDAY=2FR;UNTIL=20260612"]
    talk = _step(plan, "create-big-picture")
    assert (talk["rule"], talk["start"]) == ("FREQ=YEARLY;BYMONTH=6;BYDAY=2FR;COUNT=3", "2027-06-11")


@pytest.mark.parametrize(
    ("now", "speaks"),
    [
        ("2026-11-05T09:00:00+01:00", False),
        ("2026-11-06T09:00:00+01:00", True),
        ("2026-12-04T09:00:00+01:00", True),
    ],
)
def test_j7_last_meeting_on_a_holiday(graduand: Graduand, journey: Journey, now: str, speaks: bool) -> None:
    at = {"now": now, "zone": "Europe/Berlin", "me": MENTEE}
    found = _one(graduand("review", journey("j07"), "--region", "DE-BE", **at).json)
    assert (_signs(found).get("natural-end") == "note") is speaks
    assert "open-ended" not in _signs(found)
    assert found["proposed_final"] == "2026-12-18T15:00:00+01:00"
    plan = graduand("plan", found["id"], "--from", journey("j07"), "--region", "DE-BE", **at).json
    assert _step(plan, "end-series")["after"] == ["FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218T140000Z"]
    christmas = graduand(
        "plan", found["id"], "--from", journey("j07"), "--region", "DE-BE", "--final", "2026-12-25", **at
    ).json
    assert "final-is-holiday" in {warning["kind"] for warning in christmas["warnings"]}
    assert not [step for step in christmas["steps"] if step["kind"] == "end-series"]


def test_j8_the_talk_after_29_february(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2028-02-07T09:00:00+01:00", "zone": "Europe/Zurich", "me": MENTEE}
    found = _one(graduand("review", journey("j08"), **at).json)
    assert found["proposed_final"] == "2028-02-22T16:00:00+01:00"
    words = ["plan", found["id"], "--from", journey("j08"), "--final", "2028-02-29"]
    plan = graduand(*words, **at).json
    assert _step(plan, "end-series")["after"] == ["FREQ=WEEKLY;BYDAY=TU;UNTIL=20280229T150000Z"]
    talk = _step(plan, "create-big-picture")
    assert talk["rule"] == "FREQ=YEARLY;BYMONTH=2;BYDAY=-1TU;COUNT=3"
    assert _days(talk["first_dates"]) == ["2029-02-27", "2030-02-26", "2031-02-25"]
    talk = _step(graduand(*words, "--big-picture-by", "date", **at).json, "create-big-picture")
    assert talk["rule"] == "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28;COUNT=3"
    assert _days(talk["first_dates"]) == ["2029-02-28", "2030-02-28", "2031-02-28"]


def test_j12_a_cohort_with_a_fixed_end(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2026-04-17T09:00:00+01:00", "zone": "Europe/Lisbon"}
    assert graduand("import", journey("j12"), **at).code == 0
    looked = graduand("review", **at).json
    assert len(looked["mentorships"]) == 4
    (question,) = looked["questions"]
    assert question["kind"] == "programme"
    first = looked["mentorships"][0]["id"]
    assert graduand("plan", first, **at).json["steps"] == []
    third = next(m for m in looked["mentorships"] if m["title"].endswith("mentee 3"))
    assert (third["all_time"]["due"], third["all_time"]["kept"], third["level"]) == (4, 2, "too-early")
    for mentorship in looked["mentorships"]:
        assert mentorship["my_role"] == "organizer"
        assert _signs(mentorship)["natural-end"] == "note"
        assert mentorship["proposed_final"].startswith("2026-06-18")
    looked = graduand("answer", question["id"], "yes", **at).json
    (question,) = looked["questions"]
    assert question["kind"] == "contact-after"
    plan = graduand("plan", third["id"], **at).json
    assert plan["steps"] == []
    assert "several-endings" in {warning["kind"] for warning in plan["warnings"]}
    graduand("answer", question["id"], "yes", **at)
    plan = graduand("plan", third["id"], **at).json
    assert [step["kind"] for step in plan["steps"]] == ["create-big-picture"]
