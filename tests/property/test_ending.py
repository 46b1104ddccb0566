"""Setting the final date, held against two independent libraries: what was before stays, nothing comes after.

Each library is believed where it expands the file as it was read the way this program does; at least one always has
to. Then, of the changed file, both have to say: everything up to the final date as before, and nothing behind it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import assume, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from desktop.mentoring.tagging import Looking
from integrations.calendars.ending import NothingLeft, end_at
from integrations.calendars.icalendar import writing
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.model import Form, Series
from integrations.calendars.moments import day_of, wall
from integrations.calendars.recurrence import everything, is_open_ended, last_start
from tests.property.calendars import Written, series

NOW = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
HORIZON = date(2028, 12, 31)
READER = ZoneInfo("Europe/Berlin")
Starts = set[datetime]


def _read(text: str | bytes) -> Series:
    (found,) = read_text(text, Looking(), zone=READER).series
    return found


def _ours(found: Series) -> Starts:
    return {wall(o.start) for o in everything(found, HORIZON) if not o.removed}


def _wall_of(value: date, found: Series) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(found.zone)
    return wall(value)


def _by_recurring_ical_events(content: bytes, found: Series) -> Starts:
    calendar = icalendar.Calendar.from_ical(content)
    events = recurring_ical_events.of(calendar).between(date(2025, 1, 1), HORIZON)
    return {_wall_of(e["DTSTART"].dt, found) for e in events if e.get("STATUS") != "CANCELLED"}


def _by_ical(content: bytes, found: Series) -> Starts:
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    starts = set()
    for event in calendar.timeline:
        if wall(event.dtstart).date() > HORIZON:
            break
        if str(event.status) not in ("CANCELLED", "EventStatus.CANCELLED"):
            starts.add(_wall_of(event.dtstart, found))
    return starts


LIBRARIES: tuple[Callable[[bytes, Series], Starts], ...] = (_by_recurring_ical_events, _by_ical)


def _said(library: Callable[[bytes, Series], Starts], content: bytes, found: Series) -> Starts | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return library(content, found)
        except Exception:  # noqa: BLE001 - a library that cannot read the file is not believed on it
            return None


@given(series(), st.integers(0, 400))
def test_nothing_after_and_all_before(written: Written, days: int) -> None:
    before = _read(written.text)
    final = written.start + timedelta(days=days)
    clock = READER if before.form is Form.UTC else before.zone
    live = [o for o in everything(before, HORIZON) if not o.removed]
    try:
        ending = end_at(before, final, READER)
    except NothingLeft:
        assert not [o for o in live if day_of(o.start, clock) <= final]
        return
    wanted = {wall(o.start) for o in live if day_of(o.start, clock) <= final}
    changed = writing.series_text_ended(before.text, ending, NOW)
    content = writing.folded(changed)
    after = _read(content)

    assert _ours(after) == wanted
    assert not is_open_ended(after)
    last = last_start(after)
    assert last is not None
    assert wall(last) == max(wanted) == wall(ending.last_start)
    assert "COUNT" not in "".join(rule for rule in after.rules if rule not in before.rules)
    kept = (after.title, after.duration, after.people, after.start, after.form)
    assert kept == (before.title, before.duration, before.people, before.start, before.form)
    assert "X-KEEP;X-P=1:as it was" in changed
    assert after.sequence == before.sequence + 1

    believed = [lib for lib in LIBRARIES if _said(lib, written.text.encode(), before) == _ours_seen(before)]
    assert believed
    for library in believed:
        assert _said(library, content, after) == wanted


def _ours_seen(found: Series) -> Starts:
    return {at for at in _ours(found) if at.date() < HORIZON}


@given(series(), st.integers(0, 400))
def test_ending_twice_changes_nothing_more(written: Written, days: int) -> None:
    before = _read(written.text)
    try:
        ending = end_at(before, written.start + timedelta(days=days), READER)
    except NothingLeft:
        assume(False)
    after = _read(writing.series_text_ended(before.text, ending, NOW))
    again = end_at(after, written.start + timedelta(days=days), READER)
    assert not again.changes
    assert again.rules_after == after.rules


@given(series())
def test_an_end_never_lengthens(written: Written) -> None:
    before = _read(written.text)
    assume(not is_open_ended(before))
    ending = end_at(before, date(2030, 1, 1), READER)
    assert not ending.changes
    assert ending.rules_after == before.rules
