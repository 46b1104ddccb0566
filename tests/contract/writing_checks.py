"""What every source does that can be written to; one that only reads refuses it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from desktop.mentoring.tagging import Looking
from integrations.calendars.ending import end_at
from integrations.calendars.model import Form
from integrations.calendars.moments import wall
from integrations.calendars.port import Conflict
from integrations.calendars.recurrence import everything, is_open_ended
from integrations.errors import Trouble
from tests.contract.benches import LENGTH, OTHER, ZONE, Bench
from tests.contract.checking import (
    FINAL,
    MOVED,
    TALK,
    UID,
    Check,
    ended,
    filled,
    into,
    meetings,
    new_event,
    series_text,
    standing,
)
from tests.journeys.conftest import DATA

CHECKS: list[Check] = []
check = into(CHECKS)


@check("a new event stands as it was asked for, and each guest is told once", writes=True)
def creates(bench: Bench) -> None:
    bench.source.create(bench.calendar.id, new_event(), notify=True)
    found = standing(bench, TALK).series
    live = [o.start for o in everything(found, date(2031, 1, 1))]
    assert live == [datetime(year, 4, day, 9, tzinfo=ZONE) for year, day in ((2027, 28), (2028, 26), (2029, 25))]
    assert (found.title, found.rules) == ("Big picture talk", ("FREQ=YEARLY;BYMONTH=4;BYDAY=4WE;COUNT=3",))
    assert bench.mails() == [(OTHER, "invitation")]


@check("an event of one's own tells nobody", writes=True)
def creates_alone(bench: Bench) -> None:
    bench.source.create(bench.calendar.id, new_event(attendees=()), notify=False)
    assert bench.mails() == []
    assert standing(bench, TALK).organizer


@check("whole days are made and ended as days", writes=True)
def whole_days(bench: Bench) -> None:
    day = date(2027, 6, 11)
    event = new_event(
        start=day, end=day + timedelta(days=1), form=Form.DATE, zone_name=None, rule="FREQ=YEARLY;BYMONTH=6;BYDAY=2FR"
    )
    bench.source.create(bench.calendar.id, event, notify=True)
    found = standing(bench, TALK)
    assert (found.series.form, found.series.start) == (Form.DATE, day)
    ending = end_at(found.series, date(2028, 6, 9), ZONE)
    bench.source.end(bench.calendar.id, TALK, ending, etag=found.etag, notify=True)
    live = [o.start for o in everything(standing(bench, TALK).series, date(2035, 1, 1)) if not o.removed]
    assert live == [day, date(2028, 6, 9)]


@check("the same event twice is refused, and there is one of it", writes=True)
def creates_once(bench: Bench) -> None:
    bench.source.create(bench.calendar.id, new_event(), notify=True)
    with pytest.raises(Conflict):
        bench.source.create(bench.calendar.id, new_event(), notify=True)
    assert bench.mails() == [(OTHER, "invitation")]


@check("a deleted event is gone, its guests are told, and it can be brought back", writes=True)
def revives(bench: Bench) -> None:
    bench.source.create(bench.calendar.id, new_event(), notify=True)
    found = standing(bench, TALK)
    bench.source.delete(bench.calendar.id, TALK, etag=found.etag, notify=True)
    assert bench.source.standing(bench.calendar.id, TALK) is None
    with pytest.raises(Conflict):
        bench.source.create(bench.calendar.id, new_event(), notify=True)
    bench.source.revive(bench.calendar.id, new_event(), notify=True)
    assert len(everything(standing(bench, TALK).series, date(2031, 1, 1))) == 3
    assert bench.mails() == [(OTHER, "invitation"), (OTHER, "cancellation"), (OTHER, "invitation")]


@check("what stands is not brought back a second time", writes=True)
def revives_only_the_dead(bench: Bench) -> None:
    bench.source.create(bench.calendar.id, new_event(), notify=True)
    with pytest.raises(Conflict):
        bench.source.revive(bench.calendar.id, new_event(), notify=True)
    assert len(bench.mails()) == 1


@check("a series ends with its last meeting; all before is as it was, nothing comes after", writes=True)
def ends(bench: Bench) -> None:
    filled(bench)
    before = standing(bench).series
    after = ended(bench).series
    assert meetings(after) == [one for one in meetings(before) if one[0].date() <= FINAL]
    assert not is_open_ended(after)
    assert (after.people, after.title, after.exdates[:1]) == (before.people, before.title, before.exdates)
    assert bench.mails() == [(OTHER, "update")]


@check("changed meetings that are kept beyond the end can be taken out by their slot", writes=True)
def leftovers(bench: Bench) -> None:
    filled(bench)
    bench.keep_exceptions()
    after = ended(bench)
    assert meetings(after.series)[-1][2] == wall(MOVED), "kept beyond the end, named by where it was"
    bench.source.remove_occurrence(bench.calendar.id, UID, MOVED, etag=after.etag, notify=True)
    assert meetings(standing(bench).series)[-1][0].date() == FINAL
    assert bench.mails() == [(OTHER, "update"), (OTHER, "cancellation")]


@check("a meeting that was moved beyond the end goes, though its slot lies before it", writes=True)
def excluded(bench: Bench) -> None:
    bench.put(series_text())
    bench.move(UID, datetime(2026, 4, 22, 9, tzinfo=ZONE), datetime(2026, 5, 2, 9, tzinfo=ZONE))
    after = ended(bench)
    left = [one for one in meetings(after.series) if one[0].date() > FINAL]
    for _, _, slot in left:
        bench.source.remove_occurrence(
            bench.calendar.id, UID, slot.replace(tzinfo=ZONE), etag=standing(bench).etag, notify=True
        )
    found = meetings(standing(bench).series)
    assert found[-1][0].date() == FINAL
    assert datetime(2026, 4, 22, 9) not in [slot for _, _, slot in found]  # noqa: DTZ001 - a wall time


@check("a change of a state that is no more is refused, and nothing is changed", writes=True)
def stale(bench: Bench) -> None:
    filled(bench)
    old = standing(bench)
    bench.move(UID, datetime(2026, 4, 22, 9, tzinfo=ZONE), datetime(2026, 4, 23, 9, tzinfo=ZONE))
    now = standing(bench)
    source, calendar = bench.source, bench.calendar.id
    slot = datetime(2026, 4, 22, 9, tzinfo=ZONE)
    writes: list[Callable[[], object]] = [
        lambda: source.end(calendar, UID, end_at(old.series, FINAL, ZONE), etag=old.etag, notify=True),
        lambda: source.restore_rules(calendar, UID, old.series, etag=old.etag, notify=True),
        lambda: source.remove_occurrence(calendar, UID, slot, etag=old.etag, notify=True),
        lambda: source.put_occurrence(
            calendar, UID, slot, title="x", start=slot, end=slot + LENGTH, etag=old.etag, notify=True
        ),
        lambda: source.delete(calendar, UID, etag=old.etag, notify=True),
    ]
    for write in writes:
        with pytest.raises(Conflict):
            write()
    assert meetings(standing(bench).series) == meetings(now.series)
    assert bench.mails() == []


@check("former rules and dates come back in one edit", writes=True)
def restores(bench: Bench) -> None:
    filled(bench)
    before = standing(bench).series
    after = ended(bench)
    bench.source.restore_rules(bench.calendar.id, UID, before, etag=after.etag, notify=True)
    found = standing(bench).series
    assert (found.rules, found.exdates) == (before.rules, before.exdates)
    changed = {wall(MOVED)}
    assert [m for m in meetings(found) if m[2] not in changed] == [m for m in meetings(before) if m[2] not in changed]
    assert bench.mails() == [(OTHER, "update")] * 2


@check("one meeting is put where it was, also after it was taken out", writes=True)
def puts_back(bench: Bench) -> None:
    filled(bench)
    before = standing(bench)
    was = before.series.overrides[0]
    calendar = bench.calendar.id
    bench.source.remove_occurrence(calendar, UID, MOVED, etag=before.etag, notify=True)
    assert wall(MOVED) not in [slot for _, _, slot in meetings(standing(bench).series)]
    bench.source.put_occurrence(
        calendar, UID, MOVED, title=was.title, start=was.start, end=was.end, etag=standing(bench).etag, notify=True
    )
    found = standing(bench).series
    assert meetings(found) == meetings(before.series)
    assert [(o.title, o.cancelled) for o in found.overrides] == [("Mentoring (moved)", False)]
    assert len(bench.mails()) == 2


@check("what is put back has its own place and words again", writes=True)
def puts_details_back(bench: Bench) -> None:
    text = (DATA / "journeys" / "j09_undo.ics").read_text()
    bench.put(
        text.replace(
            "SUMMARY:Mentoring (moved)", "SUMMARY:Mentoring (moved)\nLOCATION:The boathouse\nDESCRIPTION:Bring a coat"
        )
    )
    before = standing(bench)
    was = before.series.overrides[0]
    assert set(before.details) == {MOVED}
    bench.source.end(bench.calendar.id, UID, end_at(before.series, FINAL, ZONE), etag=before.etag, notify=True)
    after = standing(bench)
    assert after.details == {}
    bench.source.restore_rules(bench.calendar.id, UID, before.series, etag=after.etag, notify=True)
    bench.source.put_occurrence(
        bench.calendar.id,
        UID,
        MOVED,
        title=was.title,
        start=was.start,
        end=was.end,
        etag=standing(bench).etag,
        notify=True,
        details=before.details[MOVED],
    )
    assert standing(bench).details == before.details


@check("one meeting gets another title, and no other does", writes=True)
def renames(bench: Bench) -> None:
    filled(bench)
    before = standing(bench)
    slot = datetime(2026, 4, 29, 9, tzinfo=ZONE)
    bench.source.put_occurrence(
        bench.calendar.id, UID, slot, title="Last", start=slot, end=slot + LENGTH, etag=before.etag, notify=True
    )
    found = standing(bench).series
    assert meetings(found) == meetings(before.series)
    assert {o.slot: o.title for o in found.overrides} == {MOVED: "Mentoring (moved)", slot: "Last"}
    assert found.title == "Mentoring"
    assert bench.mails() == [(OTHER, "update")]


@check("only what is asked for changes: words that nobody here knows stay", writes=True)
def keeps_the_rest(bench: Bench) -> None:
    text = series_text().replace("SUMMARY:", "DESCRIPTION:#mentoring at the lake\nSUMMARY:")
    bench.put(text)
    before = standing(bench)
    wanted = Looking()
    ended(bench)
    found = bench.source.standing(bench.calendar.id, UID, wanted)
    assert found is not None
    assert "#mentoring at the lake" in found.series.hints.descriptions[0]
    assert found.series.people == before.series.people


@check("a calendar that is only read says so, and refuses", writes=True)
def only_read(bench: Bench) -> None:
    filled(bench)
    bench.read_only()
    found = standing(bench)
    assert not found.changeable
    with pytest.raises(Trouble):
        ended(bench)
    assert meetings(standing(bench).series) == meetings(found.series)
    with pytest.raises(Trouble):
        bench.source.create(bench.calendar.id, new_event(), notify=True)


@check("a guest who may change a series is told so", writes=True)
def guest_may(bench: Bench) -> None:
    text = series_text(organizer=OTHER).replace("SUMMARY:", "X-GUESTS-MAY-CHANGE:1\nSUMMARY:")
    bench.put(text)
    found = standing(bench)
    assert (found.organizer, found.changeable) == (False, True)
    assert meetings(ended(bench).series)[-1][0].date() == FINAL
