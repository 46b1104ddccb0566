"""Sections 2 to 5: instances, exceptions, ends of a series, the forms of UNTIL."""

from __future__ import annotations

from typing import Any

import pytest

from tests.google.asking import ME, matching, refused, single, weekly
from tests.google.server import GoogleServer

ENDED = "RRULE:FREQ=WEEKLY;UNTIL=20260119T090000Z"


@pytest.fixture
def events(google_api: Any) -> Any:
    return google_api.events()


@pytest.fixture
def series(events: Any) -> Any:
    return events.insert(calendarId=ME, body=weekly(id="series1"), sendUpdates="none").execute()


def _instances(events: Any, **more: Any) -> list[dict[str, Any]]:
    return events.instances(calendarId=ME, eventId="series1", maxResults=2500, **more).execute()["items"]


def _patch(events: Any, event_id: str, **body: Any) -> Any:
    return events.patch(calendarId=ME, eventId=event_id, body=body, sendUpdates="none").execute()


def _delete(events: Any, event_id: str) -> None:
    events.delete(calendarId=ME, eventId=event_id, sendUpdates="none").execute()


def test_ids_of_instances_are_the_original_slot_in_utc(events: Any, series: Any) -> None:
    rows = _instances(events, timeMin="2026-03-23T00:00:00Z", timeMax="2026-04-01T00:00:00Z")
    assert [row["id"] for row in rows] == ["series1_20260323T090000Z", "series1_20260330T080000Z"]
    day = weekly(id="dates1", start={"date": "2026-01-05"}, end={"date": "2026-01-06"})
    events.insert(calendarId=ME, body=day, sendUpdates="none").execute()
    first = events.instances(calendarId=ME, eventId="dates1", maxResults=1).execute()["items"][0]
    assert (first["id"], first["originalStartTime"]) == ("dates1_20260105", {"date": "2026-01-05"})


def test_original_start_finds_a_moved_and_a_cancelled_instance(events: Any, series: Any) -> None:
    rows = _instances(events, timeMax="2026-02-01T00:00:00Z")
    times = {"start": {"dateTime": "2026-01-14T15:00:00Z"}, "end": {"dateTime": "2026-01-14T16:00:00Z"}}
    _patch(events, rows[1]["id"], **times)
    _delete(events, rows[2]["id"])
    moved = _instances(events, originalStart="2026-01-12T10:00:00+01:00")
    assert [row["start"]["dateTime"] for row in moved] == ["2026-01-14T15:00:00Z"]
    assert _instances(events, originalStart="2026-01-19T09:00:00Z") == []
    cancelled = _instances(events, originalStart="2026-01-19T09:00:00Z", showDeleted=True)
    assert [row["status"] for row in cancelled] == ["cancelled"]


def test_instances_of_an_instance_is_that_one(events: Any, series: Any) -> None:
    answer = events.instances(calendarId=ME, eventId="series1_20260112T090000Z").execute()
    assert [row["id"] for row in answer["items"]] == ["series1_20260112T090000Z"]


def test_instances_have_pages_and_end_somewhere(google: GoogleServer, events: Any, series: Any) -> None:
    google.modes.rows_per_page = 500
    first = events.instances(calendarId=ME, eventId="series1", maxResults=2500).execute()
    second = events.instances(
        calendarId=ME, eventId="series1", maxResults=2500, pageToken=first["nextPageToken"]
    ).execute()
    assert (len(first["items"]), len(second["items"])) == (500, 230)
    assert "nextPageToken" not in second


def test_a_slot_that_the_rule_does_not_have_is_not_found(events: Any, series: Any) -> None:
    assert refused(events.get(calendarId=ME, eventId="series1_20260113T090000Z"))[:2] == (404, "notFound")
    assert events.get(calendarId=ME, eventId="series1_20260112T090000Z").execute()["recurringEventId"] == "series1"


def test_overridden_fields_survive_a_change_of_the_series_and_others_follow_it(events: Any, series: Any) -> None:
    _patch(events, "series1_20260112T090000Z", summary="Own title")
    _patch(events, "series1", summary="New title", location="Room 1")
    row = events.get(calendarId=ME, eventId="series1_20260112T090000Z").execute()
    assert (row["summary"], row["location"]) == ("Own title", "Room 1")


def test_an_exception_has_an_etag_of_its_own_and_a_plain_instance_that_of_its_series(events: Any, series: Any) -> None:
    plain = events.get(calendarId=ME, eventId="series1_20260112T090000Z").execute()
    assert plain["etag"] == series["etag"]
    changed = matching(
        events.patch(calendarId=ME, eventId=plain["id"], body={"summary": "Own"}, sendUpdates="none"), plain["etag"]
    ).execute()
    assert changed["etag"] != series["etag"]
    assert events.get(calendarId=ME, eventId="series1").execute()["etag"] == series["etag"]


