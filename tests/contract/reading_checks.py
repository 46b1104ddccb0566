"""What every source gives when it is read."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.mentoring.tagging import Looking
from integrations.calendars.moments import wall
from integrations.calendars.port import Access
from integrations.errors import Cancelled
from tests.contract.benches import OTHER, ZONE, Bench
from tests.contract.checking import (
    MOVED,
    SINCE,
    UID,
    Check,
    filled,
    into,
    meetings,
    read,
    series_text,
    standing,
    values,
)

CHECKS: list[Check] = []
check = into(CHECKS)


@check("the main calendar comes first, and says what the user may do")
def calendars(bench: Bench) -> None:
    first, *others = bench.source.calendars()
    assert first.main
    assert not any(other.main for other in others)
    assert first.access is (Access.OWNER if bench.writes else Access.READER)


@check("a first read gives a marked series whole, with what was moved and called off")
def first_read(bench: Bench) -> None:
    filled(bench)
    changes = read(bench)
    assert changes.whole
    assert changes.cursor
    (series,) = values(bench, changes).series
    assert (series.uid, series.rules, series.calendar) == (UID, ("FREQ=WEEKLY;BYDAY=WE",), bench.calendar.name)
    assert series.source == bench.source.kind
    assert datetime(2026, 2, 18, 9) not in [start for start, _, _ in meetings(series)]  # noqa: DTZ001 - a wall time
    assert [(o.slot, o.start, o.title) for o in series.overrides] == [
        (MOVED, datetime(2026, 5, 7, 11, tzinfo=ZONE), "Mentoring (moved)")
    ]


@check("the text of a series is read back as the same series")
def text_is_whole(bench: Bench) -> None:
    from integrations.calendars.icalendar.reading import read_text

    filled(bench)
    (series,) = values(bench, read(bench)).series
    (again,) = read_text(series.text, zone=ZONE).series
    assert meetings(again) == meetings(series)
    assert (again.people, again.title) == (series.people, series.title)


@check("what carries no mark is not kept (R22)")
def unmarked(bench: Bench) -> None:
    bench.put(series_text("dentist@google.com", title="Dentist"))
    filled(bench)
    assert {one.uid for one in read(bench).put} == {UID}


@check("what the user has named is kept, marked or not")
def named(bench: Bench) -> None:
    bench.put(series_text("coffee@google.com", title="Coffee"))
    wanted = Looking(marks={"coffee@google.com": True})
    assert {one.uid for one in read(bench, wanted=wanted).put} == {"coffee@google.com"}


@check("a first read leaves out what is long over")
def bounded(bench: Bench) -> None:
    over = ("DTSTART;TZID=America/Toronto:20200108T090000", "DTEND;TZID=America/Toronto:20200108T094500")
    bench.put(series_text("over@google.com", *over, "RRULE:FREQ=WEEKLY;COUNT=3"))
    filled(bench)
    assert {one.uid for one in read(bench).put} == {UID}


@check("nothing new is nothing")
def nothing_new(bench: Bench) -> None:
    filled(bench)
    first = read(bench)
    again = read(bench, first.cursor, {one.id: one for one in first.put})
    assert (again.put, again.gone, again.whole) == ((), (), False)


@check("a later change comes with the next cursor")
def later_change(bench: Bench) -> None:
    filled(bench)
    first = read(bench)
    kept = {one.id: one for one in first.put}
    start = datetime(2026, 4, 23, 10, tzinfo=ZONE)
    bench.move(UID, datetime(2026, 4, 22, 9, tzinfo=ZONE), start)
    news = read(bench, first.cursor, kept)
    if news.whole:
        kept = {}
    kept |= {one.id: one for one in news.put}
    (series,) = bench.source.values(bench.calendar, kept.values(), ZONE).series
    assert wall(start) in [begin for begin, _, _ in meetings(series)]
    assert len(series.overrides) == 2


@check("what was deleted is gone with the next cursor")
def deleted(bench: Bench) -> None:
    filled(bench)
    bench.put(series_text("other@google.com"))
    first = read(bench)
    bench.remove(UID)
    news = read(bench, first.cursor, {one.id: one for one in first.put})
    if news.whole:
        assert {one.uid for one in news.put} == {"other@google.com"}
    else:
        assert {first_one.uid for first_one in first.put if first_one.id in news.gone} == {UID}


@check("a cursor that is no longer known is answered by a whole read")
def lost_cursor(bench: Bench) -> None:
    filled(bench)
    first = read(bench)
    bench.forget_cursors()
    again = read(bench, first.cursor, {one.id: one for one in first.put})
    assert again.whole
    assert {one.uid for one in again.put} == {UID}


@check("a read that the user stops changes nothing")
def stopped(bench: Bench) -> None:
    filled(bench)
    with pytest.raises(Cancelled):
        bench.source.changes(bench.calendar, "", Looking(), {}, since=SINCE, cancelled=lambda: True)


@check("what stands is what was read, and its etag names that state")
def stands(bench: Bench) -> None:
    filled(bench)
    (series,) = values(bench, read(bench)).series
    found = standing(bench)
    assert meetings(found.series) == meetings(series)
    assert found.series.people == series.people
    assert standing(bench).etag == found.etag
    assert (found.organizer, found.changeable) == (bench.writes, bench.writes)


@check("another hand's change gives another etag, one meeting's too")
def another_etag(bench: Bench) -> None:
    filled(bench)
    found = standing(bench)
    bench.move(UID, datetime(2026, 6, 3, 9, tzinfo=ZONE), datetime(2026, 6, 4, 9, tzinfo=ZONE))
    assert standing(bench).etag != found.etag


@check("nothing stands where nothing is, or is no more")
def nothing_stands(bench: Bench) -> None:
    assert bench.source.standing(bench.calendar.id, "nobody@google.com") is None
    filled(bench)
    bench.remove(UID)
    assert bench.source.standing(bench.calendar.id, UID) is None


@check("a series by a UID of another program is found")
def foreign_uid(bench: Bench) -> None:
    bench.put(series_text("040000008200E00074C5B7101A82E008@outlook.example"))
    assert len(meetings(standing(bench, "040000008200E00074C5B7101A82E008@outlook.example").series)) > 20


@check("a guest's series is somebody else's, and not to be changed")
def guests_series(bench: Bench) -> None:
    bench.put(series_text(organizer=OTHER))
    found = standing(bench)
    assert (found.organizer, found.changeable) == (False, False)
