"""Ends and zones as Google writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.model import Form
from integrations.calendars.moments import instant
from integrations.calendars.recurrence import last_start
from tests.unit.integrations.google.mapped import (
    BERLIN,
    at,
    event,
    only,
    read,
    starts,
)


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
