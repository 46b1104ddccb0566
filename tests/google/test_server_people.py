"""Sections 6 and 7: who may change what, on whose copy, and who gets which mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.google.asking import ME, MENTOR, refused, single, weekly
from tests.google.client import calendar_api
from tests.google.server import GoogleServer

SECOND = "second@group.calendar.google.com"


@pytest.fixture
def events(google_api: Any) -> Any:
    return google_api.events()


@pytest.fixture
def theirs(google: GoogleServer) -> Iterator[Any]:
    """The mentor, with an account on the same server."""
    google.add_account(MENTOR)
    api = calendar_api(google.base_url, google.sign_in(MENTOR)[0])
    yield api.events()
    api.close()


def _mails(google: GoogleServer) -> list[tuple[str, str]]:
    found = [(mail.to, mail.kind) for mail in google.mails]
    google.world.outbox.clear()
    return found


def _invited(google: GoogleServer, **more: Any) -> str:
    """A series of the mentor's on the user's calendar."""
    body = weekly(id="series1", organizer={"email": MENTOR}, creator={"email": MENTOR}, **more)
    return google.put(body | {"status": "confirmed", "iCalUID": "series1@google.com"})


def _patch(events: Any, body: dict[str, Any], event_id: str = "series1", calendar: str = ME) -> Any:
    return events.patch(calendarId=calendar, eventId=event_id, body=body, sendUpdates="all")


def test_a_guest_changes_nothing_that_is_shared(google: GoogleServer, events: Any) -> None:
    _invited(google)
    message = "Shared properties can only be changed by the organizer of the event."
    for body in ({"summary": "x"}, {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]}, {"description": "x"}):
        assert refused(_patch(events, body)) == (403, "forbiddenForNonOrganizer", message)
    others = [{"email": ME, "responseStatus": "accepted"}, {"email": MENTOR, "responseStatus": "declined"}]
    assert refused(_patch(events, {"attendees": others}))[1] == "forbiddenForNonOrganizer"
    instance = _patch(events, {"summary": "x"}, "series1_20260112T090000Z")
    assert refused(instance)[1] == "forbiddenForNonOrganizer"


def test_a_guest_changes_what_is_the_guests_own(google: GoogleServer, events: Any) -> None:
    _invited(google)
    body = {"colorId": "7", "transparency": "transparent", "visibility": "private", "reminders": {"useDefault": False}}
    row = _patch(events, body).execute()
    assert {key: row[key] for key in body} == body
    assert _mails(google) == []
    rows = [{"email": ME, "responseStatus": "declined"}, {"email": MENTOR}]
    assert _patch(events, {"attendees": rows}).execute()["attendees"][0]["responseStatus"] == "declined"
    assert _mails(google) == [(MENTOR, "response")]
    row = _patch(events, {"extendedProperties": {"private": {"k": "v"}, "shared": {"s": "w"}}}).execute()
    assert row["extendedProperties"] == {"private": {"k": "v"}, "shared": {"s": "w"}}


@pytest.mark.parametrize("kind", ["private", "shared"])
def test_a_guests_properties_may_be_refused_or_ignored(google: GoogleServer, events: Any, kind: str) -> None:
    _invited(google)
    tag = _patch(events, {"extendedProperties": {kind: {"k": "v"}}})
    setattr(google.modes, f"guest_{kind}_properties", "forbid")
    assert refused(tag)[:2] == (403, "forbiddenForNonOrganizer")
    setattr(google.modes, f"guest_{kind}_properties", "ignore")
    assert "extendedProperties" not in tag.execute()


def test_a_guests_change_may_be_answered_and_ignored(google: GoogleServer, events: Any) -> None:
    _invited(google)
    google.modes.guest_writes = "ignore"
    before = events.get(calendarId=ME, eventId="series1").execute()
    assert _patch(events, {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]}).execute() == before
    assert google.mails == []


def test_guests_with_more_rights(google: GoogleServer, events: Any) -> None:
    _invited(google, guestsCanInviteOthers=False)
    rows = [{"email": ME, "responseStatus": "accepted"}, {"email": MENTOR}, {"email": "new@example.org"}]
    assert refused(_patch(events, {"attendees": rows}))[1] == "forbiddenForNonOrganizer"
    google.calendar().events["series1"].body["guestsCanInviteOthers"] = True
    _patch(events, {"attendees": rows}).execute()
    assert _mails(google) == [("new@example.org", "invitation")]
    google.calendar().events["series1"].body["guestsCanModify"] = True
    assert _patch(events, {"summary": "Changed by a guest"}).execute()["summary"] == "Changed by a guest"
    assert sorted(_mails(google)) == [(MENTOR, "update"), ("new@example.org", "update")]


def test_a_guest_with_edit_rights_changes_everybodys_copy(google: GoogleServer, events: Any, theirs: Any) -> None:
    body = weekly(id="series1", guestsCanModify=True)
    theirs.insert(calendarId=MENTOR, body=body, sendUpdates="all").execute()
    _patch(events, {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"]}).execute()
    assert theirs.get(calendarId=MENTOR, eventId="series1").execute()["recurrence"] == ["RRULE:FREQ=WEEKLY;COUNT=3"]
    _patch(events, {"summary": "Once"}, "series1_20260112T090000Z").execute()
    there = theirs.get(calendarId=MENTOR, eventId="series1_20260112T090000Z").execute()
    assert there["summary"] == "Once"


def test_the_source_is_the_creators(google: GoogleServer, events: Any) -> None:
    source = {"title": "Notes", "url": "https://example.org"}
    google.put(single(id="event1", organizer={"email": ME}, creator={"email": MENTOR}, source=source))
    assert "source" not in events.get(calendarId=ME, eventId="event1").execute()
    changed = _patch(events, {"source": {"title": "x", "url": "https://example.com"}}, "event1")
    assert refused(changed)[:2] == (403, "forbiddenForNonCreator")


@pytest.mark.parametrize("role", ["reader", "freeBusyReader"])
def test_calendars_that_may_only_be_read(google: GoogleServer, events: Any, role: str) -> None:
    google.add_calendar(SECOND, owner=MENTOR, role=role, primary=False)
    google.put(single(id="event1", organizer={"email": SECOND}), SECOND)
    message = "You need to have writer access to this calendar."
    patch = events.patch(calendarId=SECOND, eventId="event1", body={"colorId": "3"}, sendUpdates="none")
    delete = events.delete(calendarId=SECOND, eventId="event1", sendUpdates="none")
    insert = events.insert(calendarId=SECOND, body=single(id="event2"), sendUpdates="none")
    for write in (patch, delete, insert):
        assert refused(write) == (403, "requiredAccessLevel", message)
    rows = events.list(calendarId=SECOND).execute()
    assert rows["accessRole"] == role
    assert ("summary" in rows["items"][0]) is (role == "reader")


def test_private_events_of_others(google: GoogleServer, events: Any) -> None:
    google.add_calendar(SECOND, owner=MENTOR, role="writerWithoutPrivateAccess", primary=False)
    google.put(single(id="event1", visibility="private", organizer={"email": SECOND}), SECOND)
    google.put(single(id="event2", organizer={"email": SECOND}), SECOND)
    rows = events.list(calendarId=SECOND).execute()["items"]
    assert ["summary" in row for row in rows] == [False, True]
    assert refused(_patch(events, {"summary": "x"}, "event1", SECOND))[:2] == (403, "requiredAccessLevel")
    assert _patch(events, {"summary": "x"}, "event2", SECOND).execute()["summary"] == "x"


def test_a_calendar_that_is_not_shared_is_not_found(google: GoogleServer, events: Any) -> None:
    google.add_account(MENTOR)
    assert refused(events.list(calendarId=MENTOR))[:2] == (404, "notFound")


def test_on_a_secondary_calendar_the_organizer_is_the_calendar(google: GoogleServer, events: Any) -> None:
    google.add_calendar(SECOND, summary="Second")
    row = events.insert(calendarId=SECOND, body=single(id="event1"), sendUpdates="all").execute()
    assert row["organizer"] == {"email": SECOND, "displayName": "Second", "self": True}
    assert row["creator"] == {"email": ME}
    assert not any("self" in person for person in row["attendees"])
    assert _patch(events, {"summary": "x"}, "event1", SECOND).execute()["summary"] == "x"
    assert [to for to, _ in _mails(google)] == [MENTOR, MENTOR]  # nobody is told of what they did themselves


def test_a_hidden_guest_list_shows_a_guest_the_own_row(google: GoogleServer, events: Any) -> None:
    _invited(google, guestsCanSeeOtherGuests=False)
    row = events.get(calendarId=ME, eventId="series1").execute()
    assert [person["email"] for person in row["attendees"]] == [ME]
    assert row["attendeesOmitted"] is True


def test_a_shortened_list_written_back_removes_people_unless_it_says_so(google: GoogleServer, events: Any) -> None:
    events.insert(calendarId=ME, body=weekly(id="series1"), sendUpdates="none").execute()
    short = events.get(calendarId=ME, eventId="series1", maxAttendees=1).execute()
    short["attendees"][0]["responseStatus"] = "tentative"
    kept = _patch(events, {key: short[key] for key in ("attendees", "attendeesOmitted")}).execute()
    assert [(row["email"], row["responseStatus"]) for row in kept["attendees"]] == [
        (ME, "tentative"),
        (MENTOR, "needsAction"),
    ]
    lost = _patch(events, {"attendees": short["attendees"]}).execute()
    assert [row["email"] for row in lost["attendees"]] == [ME]
    assert _mails(google) == [(MENTOR, "cancellation")]


def test_invited_people_get_a_copy_and_its_changes(google: GoogleServer, events: Any, theirs: Any) -> None:
    events.insert(calendarId=ME, body=weekly(id="series1"), sendUpdates="all").execute()
    copy = theirs.get(calendarId=MENTOR, eventId="series1").execute()
    assert copy["organizer"] == {"email": ME}
    assert copy["attendees"][1] == {"email": MENTOR, "responseStatus": "needsAction", "self": True}
    token = theirs.list(calendarId=MENTOR).execute()["nextSyncToken"]
    _patch(theirs, {"colorId": "9", "extendedProperties": {"private": {"mine": "1"}}}, calendar=MENTOR).execute()
    _patch(events, {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"], "colorId": "2"}).execute()
    events.delete(calendarId=ME, eventId="series1_20260112T090000Z", sendUpdates="all").execute()
    rows = theirs.list(calendarId=MENTOR, syncToken=token).execute()["items"]
    assert rows[0]["recurrence"] == ["RRULE:FREQ=WEEKLY;COUNT=3"]
    assert (rows[0]["colorId"], rows[0]["extendedProperties"]) == ("9", {"private": {"mine": "1"}})
    assert [(row["id"], row["status"]) for row in rows[1:]] == [("series1_20260112T090000Z", "cancelled")]


def test_answers_come_back_to_the_organizer(google: GoogleServer, events: Any, theirs: Any) -> None:
    events.insert(calendarId=ME, body=weekly(id="series1"), sendUpdates="all").execute()
    rows = [{"email": ME, "responseStatus": "accepted"}, {"email": MENTOR, "responseStatus": "accepted"}]
    _patch(theirs, {"attendees": rows}, calendar=MENTOR).execute()
    assert events.get(calendarId=ME, eventId="series1").execute()["attendees"][1]["responseStatus"] == "accepted"
    theirs.delete(calendarId=MENTOR, eventId="series1_20260112T090000Z", sendUpdates="all").execute()
    instance = events.get(calendarId=ME, eventId="series1_20260112T090000Z").execute()
    assert instance["attendees"][1]["responseStatus"] == "declined"
    assert events.get(calendarId=ME, eventId="series1").execute()["attendees"][1]["responseStatus"] == "accepted"


def test_above_200_guests_answers_stay_where_they_are(google: GoogleServer, events: Any, theirs: Any) -> None:
    crowd = [{"email": f"guest{number}@example.net"} for number in range(199)]
    body = weekly(id="series1")
    body["attendees"] += crowd
    events.insert(calendarId=ME, body=body, sendUpdates="none").execute()
    rows = theirs.get(calendarId=MENTOR, eventId="series1").execute()["attendees"]
    rows[1]["responseStatus"] = "accepted"
    _patch(theirs, {"attendees": rows}, calendar=MENTOR).execute()
    assert events.get(calendarId=ME, eventId="series1").execute()["attendees"][1]["responseStatus"] == "needsAction"


def test_a_deletion_nobody_is_told_of_stays_on_the_guests_calendar(
    google: GoogleServer, events: Any, theirs: Any
) -> None:
    for event_id, chosen in (("told1", "all"), ("quiet1", "none")):
        events.insert(calendarId=ME, body=weekly(id=event_id.replace("quiet", "hush")), sendUpdates="all").execute()
        target = event_id.replace("quiet", "hush")
        events.delete(calendarId=ME, eventId=target, sendUpdates=chosen).execute()
    assert [row["id"] for row in theirs.list(calendarId=MENTOR).execute()["items"]] == ["hush1"]


def test_mails_by_kind(google: GoogleServer, events: Any) -> None:
    body = weekly(id="series1")
    body["attendees"].append({"email": "room@example.org", "resource": True})
    events.insert(calendarId=ME, body=body, sendUpdates="all").execute()
    assert _mails(google) == [(MENTOR, "invitation")]
    _patch(events, {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=9"]}).execute()
    assert _mails(google) == [(MENTOR, "update")]
    _patch(events, {"extendedProperties": {"private": {"k": "v"}}, "colorId": "4"}).execute()
    assert _mails(google) == []
    _patch(events, {"attendees": [{"email": ME}, {"email": "third@example.org"}]}).execute()
    assert sorted(_mails(google)) == [(MENTOR, "cancellation"), ("third@example.org", "invitation")]
    events.delete(calendarId=ME, eventId="series1_20260112T090000Z", sendUpdates="all").execute()
    assert _mails(google) == [("third@example.org", "cancellation")]
    events.delete(calendarId=ME, eventId="series1", sendUpdates="all").execute()
    assert _mails(google) == [("third@example.org", "cancellation")]
    _patch(events, {"status": "confirmed"}).execute()
    assert _mails(google) == [("third@example.org", "invitation")]


def test_whom_send_updates_reaches(google: GoogleServer, events: Any) -> None:
    guests = [{"email": "inside@example.org"}, {"email": "out@example.com"}, {"email": "out@gmail.com"}]
    body = single(attendees=guests)
    for chosen, reached in (("all", 3), ("none", 0)):
        events.insert(calendarId=ME, body=body | {"id": f"event{chosen}"}, sendUpdates=chosen).execute()
        assert len(_mails(google)) == reached
    google.world.google_addresses.add("inside@example.org")
    events.insert(calendarId=ME, body=body | {"id": "event3"}, sendUpdates="externalOnly").execute()
    assert _mails(google) == [("out@example.com", "invitation")]
    google.modes.external = "other-domain"
    events.insert(calendarId=ME, body=body | {"id": "event4"}, sendUpdates="externalOnly").execute()
    assert [to for to, _ in _mails(google)] == ["out@example.com", "out@gmail.com"]
    events.insert(calendarId=ME, body=body | {"id": "event5"}).execute()
    assert len(google.world.outbox.unsent) == 3
    assert google.mails == []


def test_mails_are_counted_by_commit(google: GoogleServer, events: Any) -> None:
    events.insert(calendarId=ME, body=weekly(id="series1"), sendUpdates="all").execute()
    _patch(events, {"summary": "One"}).execute()
    _patch(events, {"summary": "Two"}).execute()
    assert [mail.commit for mail in google.world.outbox.to(MENTOR)] == [1, 2, 3]
    assert [noted.committed for noted in google.requests] == [True, True, True]


def test_the_same_meeting_on_two_calendars(google: GoogleServer, events: Any) -> None:
    google.add_calendar(SECOND)
    for calendar in (ME, SECOND):
        google.put(weekly(id="series1", iCalUID="shared@google.com", organizer={"email": MENTOR}), calendar)
    rows = [events.list(calendarId=one, iCalUID="shared@google.com").execute()["items"] for one in (ME, SECOND)]
    assert [row[0]["iCalUID"] for row in rows] == ["shared@google.com"] * 2
    assert ["self" in row[0]["attendees"][0] for row in rows] == [True, False]


def test_the_calendar_list(google: GoogleServer, google_api: Any) -> None:
    google.add_calendar(SECOND, summary="Second", labels=[{"id": "l1", "name": "Mentoring"}], selected=False)
    google.add_calendar("team@group.calendar.google.com", owner=MENTOR, role="reader", primary=False)
    google.add_calendar("hidden@group.calendar.google.com", hidden=True)
    google.modes.rows_per_page = 2
    first = google_api.calendarList().list().execute()
    last = google_api.calendarList().list(pageToken=first["nextPageToken"]).execute()
    assert "nextSyncToken" not in first
    rows = first["items"] + last["items"]
    assert [(row["id"], row["accessRole"], row.get("primary")) for row in rows] == [
        (ME, "owner", True),
        (SECOND, "owner", None),
        ("team@group.calendar.google.com", "reader", None),
    ]
    assert rows[1]["selected"] is False
    assert rows[2]["dataOwner"] == MENTOR
    assert len(google_api.calendarList().list(showHidden=True, minAccessRole="owner").execute()["items"]) == 2
    assert google_api.calendarList().list(syncToken=last["nextSyncToken"]).execute()["items"] == []


def test_labels_are_in_the_calendar_and_colours_in_the_palette(google: GoogleServer, google_api: Any) -> None:
    google.add_calendar(SECOND, labels=[{"id": "l1", "name": "Mentoring", "backgroundColor": "#039be5"}])
    api = calendar_api(google.base_url, google.sign_in(scopes=("calendar.readonly",))[0])
    found = api.calendars().get(calendarId=SECOND).execute()
    assert found["labelProperties"]["eventLabels"][0]["name"] == "Mentoring"
    assert found["dataOwner"] == ME
    assert "11" in api.colors().get().execute()["event"]
    api.close()
