"""Changes of a series' text: what was asked for and nothing else, readable by other libraries."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from integrations.calendars.ending import end_at
from integrations.calendars.icalendar import writing
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.icalendar.timezones import vtimezone
from integrations.calendars.model import Form, Person, Series
from integrations.calendars.recurrence import last_start
from tests.unit.icalendar.reader import BERLIN, DATA

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
STAMP = "20260615T100000Z"
CASES = [
    case
    for case in json.loads((DATA / "cases" / "expected.json").read_text(encoding="utf-8"))["cases"]
    if (case.get("set_final_date") or {}).get("outcome") == "ok"
]
CHANGED = ("RRULE", "EXDATE", "RDATE", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED")


def series_of(text: str | bytes) -> Series:
    (series,) = read_text(text, zone=BERLIN).series
    return series


def case_series(case: dict) -> Series:
    return read_text((DATA / "cases" / case["file"]).read_bytes(), zone=BERLIN).series[-1]


def weekly(*extra: str, start: str = "DTSTART;TZID=Europe/Berlin:20260302T100000", rule: str = "FREQ=WEEKLY") -> Series:
    event = [
        "BEGIN:VEVENT",
        "UID:w",
        start,
        "DURATION:PT1H",
        f"RRULE:{rule}",
        "SUMMARY:Mentoring",
        *extra,
        "END:VEVENT",
    ]
    return series_of("\n".join(["BEGIN:VCALENDAR", *event, "END:VCALENDAR", ""]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_the_written_end_is_the_wanted_one(case: dict) -> None:
    wanted = case["set_final_date"]
    series = case_series(case)
    ending = end_at(series, date.fromisoformat(wanted["date"]), BERLIN)
    changed = series_of(writing.folded(writing.series_text_ended(series.text, ending, NOW)))
    last = last_start(changed)
    assert last is not None
    assert last.isoformat() == wanted["last_start"]
    assert changed.rules == ending.rules_after
    assert changed.sequence == series.sequence + 1
    gone = set(ending.dropped_overrides)
    assert [o.slot for o in changed.overrides] == [o.slot for o in series.overrides if o.slot not in gone]
    assert all(
        o.sequence == next(p for p in series.overrides if p.slot == o.slot).sequence + 1 for o in changed.overrides
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_all_other_lines_stay_as_they_were(case: dict) -> None:
    series = case_series(case)
    ending = end_at(series, date.fromisoformat(case["set_final_date"]["date"]), BERLIN)
    after = writing.series_text_ended(series.text, ending, NOW)
    kept = [line for line in after.split("\n") if not line.startswith(CHANGED)]
    before = [line for line in series.text.split("\n") if not line.startswith(CHANGED)]
    if not ending.dropped_overrides:
        assert kept == before
    else:
        assert set(kept) <= set(before)


def test_dates_beyond_the_end_go_and_the_others_keep_their_place() -> None:
    series = weekly(
        "EXDATE;TZID=Europe/Berlin:20260309T100000,20260601T100000",
        "EXDATE:20260608T080000Z",
        "RDATE;TZID=Europe/Berlin:20260312T100000,20260604T100000",
    )
    text = writing.series_text_ended(series.text, end_at(series, date(2026, 5, 4), BERLIN), NOW)
    assert "EXDATE;TZID=Europe/Berlin:20260309T100000\n" in text
    assert "RDATE;TZID=Europe/Berlin:20260312T100000\n" in text
    assert "20260601" not in text and "20260604" not in text and "20260608" not in text
    assert "RRULE:FREQ=WEEKLY;UNTIL=20260504T080000Z\n" in text


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ("DTSTART;TZID=Europe/Berlin:20260302T100000", "EXDATE;TZID=Europe/Berlin:20260323T100000"),
        ("DTSTART:20260302T100000Z", "EXDATE:20260323T100000Z"),
        ("DTSTART:20260302T100000", "EXDATE:20260323T100000"),
    ],
)
def test_a_meeting_postponed_past_the_end_is_excluded_in_the_form_of_the_start(start: str, line: str) -> None:
    moved = start.replace("DTSTART", "RECURRENCE-ID").replace("0302", "0323")
    late = start.replace("0302", "0603")
    inner = ["END:VEVENT", "BEGIN:VEVENT", "UID:w", moved, late, "DURATION:PT1H", "SUMMARY:Mentoring"]
    series = weekly(*inner, start=start)
    text = writing.series_text_ended(series.text, end_at(series, date(2026, 4, 13), BERLIN), NOW)
    assert f"\n{line}\n" in text
    assert "RECURRENCE-ID" not in text
    assert last_start(series_of(text)) == series_of(text).start.replace(month=4, day=13)


def test_the_last_meeting_is_renamed_by_a_copy_of_the_series() -> None:
    series = weekly("LOCATION:Room 4", "X-KEEP:1", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "END:VALARM")
    slot = series.start + timedelta(days=35)
    text = writing.mark_final(series.text, slot, "Closing; well", NOW)
    changed = series_of(text)
    (override,) = changed.overrides
    assert (override.slot, override.start, override.title) == (slot, slot, "Closing; well")
    assert override.end - override.start == timedelta(hours=1)
    assert changed.sequence == override.sequence == series.sequence + 1
    block = text.split("BEGIN:VEVENT")[2]
    assert "RRULE" not in block
    assert all(part in block for part in ("LOCATION:Room 4", "X-KEEP:1", "BEGIN:VALARM", f"DTSTAMP:{STAMP}"))


def test_renaming_a_moved_meeting_leaves_it_where_it_is() -> None:
    moved = "RECURRENCE-ID;TZID=Europe/Berlin:20260309T100000"
    series = weekly("END:VEVENT", "BEGIN:VEVENT", "UID:w", moved, "DTSTART:20260310T120000Z", "SUMMARY:Mentoring")
    (override,) = series_of(writing.mark_final(series.text, series.overrides[0].slot, "Last", NOW)).overrides
    assert (override.title, override.start) == ("Last", series.overrides[0].start)


def test_one_version_raises_the_sequence_once() -> None:
    series = weekly("SEQUENCE:4")
    ended = writing.series_text_ended(series.text, end_at(series, date(2026, 4, 13), BERLIN), NOW)
    both = series_of(writing.mark_final(ended, datetime(2026, 4, 13, 10, tzinfo=BERLIN), "Last", NOW))
    assert (both.sequence, both.overrides[0].sequence) == (5, 5)
    assert series_of(writing.raised(series.text, by=2, now=NOW)).sequence == 6


def test_a_request_names_its_method_and_no_calendar_of_the_user() -> None:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Private", "X-WR-TIMEZONE:Europe/Berlin"]
    text = "\n".join([*head, "BEGIN:VEVENT", "UID:w", "END:VEVENT", "END:VCALENDAR", ""])
    request = writing.as_request(text)
    assert request.count("METHOD:REQUEST") == 1
    assert "Private" not in request and "X-WR-TIMEZONE" in request
    assert writing.as_request(request) == request


def test_two_events_are_linked_both_ways_and_only_once() -> None:
    series = weekly()
    linked = writing.linked(series.text, "talk", NOW)
    assert series_of(linked).related == ("talk",)
    assert "RELATED-TO;RELTYPE=SIBLING:talk" in linked and "REFID:talk" in linked
    assert writing.linked(linked, "talk", NOW) == linked


TALK = {
    "uid": "talk",
    "title": "Big picture, again",
    "description": "One\ntwo",
    "rule": "FREQ=YEARLY;BYMONTH=7;BYDAY=2MO;COUNT=3",
    "organizer": Person("anna@example.com", 'Anna "A"; B', organizer=True),
    "attendees": (Person("ben@example.com", "Ben"), Person("anna@example.com")),
    "related": "old",
    "now": NOW,
}


def test_the_yearly_event_says_what_was_promised() -> None:
    start = datetime(2027, 7, 12, 10, tzinfo=BERLIN)
    text = writing.event_text(
        start=start, end=start + timedelta(hours=1), form=Form.ZONED, zone_name="Europe/Berlin", **TALK
    )
    series = series_of(writing.folded(text))
    assert (series.uid, series.title, series.start) == ("talk", "Big picture, again", start)
    assert series.rules == (TALK["rule"],)
    assert [(p.email, p.name, p.organizer, p.response.value) for p in series.people] == [
        ("anna@example.com", 'Anna "A"; B', True, "unknown"),
        ("ben@example.com", "Ben", False, "needs-action"),
    ]
    event = icalendar.Calendar.from_ical(writing.folded(text)).walk("VEVENT")[0]
    assert event["SEQUENCE"] == 0
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [-timedelta(days=14), -timedelta(days=1)]
    assert event["RELATED-TO"].params["RELTYPE"] == "SIBLING"
    assert event["DTSTAMP"].dt == NOW
    assert str(event["DESCRIPTION"]) == "One\ntwo"


@pytest.mark.parametrize(
    ("form", "start", "line", "zones"),
    [
        (Form.DATE, date(2027, 7, 12), "DTSTART;VALUE=DATE:20270712", 0),
        (Form.UTC, datetime(2027, 7, 12, 8, tzinfo=UTC), "DTSTART:20270712T080000Z", 0),
        (Form.FLOATING, datetime(2027, 7, 12, 10, tzinfo=BERLIN), "DTSTART:20270712T100000", 0),
        (Form.ZONED, datetime(2027, 7, 12, 10, tzinfo=BERLIN), "DTSTART;TZID=Europe/Berlin:20270712T100000", 1),
    ],
)
def test_the_yearly_event_begins_in_the_form_of_the_series(form: Form, start, line: str, zones: int) -> None:
    name = "Europe/Berlin" if form is Form.ZONED else None
    text = writing.event_text(start=start, end=start + timedelta(days=1), form=form, zone_name=name, **TALK)
    assert f"\n{line}\n" in text
    assert text.count("BEGIN:VTIMEZONE") == zones


ZONES = """Europe/Berlin Europe/Dublin America/New_York America/Sao_Paulo Asia/Kolkata Australia/Sydney Asia/Jerusalem
Africa/Casablanca Africa/Cairo Pacific/Apia Asia/Tehran Etc/UTC""".split()


@pytest.mark.parametrize("name", ZONES)
def test_a_written_zone_has_the_offsets_of_the_real_one(name: str) -> None:
    text = "\r\n".join(vtimezone(name, 2026)) + "\r\n"
    written = icalendar.Timezone.from_ical(text).to_tz(lookup_tzid=False)
    real = ZoneInfo(name)
    for day in range(0, 10 * 365, 3):
        at = datetime(2026, 1, 2, 12) + timedelta(days=day)  # noqa: DTZ001 - put into both zones
        assert at.replace(tzinfo=written).utcoffset() == at.replace(tzinfo=real).utcoffset(), at
