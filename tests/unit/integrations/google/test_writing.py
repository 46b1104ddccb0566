"""What a write sends to Google, to the letter: only what changes, bound to a state, with a word on who is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from integrations.calendars.ending import end_at
from integrations.calendars.google.client import Client
from integrations.calendars.google.endpoints import endpoints_from
from integrations.calendars.google.source import GoogleSource
from integrations.calendars.google.writing import event_id
from integrations.calendars.model import Form, Person
from integrations.calendars.port import Conflict, NewEvent, OutcomeUnknown, Standing
from integrations.errors import Trouble
from tests.contract.benches import Signed
from tests.google.server import GoogleServer

ME, OTHER = "mentee@example.org", "mentor@example.org"
ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 4, 14, 14, 0, tzinfo=UTC)
TALK = "0123456789abcdef0123456789abcdef"
WRITES = {"POST", "PATCH", "PUT", "DELETE"}


class Calendar:
    """One calendar with one series, and what was sent to it."""

    def __init__(self, google: GoogleServer) -> None:
        self.google = google
        names = dict.fromkeys(("GRADUAND_GOOGLE_API_BASE_URL", "GRADUAND_GOOGLE_OAUTH_BASE_URL"), google.base_url)
        self.client = Client(endpoints_from(names), Signed(google.sign_in()[0]), sleep=lambda _: None)
        self.source = GoogleSource(self.client, ME)

    def series(self, calendar: str = ME, **body: Any) -> None:
        self.google.put(
            {
                "id": "weekly",
                "iCalUID": "weekly@google.com",
                "summary": "Mentoring",
                "start": {"dateTime": "2026-01-05T10:00:00+01:00", "timeZone": "Europe/Berlin"},
                "end": {"dateTime": "2026-01-05T10:45:00+01:00", "timeZone": "Europe/Berlin"},
                "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO"],
                "organizer": {"email": calendar},
                "attendees": [
                    {"email": ME, "responseStatus": "accepted"},
                    {"email": OTHER, "responseStatus": "accepted"},
                ],
            }
            | body,
            calendar,
        )

    def standing(self, calendar: str = ME) -> Standing:
        found = self.source.standing(calendar, "weekly@google.com")
        assert found is not None
        return found

    def end(self, final: date, calendar: str = ME) -> None:
        found = self.standing(calendar)
        ending = end_at(found.series, final, ZONE)
        self.source.end(calendar, "weekly@google.com", ending, etag=found.etag, notify=True)

    def event(self, id_: str = "weekly", calendar: str = "") -> dict[str, Any]:
        return next(one for one in self.google.events(calendar) if one["id"] == id_)

    def sent(self) -> list[tuple[str, dict[str, str], Any]]:
        """Method, query and body of every write."""
        return [
            (one.method, _asked(one.query), json.loads(one.body) if one.body else None)
            for one in self.google.requests
            if one.method in WRITES and "/calendar/" in one.path
        ]


@pytest.fixture
def calendar() -> Iterator[Calendar]:
    with GoogleServer(ME, zone="Europe/Berlin", now=NOW) as google:
        one = Calendar(google)
        yield one
        one.client.close()
        assert google.crashes == []
        assert google.world.remarks == [], "every write has an etag, an id of ours, and a word on who is told"


def _asked(query: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in query if name != "alt"}


def new_event(**changes: Any) -> NewEvent:
    start = datetime(2027, 4, 26, 10, tzinfo=ZONE)
    given: dict[str, Any] = {
        "uid": f"{TALK}@google.com",
        "title": "Big picture talk",
        "body": "Easy to move.",
        "start": start,
        "end": start + timedelta(minutes=45),
        "form": Form.ZONED,
        "zone_name": "Europe/Berlin",
        "rule": "FREQ=YEARLY;BYMONTH=4;BYDAY=-1MO;COUNT=3",
        "attendees": (Person(OTHER, "Mentor"),),
    }
    return NewEvent(**(given | changes))


def test_an_insert_has_an_id_of_ours_and_no_more_than_it_needs(calendar: Calendar) -> None:
    calendar.source.create(ME, new_event(), notify=True)
    ((method, query, body),) = calendar.sent()
    assert (method, query) == ("POST", {"sendUpdates": "all"})
    assert body == {
        "id": TALK,
        "summary": "Big picture talk",
        "description": "Easy to move.",
        "start": {"dateTime": "2027-04-26T10:00:00+02:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2027-04-26T10:45:00+02:00", "timeZone": "Europe/Berlin"},
        "recurrence": ["RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1MO;COUNT=3"],
        "attendees": [{"email": OTHER, "displayName": "Mentor"}],
        "reminders": {
            "useDefault": False,
            "overrides": [{"method": "popup", "minutes": 20160}, {"method": "popup", "minutes": 1440}],
        },
    }
    assert calendar.event(TALK)["iCalUID"] == f"{TALK}@google.com"


def test_the_talk_gets_neither_the_meeting_link_nor_the_files_of_the_series(calendar: Calendar) -> None:
    calendar.source.create(ME, new_event(), notify=True)
    made = calendar.event(TALK)
    assert not {"conferenceData", "hangoutLink", "attachments"} & made.keys()


def test_a_series_of_ones_own_in_utc_and_whole_days(calendar: Calendar) -> None:
    start = datetime(2027, 4, 26, 8, tzinfo=UTC)
    calendar.source.create(
        ME, new_event(form=Form.UTC, zone_name="UTC", start=start, end=start, attendees=()), notify=False
    )
    day = date(2027, 4, 26)
    calendar.source.create(
        ME,
        new_event(
            uid="f" * 32 + "@google.com", form=Form.DATE, zone_name=None, start=day, end=day + timedelta(days=1),
            attendees=(),
        ),
        notify=False,
    )  # fmt: skip
    (_, first_query, first), (_, second_query, second) = calendar.sent()
    assert {first_query["sendUpdates"], second_query["sendUpdates"]} == {"none"}
    assert first["start"] == {"dateTime": "2027-04-26T08:00:00+00:00", "timeZone": "UTC"}
    assert (second["start"], second["end"]) == ({"date": "2027-04-26"}, {"date": "2027-04-27"})
    assert "attendees" not in first


def test_an_end_is_a_patch_of_the_recurrence_alone(calendar: Calendar) -> None:
    calendar.series()
    etag = calendar.event()["etag"]
    calendar.end(date(2026, 5, 11))
    ((method, query, body),) = calendar.sent()
    assert (method, query) == ("PATCH", {"sendUpdates": "all"})
    assert body == {"recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260511T080000Z"]}
    assert calendar.event()["etag"] != etag


def test_everything_else_stays_with_its_series(calendar: Calendar) -> None:
    kept: dict[str, Any] = {
        "description": "<b>Notes</b>" * 50,
        "location": "Room 5",
        "hangoutLink": "https://meet.google.com/abc-defg-hij",
        "conferenceData": {"conferenceId": "abc-defg-hij"},
        "attachments": [{"fileUrl": "https://drive.google.com/x", "title": "Plan"}],
        "extendedProperties": {"private": {"mark": "1"}, "shared": {"other": "2"}},
        "colorId": "7",
        "guestsCanModify": True,
    }
    calendar.series(**kept)
    calendar.end(date(2026, 5, 11))
    after = calendar.event()
    assert {name: after[name] for name in kept} == kept
    assert [one["responseStatus"] for one in after["attendees"]] == ["accepted", "accepted"]


def test_every_line_of_a_recurrence_but_the_rules_stays(calendar: Calendar) -> None:
    lines = [
        "EXDATE;TZID=Europe/Berlin:20260119T100000,20260126T100000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU",
        "RDATE;TZID=Europe/Berlin:20260204T100000,20260603T100000",
        "RDATE:20260610T080000Z",
        "EXDATE;TZID=Europe/Berlin:20260615T100000",
    ]
    calendar.series(recurrence=lines)
    calendar.end(date(2026, 5, 11))
    ((_, _, body),) = calendar.sent()
    assert body["recurrence"] == [
        "EXDATE;TZID=Europe/Berlin:20260119T100000,20260126T100000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU;UNTIL=20260511T080000Z",
        "RDATE;TZID=Europe/Berlin:20260204T100000",
        "EXDATE;TZID=Europe/Berlin:20260615T100000",
    ]


def test_every_rule_of_several_gets_its_end_in_one_edit(calendar: Calendar) -> None:
    calendar.series(recurrence=["RRULE:FREQ=WEEKLY;BYDAY=MO", "RRULE:FREQ=MONTHLY;BYDAY=1TH"])
    calendar.end(date(2026, 5, 11))
    ((_, _, body),) = calendar.sent()
    assert [line.rpartition(";UNTIL=")[2] for line in body["recurrence"]] == ["20260511T080000Z"] * 2


def test_whole_days_end_with_a_day(calendar: Calendar) -> None:
    calendar.series(start={"date": "2026-01-05"}, end={"date": "2026-01-06"})
    calendar.end(date(2026, 5, 11))
    ((_, _, body),) = calendar.sent()
    assert body == {"recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260511"]}


def test_a_count_goes_when_an_end_comes(calendar: Calendar) -> None:
    calendar.series(recurrence=["RRULE:FREQ=WEEKLY;COUNT=40;BYDAY=MO"])
    calendar.end(date(2026, 5, 11))
    ((_, _, body),) = calendar.sent()
    assert body == {"recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260511T080000Z"]}


def test_the_summer_offset_is_that_of_the_last_day(calendar: Calendar) -> None:
    calendar.series()
    calendar.end(date(2026, 11, 2))
    ((_, _, body),) = calendar.sent()
    assert body["recurrence"][0].endswith("UNTIL=20261102T090000Z")


def test_a_room_hears_of_it_though_nobody_else_is_there(calendar: Calendar) -> None:
    room = {"email": "room@resource.calendar.google.com", "resource": True, "responseStatus": "accepted"}
    calendar.series(attendees=[{"email": ME, "responseStatus": "accepted"}, room])
    found = calendar.standing()
    ending = end_at(found.series, date(2026, 5, 11), ZONE)
    calendar.source.end(ME, "weekly@google.com", ending, etag=found.etag, notify=False)
    ((_, query, _),) = calendar.sent()
    assert query == {"sendUpdates": "all"}


def test_one_title_is_one_field(calendar: Calendar) -> None:
    calendar.series()
    found = calendar.standing()
    slot = datetime(2026, 5, 11, 10, tzinfo=ZONE)
    end = slot + timedelta(minutes=45)
    calendar.source.put_occurrence(
        ME, "weekly@google.com", slot, title="Last", start=slot, end=end, etag=found.etag, notify=True
    )
    ((method, query, body),) = calendar.sent()
    assert (method, query, body) == ("PATCH", {"sendUpdates": "all"}, {"summary": "Last"})


def test_a_place_is_one_field_more_and_goes_back_to_that_of_the_series(calendar: Calendar) -> None:
    calendar.series(location="Room 4")
    slot = datetime(2026, 5, 11, 10, tzinfo=ZONE)
    end = slot + timedelta(minutes=45)
    for place, title in (("Café", "Last"), ("", "Weekly"), (None, "Weekly again")):
        found = calendar.standing()
        calendar.source.put_occurrence(
            ME, "weekly@google.com", slot, title=title, start=slot, end=end, etag=found.etag, notify=True, place=place
        )
    bodies = [body for _, _, body in calendar.sent()]
    assert [body.get("location") for body in bodies] == ["Café", "Room 4", None]


def test_a_meeting_that_was_moved_away_is_found_by_where_it_was(calendar: Calendar) -> None:
    """What bounds in time would hide (google's `originalStartTime`): moved by half a year."""
    calendar.series()
    slot = datetime(2026, 5, 11, 10, tzinfo=ZONE)
    far = {"dateTime": "2026-11-11T10:00:00+01:00", "timeZone": "Europe/Berlin"}
    calendar.google.edit("weekly_20260511T080000Z", start=far, end=far)
    found = calendar.standing()
    calendar.source.remove_occurrence(ME, "weekly@google.com", slot, etag=found.etag, notify=True)
    assert calendar.event("weekly_20260511T080000Z")["status"] == "cancelled"


def test_what_nobody_looked_at_is_not_written(calendar: Calendar) -> None:
    calendar.series()
    with pytest.raises(Conflict):
        calendar.source.delete(ME, "weekly@google.com", etag='"1"', notify=True)
    found = calendar.standing()
    calendar.source.saw(ME, "weekly@google.com", None)
    with pytest.raises(Conflict):
        calendar.source.delete(ME, "weekly@google.com", etag=found.etag, notify=True)
    assert calendar.sent() == []


def test_an_answer_at_that_very_moment_refuses_the_write(calendar: Calendar) -> None:
    calendar.series()
    found = calendar.standing()
    calendar.google.edit("weekly", summary="Theirs")
    ending = end_at(found.series, date(2026, 5, 11), ZONE)
    with pytest.raises(Conflict, match="412"):
        calendar.source.end(ME, "weekly@google.com", ending, etag=found.etag, notify=True)
    assert calendar.event()["recurrence"] == ["RRULE:FREQ=WEEKLY;BYDAY=MO"]


@pytest.mark.parametrize(
    "fault", ["500", "503", "429", "403-rate", "reset", "close", "truncated", "html", "token-expired"]
)
def test_a_write_is_sent_once_whatever_becomes_of_its_answer(calendar: Calendar, fault: Any) -> None:
    calendar.google.fault(fault, when="after", kind="events.insert", times=None)
    with pytest.raises(OutcomeUnknown):
        calendar.source.create(ME, new_event(), notify=True)
    assert len(calendar.sent()) == 1
    assert len(calendar.google.mails) == 1


def test_a_days_quota_and_a_missing_right_are_said_at_once(calendar: Calendar) -> None:
    calendar.google.fault("403-quota", kind="events.insert")
    with pytest.raises(Trouble) as trouble:
        calendar.source.create(ME, new_event(), notify=True)
    assert trouble.value.code == "google-quota"
    calendar.series(organizer={"email": OTHER})
    found = calendar.standing()
    assert (found.changeable, found.organizer) == (False, False)
    with pytest.raises(Trouble) as trouble:
        calendar.end(date(2026, 5, 11))
    assert trouble.value.code == "google-not-yours"


def test_a_series_on_a_calendar_of_ones_own_besides_the_main_one(calendar: Calendar) -> None:
    second = "work@group.calendar.google.com"
    calendar.google.add_calendar(second, summary="Work", zone="Europe/Berlin", owner=ME)
    calendar.source = GoogleSource(calendar.client, ME)
    calendar.series(second)
    found = calendar.standing(second)
    assert (found.changeable, found.organizer) == (True, True)
    calendar.end(date(2026, 5, 11), second)
    assert calendar.event(calendar=second)["recurrence"][0].endswith("UNTIL=20260511T080000Z")


def test_other_types_of_events_are_nobodys_to_change(calendar: Calendar) -> None:
    calendar.series(eventType="focusTime")
    assert not calendar.standing().changeable


def test_an_event_that_does_not_repeat_stands_as_one(calendar: Calendar) -> None:
    calendar.series(recurrence=[])
    found = calendar.standing().series
    assert (found.rules, found.start) == ((), datetime(2026, 1, 5, 10, tzinfo=ZONE))


def test_instances_come_in_pages(calendar: Calendar) -> None:
    calendar.series()
    calendar.google.edit("weekly_20260518T080000Z", summary="Far back in the list")
    calendar.google.modes.rows_per_page = 7
    calendar.google.modes.leading_empty_pages = 2
    assert [one.title for one in calendar.standing().series.overrides] == ["Far back in the list"]


def test_an_id_is_the_beginning_of_its_uid() -> None:
    assert event_id(f"{TALK}@google.com") == TALK