def test_the_links_of_an_instance_cannot_be_changed(events: Any, series: Any) -> None:
    row = _patch(events, "series1_20260112T090000Z", recurringEventId="other", originalStartTime={"date": "2020-01-01"})
    assert (row["recurringEventId"], row["originalStartTime"]["dateTime"]) == ("series1", "2026-01-12T09:00:00Z")
    focus = events.patch(calendarId=ME, eventId="series1", body={"eventType": "focusTime"}, sendUpdates="none")
    assert refused(focus) == (400, "invalid", "Event type cannot be changed.")


def test_until_is_inclusive_and_lines_stay_as_given(events: Any, series: Any) -> None:
    lines = ["EXDATE;TZID=Europe/Berlin:20260112T100000", ENDED, "RDATE;TZID=Europe/Berlin:20260121T100000"]
    assert _patch(events, "series1", recurrence=lines)["recurrence"] == lines
    starts = [row["start"]["dateTime"] for row in _instances(events)]
    assert starts == ["2026-01-05T09:00:00Z", "2026-01-19T09:00:00Z", "2026-01-21T09:00:00Z"]


@pytest.mark.parametrize("mode", ["reset", "kept", "cancelled"])
def test_exceptions_beyond_the_new_end(google: GoogleServer, events: Any, series: Any, mode: Any) -> None:
    google.modes.beyond_end = mode
    times = {"start": {"dateTime": "2026-01-15T09:00:00Z"}, "end": {"dateTime": "2026-01-15T10:00:00Z"}}
    _patch(events, "series1_20260202T090000Z", **times)  # slot after the end, start before it
    _patch(events, "series1_20260112T090000Z", summary="Before the end")
    _delete(events, "series1_20260209T090000Z")
    _patch(events, "series1", recurrence=[ENDED])
    left = {row["originalStartTime"]["dateTime"][5:10] for row in _instances(events)}
    assert left == {"01-05", "01-12", "01-19"} | ({"02-02"} if mode == "kept" else set())
    found = _instances(events, originalStart="2026-02-02T09:00:00Z", showDeleted=True)
    assert [row["status"] for row in found] == {"reset": [], "kept": ["confirmed"], "cancelled": ["cancelled"]}[mode]
    _patch(events, "series1", recurrence=["RRULE:FREQ=WEEKLY"])
    again = {row["id"]: row for row in _instances(events, timeMax="2026-03-01T00:00:00Z", showDeleted=True)}
    moved, removed = again["series1_20260202T090000Z"], again["series1_20260209T090000Z"]
    if mode == "reset":
        assert (moved["start"]["dateTime"], removed["status"]) == ("2026-02-02T09:00:00Z", "confirmed")
    else:
        assert moved["status"] == ("confirmed" if mode == "kept" else "cancelled")
        assert removed["status"] == "cancelled"


def test_a_cancelled_instance_can_be_restored_with_what_it_had(events: Any, series: Any) -> None:
    _patch(events, "series1_20260112T090000Z", summary="Own title")
    _delete(events, "series1_20260112T090000Z")
    assert refused(events.delete(calendarId=ME, eventId="series1_20260112T090000Z"))[:2] == (410, "deleted")
    row = _patch(events, "series1_20260112T090000Z", status="confirmed")
    assert (row["status"], row["summary"]) == ("confirmed", "Own title")
    assert len(_instances(events, timeMax="2026-02-01T00:00:00Z")) == 4


def test_put_drops_what_is_left_out(events: Any, series: Any) -> None:
    body = {"start": series["start"], "end": series["end"], "summary": "Only this"}
    row = events.update(calendarId=ME, eventId="series1", body=body, sendUpdates="none").execute()
    assert "attendees" not in row
    assert "recurrence" not in row


def test_put_of_an_instance_over_its_series_leaves_one_event(events: Any, series: Any) -> None:
    _patch(events, "series1_20260119T090000Z", summary="Own title")
    instance = events.get(calendarId=ME, eventId="series1_20260112T090000Z").execute()
    events.update(calendarId=ME, eventId="series1", body=instance, sendUpdates="none").execute()
    rows = events.list(calendarId=ME, singleEvents=True).execute()["items"]
    assert [row["start"]["dateTime"] for row in rows] == ["2026-01-12T09:00:00Z"]


def test_put_needs_both_times(events: Any, series: Any) -> None:
    bad = events.update(calendarId=ME, eventId="series1", body={"start": series["start"]}, sendUpdates="none")
    assert refused(bad) == (400, "required", "Missing end time.")


