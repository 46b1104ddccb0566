"""Section 1: pages, tombstones, sync tokens and their loss, through Google's own library."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.google.asking import ME, every_page, refused, single, weekly
from tests.google.server import GoogleServer


@pytest.fixture
def events(google_api: Any) -> Any:
    return google_api.events()


def _insert(events: Any, event_id: str, body: dict[str, Any]) -> Any:
    return events.insert(calendarId=ME, body=body | {"id": event_id}, sendUpdates="none").execute()


def test_only_the_last_page_has_a_sync_token(google: GoogleServer, events: Any) -> None:
    for number in range(5):
        _insert(events, f"event{number}", single())
    pages, last = every_page(events.list, calendarId=ME, maxResults=2)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert last["nextSyncToken"]
    assert google.counts["events.list"] == 3


def test_pages_are_cut_before_tombstones_are_left_out(events: Any) -> None:
    for number in range(6):
        _insert(events, f"event{number}", single())
    for number in range(4):
        events.delete(calendarId=ME, eventId=f"event{number}", sendUpdates="none").execute()
    pages, _ = every_page(events.list, calendarId=ME, maxResults=2)
    assert [len(page) for page in pages] == [0, 0, 2]
    deleted, _ = every_page(events.list, calendarId=ME, maxResults=2, showDeleted=True)
    assert [[row["status"] for row in page] for page in deleted] == [["cancelled"] * 2] * 2 + [["confirmed"] * 2]


def test_empty_early_pages_on_command(google: GoogleServer, events: Any) -> None:
    google.modes.leading_empty_pages = 2
    _insert(events, "event1", single())
    pages, last = every_page(events.list, calendarId=ME)
    assert [len(page) for page in pages] == [0, 0, 1]
    assert last["nextSyncToken"]


def test_a_page_asked_for_twice_is_the_same_page(events: Any) -> None:
    for number in range(3):
        _insert(events, f"event{number}", single())
    first = events.list(calendarId=ME, maxResults=1).execute()
    again = [events.list(calendarId=ME, maxResults=1, pageToken=first["nextPageToken"]).execute() for _ in range(2)]
    assert again[0]["items"] == again[1]["items"]


def test_what_changes_during_the_pages_is_in_the_next_sync(events: Any) -> None:
    for number in range(2):
        _insert(events, f"event{number}", single())
    first = events.list(calendarId=ME, maxResults=1).execute()
    _insert(events, "late1", single())
    last = events.list(calendarId=ME, maxResults=1, pageToken=first["nextPageToken"]).execute()
    changes = events.list(calendarId=ME, syncToken=last["nextSyncToken"]).execute()
    assert [row["id"] for row in changes["items"]] == ["late1"]


def test_an_incremental_sync_has_only_what_changed_and_deletions_bare(events: Any) -> None:
    for number in range(3):
        _insert(events, f"event{number}", single())
    token = events.list(calendarId=ME).execute()["nextSyncToken"]
    assert events.list(calendarId=ME, syncToken=token).execute()["items"] == []
    events.patch(calendarId=ME, eventId="event1", body={"summary": "New"}, sendUpdates="none").execute()
    events.delete(calendarId=ME, eventId="event2", sendUpdates="none").execute()
    rows = {row["id"]: row for row in events.list(calendarId=ME, syncToken=token).execute()["items"]}
    assert rows["event1"]["summary"] == "New"
    assert set(rows["event2"]) == {"kind", "etag", "id", "status"}
    assert set(rows) == {"event1", "event2"}


@pytest.mark.parametrize(
    "parameter",
    [
        {"iCalUID": "x"},
        {"orderBy": "updated"},
        {"privateExtendedProperty": "a=b"},
        {"q": "x"},
        {"sharedExtendedProperty": "a=b"},
        {"timeMin": "2026-01-01T00:00:00Z"},
        {"timeMax": "2026-01-01T00:00:00Z"},
        {"updatedMin": "2026-01-01T00:00:00Z"},
        {"showDeleted": False},
    ],
)
def test_what_may_not_stand_beside_a_sync_token(events: Any, parameter: dict[str, Any]) -> None:
    token = events.list(calendarId=ME).execute()["nextSyncToken"]
    assert refused(events.list(calendarId=ME, syncToken=token, **parameter)) == (
        400,
        "syncTokenWithRequestRestrictions",
        "Sync token cannot be used with other request restrictions.",
    )


def test_other_parameters_than_at_first_are_an_error_here(events: Any) -> None:
    token = events.list(calendarId=ME, singleEvents=False).execute()["nextSyncToken"]
    assert refused(events.list(calendarId=ME, syncToken=token, singleEvents=True))[0] == 400
    assert events.list(calendarId=ME, syncToken=token).execute()["items"] == []


def test_a_first_sync_may_be_bounded_but_not_ordered_or_searched(events: Any) -> None:
    assert "nextSyncToken" in events.list(calendarId=ME, timeMin="2026-01-01T00:00:00Z").execute()
    for parameter in ({"q": "x"}, {"orderBy": "updated"}, {"iCalUID": "x"}, {"updatedMin": None}):
        if parameter.get("updatedMin", "") is not None:
            assert "nextSyncToken" not in events.list(calendarId=ME, **parameter).execute()


def test_a_lost_token_is_410_by_its_reason(google: GoogleServer, events: Any) -> None:
    token = events.list(calendarId=ME).execute()["nextSyncToken"]
    google.lose_sync_tokens()
    assert refused(events.list(calendarId=ME, syncToken=token)) == (
        410,
        "fullSyncRequired",
        "Sync token is no longer valid, a full sync is required.",
    )
    assert refused(events.list(calendarId=ME, syncToken="nonsense"))[0] == 400
    assert events.list(calendarId=ME).execute()["nextSyncToken"] != token


def test_updated_min_reaches_back_28_days(google: GoogleServer, events: Any) -> None:
    near = google.world.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert events.list(calendarId=ME, updatedMin=near).execute()["items"] == []
    assert refused(events.list(calendarId=ME, updatedMin="2020-01-01T00:00:00Z"))[:2] == (410, "updatedMinTooLongAgo")


def test_updated_min_has_deletions(google: GoogleServer, events: Any) -> None:
    since = google.world.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    _insert(events, "event1", single())
    events.delete(calendarId=ME, eventId="event1", sendUpdates="none").execute()
    assert [row["status"] for row in events.list(calendarId=ME, updatedMin=since).execute()["items"]] == ["cancelled"]


def test_masters_and_exceptions_or_instances(events: Any) -> None:
    _insert(events, "series1", weekly(recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"]))
    slots = events.instances(calendarId=ME, eventId="series1").execute()["items"]
    events.patch(calendarId=ME, eventId=slots[1]["id"], body={"summary": "Other"}, sendUpdates="none").execute()
    events.delete(calendarId=ME, eventId=slots[2]["id"], sendUpdates="none").execute()
    rows = events.list(calendarId=ME).execute()["items"]
    assert [row["id"] for row in rows] == ["series1", slots[1]["id"], slots[2]["id"]]
    single_rows = events.list(calendarId=ME, singleEvents=True, orderBy="startTime").execute()["items"]
    assert [row["id"] for row in single_rows] == [slots[0]["id"], slots[1]["id"], slots[3]["id"]]
    all_rows = events.list(calendarId=ME, singleEvents=True, showDeleted=True).execute()["items"]
    assert [row["status"] for row in all_rows].count("cancelled") == 1
    assert refused(events.list(calendarId=ME, orderBy="startTime"))[0] == 400


def test_cancelled_exceptions_come_bare_even_without_show_deleted(events: Any) -> None:
    _insert(events, "series1", weekly())
    second = events.instances(calendarId=ME, eventId="series1").execute()["items"][1]
    events.delete(calendarId=ME, eventId=second["id"], sendUpdates="none").execute()
    rows = events.list(calendarId=ME, showDeleted=False, singleEvents=False).execute()["items"]
    assert {key: value for key, value in rows[1].items() if key not in ("kind", "etag")} == {
        "id": "series1_20260112T090000Z",
        "status": "cancelled",
        "recurringEventId": "series1",
        "originalStartTime": {"dateTime": "2026-01-12T09:00:00Z", "timeZone": "Europe/Berlin"},
    }


def test_exceptions_of_a_deleted_series_are_not_listed(events: Any) -> None:
    _insert(events, "series1", weekly())
    second = events.instances(calendarId=ME, eventId="series1").execute()["items"][1]
    events.patch(calendarId=ME, eventId=second["id"], body={"summary": "Other"}, sendUpdates="none").execute()
    events.delete(calendarId=ME, eventId="series1", sendUpdates="none").execute()
    assert events.list(calendarId=ME).execute()["items"] == []
    assert events.get(calendarId=ME, eventId=second["id"]).execute()["status"] == "cancelled"


def test_bounds(events: Any) -> None:
    _insert(events, "single1", single())  # 09:00 to 10:00 UTC on 5 January
    _insert(events, "endless", weekly(summary="Endless"))

    def ids(**bounds: str) -> list[str]:
        return [row["id"] for row in events.list(calendarId=ME, **bounds).execute()["items"]]

    assert ids(timeMin="2026-01-05T09:59:59Z") == ["single1", "endless"]
    assert ids(timeMin="2026-01-05T10:00:00Z") == ["endless"]  # the end is the bound, and it is exclusive
    assert ids(timeMax="2026-01-05T09:00:00Z") == []
    assert ids(timeMax="2026-01-05T09:00:01Z") == ["single1", "endless"]
    assert refused(events.list(calendarId=ME, timeMin="2026-01-05T10:00:00"))[0] == 400
    empty = events.list(calendarId=ME, timeMin="2026-01-05T10:00:00Z", timeMax="2026-01-05T10:00:00Z")
    assert refused(empty)[:2] == (400, "timeRangeEmpty")


def test_times_are_printed_in_the_zone_of_the_calendar_or_the_one_asked_for(events: Any) -> None:
    _insert(events, "single1", single())
    row = events.list(calendarId=ME).execute()["items"][0]
    assert row["start"] == {"dateTime": "2026-01-05T09:00:00Z", "timeZone": "Europe/Berlin"}
    row = events.list(calendarId=ME, timeZone="America/Toronto").execute()["items"][0]
    assert row["start"] == {"dateTime": "2026-01-05T04:00:00-05:00", "timeZone": "Europe/Berlin"}


def test_event_types_and_searches(events: Any) -> None:
    _insert(events, "single1", single(extendedProperties={"private": {"k": "v"}, "shared": {"s": "w"}}))
    leave = single(eventType="outOfOffice", summary="Away")
    del leave["attendees"]
    _insert(events, "leave", leave)

    def ids(**filters: Any) -> list[str]:
        return [row["id"] for row in events.list(calendarId=ME, **filters).execute()["items"]]

    assert ids(eventTypes=["outOfOffice"]) == ["leave"]
    assert ids(eventTypes=["default", "outOfOffice"]) == ["single1", "leave"]
    assert ids(iCalUID="single1@google.com") == ["single1"]
    assert ids(q="away") == ["leave"]
    assert ids(privateExtendedProperty="k=v") == ["single1"]
    assert ids(sharedExtendedProperty="s=v") == []


def test_max_attendees_leaves_the_participant(events: Any) -> None:
    _insert(events, "single1", single())
    row = events.list(calendarId=ME, maxAttendees=1).execute()["items"][0]
    assert row["attendeesOmitted"] is True
    assert [person["email"] for person in row["attendees"]] == [ME]
    assert "attendeesOmitted" not in events.get(calendarId=ME, eventId="single1", maxAttendees=2).execute()


def test_a_sync_token_is_of_its_calendar(google: GoogleServer, events: Any) -> None:
    google.add_calendar("second@group.calendar.google.com")
    token = events.list(calendarId=ME).execute()["nextSyncToken"]
    assert refused(events.list(calendarId="second@group.calendar.google.com", syncToken=token))[0] == 400
    padded = token + "=" * (-len(token) % 4)
    assert ME.encode() in base64.urlsafe_b64decode(padded)
