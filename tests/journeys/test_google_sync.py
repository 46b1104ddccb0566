"""`sync` and `review` from the command line, over a Google Calendar on real sockets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.journeys.conftest import Graduand
from tests.journeys.connected import ACCOUNT, Life

__all__ = ["google"]

Journey = Callable[[str], Path]
MONDAY = "2026-04-20T09:00:00+01:00"
UID = "j02@caldav.example"


@pytest.fixture
def life(graduand: Graduand, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Life:
    one = Life(graduand, google, tmp_path, monkeypatch, "Europe/Dublin")
    one.connect()
    return one


def only(life: Life, now: str = MONDAY) -> dict[str, Any]:
    (found,) = life.review(now)["mentorships"]
    return dict(found)


def test_from_an_empty_profile_to_a_look(life: Life, journey: Journey) -> None:
    """J2: the mentor organises, dates were deleted in Google's window, and nobody's name is put to that."""
    life.google.load_ics(journey("j02"), exdates="cancelled")
    report = life.sync(MONDAY)
    assert [one["what"] for one in report["new"]] == [["new"]]
    assert report["accounts"][0]["trouble"] is None
    assert report["accounts"][0]["calendars"][0]["whole"] is True
    found = only(life)
    assert (found["source"], found["my_role"], found["level"]) == ("google", "attendee", "look")
    assert (found["counts"]["due"], found["counts"]["not_kept"]) == (8, 4)
    assert {slot["by"] for slot in found["slots"] if slot["state"] == "not-kept"} == {"organiser-side"}
    assert found["proposed_final"] == "2026-05-14T10:00:00+01:00"


def test_what_only_an_exclusion_says_is_nobodys_doing(life: Life, journey: Journey) -> None:
    life.google.load_ics(journey("j02"), exdates="lines")
    life.sync(MONDAY)
    found = only(life)
    assert found["counts"]["not_kept"] == 4
    assert {slot["by"] for slot in found["slots"] if slot["state"] == "not-kept"} == {"unknown"}


def test_an_end_that_the_mentor_sets_is_seen(life: Life, journey: Journey) -> None:
    (event,) = life.google.load_ics(journey("j02"))
    life.sync(MONDAY)
    assert only(life)["open_ended"] is True
    rule = life.google.calendar().events[event].body["recurrence"][0]
    life.google.edit(event, recurrence=[f"{rule};UNTIL=20260514T090000Z"])
    report = life.sync(MONDAY)
    assert [one["what"] for one in report["changed"]] == [["ended"]]
    assert only(life)["ends"] == "2026-05-14T10:00:00+01:00"


def test_a_person_reads_how_it_went(life: Life, journey: Journey) -> None:
    life.google.load_ics(journey("j02"))
    said = life.call("sync", now=MONDAY, text=True)
    assert said.code == 0
    assert f"{life.google.account}: last read on Monday 20 April 2026, 09:00." in said.out
    assert "New: 1." in said.out
    assert "2 requests." in said.out


def test_one_account_by_its_id_or_address(life: Life) -> None:
    for name in (ACCOUNT, life.google.account):
        assert life.sync(MONDAY, "--account", name)["accounts"][0]["id"] == ACCOUNT
    said = life.call("sync", "--account", "nobody", now=MONDAY)
    assert said.code == 1
    assert "nobody" in said.err


def test_a_mark_of_the_users_own_is_kept_here_alone(life: Life, journey: Journey) -> None:
    path = journey("j02")
    life.google.load_ics(path)
    for event in life.google.calendar().events.values():
        event.body["summary"] = "Thursdays"
    assert life.sync(MONDAY)["new"] == []
    report = life.sync(MONDAY, "--tag", UID)
    assert [one["uid"] for one in report["new"]] == [UID]
    assert only(life)["tagged_by"] == ["manual"]
    assert all(one.method == "GET" for one in life.google.requests if "/calendar/" in one.path)
    life.sync(MONDAY, "--untag", UID)
    assert life.review(MONDAY)["mentorships"] == []


def test_a_sign_in_that_is_needed_has_its_own_code(life: Life, journey: Journey) -> None:
    life.google.load_ics(journey("j02"))
    life.sync(MONDAY)
    life.google.oauth.revoke_account(None)
    report = life.sync(MONDAY, code=5)
    assert report["accounts"][0]["trouble"]["code"] == "google-signed-out"
    assert only(life)["source"] == "google", "what was read stays"


def test_a_hotels_network_is_no_fault_of_the_account(life: Life, journey: Journey) -> None:
    life.google.load_ics(journey("j02"))
    life.sync(MONDAY)
    life.google.fault("html", times=None)
    said = life.call("sync", now=MONDAY)
    assert said.code == 1
    assert said.json["accounts"][0]["trouble"]["code"] == "google-no-connection"
    assert "Traceback" not in said.err
    (account,) = life.call("accounts", now=MONDAY).json["accounts"]
    assert account["needs_sign_in"] is False


def test_what_was_left_out_is_named(life: Life, journey: Journey) -> None:
    life.google.load_ics(journey("j02"))
    broken = {"iCalUID": "none@google.com", "summary": "Mentoring", "status": "confirmed"}
    life.google.put(broken)
    said = life.call("sync", now=MONDAY)
    assert said.code == 3
    assert [(one["uid"], one["file"]) for one in said.json["problems"]] == [("none@google.com", life.google.account)]
    assert len(said.json["new"]) == 1


def test_a_calendar_that_is_suddenly_empty_asks(life: Life, journey: Journey) -> None:
    life.google.load_ics(journey("j02"))
    life.sync(MONDAY)
    life.google.lose_sync_tokens()
    life.google.calendar().events.clear()
    said = life.call("sync", now=MONDAY)
    assert said.code == 3
    assert "--accept-empty" in said.err
    assert only(life)["ends"] is None
    life.sync(MONDAY, "--accept-empty")
    assert only(life)["next"] is None


def test_nothing_to_read(
    graduand: Graduand, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Life(graduand, google, tmp_path, monkeypatch, "Europe/Dublin").call("sync", now=MONDAY)
    assert said.code == 1
    assert "accounts add google" in said.err


def test_the_whole_store_as_one_file_is_a_calendar_with_its_zones(life: Life, journey: Journey, tmp_path: Path) -> None:
    life.google.load_ics(journey("j02"), exdates="cancelled")
    life.sync(MONDAY)
    out = tmp_path / "all.ics"
    assert life.call("export", "--out", out, now=MONDAY).code == 0
    assert b"BEGIN:VTIMEZONE" in out.read_bytes()
    before = only(life)
    looked = life.call("review", out, now=MONDAY, me=life.google.account).json["mentorships"][0]
    assert [slot["state"] for slot in looked["slots"]] == [slot["state"] for slot in before["slots"]]


def test_a_date_that_was_called_off_and_had_been_moved_is_counted_again(life: Life, journey: Journey) -> None:
    """Within the series itself: somebody brings the deleted date back, on the day on which the two had met."""
    (event,) = life.google.load_ics(journey("j02"), exdates="cancelled")
    life.sync(MONDAY)
    missed = next(slot["start"] for slot in reversed(only(life)["slots"]) if slot["state"] == "not-kept")
    slot = datetime.fromisoformat(missed)
    ours = f"{event}_{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    times = {name: {"dateTime": (slot + timedelta(days=1, hours=n)).isoformat()} for n, name in enumerate(TIMES)}
    life.google.edit(ours, status="confirmed", **times)
    report = life.sync(MONDAY)
    (again,) = report["recounted"]
    assert (again["mentorship"], again["dates"]) == (only(life)["id"], 1)
    assert "had been moved" in again["says"]
    assert only(life)["counts"]["not_kept"] == 3
    assert life.sync(MONDAY)["recounted"] == []


def test_another_weekday_is_another_time_and_no_date_of_it_had_been_moved(life: Life, journey: Journey) -> None:
    (event,) = life.google.load_ics(journey("j02"), exdates="cancelled")
    life.sync(MONDAY)
    (master,) = (one for one in life.google.events() if one["id"] == event)
    times = {name: moved(master[name], days=1) for name in TIMES}
    rules = [rule.replace("BYDAY=TH", "BYDAY=FR") for rule in master["recurrence"]]
    assert rules != master["recurrence"]
    life.google.edit(event, recurrence=rules, **times)
    report = life.sync(MONDAY)
    assert [one["what"] for one in report["changed"]] == [["dates"]]
    assert report["recounted"] == []


TIMES = ("start", "end")


def moved(time: dict[str, str], days: int) -> dict[str, str]:
    at = datetime.fromisoformat(time["dateTime"]) + timedelta(days=days)
    return {**time, "dateTime": at.isoformat()}
