"""One occurrence called off, put elsewhere, and former rules back: everything else stays as it was read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from integrations.calendars.ending import end_at
from integrations.calendars.icalendar.occurrences import occurrence_put, occurrence_removed, rules_restored
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.icalendar.writing import series_text_ended
from integrations.calendars.model import Series
from integrations.calendars.recurrence import everything
from tests.journeys.conftest import DATA

ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 4, 14, 14, 0, tzinfo=UTC)


def _read(text: str) -> Series:
    return read_text(text, zone=ZONE).series[0]


def _series() -> Series:
    return _read((DATA / "journeys" / "j09_undo.ics").read_text())


def _at(day: int, hour: int = 9, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def test_one_is_called_off_and_nothing_else() -> None:
    series = _series()
    found = _read(occurrence_removed(series.text, _at(13), NOW))
    before, after = (everything(one, date(2026, 6, 30)) for one in (series, found))
    assert [o.slot for o, n in zip(before, after, strict=True) if o.removed != n.removed] == [_at(13)]
    assert found.overrides[-1].title == series.title
    assert found.people == series.people


def test_calling_off_twice_is_calling_off_once() -> None:
    once = occurrence_removed(_series().text, _at(6), NOW)
    twice = _read(occurrence_removed(once, _at(6), NOW))
    assert [(o.slot, o.cancelled) for o in twice.overrides] == [(_at(6), True)]


def test_one_that_was_called_off_comes_back_where_it_was() -> None:
    series = _series()
    was = series.overrides[0]
    gone = occurrence_removed(series.text, was.slot, NOW)
    back = _read(occurrence_put(gone, was.slot, title=was.title, start=was.start, end=was.end, now=NOW))
    (override,) = back.overrides
    assert (override.slot, override.start, override.end, override.title) == (was.slot, was.start, was.end, was.title)
    assert not override.cancelled
    assert override.people == was.people


def test_an_ordinary_one_is_renamed_and_moved() -> None:
    found = _read(
        occurrence_put(
            _series().text, _at(20), title="Elsewhere; later", start=_at(21), end=_at(21) + timedelta(hours=1), now=NOW
        )
    )
    override = found.overrides[-1]
    assert (override.slot, override.start, override.end) == (_at(20), _at(21), _at(21, 10))
    assert override.title == "Elsewhere; later"


def test_an_ended_series_goes_on_as_before() -> None:
    series = _series()
    ended = series_text_ended(series.text, end_at(series, date(2026, 4, 29), ZONE), NOW)
    found = _read(rules_restored(ended, series, NOW))
    assert (found.rules, found.exdates, found.start) == (series.rules, series.exdates, series.start)
    assert found.overrides == (), "an override that went with the end is put back by itself"
    assert found.sequence > _read(ended).sequence


def test_days_and_dates_of_every_form_come_back() -> None:
    text = "\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            "UID:one",
            "DTSTART;TZID=America/Toronto:20260107T090000",
            "DTEND;TZID=America/Toronto:20260107T094500",
            "SUMMARY:Mentoring",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    rules = ("RRULE:FREQ=WEEKLY", "RDATE;TZID=America/Toronto:20260109T090000", "EXDATE;VALUE=DATE:20260114")
    before = _read(text.replace("SUMMARY", "\n".join([*rules, "SUMMARY"])))
    found = _read(rules_restored(text.replace("SUMMARY", "RRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY"), before, NOW))
    assert (found.rules, found.rdates, found.exdates) == (before.rules, before.rdates, before.exdates)
    assert found.exdates == (date(2026, 1, 14),)