def test_a_patched_start_anchors_the_series_anew(events: Any, series: Any) -> None:
    times = {"start": {"dateTime": "2026-03-02T09:00:00Z"}, "end": {"dateTime": "2026-03-02T10:00:00Z"}}
    _patch(events, "series1", **times)
    assert _instances(events)[0]["start"]["dateTime"] == "2026-03-02T09:00:00Z"


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("UNTIL=20260119T090000Z", "2026-01-19"),
        ("UNTIL=20260119T085959Z", "2026-01-12"),
        ("UNTIL=20260119", "2026-01-19"),  # a date on a timed series: that whole local day
        ("UNTIL=20260118", "2026-01-12"),
        ("COUNT=2", "2026-01-12"),
    ],
)
def test_forms_of_until_on_a_timed_series(events: Any, series: Any, rule: str, last: str) -> None:
    _patch(events, "series1", recurrence=[f"RRULE:FREQ=WEEKLY;{rule}"])
    assert _instances(events)[-1]["start"]["dateTime"][:10] == last


@pytest.mark.parametrize(("rule", "last"), [("UNTIL=20260119", "2026-01-19"), ("UNTIL=20260119T000000Z", "2026-01-19")])
def test_forms_of_until_on_whole_days(events: Any, rule: str, last: str) -> None:
    body = weekly(id="dates1", start={"date": "2026-01-05"}, end={"date": "2026-01-06"})
    body["recurrence"] = [f"RRULE:FREQ=WEEKLY;{rule}"]
    events.insert(calendarId=ME, body=body, sendUpdates="none").execute()
    rows = events.instances(calendarId=ME, eventId="dates1").execute()["items"]
    assert rows[-1]["start"] == {"date": last}


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:FREQ=WEEKLY;UNTIL=20260119T100000",  # floating
        "RRULE:FREQ=WEEKLY;UNTIL=20260119T090000Z;COUNT=3",
        "RRULE:FREQ=FORTNIGHTLY",
        "RRULE:INTERVAL=2",
        "DTSTART:20260105T090000Z",
        "RRULE:FREQ=WEEKLY;UNTIL=20251201T090000Z",  # before the start
    ],
)
def test_rules_that_are_not_taken(events: Any, series: Any, line: str) -> None:
    bad = events.patch(calendarId=ME, eventId="series1", body={"recurrence": [line]}, sendUpdates="none")
    assert refused(bad) == (400, "invalid", "Invalid recurrence rule.")
    assert events.get(calendarId=ME, eventId="series1").execute()["recurrence"] == series["recurrence"]


def test_until_before_the_start_may_be_taken_instead(google: GoogleServer, events: Any, series: Any) -> None:
    google.modes.until_before_start = "accept"
    _patch(events, "series1", recurrence=["RRULE:FREQ=WEEKLY;UNTIL=20251201T090000Z"])
    assert _instances(events) == []


def test_a_leap_day_comes_every_fourth_year(events: Any) -> None:
    body = weekly(id="leap1", start={"date": "2028-02-29"}, end={"date": "2028-03-01"})
    body["recurrence"] = ["RRULE:FREQ=YEARLY;COUNT=3"]
    events.insert(calendarId=ME, body=body, sendUpdates="none").execute()
    rows = events.instances(calendarId=ME, eventId="leap1").execute()["items"]
    assert [row["start"]["date"] for row in rows] == ["2028-02-29", "2032-02-29", "2036-02-29"]


def test_a_recurring_event_needs_a_zone(events: Any) -> None:
    body = weekly(start={"dateTime": "2026-01-05T10:00:00+01:00"}, end={"dateTime": "2026-01-05T11:00:00+01:00"})
    message = "Missing time zone definition for start time."
    assert refused(events.insert(calendarId=ME, body=body)) == (400, "required", message)
    body = single(start={"dateTime": "2026-01-05T10:00:00"}, end={"dateTime": "2026-01-05T11:00:00Z"})
    assert refused(events.insert(calendarId=ME, body=body)) == (400, "required", message)
    zone = {"dateTime": "2026-01-05T10:00:00", "timeZone": "Moon/Crater"}
    assert refused(events.insert(calendarId=ME, body=weekly(start=zone)))[0] == 400
    assert events.insert(calendarId=ME, body=single(start={"dateTime": "2026-01-05T10:00:00+01:00"})).execute()["id"]


def test_a_time_of_two_kinds_is_refused(events: Any, series: Any) -> None:
    bad = events.patch(calendarId=ME, eventId="series1", body={"start": {"date": "2026-01-05"}}, sendUpdates="none")
    assert refused(bad)[:2] == (400, "invalid")
    body = {"start": {"date": "2026-01-05", "dateTime": None, "timeZone": None}}
    body["end"] = {"date": "2026-01-06", "dateTime": None, "timeZone": None}
    assert _patch(events, "series1", **body)["start"] == {"date": "2026-01-05"}
