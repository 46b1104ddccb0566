"""Events as Google writes them -> values: what is kept of them, what they become, and what they cannot do."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.mentorship import TaggedBy
from desktop.mentoring.tagging import tagged_by
from integrations.calendars.google import mapping
from integrations.calendars.google.mapping import LEAVE, Whose, values
from integrations.calendars.google.trimming import held, labels_of, trimmed
from integrations.calendars.icalendar.lines import Component
from integrations.calendars.icalendar.places import Place
from integrations.calendars.icalendar.reading import read_events, read_text
from integrations.calendars.model import Batch, Form, Person, Response, Series
from integrations.calendars.moments import instant
from integrations.calendars.port import Access, Calendar, Held
from integrations.calendars.recurrence import last_start, occurrences
from resources.words import words

Body = dict[str, Any]
ME = "me@example.org"
LONDON = ZoneInfo("Europe/London")
BERLIN = ZoneInfo("Europe/Berlin")
HOME = Calendar(ME, "Home", Access.OWNER, main=True, zone=LONDON)
STEMS = words("mentoring.stems")


def at(moment: str, zone: str = "Europe/London") -> Body:
    return {"dateTime": moment, "timeZone": zone}


def event(**more: Any) -> Body:
    """A weekly meeting of two, Tuesdays at four."""
    return {
        "id": "abc",
        "iCalUID": "abc@google.com",
        "status": "confirmed",
        "summary": "Mentoring",
        "start": at("2025-09-02T16:00:00+01:00"),
        "end": at("2025-09-02T16:45:00+01:00"),
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=TU"],
        "organizer": {"email": ME, "self": True},
        "attendees": [
            {"email": ME, "self": True, "organizer": True, "responseStatus": "accepted"},
            {"email": "mentor@example.org", "displayName": "Mentor", "responseStatus": "needsAction"},
        ],
        "updated": "2025-08-01T08:00:00.000Z",
        **more,
    }


def exception(day: str, **more: Any) -> Body:
    """An exception of that series, as bare as a cancelled one may be."""
    slot = datetime.fromisoformat(f"{day}T16:00").replace(tzinfo=LONDON)
    return {
        "id": f"abc_{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "recurringEventId": "abc",
        "originalStartTime": at(slot.isoformat()),
        "status": "cancelled",
        **more,
    }


def kept(*events: Body, labels: Body | None = None) -> list[Held]:
    return [held(trimmed(one, STEMS, labels_of(labels or {}))) for one in events]


def read(*events: Body, calendar: Calendar = HOME, labels: Body | None = None) -> Batch:
    return values(Whose(calendar, ME, BERLIN), kept(*events, labels=labels))


def only(batch: Batch) -> Series:
    assert batch.problems == ()
    (series,) = batch.series
    return series


def starts(series: Series, before: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> list[str]:
    return [str(one.start)[:16] for one in occurrences(series, before) if not one.removed]


def test_a_series_with_what_hangs_on_it() -> None:
    moved = exception(
        "2025-10-07",
        status="confirmed",
        summary="Mentoring, later",
        start=at("2025-10-08T10:00:00+01:00"),
        end=at("2025-10-08T11:00:00+01:00"),
        attendees=[{"email": "mentor@example.org", "responseStatus": "declined"}],
    )
    series = only(read(event(), exception("2025-09-16"), moved))
    assert (series.uid, series.title, series.source, series.calendar) == (
        "abc@google.com",
        "Mentoring",
        "google",
        "Home",
    )
    assert (series.form, series.zone_name, series.duration) == (Form.ZONED, "Europe/London", timedelta(minutes=45))
    assert series.people == (
        Person(ME, "", Response.ACCEPTED, organizer=True),
        Person("mentor@example.org", "Mentor", Response.NEEDS_ACTION),
    )
    called_off, elsewhere = series.overrides
    assert (called_off.slot, called_off.cancelled) == (datetime(2025, 9, 16, 16, tzinfo=LONDON), True)
    assert (elsewhere.start, elsewhere.end) == (
        datetime(2025, 10, 8, 10, tzinfo=LONDON),
        datetime(2025, 10, 8, 11, tzinfo=LONDON),
    )
    assert (elsewhere.title, elsewhere.cancelled) == ("Mentoring, later", False)
    assert elsewhere.people == (Person("mentor@example.org", "", Response.DECLINED),), "declined is not called off"


def test_the_text_reads_back_as_the_same_value_and_knows_its_zone() -> None:
    series = only(read(event(), exception("2025-09-16")))
    assert "BEGIN:VTIMEZONE" in series.text
    (again,) = read_text(series.text, None, zone=BERLIN).series
    assert again.overrides == series.overrides
    assert (again.start, again.people, again.rules, again.calendar) == (
        series.start,
        series.people,
        series.rules,
        series.calendar,
    )


def test_a_cancelled_exception_without_anything_but_its_place_belongs_to_its_series() -> None:
    bare = {key: value for key, value in exception("2025-09-16").items() if key != "iCalUID"}
    assert [one.slot.day for one in only(read(bare, event())).overrides if isinstance(one.slot, datetime)] == [16]


def test_exclusions_and_extra_dates_stand_as_written() -> None:
    lines = [
        "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3",
        "EXDATE;TZID=Europe/London:20250909T160000",
        "RDATE;TZID=Europe/London:20250919T120000",
    ]
    assert starts(only(read(event(recurrence=lines)))) == ["2025-09-02 16:00", "2025-09-16 16:00", "2025-09-19 12:00"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20250916T150000Z", "2025-09-16"),
        ("20250916", "2025-09-16"),
        ("20250916T235959", "2025-09-16"),
        ("20250916T145959Z", "2025-09-09"),
    ],
)
def test_every_form_of_an_end_that_google_stores(until: str, last: str) -> None:
    series = only(read(event(recurrence=[f"RRULE:FREQ=WEEKLY;UNTIL={until}"])))
    assert str(last_start(series))[:10] == last


def test_an_end_in_utc_on_whole_days() -> None:
    days = event(
        start={"date": "2026-01-09"}, end={"date": "2026-01-10"}, recurrence=["RRULE:FREQ=DAILY;UNTIL=20260111T230000Z"]
    )
    series = only(read(days))
    assert (series.form, series.start, series.duration) == (Form.DATE, date(2026, 1, 9), timedelta(days=1))
    assert last_start(series) == date(2026, 1, 12), "an instant on the evening of the 11th is the 12th in Berlin"


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("(GMT+01:00) Berlin, Stockholm, Rome, Bern, Brussels, Vienna", "Europe/Berlin"),
        ("GMT+02:00", "Etc/GMT-2"),
        ("europe/berlin", "Europe/Berlin"),
    ],
)
def test_zones_of_its_own(name: str, known: str) -> None:
    series = only(
        read(
            event(
                start=at("2025-09-02T16:00:00+02:00", name),
                end=at("2025-09-02T16:45:00+02:00", name),
                recurrence=["RRULE:FREQ=WEEKLY;BYDAY=TU", f"EXDATE;TZID={name}:20250909T160000"],
            )
        )
    )
    assert series.zone_name == known
    assert starts(series)[:2] == ["2025-09-02 16:00", "2025-09-16 16:00"]


def test_an_offset_of_half_an_hour() -> None:
    series = only(read(event(start=at("2025-09-02T16:00:00+05:30", "GMT+05:30"), end=at("2025-09-02T17:00:00+05:30"))))
    assert instant(series.start, UTC) == datetime(2025, 9, 2, 10, 30, tzinfo=UTC)
    (again,) = read_text(series.text, None, zone=BERLIN).series
    assert again.start == series.start


def test_a_zone_that_nobody_knows_is_named_and_the_moment_is_right_all_the_same() -> None:
    batch = read(event(start=at("2025-09-02T16:00:00+03:00", "Mars/Olympus"), end=at("2025-09-02T17:00:00+03:00")))
    (series,) = batch.series
    assert instant(series.start, UTC) == datetime(2025, 9, 2, 13, tzinfo=UTC)
    assert [(problem.code, problem.file, problem.uid) for problem in batch.problems] == [
        ("unknown-zone", "Home", "abc@google.com")
    ]


def test_times_without_a_zone_are_those_of_their_calendar() -> None:
    single = event(recurrence=[], start={"dateTime": "2025-10-09T16:30:00Z"}, end={"dateTime": "2025-10-09T17:15:00Z"})
    (meeting,) = read(single).meetings
    assert str(meeting.start) == "2025-10-09 17:30:00+01:00"


def test_an_event_without_a_start_is_named_and_the_rest_is_read() -> None:
    none = event(id="none", iCalUID="none@google.com", start={})
    batch = read(none, event(), event(id="odd", iCalUID="odd@google.com", start={"dateTime": "soon"}))
    assert [one.uid for one in batch.series] == ["abc@google.com"]
    assert {(one.uid, one.code) for one in batch.problems} == {
        ("none@google.com", "no-start"),
        ("odd@google.com", "bad-moment"),
    }


@pytest.mark.parametrize("rule", ["RRULE:FREQ=SOMETIMES", "RRULE:BYDAY=TU", "RRULE:FREQ=WEEKLY;INTERVAL=0"])
def test_a_rule_that_is_none_is_a_problem(rule: str) -> None:
    batch = read(event(recurrence=[rule]))
    assert batch.series == ()
    assert [one.code for one in batch.problems] == ["bad-rule"]


HOSTILE = "Mentoring\r\nEND:VEVENT\nATTENDEE:mailto:evil@example.org\u2028X-EVIL:1\x85RRULE:FREQ=DAILY\x0b\x00"


def test_line_breaks_in_texts_cannot_make_lines() -> None:
    said = event(
        summary=HOSTILE,
        description=HOSTILE,
        iCalUID="abc\r\nRRULE:FREQ=DAILY@google.com",
        recurrence=["RRULE:FREQ=WEEKLY;BYDAY=TU\r\nATTENDEE:mailto:evil@example.org"],
        attendees=[{"email": f"mentor@example.org\n{HOSTILE}", "displayName": f'"{HOSTILE};CN="'}],
        organizer={"email": ME, "self": True, "displayName": HOSTILE},
        location="nowhere",
        updated="2025-08-01T08:\nX:1",
        extendedProperties={"private": {"mentoring": "yes", "mentor\nX": "true"}},
    )
    series = only(read(said))
    assert series.uid == kept(said)[0].uid, "it is found again by its name"
    names = {line.split(":")[0].split(";")[0] for line in series.text.splitlines()}
    assert "X-EVIL" not in names
    assert series.rules == ("FREQ=WEEKLY;BYDAY=TU",)
    assert "evil@example.org" not in {person.email for person in series.people}
    assert series.title.startswith("Mentoring\nEND:VEVENT\nATTENDEE:mailto:evil@example.org")


def test_of_a_long_description_only_what_may_mark_is_kept() -> None:
    markup = "<p>Agenda&nbsp;of&nbsp;the&nbsp;week</p><ul>" + "<li>salary of Ben</li>" * 4000 + "</ul>"
    kept_one = held(trimmed(event(description=markup + "<p>Our <b>mentoring</b> hour</p>"), STEMS, {}))
    assert json.loads(kept_one.body)["notes"] == "Our mentoring hour"
    plain = held(trimmed(event(description=markup, location="Room 5", hangoutLink="https://meet"), STEMS, {}))
    assert "notes" not in json.loads(plain.body)
    assert not any(word in plain.body for word in ("salary", "Room", "meet"))
    assert len(plain.body) < 600


def test_fields_of_another_type_are_not_there() -> None:
    names = (
        "summary description organizer attendees recurrence extendedProperties updated colorId eventLabelId "
        "transparency status originalStartTime iCalUID unheardOf"
    )
    odd: Body = dict.fromkeys(names.split(), 7)
    batch = read(event(**odd))
    assert [(one.uid, one.title) for one in batch.meetings] == [("abc@google.com", "")]
    assert batch.problems == ()


def test_two_hundred_and_fifty_guests() -> None:
    guests = [{"email": f"guest{n}@example.org", "responseStatus": "accepted"} for n in range(250)]
    assert len(only(read(event(attendees=guests))).people) == 251


def test_rooms_are_no_people() -> None:
    room = {"email": "room-5@resource.calendar.google.com", "resource": True, "responseStatus": "accepted"}
    other = {"email": "projector@example.org", "resource": True}
    people = only(read(event(attendees=[room, other]))).people
    assert [person.email for person in people if person.individual] == [ME]


def test_on_a_secondary_calendar_the_organizer_is_the_user() -> None:
    own = Calendar("group1@group.calendar.google.com", "Mentoring", Access.OWNER)
    made = event(
        organizer={"email": own.id, "displayName": "Mentoring", "self": True},
        attendees=[{"email": "mentor@example.org", "responseStatus": "accepted"}],
    )
    people = only(read(made, calendar=own)).people
    assert [(one.email, one.organizer, one.individual) for one in people] == [
        (ME, True, True),
        ("mentor@example.org", False, True),
    ]
    seen = only(read(made, calendar=Calendar(own.id, "Mentoring", Access.READER))).people
    assert (seen[0].email, seen[0].individual) == (own.id, False), "another's calendar is nobody"


def test_an_alias_of_the_user_is_the_user() -> None:
    guest = event(
        organizer={"email": "mentor@example.org"},
        attendees=[{"email": "my.alias@example.org", "self": True, "responseStatus": "declined"}],
    )
    assert only(read(guest)).people[1] == Person(ME, "", Response.DECLINED)


LABELS = {"labelProperties": {"eventLabels": [{"id": "l-1", "name": "Mentoring", "backgroundColor": "#039BE5"}]}}


@pytest.mark.parametrize(
    ("more", "color", "tags"),
    [
        ({"colorId": "5"}, "banana", {TaggedBy.COLOR}),
        ({"eventLabelId": "l-1", "colorId": "5"}, "#039be5", {TaggedBy.COLOR, TaggedBy.LABEL}),
        ({"eventLabelId": "l-1"}, "", {TaggedBy.LABEL}),
        ({"eventLabelId": "unknown", "colorId": "11"}, "tomato", {TaggedBy.COLOR}),
        ({"extendedProperties": {"private": {"kind": "mentoring"}}}, "", {TaggedBy.PROPERTY}),
        ({"extendedProperties": {"shared": {"mentoring": "true"}}}, "", {TaggedBy.PROPERTY}),
        ({"extendedProperties": {"shared": {"mentoring": "false"}}}, "", set()),
        ({"description": "see #mentoring"}, "", {TaggedBy.HASHTAG}),
    ],
)
def test_marks(more: Body, color: str, tags: set[TaggedBy]) -> None:
    series = only(read(event(summary="Anna / Ben", **more), labels=LABELS))
    assert set(tagged_by(series.hints, series.title, color=color)) == tags


def test_out_of_office_is_leave_on_each_of_its_days() -> None:
    away = event(
        eventType="outOfOffice",
        summary="Away",
        start=at("2025-09-05T00:00:00+01:00"),
        end=at("2025-09-06T00:00:00+01:00"),
        recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"],
        attendees=[],
    )
    batch = read(away, exception("2025-09-12", originalStartTime=at("2025-09-12T00:00:00+01:00")))
    assert (batch.series, batch.meetings) == ((), ())
    assert [str(day.start)[:10] for day in batch.days_off] == ["2025-09-05", "2025-09-19"]
    assert all(day.out_of_office for day in batch.days_off)


def test_leave_by_its_title_reads_back_from_its_text() -> None:
    body = trimmed(
        event(summary="Annual leave", start={"date": "2025-08-04"}, end={"date": "2025-08-16"}, recurrence=[]),
        STEMS,
        {},
    )
    (day,) = values(Whose(HOME, ME, BERLIN), [held(body | {LEAVE: True})]).days_off
    assert (day.start, day.end, day.out_of_office) == (date(2025, 8, 4), date(2025, 8, 16), False)
    assert "Annual leave" in day.text


def test_an_exception_whose_series_is_not_there_is_a_meeting() -> None:
    lone = exception(
        "2025-10-07",
        status="confirmed",
        iCalUID="abc@google.com",
        start=at("2025-10-08T10:00:00+01:00"),
        end=at("2025-10-08T11:00:00+01:00"),
    )
    (meeting,) = read(lone).meetings
    assert (meeting.uid, meeting.slot) == ("abc@google.com", datetime(2025, 10, 7, 16, tzinfo=LONDON))


def exceptions() -> list[Body]:
    """Plain ones of every kind."""
    moved = {"start": at("2025-10-08T10:00:00+01:00"), "end": at("2025-10-08T11:00:00+01:00"), "status": "confirmed"}
    elsewhere = {"start": at("2026-01-07T09:00:00-05:00", "America/New_York"), "end": at("2026-01-07T09:30:00-05:00")}
    return [
        event(),
        exception("2025-09-16"),
        exception("2025-10-07", summary="Mentoring, later", updated="2025-09-01T08:00:00.000Z", sequence=3, **moved),
        exception("2026-01-06", attendees=event()["attendees"], organizer=event()["organizer"], **elsewhere),
        exception("2025-10-28", status="tentative", start=at("2025-10-28T16:00:00Z"), end=at("2025-10-28T16:45:30Z")),
        exception("2025-11-04", status="confirmed", start={"dateTime": "2025-11-04T16:00:00Z"}),
    ]


def both(monkeypatch: pytest.MonkeyPatch, *events: Body) -> tuple[Batch, Batch]:
    """The short way, and the way of every calendar file."""
    short = read(*events)
    with monkeypatch.context() as longer:
        longer.setattr(mapping, "_plainly", lambda *_: None)
        return short, read(*events)


def test_the_short_way_for_plain_exceptions_ends_where_the_long_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(made: list[Component], place: Place) -> Batch:
        asked.append(len(made))
        return read_events(made, place)

    monkeypatch.setattr(mapping, "read_events", counted)
    short, long = both(monkeypatch, *exceptions())
    assert asked == [1, 6], "the series alone, and everything"
    assert len(only(short).overrides) == 5
    assert short == long
    (again,) = read_text(only(short).text, None, zone=BERLIN).series
    assert again.overrides == only(short).overrides


@pytest.mark.parametrize(
    "odd",
    [
        exception("2025-12-02", status="confirmed", summary="Caf\u00e9 \u2028 x"),
        exception("2025-12-02", status="confirmed", transparency="transparent", summary="Canceled: Mentoring"),
        exception("2025-12-02", originalStartTime={"date": "2025-12-02"}),
        exception("2025-12-02", originalStartTime={"dateTime": "2025-12-02T16:00:00"}),
        exception("2025-12-02", originalStartTime={}),
        exception("2025-12-02", status="confirmed", start={"date": "2025-12-02"}, end={"date": "2025-12-03"}),
        exception("2025-12-02", status="confirmed", start=at("later")),
        exception("2025-12-02", status="confirmed", start=at("2025-12-02T16:00:00Z"), end=at("2025-12-01T16:00:00Z")),
        exception("2025-12-02", start=at("2025-12-02T16:00:00+03:00", "Mars/Olympus")),
        exception("2025-12-02", start=at("9999-12-31T23:59:59-12:00"), end=at("9999-12-31T23:59:59-12:00")),
        exception("2025-12-02", sequence=10**12),
        exception("2025-09-16", id="twin", status="confirmed", start=at("2025-09-16T18:00:00+01:00")),
    ],
)
def test_an_odd_exception_goes_the_long_way(monkeypatch: pytest.MonkeyPatch, odd: Body) -> None:
    short, long = both(monkeypatch, *exceptions(), odd)
    assert short == long


def test_whole_days_and_two_series_of_one_name_go_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    days = event(start={"date": "2026-01-09"}, end={"date": "2026-01-10"})
    gone = [exception(day, originalStartTime={"date": day}) for day in ("2026-01-16", "2026-01-23")]
    assert len(only(both(monkeypatch, days, *gone)[0]).overrides) == 2
    short, long = both(monkeypatch, *exceptions(), event(id="abd", summary="Mentoring again"))
    assert short == long
