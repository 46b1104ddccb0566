"""What became different between two looks at the stored calendars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.mentoring.manners import calls_off
from integrations.calendars.model import Batch, Meeting, Moment, Series
from integrations.calendars.moments import wall
from integrations.calendars.recurrence import is_open_ended, last_start, parse


@dataclass(frozen=True, slots=True)
class Change:
    """What an import or a synchronisation changed of one series or meeting.

    `what` holds codes: new, ended, extended, reopened, dates, moved, title, people, cancelled, gone, back.
    """

    uid: str
    title: str
    what: tuple[str, ...]


def called_off(before: Batch, after: Batch, now: datetime) -> Iterable[str]:
    """The series that a meeting was called off of."""
    old = {series.uid: series for series in before.series}
    for series in after.series:
        former = old.get(series.uid)
        if former is None:
            continue
        gone = _gone(series) and not _gone(former)
        if gone or (former.text != series.text and calls_off(former, series, now)):
            yield series.uid


def _gone(series: Series) -> bool:
    return series.cancelled or series.withdrawn


def changes(before: Batch, after: Batch) -> Iterable[Change]:
    """What is new or different, series first."""
    old = {series.uid: series for series in before.series}
    for series in after.series:
        former = old.get(series.uid)
        if former is None:
            yield Change(series.uid, series.title, ("new",))
        elif former.text != series.text or _gone(former) != _gone(series):
            yield Change(series.uid, series.title, tuple(_differences(former, series)) or ("details",))
    held = {(m.uid, m.slot): m for m in before.meetings}
    for meeting in after.meetings:
        known = held.get((meeting.uid, meeting.slot))
        if known is None:
            yield Change(meeting.uid, meeting.title, ("new",))
        elif known.text != meeting.text or known.cancelled != meeting.cancelled:
            yield Change(meeting.uid, meeting.title, (_what(known, meeting),))


def _what(before: Meeting, after: Meeting) -> str:
    """A single meeting that is called off is not moved as well."""
    if after.cancelled and not before.cancelled:
        return "cancelled"
    return "moved" if before.start != after.start else "details"


def _differences(before: Series, after: Series) -> Iterable[str]:
    if _gone(after) and not _gone(before):
        yield "gone"
        return
    yield from _ending(before, after)
    if wall(before.start).time() != wall(after.start).time() or _rhythm(before) != _rhythm(after):
        yield "dates"
    called_off = {o.slot for o in after.overrides if o.cancelled} | set(after.exdates)
    if called_off - {o.slot for o in before.overrides if o.cancelled} - set(before.exdates):
        yield "cancelled"
    if _elsewhere(after) - _elsewhere(before):
        yield "moved"
    if before.title != after.title:
        yield "title"
    if {p.email for p in before.people} != {p.email for p in after.people}:
        yield "people"


def _elsewhere(series: Series) -> set[tuple[Moment, Moment]]:
    """The slots that take place at another time than the rule gives, and when; a called-off one takes place nowhere."""
    return {(o.slot, o.start) for o in series.overrides if not o.cancelled and o.start != o.slot}


def _rhythm(series: Series) -> tuple[str, ...]:
    """The rules without their ends."""
    return tuple(parse(rule).bound("") for rule in series.rules)


def _ending(before: Series, after: Series) -> Iterable[str]:
    if is_open_ended(before) and not is_open_ended(after):
        yield "ended"
    elif not is_open_ended(before) and is_open_ended(after):
        yield "reopened"
    elif not is_open_ended(after):
        first, second = last_start(before), last_start(after)
        if first is not None and second is not None and wall(first) != wall(second):
            yield "extended" if wall(second) > wall(first) else "ended"
