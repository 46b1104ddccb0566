"""Google's events as values: series with what hangs on them, people, marks, leave."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from desktop.mentoring.mentorship import TaggedBy
from desktop.mentoring.tagging import tagged_by
from integrations.calendars.google.mapping import LEAVE, Whose, values
from integrations.calendars.google.trimming import held, trimmed
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.model import Form, Person, Response
from integrations.calendars.port import Access, Calendar
from tests.unit.integrations.google.mapped import (
    BERLIN,
    HOME,
    LONDON,
    ME,
    STEMS,
    Body,
    at,
    event,
    exception,
    only,
    read,
    starts,
)


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
