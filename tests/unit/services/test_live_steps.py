"""What a step still needs, from what the calendar holds: every calendar writes rules in a way of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import CreateBigPicture, Dropped, EndSeries, MarkFinal, Plan, SourceRef, Step
from desktop.services.live_steps import Differs, Judge, Needed, Settled, What
from desktop.store.plans import Direction
from integrations.calendars.ending import end_at
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.model import Form, Override, Series
from tests.journeys.conftest import DATA

ZONE = ZoneInfo("America/Toronto")
FINAL = datetime(2026, 4, 29, 9, tzinfo=ZONE)
SLOT = datetime(2026, 5, 6, 9, tzinfo=ZONE)
APPLY, UNDO = Direction.APPLY, Direction.UNDO
BEFORE = read_text((DATA / "journeys" / "j09_undo.ics").read_text(), zone=ZONE).series[0]
TALK = CreateBigPicture(
    "talk", "Talk", "FREQ=YEARLY;BYMONTH=4;BYDAY=-1WE;COUNT=3",
    datetime(2027, 4, 28, 9, tzinfo=ZONE), datetime(2027, 4, 28, 10, tzinfo=ZONE), Form.ZONED, ZONE.key,
    tuple(datetime(year, 4, day, 9, tzinfo=ZONE) for year, day in ((2027, 28), (2028, 26), (2029, 25))), (),
)  # fmt: skip


def _end(series: Series) -> EndSeries:
    ending = end_at(series, FINAL.date(), ZONE)
    return EndSeries(
        series.uid, ending.rules_before, ending.rules_after, ending.last_start, ending.last_slot,
        Dropped(ending.dropped_overrides, ending.dropped_exdates, ending.dropped_rdates), ending.excluded, (),
    )  # fmt: skip


def _plan(series: Series, *steps: Step) -> Plan:
    return Plan(
        "p", "m", series.uid, series.title, (), FINAL, FINAL, Role.ORGANIZER, series.form,
        SourceRef("memory", "", "", "a", "c"), steps, 0, None, False, (), (), datetime(2026, 4, 14, tzinfo=UTC),
        series.text,
    )  # fmt: skip


JUDGE = Judge(_plan(BEFORE, TALK, _end(BEFORE), MarkFinal(BEFORE.uid, FINAL, "Mentoring", "Last", ())))
ENDED = replace(BEFORE, rules=("FREQ=WEEKLY;BYDAY=WE;UNTIL=20260429T130000Z",), overrides=())


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=WE;UNTIL=20260429T130000Z",
        "FREQ=WEEKLY;UNTIL=20260429T130000Z;BYDAY=WE",
        "FREQ=WEEKLY;WKST=SU;UNTIL=20260429T130000Z;BYDAY=WE",
        "FREQ=WEEKLY;INTERVAL=1;UNTIL=20260429T235959Z;BYDAY=WE",
        "FREQ=WEEKLY;UNTIL=20260429;BYDAY=WE",
        "FREQ=WEEKLY;COUNT=17;BYDAY=WE",
    ],
)
def test_an_end_is_one_however_it_is_written(rule: str) -> None:
    found = replace(ENDED, rules=(rule,))
    assert JUDGE(1, APPLY, found) == Settled()
    assert JUDGE(1, UNDO, found) == Needed(What.RESTORE)


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;BYDAY=WE;UNTIL=20260428T130000Z", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20260506T130000Z"]
)
def test_another_end_is_somebody_elses(rule: str) -> None:
    found = replace(ENDED, rules=(rule,))
    assert JUDGE(1, APPLY, found) == Differs()
    assert JUDGE(1, UNDO, found) == Differs()


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY", "FREQ=WEEKLY;WKST=SU;BYDAY=WE"])
def test_the_former_course_is_one_however_it_is_written(rule: str) -> None:
    assert JUDGE(1, APPLY, replace(BEFORE, rules=(rule,))) == Needed(What.END)
    assert JUDGE(1, UNDO, replace(BEFORE, rules=(rule,))) == Settled()


def test_what_a_calendar_keeps_beyond_the_end_is_taken_out_by_its_slot() -> None:
    assert JUDGE(1, APPLY, replace(ENDED, overrides=BEFORE.overrides)) == Needed(What.REMOVE, SLOT)
    called_off = (replace(BEFORE.overrides[0], cancelled=True),)
    assert JUDGE(1, APPLY, replace(ENDED, overrides=called_off)) == Settled()


@pytest.mark.parametrize(
    "overrides", [(), (replace(BEFORE.overrides[0], cancelled=True),)], ids=["forgotten", "called off"]
)
def test_what_went_with_the_end_is_put_back(overrides: tuple[Override, ...]) -> None:
    was = BEFORE.overrides[0]
    wanted = Needed(What.PUT_BACK, SLOT, was.title, was.start, was.end)
    assert JUDGE(1, UNDO, replace(BEFORE, overrides=overrides)) == wanted


def test_a_meeting_that_somebody_moved_meanwhile_is_theirs() -> None:
    other = replace(BEFORE.overrides[0], start=SLOT + timedelta(days=2), end=SLOT + timedelta(days=2, hours=1))
    assert JUDGE(1, UNDO, replace(BEFORE, overrides=(other,))) == Differs()
    assert JUDGE(1, APPLY, replace(BEFORE, overrides=(other,))) == Differs()


def test_a_past_that_is_not_as_it_was_is_never_called_done() -> None:
    assert JUDGE(1, APPLY, replace(ENDED, exdates=())) == Differs()
    assert JUDGE(1, APPLY, replace(ENDED, start=datetime(2026, 2, 4, 9, tzinfo=ZONE))) == Differs()


def test_an_apply_after_half_an_undo_does_not_wait_for_what_the_undo_had_yet_to_put_back() -> None:
    found = replace(BEFORE, overrides=())
    assert JUDGE(1, APPLY, found) == Differs()
    again = Judge(_plan(BEFORE, TALK, _end(BEFORE)), {1})
    assert again(1, APPLY, found) == Needed(What.END)


def test_a_meeting_that_was_moved_beyond_the_end_needs_the_edit_and_then_nothing() -> None:
    slot = datetime(2026, 4, 22, 9, tzinfo=ZONE)
    moved = Override(slot, slot + timedelta(days=10), slot + timedelta(days=10, hours=1), title="Mentoring")
    series = replace(BEFORE, overrides=(moved,))
    text = series.text.replace(
        "RECURRENCE-ID;TZID=America/Toronto:20260506", "RECURRENCE-ID;TZID=America/Toronto:20260422"
    )
    text = text.replace("20260507T110000", "20260502T090000").replace("20260507T114500", "20260502T100000")
    step = _end(series)
    assert step.excluded == (slot,)
    judge = Judge(_plan(replace(series, text=text), step))
    assert judge(0, APPLY, judge.before) == Needed(What.END)
    written = replace(judge.before, rules=step.after, exdates=(*judge.before.exdates, slot))
    assert judge(0, APPLY, written) == Needed(What.REMOVE, slot), "the calendar kept it all the same"
    assert judge(0, APPLY, replace(written, overrides=())) == Settled()
    assert judge(0, UNDO, replace(written, overrides=())) == Needed(What.RESTORE)


def test_the_talk_is_known_by_its_dates_and_not_by_its_title() -> None:
    made = read_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:talk\nDTSTART;TZID=America/Toronto:20270428T090000\n"
        "DTEND;TZID=America/Toronto:20270428T100000\nRRULE:FREQ=YEARLY;COUNT=3;BYDAY=-1WE;BYMONTH=4\n"
        "SUMMARY:Coffee in April\nEND:VEVENT\nEND:VCALENDAR\n",
        zone=ZONE,
    ).series[0]
    assert JUDGE(0, APPLY, None) == Needed(What.CREATE)
    assert JUDGE(0, APPLY, made) == Settled()
    assert JUDGE(0, UNDO, made) == Needed(What.DELETE)
    assert JUDGE(0, UNDO, None) == Settled()
    longer = replace(made, rules=("FREQ=YEARLY;COUNT=4;BYDAY=-1WE;BYMONTH=4",))
    assert (JUDGE(0, APPLY, longer), JUDGE(0, UNDO, longer)) == (Differs(), Differs())
    moved = replace(made, start=made.start + timedelta(days=7))
    assert JUDGE(0, UNDO, moved) == Differs()


def test_a_talk_to_which_somebody_was_invited_since_is_not_deleted_unasked() -> None:
    from integrations.calendars.model import Person

    made = replace(
        BEFORE,
        uid="talk",
        start=TALK.start,
        rules=(TALK.rule,),
        exdates=(),
        overrides=(),
        people=(Person("x@y.example"),),
    )
    assert JUDGE(0, UNDO, made) == Differs()
    assert JUDGE(0, UNDO, replace(made, people=())) == Needed(What.DELETE)


def test_the_title_of_the_last_meeting() -> None:
    needed = Needed(What.RENAME, FINAL, "Last", FINAL, FINAL + timedelta(minutes=45))
    assert JUDGE(2, APPLY, BEFORE) == needed
    named = replace(BEFORE, overrides=(Override(FINAL, FINAL, FINAL + timedelta(minutes=45), title="Last"),))
    assert JUDGE(2, APPLY, named) == Settled()
    assert JUDGE(2, UNDO, named) == replace(needed, what=What.RENAME_BACK, title="Mentoring")
    other = replace(named.overrides[0], title="Farewell")
    assert JUDGE(2, APPLY, replace(BEFORE, overrides=(other,))) == Differs()
    assert JUDGE(2, UNDO, replace(BEFORE, overrides=(other,))) == Differs()
    gone = replace(named.overrides[0], cancelled=True)
    assert JUDGE(2, APPLY, replace(BEFORE, overrides=(gone,))) == Differs()


def test_what_is_gone_or_cannot_be_followed_differs() -> None:
    for number, direction in ((1, APPLY), (1, UNDO), (2, APPLY), (2, UNDO)):
        assert JUDGE(number, direction, None) == Differs()
        assert JUDGE(number, direction, replace(BEFORE, cancelled=True)) == Differs()
        assert JUDGE(number, direction, replace(BEFORE, rules=("FREQ=SOMETIMES",))) == Differs()


def test_whole_days_are_compared_as_days() -> None:
    series = read_text((DATA / "journeys" / "j06_all_day.ics").read_text(), zone=ZoneInfo("Asia/Tokyo")).series[0]
    ending = end_at(series, date(2026, 6, 12), ZONE)
    step = EndSeries(
        series.uid, ending.rules_before, ending.rules_after, ending.last_start, ending.last_slot, Dropped(), (), ()
    )
    judge = Judge(replace(_plan(series, step), final=date(2026, 6, 12), last_start=date(2026, 6, 12)))
    elsewhere = replace(series, zone=ZONE)
    assert judge(0, APPLY, elsewhere) == Needed(What.END)
    assert judge(0, APPLY, replace(elsewhere, rules=step.after)) == Settled()
