"""One trap a file, named after it: what is read, what is named, and that the rest is read all the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from integrations.calendars.model import Form, Response
from tests.unit.icalendar.reader import DATA, good, read, shown, trap

TRAPS = sorted((DATA / "traps").glob("*.ics"))
UNTOUCHED = """
    alarm-unclosed bad-dtstart begin-in-description blank-lines bom cancel-stale counter-is-no-fact cr-only interval-0
    junk-lines lf-only lower-case-names missing-end-event no-dtstart no-vcalendar nul-bytes rule-unknown-freq secondly
    todo-and-journal truncated-download vtimezone-without-tzid windows-zone year-1
""".split()
BROKEN = """
    no-dtstart bad-dtstart missing-end-event truncated-download interval-0 rule-unknown-freq year-1 year-9999
    negative-duration end-before-start bad-duration unknown-zone
""".split()


@pytest.mark.parametrize("name", UNTOUCHED)
def test_the_good_series_beside_the_trap_is_read_whole(name: str) -> None:
    series = trap(name).series[0] if name == "no-vcalendar" else good(name)
    assert (series.form, series.zone_name) == (Form.ZONED, "Europe/Berlin")
    assert shown(series.start) == ["2026-03-02T10:00:00+01:00"]
    assert series.duration == timedelta(hours=1)
    assert series.rules == ("FREQ=WEEKLY;BYDAY=MO",)
    assert series.title == "Mentoring: Anna / Ben"
    assert not series.cancelled
    assert series.overrides == ()


@pytest.mark.parametrize(
    ("name", "line", "uid", "code"),
    [
        ("no-dtstart", 4, "broken", "no-start"),
        ("bad-dtstart", 7, "broken", "bad-moment"),
        ("missing-end-event", 4, "cut", "missing-end"),
        ("truncated-download", 11, "cut", "missing-end"),
        ("interval-0", 9, "broken", "bad-rule"),
        ("rule-unknown-freq", 9, "broken", "bad-rule"),
        ("year-1", 7, "old", "year-out-of-range"),
        ("year-9999", 7, "far", "year-out-of-range"),
        ("negative-duration", 10, "good", "ends-before-start"),
        ("end-before-start", 8, "good", "ends-before-start"),
        ("bad-duration", 10, "good", "bad-duration"),
        ("unknown-zone", 4, "good", "unknown-zone"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(name: str, line: int, uid: str, code: str) -> None:
    (problem,) = trap(name).problems
    assert (problem.line, problem.uid, problem.code) == (line, f"{uid}@example.com", code)
    assert problem.component == "VEVENT"
    assert problem.file.endswith(f"{name}.ics")
    assert problem.message and "{" not in problem.message


@pytest.mark.parametrize("path", TRAPS, ids=lambda path: path.stem)
def test_every_other_trap_is_no_problem(path) -> None:
    assert bool(read(path).problems) is (path.stem in BROKEN)


@pytest.mark.parametrize(
    ("name", "zone", "offset"),
    [
        ("windows-zone", "Europe/Berlin", "+01:00"),
        ("windows-zone-without-vtimezone", "America/New_York", "-05:00"),
        ("outlook-display-zone", "Europe/Amsterdam", "+01:00"),
        ("path-like-zone", "Europe/Vienna", "+01:00"),
        ("customised-outlook-zone", "Europe/Berlin", "+01:00"),
        ("custom-zone", None, "+03:45"),
    ],
)
def test_zone_names_of_all_programs(name: str, zone: str | None, offset: str) -> None:
    series = good(name)
    assert series.form is Form.ZONED
    assert series.zone_name == zone
    assert series.start.isoformat().endswith(offset)


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("floating", "+01:00"),
        ("blank-zone", "+01:00"),
        ("unknown-zone", "+01:00"),
        ("floating-with-x-wr-timezone", "-05:00"),
    ],
)
def test_floating_times_take_the_assumed_zone(name: str, offset: str) -> None:
    series = good(name)
    assert (series.form, series.zone_name) == (Form.FLOATING, None)
    assert series.start.isoformat() == f"2026-03-02T10:00:00{offset}"


@pytest.mark.parametrize(
    ("name", "title"),
    [("fold-inside-character", "Jürgen: Mentoring"), ("latin1", "Mentoring: Jürgen"), ("utf16", "Mentoring: Jürgen")],
)
def test_letters_survive(name: str, title: str) -> None:
    assert good(name).title == title


def test_a_fold_inside_the_keyword_hides_nothing() -> None:
    assert good("fold-inside-keyword").title == "Mentoring: Anna / Ben"


@pytest.mark.parametrize(
    ("name", "excluded"),
    [
        ("date-exdate-on-timed", ["2026-03-09"]),
        ("utc-exdate-on-zoned", ["2026-03-09T10:00:00+01:00", "2026-04-06T10:00:00+02:00"]),
        ("floating-exdate-on-zoned", ["2026-03-09T10:00:00+01:00"]),
        ("empty-exdate", ["2026-03-09T10:00:00+01:00"]),
    ],
)
def test_excluded_dates_in_any_form(name: str, excluded: list[str]) -> None:
    assert shown(*good(name).exdates) == excluded


@pytest.mark.parametrize(
    ("name", "slot", "start"),
    [
        ("date-recurrence-id-on-timed", "2026-03-09T10:00:00+01:00", "2026-03-10T10:00:00+01:00"),
        ("utc-recurrence-id-on-zoned", "2026-04-06T10:00:00+02:00", "2026-04-07T10:00:00+02:00"),
        ("timed-recurrence-id-on-all-day", "2026-03-09", "2026-03-10"),
        ("override-without-mark", "2026-03-09T10:00:00+01:00", "2026-03-10T10:00:00+01:00"),
        ("mark-on-override-alone", "2026-03-09T10:00:00+01:00", "2026-03-09T10:00:00+01:00"),
        ("this-and-future", "2026-03-09T10:00:00+01:00", "2026-03-09T12:00:00+01:00"),
    ],
)
def test_overrides_find_their_slot(name: str, slot: str, start: str) -> None:
    (override,) = good(name).overrides
    assert shown(override.slot, override.start) == [slot, start]
    assert override.this_and_future is (name == "this-and-future")
    assert not override.cancelled


def test_an_override_without_a_master_is_a_meeting() -> None:
    batch = trap("override-without-master")
    assert batch.series == ()
    (meeting,) = batch.meetings
    assert shown(meeting.start, meeting.slot) == ["2026-03-10T10:00:00+01:00", "2026-03-09T10:00:00+01:00"]


@pytest.mark.parametrize("name", ["duplicate-uid-sequence", "duplicate-uid-dtstamp"])
def test_of_copies_the_newest_counts(name: str) -> None:
    assert [series.title for series in trap(name).series] == ["Mentoring new"]


@pytest.mark.parametrize("name", ["cancel-one-in-second-vcalendar", "outlook-canceled"])
def test_one_called_off(name: str) -> None:
    series = good(name)
    assert [(o.slot.isoformat(), o.cancelled) for o in series.overrides] == [("2026-03-09T10:00:00+01:00", True)]
    assert not series.cancelled


def test_a_called_off_title_in_busy_time_stays() -> None:
    assert [o.cancelled for o in good("canceled-word-but-busy").overrides] == [False]


@pytest.mark.parametrize("name", ["cancel-whole", "status-cancelled-master"])
def test_the_whole_called_off(name: str) -> None:
    assert good(name).cancelled


def test_a_cancel_of_something_else_is_passed_on() -> None:
    batch = trap("cancel-unknown")
    assert batch.cancelled == ("gone@example.com",)
    assert (batch.series, batch.meetings) == ((), ())


def test_a_reply_tells_an_answer_and_no_more() -> None:
    answers = {person.email: person.response for person in good("reply-whole").people}
    assert answers == {"anna@example.com": Response.ACCEPTED, "ben@example.com": Response.DECLINED}


def test_a_reply_for_one_slot_leaves_the_others() -> None:
    series = good("reply-one")
    (override,) = series.overrides
    assert override.start == override.slot
    assert override.end - override.start == timedelta(hours=1)
    assert {p.email: p.response for p in override.people}["ben@example.com"] is Response.DECLINED
    assert {p.email: p.response for p in series.people}["ben@example.com"] is Response.NEEDS_ACTION


@pytest.mark.parametrize("name", ["negative-duration", "end-before-start", "bad-duration"])
def test_a_length_that_cannot_be_is_none(name: str) -> None:
    assert good(name).duration == timedelta()


def test_an_end_without_a_time_is_the_beginning_of_that_day() -> None:
    assert good("dtend-date-for-timed").duration == timedelta(hours=14)


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("rule-with-blanks", ("FREQ=WEEKLY;COUNT=5",)),
        ("rule-empty-byday", ("FREQ=WEEKLY;COUNT=5",)),
        ("year-9999", ("FREQ=WEEKLY;UNTIL=99991231T235959Z",)),
        ("rdate-only", ()),
    ],
)
def test_rules_that_programs_write(name: str, rules: tuple[str, ...]) -> None:
    assert good(name).rules == rules


def test_periods_are_dates() -> None:
    assert shown(*good("rdate-period").rdates) == ["2026-03-05T10:00:00+01:00", "2026-03-06T10:00:00+01:00"]


def test_an_event_without_a_uid_gets_a_lasting_one() -> None:
    (first,), (again,) = trap("no-uid").series, trap("no-uid").series
    assert first.uid == again.uid
    assert f"\nUID:{first.uid}\n" in first.text


def test_parameters_may_hold_what_parts_them() -> None:
    (person,) = good("quoted-parameters").people
    assert (person.email, person.name) == ("john@example.com", 'Doe, John: the "one"')


def test_rooms_are_no_people() -> None:
    assert {p.email: p.individual for p in good("rooms-are-no-people").people} == {
        "anna@example.com": True,
        "ben@example.com": True,
        "room4@example.com": False,
    }


def test_pieces_of_one_series_come_together() -> None:
    assert [s.uid for s in trap("google-pieces").series] == ["abc@google.com", "abc_R20260406T080000@google.com"]


def test_the_talk_that_belongs_to_a_series_is_kept() -> None:
    talk = next(s for s in trap("related-talk").series if s.uid == "talk@example.com")
    assert talk.related == ("good@example.com",)


def test_single_meetings_of_the_same_people_are_kept_and_no_others() -> None:
    assert [m.uid for m in trap("pair-one-off").meetings] == ["coffee@example.com"]


def test_leave_is_what_lasts_and_is_not_free() -> None:
    found = [(d.title, d.start, d.out_of_office) for d in trap("leave").days_off]
    assert found[0] == ("Urlaub", date(2026, 3, 9), False)
    assert [title for title, _, _ in found] == ["Urlaub", "Out of office"]
    assert found[1][2]


def test_a_calendar_that_is_named_mentoring_marks_all() -> None:
    batch = trap("calendar-named-mentoring")
    assert [s.calendar for s in batch.series] == ["Mentoring"]
    assert batch.calendars == ("Mentoring",)


def test_decoys_leave_nothing() -> None:
    batch = trap("decoys")
    assert (batch.series, batch.meetings, batch.days_off) == ((), (), ())


def test_there_are_traps_enough() -> None:
    assert len(TRAPS) >= 40
