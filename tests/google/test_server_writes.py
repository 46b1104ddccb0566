"""Sections 8 and 9: client ids, etags, versioned fields, event types, deletions, moves, writes that are ignored."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.google.asking import ME, matching, refused, single, weekly
from tests.google.server import GoogleServer

SECOND = "second@group.calendar.google.com"


@pytest.fixture
def events(google_api: Any) -> Any:
    return google_api.events()


def _insert(events: Any, body: dict[str, Any], **more: Any) -> Any:
    return events.insert(calendarId=ME, body=body, **({"sendUpdates": "none"} | more)).execute()


@pytest.mark.parametrize("event_id", ["abcd", "xyz12", "UPPER", "with-dash", "a" * 1025, "a_b_c_d"])
def test_ids_of_a_wrong_form(events: Any, event_id: str) -> None:
    bad = events.insert(calendarId=ME, body=single(id=event_id), sendUpdates="none")
    assert refused(bad) == (400, "invalid", "Invalid resource id value.")


def test_an_id_is_taken_once_even_after_deletion(events: Any) -> None:
    event_id = uuid.uuid4().hex
    assert _insert(events, single(id=event_id))["id"] == event_id
    again = events.insert(calendarId=ME, body=single(id=event_id), sendUpdates="none")
    assert refused(again) == (409, "duplicate", "The requested identifier already exists.")
    events.delete(calendarId=ME, eventId=event_id, sendUpdates="none").execute()
    assert refused(again)[:2] == (409, "duplicate")
    back = events.patch(calendarId=ME, eventId=event_id, body={"status": "confirmed"}, sendUpdates="none").execute()
    assert (back["status"], back["summary"]) == ("confirmed", "Mentoring")


def test_an_id_may_stand_on_two_calendars(google: GoogleServer, events: Any) -> None:
    google.add_calendar(SECOND)
    _insert(events, single(id="same1"))
    body = single(id="same1", iCalUID="same1@google.com")
    assert events.insert(calendarId=SECOND, body=body, sendUpdates="none").execute()["iCalUID"] == "same1@google.com"


def test_an_insert_without_id_is_given_one_and_remarked_upon(google: GoogleServer, events: Any) -> None:
    assert len(_insert(events, single())["id"]) == 26
    assert google.world.remarks == ["insert without an id of the client's own"]


def test_if_match(events: Any) -> None:
    event = _insert(events, single(id="event1"))

    def patch(summary: str) -> Any:
        return events.patch(calendarId=ME, eventId="event1", body={"summary": summary}, sendUpdates="none")

    newer = matching(patch("One"), event["etag"]).execute()
    assert newer["etag"] != event["etag"]
    assert refused(matching(patch("Two"), event["etag"]))[:2] == (412, "conditionNotMet")
    assert matching(patch("Three"), "*").execute()["summary"] == "Three"
    body = {"start": event["start"], "end": event["end"]}
    update = events.update(calendarId=ME, eventId="event1", body=body, sendUpdates="none")
    assert refused(matching(update, event["etag"]))[0] == 412
    gone = events.delete(calendarId=ME, eventId="event1", sendUpdates="none")
    assert refused(matching(gone, event["etag"]))[0] == 412
    matching(gone, events.get(calendarId=ME, eventId="event1").execute()["etag"]).execute()


def test_a_patch_that_changes_nothing_is_no_change(google: GoogleServer, events: Any) -> None:
    event = _insert(events, weekly(id="event1"))
    commits = google.world.commits
    same = events.patch(calendarId=ME, eventId="event1", body={"summary": "Mentoring"}, sendUpdates="all").execute()
    assert (same["etag"], google.world.commits, google.mails) == (event["etag"], commits, [])


def test_a_second_deletion_is_410_by_another_reason(events: Any) -> None:
    _insert(events, single(id="event1"))
    gone = events.delete(calendarId=ME, eventId="event1", sendUpdates="none")
    gone.execute()
    assert refused(gone) == (410, "deleted", "Resource has been deleted")
    assert events.get(calendarId=ME, eventId="event1").execute()["status"] == "cancelled"
    assert refused(events.delete(calendarId=ME, eventId="never"))[:2] == (404, "notFound")


def test_patch_merges_objects_replaces_lists_and_null_takes_away(events: Any) -> None:
    _insert(events, single(id="event1", location="Room", extendedProperties={"private": {"a": "1", "b": "2"}}))
    body: dict[str, Any] = {
        "location": None,
        "extendedProperties": {"private": {"a": None, "c": "3"}},
        "attendees": [{"email": ME}],
        "unknownField": 1,
    }
    row = events.patch(calendarId=ME, eventId="event1", body=body, sendUpdates="none").execute()
    assert row["extendedProperties"] == {"private": {"b": "2", "c": "3"}}
    assert [person["email"] for person in row["attendees"]] == [ME]
    assert "location" not in row
    assert "unknownField" not in row


def test_long_properties_are_dropped_or_cut_without_a_word(events: Any) -> None:
    body = single(id="event1", extendedProperties={"private": {"k" * 45: "v", "long": "v" * 1025}})
    assert _insert(events, body)["extendedProperties"] == {"private": {"long": "v" * 1024}}


def test_conference_data_needs_its_version(events: Any) -> None:
    wanted = {"createRequest": {"requestId": "r1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}
    assert "conferenceData" not in _insert(events, single(id="event1", conferenceData=wanted))
    made = _insert(events, single(id="event2", conferenceData=wanted), conferenceDataVersion=1)
    assert made["conferenceData"]["createRequest"]["status"] == {"statusCode": "success"}
    assert made["hangoutLink"].startswith("https://meet.google.com/")
    kept = events.patch(calendarId=ME, eventId="event2", body={"conferenceData": None}, sendUpdates="none").execute()
    assert kept["conferenceData"] == made["conferenceData"]
    put = {"start": made["start"], "end": made["end"]}
    kept = events.update(calendarId=ME, eventId="event2", body=put, sendUpdates="none").execute()
    assert kept["conferenceData"] == made["conferenceData"]
    gone = events.patch(
        calendarId=ME, eventId="event2", body={"conferenceData": None}, conferenceDataVersion=1, sendUpdates="none"
    ).execute()
    assert "conferenceData" not in gone


def test_attachments_need_their_flag(events: Any) -> None:
    body = single(id="event1", attachments=[{"fileUrl": "https://example.org/a"}])
    assert "attachments" not in _insert(events, body)
    assert "attachments" in _insert(events, body | {"id": "event2"}, supportsAttachments=True)


def test_labels_need_their_version_and_then_colours_are_ignored(google: GoogleServer, events: Any) -> None:
    google.calendar().labels.append({"id": "label-1", "name": "Mentoring", "backgroundColor": "#039be5"})
    first = _insert(events, single(id="event1", colorId="5", eventLabelId="label-1"))
    assert (first.get("colorId"), first.get("eventLabelId")) == ("5", None)
    second = _insert(events, single(id="event2", colorId="5", eventLabelId="label-1"), eventLabelVersion=1)
    assert (second.get("colorId"), second.get("eventLabelId")) == (None, "label-1")
    untouched = events.patch(calendarId=ME, eventId="event2", body={"eventLabelId": ""}, sendUpdates="none").execute()
    assert untouched["eventLabelId"] == "label-1"
    gone = events.patch(
        calendarId=ME, eventId="event2", body={"eventLabelId": ""}, eventLabelVersion=1, sendUpdates="none"
    ).execute()
    assert "eventLabelId" not in gone


def test_special_types(google: GoogleServer, events: Any) -> None:
    mail = events.insert(calendarId=ME, body=single(eventType="fromGmail"), sendUpdates="none")
    assert refused(mail)[:2] == (400, "eventTypeRestriction")
    google.put(single(id="birth1", eventType="birthday", organizer={"email": ME}))
    located = events.patch(calendarId=ME, eventId="birth1", body={"location": "Home"}, sendUpdates="none")
    status, reason, message = refused(located)
    assert (status, reason) == (400, "eventTypeRestriction")
    assert message.startswith("Attempt made to modify 'birthday' event")
    google.put(single(id="gmail1", eventType="fromGmail", organizer={"email": ME}))
    titled = events.patch(calendarId=ME, eventId="gmail1", body={"summary": "x"}, sendUpdates="none")
    assert refused(titled)[:2] == (400, "eventTypeRestriction")
    assert events.patch(calendarId=ME, eventId="gmail1", body={"colorId": "3"}, sendUpdates="none").execute()
    google.put(single(id="focus1", eventType="focusTime", organizer={"email": ME}))
    put = {"start": single()["start"], "end": single()["end"]}
    changed = events.update(calendarId=ME, eventId="focus1", body=put, sendUpdates="none")
    assert refused(changed) == (400, "invalid", "Event type cannot be changed.")


def test_a_move_says_cancelled_though_it_worked(google: GoogleServer, events: Any) -> None:
    google.add_calendar(SECOND, summary="Second")
    event = _insert(events, weekly(id="event1"))
    events.delete(calendarId=ME, eventId="event1_20260112T090000Z", sendUpdates="none").execute()
    tokens = [events.list(calendarId=one).execute()["nextSyncToken"] for one in (ME, SECOND)]
    move = events.move(calendarId=ME, eventId="event1", destination=SECOND, sendUpdates="none")
    assert refused(matching(move, '"stale"'))[0] == 412
    assert matching(move, event["etag"]).execute()["status"] == "cancelled"
    there = events.get(calendarId=SECOND, eventId="event1").execute()
    assert there["status"] == "confirmed"
    assert there["organizer"] == {"email": SECOND, "self": True}
    assert there["iCalUID"] == event["iCalUID"]
    assert "self" not in there["attendees"][0]
    left = events.list(calendarId=ME, syncToken=tokens[0]).execute()["items"]
    assert [(row["id"], row["status"]) for row in left] == [("event1", "cancelled")]
    came = events.list(calendarId=SECOND, syncToken=tokens[1]).execute()["items"]
    assert [(row["id"], row["status"]) for row in came] == [
        ("event1", "confirmed"),
        ("event1_20260112T090000Z", "cancelled"),
    ]


def test_a_write_may_be_accepted_and_ignored(google: GoogleServer, events: Any) -> None:
    event = _insert(events, weekly(id="event1"))
    google.modes.ignore_writes = True
    ended = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]}
    answer = events.patch(calendarId=ME, eventId="event1", body=ended, sendUpdates="all").execute()
    assert answer == event
    events.delete(calendarId=ME, eventId="event1", sendUpdates="all").execute()
    assert events.insert(calendarId=ME, body=single(id="event2"), sendUpdates="all").execute()["id"] == "event2"
    assert [row["id"] for row in events.list(calendarId=ME).execute()["items"]] == ["event1"]
    assert google.mails == []


def test_what_a_careful_client_would_not_do_is_remarked(google: GoogleServer, events: Any) -> None:
    events.insert(calendarId=ME, body=single(id="event1")).execute()
    events.patch(calendarId=ME, eventId="event1", body={"summary": "x"}).execute()
    assert google.world.remarks == [
        "insert without sendUpdates",
        "patch without sendUpdates",
        "change without If-Match",
    ]


def test_an_unreadable_body_and_an_unknown_call(google: GoogleServer, google_api: Any, events: Any) -> None:
    bad = events.insert(calendarId=ME, body=single())
    bad.body, bad.body_size = "{not json", 9
    assert refused(bad)[:2] == (400, "parseError")
    assert refused(google_api.events().quickAdd(calendarId=ME, text="x"))[0] == 404
    assert google.world.remarks[-1].startswith("not modelled: POST")
