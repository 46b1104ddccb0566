"""Calendars made full: the journeys' files, split series, bad events, thousands of them; and the other process."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.google import filling, hostile
from tests.google.asking import ME, every_page, weekly
from tests.google.client import calendar_api
from tests.google.process import ROOT, ControlError, GoogleProcess, Remote
from tests.google.server import GoogleServer

JOURNEYS = Path(__file__).parents[1] / "data" / "journeys"
CASES = Path(__file__).parents[1] / "data" / "cases"


@pytest.fixture
def events(google_api: Any) -> Any:
    return google_api.events()


def test_j2_belongs_to_the_mentor(google: GoogleServer, events: Any) -> None:
    (event_id,) = google.load_ics(JOURNEYS / "j02_mentor_is_organiser.ics")
    row = events.get(calendarId=ME, eventId=event_id).execute()
    assert row["iCalUID"] == "j02@caldav.example"
    assert row["organizer"] == {"email": "mentor@example.org"}
    assert len(row["recurrence"]) == 5
    bounds = {"timeMin": "2026-01-01T00:00:00Z", "timeMax": "2026-04-20T00:00:00Z"}
    kept = events.instances(calendarId=ME, eventId=event_id, **bounds).execute()["items"]
    assert len(kept) == 4


def test_j9_has_its_override_and_its_exdate(google: GoogleServer, events: Any) -> None:
    assert google.load_ics(JOURNEYS / "j09_undo.ics") == ["j09", "j09_20260506T130000Z"]
    master, moved = events.list(calendarId=ME).execute()["items"]
    assert master["recurrence"] == ["RRULE:FREQ=WEEKLY;BYDAY=WE", "EXDATE;TZID=America/Toronto:20260218T090000"]
    assert (moved["start"]["dateTime"], moved["summary"]) == ("2026-05-07T16:00:00+01:00", "Mentoring (moved)")
    assert moved["originalStartTime"]["dateTime"] == "2026-05-06T14:00:00+01:00"


def test_j11_from_two_calendars(google: GoogleServer, events: Any) -> None:
    google.add_calendar("second@group.calendar.google.com")
    google.load_ics(JOURNEYS / "j11a_offline_export.ics")
    google.load_ics(JOURNEYS / "j11b_live_extra_makeup.ics", "second@group.calendar.google.com")
    assert events.get(calendarId=ME, eventId="j11").execute()["iCalUID"] == "j11@google.com"
    rows = events.list(calendarId="second@group.calendar.google.com").execute()["items"]
    assert [row["start"]["dateTime"] for row in rows] == ["2025-10-09T17:30:00+01:00", "2025-11-06T08:30:00Z"]


def test_exdates_may_become_cancelled_exceptions(google: GoogleServer, events: Any) -> None:
    google.load_ics(JOURNEYS / "j11a_offline_export.ics", exdates="cancelled")
    rows = events.list(calendarId=ME).execute()["items"]
    assert [row["status"] for row in rows] == ["confirmed", *["cancelled"] * 5]
    assert rows[0]["recurrence"] == ["RRULE:FREQ=WEEKLY;BYDAY=TU"]


@pytest.mark.parametrize("path", sorted(JOURNEYS.glob("*.ics")), ids=lambda path: path.stem)
def test_every_journey_can_be_loaded(google: GoogleServer, events: Any, path: Path) -> None:
    ids = google.load_ics(path)
    rows = events.list(calendarId=ME).execute()["items"]
    assert [row["id"] for row in rows] == ids


def test_a_split_series_is_a_second_master(google: GoogleServer, events: Any) -> None:
    ids = google.load_ics(CASES / "23-google-following-split.ics")
    assert ids == ["k5b0s2c23", "k5b0s2c23_R20260505T080000"]
    rows = events.list(calendarId=ME).execute()["items"]
    assert [row.get("recurringEventId") for row in rows] == [None, None]
    assert [row["iCalUID"] for row in rows] == [f"{one}@google.com" for one in ids]
    first = events.instances(calendarId=ME, eventId=ids[1], maxResults=1).execute()["items"][0]
    assert first["id"] == "k5b0s2c23_R20260505T080000_20260505T080000Z"


def test_google_can_split_a_series_itself(google: GoogleServer, events: Any) -> None:
    events.insert(calendarId=ME, body=weekly(id="series1"), sendUpdates="none").execute()
    new_id = google.split_series("series1", datetime(2026, 4, 6, 8, tzinfo=UTC), summary="Anna")
    assert new_id == "series1_R20260406T080000"
    old, new = events.list(calendarId=ME).execute()["items"]
    assert old["recurrence"] == ["RRULE:FREQ=WEEKLY;UNTIL=20260405T215959Z"]
    assert (new["recurrence"], new["summary"]) == (["RRULE:FREQ=WEEKLY"], "Anna")
    assert new["start"] == {"dateTime": "2026-04-06T09:00:00+01:00", "timeZone": "Europe/Berlin"}
    last = events.instances(calendarId=ME, eventId="series1").execute()["items"][-1]
    assert last["start"]["dateTime"] == "2026-03-30T09:00:00+01:00"


def test_somebody_elses_hand(google: GoogleServer, events: Any) -> None:
    event = events.insert(calendarId=ME, body=weekly(id="series1", location="Room"), sendUpdates="none").execute()
    token = events.list(calendarId=ME).execute()["nextSyncToken"]
    google.edit("series1", recurrence=["RRULE:FREQ=WEEKLY;UNTIL=20260119T090000Z"], location=None)
    google.edit("series1_20260112T090000Z", summary="Moved by hand")
    series, instance = events.list(calendarId=ME, syncToken=token).execute()["items"]
    assert series["etag"] != event["etag"]
    assert "location" not in series
    assert instance["summary"] == "Moved by hand"
    assert [row["id"] for row in google.events()] == [series["id"], instance["id"]]
    assert google.mails == []


def test_bad_events_are_listed_as_they_are(google: GoogleServer, events: Any) -> None:
    ids = {name: google.put(body) for name, body in hostile.EVENTS.items()}
    rows = {row["id"]: row for row in events.list(calendarId=ME).execute()["items"]}
    assert set(rows) == set(ids.values())
    assert "start" not in rows[ids["no start"]]
    assert len(rows[ids["250 guests"]]["attendees"]) == 250
    assert len(rows[ids["100 KB of markup"]]["description"]) > 100_000
    assert rows[ids["unknown type and fields"]]["eventType"] == "hologram"
    assert rows[ids["unknown type and fields"]]["aFieldOfTomorrow"] == {"deep": [1, None, "x"]}
    assert rows[ids["date-only UNTIL on a timed series"]]["recurrence"] == ["RRULE:FREQ=WEEKLY;UNTIL=20260119"]
    short = events.list(calendarId=ME, maxAttendees=50).execute()["items"]
    omitted = [ids[name] for name in ("250 guests", "attendees omitted", "hidden guest list")]
    assert [row["id"] for row in short if row.get("attendeesOmitted")] == omitted
    assert rows[ids["an exception without its series"]]["recurringEventId"] == "nowhere"
    bounds = {"timeMin": "2026-01-01T00:00:00Z", "timeMax": "2026-02-01T00:00:00Z"}
    assert events.list(calendarId=ME, singleEvents=True, **bounds).execute()["items"]


@pytest.mark.parametrize("name", hostile.EVENTS)
def test_no_bad_event_breaks_any_call(google: GoogleServer, google_api: Any, events: Any, name: str) -> None:
    event_id = google.put(hostile.EVENTS[name])
    bounds = {"timeMin": "2026-01-01T00:00:00Z", "timeMax": "2026-02-01T00:00:00Z"}
    token = events.list(calendarId=ME).execute()["nextSyncToken"]
    for call in (
        events.get(calendarId=ME, eventId=event_id),
        events.instances(calendarId=ME, eventId=event_id),
        events.list(calendarId=ME, singleEvents=True, orderBy="startTime"),
        events.list(calendarId=ME, singleEvents=True, maxAttendees=1, **bounds),
        events.list(calendarId=ME, q="mentoring", eventTypes=["default"], privateExtendedProperty="a=b"),
        events.list(calendarId=ME, timeZone="America/Toronto", **bounds),
        events.patch(calendarId=ME, eventId=event_id, body={"colorId": "4"}, sendUpdates="all"),
        events.patch(calendarId=ME, eventId=event_id, body={"summary": "New"}, sendUpdates="all"),
        events.delete(calendarId=ME, eventId=event_id, sendUpdates="all"),
    ):
        try:
            call.execute()
        except HttpError as error:
            assert error.resp.status < 500
    changed = events.list(calendarId=ME, syncToken=token).execute()["items"]
    assert [row["id"] for row in changed] in ([event_id], [])


def test_thousands_of_events(google: GoogleServer, events: Any) -> None:
    filling.crowd(google.world, google.calendar())
    google.warm()
    pages, last = every_page(events.list, calendarId=ME, maxResults=2500)
    assert [len(page) for page in pages] == [2500, 2500, 2500, 500]
    rows = [row for page in pages for row in page]
    assert sum("recurrence" in row for row in rows) == 40
    assert len({row["id"] for row in rows}) == 8000
    assert 0 < sum(row["status"] == "cancelled" for row in rows) < 4000
    google.forget_requests()
    assert events.list(calendarId=ME, syncToken=last["nextSyncToken"]).execute()["items"] == []
    assert google.counts == {"events.list-sync": 1}


def test_the_servers_own_time_is_in_its_answers(google: GoogleServer, google_api: Any) -> None:
    call = google_api.colors().get()
    headers: dict[str, str] = {}
    call.add_response_callback(headers.update)
    call.execute()
    assert headers["server-timing"].startswith("own;dur=")


def test_a_process_by_hand_ends_when_it_is_told(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.json"
    scenario.write_text('{"zone": "Europe/Berlin"}', encoding="utf-8")
    command = [sys.executable, "-m", "tests.google", "--scenario", str(scenario)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout
        remote = Remote(server.stdout.readline().strip())
        assert remote.call("events") == []
        server.terminate()
        assert server.wait(10) == 0


def test_a_process_of_its_own() -> None:
    scenario = {
        "account": ME,
        "zone": "America/Toronto",
        "now": "2026-04-14T10:00:00-04:00",
        "modes": {"beyond_end": "kept"},
        "do": [["load_ics", {"path": str(JOURNEYS / "j09_undo.ics")}], ["fault", {"name": "503", "kind": "colors.*"}]],
    }
    with GoogleProcess(scenario) as remote:
        api = calendar_api(remote.base_url, remote.call("sign_in")[0])
        assert (
            api.events().get(calendarId=ME, eventId="j09").execute()["start"]["dateTime"] == "2026-01-07T09:00:00-05:00"
        )
        api.events().patch(calendarId=ME, eventId="j09", body={"summary": "x"}, sendUpdates="all").execute()
        assert remote.call("counts") == {"events.get": 1, "events.patch": 1}
        assert [mail["kind"] for mail in remote.call("mails")] == ["update"]
        assert [row["summary"] for row in remote.call("events")] == ["x", "Mentoring (moved)"]
        assert remote.call("modes", testing=True)["beyond_end"] == "kept"
        assert remote.call("requests")[1]["committed"] is True
        assert remote.call("events")[0]["updated"].startswith("2026-04-14T14:00:00")
        assert [fault["name"] for fault in remote.call("faults")] == ["503"]
        remote.call("clear_faults")
        remote.call("consents", steps=[{"act": "deny"}, {"leave_out": ["calendar.events"]}])
        remote.call("crowd", series=2, events=10)
        assert len(remote.call("events")) == 12
        with pytest.raises(ControlError, match="no_such_call"):
            remote.call("no_such_call")
        api.close()
