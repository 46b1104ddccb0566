from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desktop.services.records import Entry
from desktop.ui.wizard.agenda_rows import rows
from tests.ui.wizard.fakes import LONDON


def entries(kind, first, count, title="Mentoring"):
    starts = [datetime.combine(first + timedelta(days=7 * n), time(16), tzinfo=LONDON) for n in range(count)]
    return tuple(Entry(start, start + timedelta(hours=1), title, kind) for start in starts)


def test_a_long_run_is_counted_and_named_to_its_end():
    found = rows(entries("meeting", date(2025, 11, 25), 10), LONDON)

    assert [(row.kind, row.day) for row in found] == [
        ("year", "2025"),
        ("meeting", "Tuesday 25 November"),
        ("meeting", "Tuesday 2 December"),
        ("more", "8 more, until 27 January 2026"),
    ]


def test_a_run_without_an_end_is_never_counted():
    found = rows(entries("meeting", date(2025, 11, 25), 10), LONDON, goes_on=True)

    assert found[-1].day == "and so on"


def test_years_head_their_lines_and_what_goes_on_stands_before_the_talk():
    meetings = entries("meeting", date(2025, 12, 2), 1) + entries("last", date(2025, 12, 9), 1)
    gone = entries("removed", date(2025, 12, 16), 12)
    talk = entries("talk", date(2026, 12, 8), 1, "Big picture talk")
    found = rows(meetings + gone + talk, LONDON, goes_on=True)

    assert [row.kind for row in found] == [
        "year",
        "meeting",
        "last",
        "removed",
        "removed",
        "more",
        "year",
        "talk",
    ]
    assert found[5].of == "removed"


def test_lines_are_said_with_what_their_shape_means():
    last, gone = entries("last", date(2025, 12, 9), 1), entries("removed", date(2025, 12, 16), 1)
    said = [row.says for row in rows(last + gone, LONDON)]

    assert said[1] == "Tuesday 9 December, 16:00, the last meeting, Mentoring"
    assert said[2] == "Tuesday 16 December, 16:00, no longer there, Mentoring"


def test_the_readers_own_day_and_clock_are_shown():
    found = rows(entries("meeting", date(2025, 11, 25), 1), ZoneInfo("Asia/Tokyo"))

    assert (found[1].day, found[1].time) == ("Wednesday 26 November", "01:00")


def test_all_day_entries_say_so():
    entry = Entry(date(2025, 12, 9), date(2025, 12, 10), "Mentoring day", "meeting")

    assert rows([entry], ZoneInfo("America/Los_Angeles"))[1].time == "all day"
