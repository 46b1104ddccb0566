"""What is asked for and kept: mentoring that becomes known, its exceptions, leave."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.mentoring.tagging import Looking
from integrations.calendars.google import mapping
from integrations.calendars.port import Access, Calendar
from tests.google import filling
from tests.unit.integrations.google.reading.conftest import (
    LONDON,
    ME,
    MENTOR,
    WORK,
    Body,
    Reader,
    exception,
    put,
    time,
    weekly,
)


def test_a_series_that_becomes_mentoring_brings_its_exceptions(reader: Reader) -> None:
    weekly(reader.google, title="Tuesdays")
    exception(reader.google, "2025-09-16")
    exception(reader.google, "2025-10-07", summary="Elsewhere")
    reader.read()
    assert reader.held == {}
    weekly(reader.google, title="Mentoring")
    exception(reader.google, "2025-09-16")
    exception(reader.google, "2025-10-07", summary="Elsewhere")
    reader.begin_anew()
    reader.asked()
    reader.read()
    (series,) = reader.values().series
    assert [(str(one.slot)[:10], one.cancelled, one.title) for one in series.overrides] == [
        ("2025-09-16", True, ""),
        ("2025-10-07", False, "Elsewhere"),
    ]


def test_a_series_that_gets_an_end_is_asked_for_its_exceptions_once(reader: Reader) -> None:
    weekly(reader.google)
    exception(reader.google, "2025-09-16")
    exception(reader.google, "2025-12-30", start=time("2025-12-31T10:00:00Z"), end=time("2025-12-31T11:00:00Z"))
    reader.read()
    assert len(reader.held) == 3
    reader.asked()
    api = reader.google
    with api.world.lock:
        master = api.calendar().events["talk"]
        master.body["recurrence"] = ["RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20251209T160000Z"]
        beyond = next(id_ for id_ in api.calendar().events if id_.startswith("talk_20251230"))
        del api.calendar().events[beyond]
        master.exceptions = {slot: one for slot, one in master.exceptions.items() if one.id != beyond}
        api.world.touch(master)
    reader.read()
    assert beyond not in reader.held, "a meeting after the end would stand on the user's screen and nowhere else"
    assert len(reader.held) == 2
    assert reader.asked() == {"events.list-sync": 1, "events.get": 1, "events.instances": 1}


def test_a_mark_on_one_date_alone_marks_its_series(reader: Reader) -> None:
    weekly(reader.google, title="Tuesdays")
    exception(reader.google, "2025-10-07", summary="Mentoring review")
    reader.read()
    assert reader.titles == ["Tuesdays"]
    weekly(reader.google, "other", "Wednesdays")
    reader.read()
    exception(reader.google, "2025-10-14", of="other", summary="Mentoring review")
    reader.read()
    assert reader.titles == ["Tuesdays", "Wednesdays"]


def test_a_known_name_is_wanted_and_so_is_a_piece_that_was_split_from_it(reader: Reader) -> None:
    weekly(reader.google, title="Anna / Ben")
    piece = "talk_R20251007T150000"
    weekly(reader.google, piece, "Anna / Ben")
    assert reader.read().put == ()
    reader.cursor = ""
    reader.read(Looking(known=frozenset({"talk@google.com"})))
    assert sorted(one.uid for one in reader.values().series) == ["talk@google.com", f"{piece}@google.com"]


def test_what_could_be_suggested_is_given_and_not_kept(reader: Reader) -> None:
    weekly(reader.google, title="1:1 Anna")
    changes = reader.read()
    assert changes.put == ()
    assert [one.id for one in changes.likely] == ["talk"]


def test_a_pair_that_becomes_known_later_costs_no_request_in_the_same_run_and_one_read_in_another(
    reader: Reader,
) -> None:
    put(reader.google, "coffee", "Coffee")
    reader.read()
    assert reader.held == {}
    assert reader.asked() == {"events.list": 1}
    pair = Looking(pairs=frozenset({frozenset({ME, MENTOR})}))
    assert reader.read(pair).whole
    assert reader.titles == ["Coffee"]
    assert reader.asked() == {}
    other = Looking(pairs=pair.pairs | {frozenset({ME, "anna@example.org"})})
    reader.begin_anew()
    reader.read(other)
    assert reader.asked() == {"events.list": 1}
    reader.begin_anew()
    reader.read(pair)
    assert reader.asked() == {"events.list-sync": 1}, "a pair that is no longer looked for costs nothing"


def test_on_a_second_calendar_the_users_own_row_may_be_missing(reader: Reader) -> None:
    reader.google.add_calendar(WORK.id, summary="Work", owner=ME)
    row = [{"email": MENTOR, "responseStatus": "accepted"}]
    put(reader.google, "call", "Call with mentor", WORK.id, attendees=row)
    put(reader.google, "hers", "Her own", WORK.id, attendees=None, organizer={"email": MENTOR})
    put(reader.google, "ours", "Lunch", WORK.id, attendees=[*row, {"email": "anna@example.org"}])
    reader.read(Looking(pairs=frozenset({frozenset({ME, MENTOR})})), WORK)
    assert reader.titles == ["Call with mentor"]


def test_leave_is_the_users_own_and_absences_of_others_are_nobodys_business(reader: Reader) -> None:
    leave: Body = {"start": {"date": "2025-08-04"}, "end": {"date": "2025-08-16"}, "attendees": None}
    away: Body = {"eventType": "outOfOffice", "attendees": None}
    put(reader.google, "leave", "Annual leave", **leave)
    put(reader.google, "free", "Annual leave", transparency="transparent", **leave)
    put(reader.google, "away", "Away", **away)
    put(reader.google, "short", "Holiday planning", attendees=None)
    for kind in ("birthday", "focusTime", "workingLocation", "fromGmail", "somethingNew"):
        put(reader.google, kind.lower(), "Mentoring", eventType=kind)
    reader.read()
    assert reader.titles == ["Annual leave", "Away"]
    reader.held, reader.cursor = {}, ""
    reader.read(calendar=Calendar(ME, ME, Access.READER, zone=LONDON))
    assert reader.held == {}


def test_leave_that_becomes_something_else_is_forgotten(reader: Reader) -> None:
    days: Body = {"start": {"date": "2025-08-04"}, "end": {"date": "2025-08-16"}, "attendees": None}
    put(reader.google, "leave", "Annual leave", **days)
    reader.read()
    put(reader.google, "leave", "Surgery", **days)
    assert reader.read().gone == ("leave",)


def test_a_crowd_of_exceptions_reads_the_short_way_as_the_long(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    filling.crowd(reader.google.world, reader.google.calendar(), series=6, events=240, first=date(2024, 1, 1))
    reader.read()
    short = reader.values()
    monkeypatch.setattr(mapping, "_plainly", lambda *_: None)
    assert short == reader.values()
    assert sum(len(series.overrides) for series in short.series) == 234
