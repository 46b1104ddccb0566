"""`Series.text` and `Meeting.text` hold everything, and reading them back gives the same values."""

from __future__ import annotations

import dataclasses

import pytest

from integrations.calendars.icalendar.lines import folded
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.model import Series
from tests.unit.icalendar.reader import BERLIN, DATA, read

FILES = sorted([*(DATA / "traps").glob("*.ics"), *(DATA / "cases").glob("*.ics")])


def values(series: Series) -> dict[str, object]:
    found = {field.name: getattr(series, field.name) for field in dataclasses.fields(series)}
    found["zone"] = series.start.utcoffset() if hasattr(series.start, "utcoffset") else None
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_text_of_a_series_reads_back_as_the_same_series(path) -> None:
    for series in read(path).series:
        (again,) = read_text(series.text, zone=BERLIN).series
        assert values(again) == values(series)
        (from_bytes,) = read_text(folded(series.text), zone=BERLIN).series
        assert values(from_bytes) == values(series)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_text_of_a_meeting_reads_back_as_the_same_meeting(path) -> None:
    for meeting in read(path).meetings:
        (again,) = read_text(meeting.text, zone=BERLIN).meetings
        assert again == meeting


def test_what_is_not_known_stays(tmp_path) -> None:
    lines = ['X-NEW;X-P="a:b":v\\,1', "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA", "BEGIN:X-THING", "Y:1", "END:X-THING"]
    event = ["BEGIN:VEVENT", "UID:u", "DTSTART:20260302T100000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:Mentoring", *lines]
    calendar = ["BEGIN:VCALENDAR", "X-HEAD:1", "METHOD:PUBLISH", *event, "END:VEVENT", "END:VCALENDAR", ""]
    path = tmp_path / "a.ics"
    path.write_text("\r\n".join(calendar), newline="")
    (series,) = read(path).series
    assert "\n".join(lines) in series.text
    assert "X-HEAD:1" in series.text
    assert "METHOD" not in series.text


def test_what_a_torn_file_leaves_between_events_stays_out_of_the_text(tmp_path) -> None:
    event = [
        "BEGIN:VEVENT",
        "UID:u",
        "DTSTART:20260302T100000Z",
        "RRULE:FREQ=WEEKLY",
        "SUMMARY:Mentoring",
        "END:VEVENT",
    ]
    torn = ["BEGIN:VEEND:VCALENDAR", "VENT", "DTSTART:soon", "RRULE:FREQ=WEEKLY", "END:VEVENT"]
    path = tmp_path / "torn.ics"
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", *torn, *event, "END:VCALENDAR", ""]), newline="")
    (series,) = read(path).series
    (again,) = read_text(series.text, zone=BERLIN).series
    assert values(again) == values(series)
