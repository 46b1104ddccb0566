"""The slot ledger: what became of every past slot of a mentorship (product rules 0.1 and 3.4).

A slot is what the rule gives; what a calendar says of it is kept, moved, not kept, excused or unknown. The
calendar cannot know who called a meeting off, or whether one took place: the user's own word wins over all of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from itertools import repeat
from operator import itemgetter, sub

from desktop.mentoring.absences import Away, away
from desktop.mentoring.makeups import matched
from desktop.mentoring.median import median
from desktop.mentoring.mentorship import (
    By,
    Correction,
    Counts,
    Known,
    Ledger,
    Mentorship,
    Reason,
    Settings,
    Slot,
    SlotState,
    Upcoming,
)
from desktop.mentoring.sides import Sides
from integrations.calendars.model import Meeting, Moment, Occurrence, Series
from integrations.calendars.moments import day_of, instant, wall
from integrations.calendars.recurrence import ahead, is_open_ended, last_start, occurrences, over_by

MONTHLY_DAYS = 26
"""From this cadence on a series counts as monthly."""

WINDOW, WINDOW_MONTHLY = 12, 8
"""How many due slots the rules look at."""

EVIDENCE_MONTHS = 24
"""Older slots are unknown: they speak of other times."""

_MOST_AHEAD = 400
_AHEAD = timedelta(days=731)
_FAR_AHEAD = timedelta(days=40 * 366)

DUE = (SlotState.KEPT, SlotState.MOVED, SlotState.NOT_KEPT)
"""The states that count."""

TOOK_PLACE = (SlotState.KEPT, SlotState.MOVED)
"""The states of what was kept."""

_Key = tuple[str, Moment]

_start, _end_of = itemgetter(1), itemgetter(2)
"""Of an occurrence. All starts of one series stand in its own zone."""

_NOTHING_MORE = (repeat(None), repeat(By.UNKNOWN), repeat(None), repeat(False))
_made: Callable[[Iterable[object]], Slot] = partial(tuple.__new__, Slot)
_made_upcoming: Callable[[Iterable[object]], Upcoming] = partial(tuple.__new__, Upcoming)
"""A slot from its fields, without a frame of Python for each: there are tens of thousands of them."""


def ledger(
    mentorship: Mentorship, known: Known, settings: Settings, now: datetime, absent: Away | None = None
) -> Ledger:
    """Every past slot accounted for, the meetings ahead, and the facts that rules rest on.

    `now` is aware. `absent` is `absences.away(...)`, made once for many mentorships; without it the events in the
    user's calendar excuse only where the source itself calls them out of office. Raises BadRule and TooFrequent of a
    series that cannot be followed.
    """
    absent = away(known, settings) if absent is None else absent
    sides = Sides.of(mentorship, known, settings)
    open_ended = any(is_open_ended(series) for series in mentorship.series)
    past, coming = _expanded(mentorship, sides, settings, now, absent)
    ends = None if open_ended or not past.ends else max(past.ends, key=lambda end: instant(end, settings.zone))
    cadence = _cadence(past.slots, mentorship.current, coming)
    meetings = [m for m in mentorship.meetings if not m.cancelled and sides.declined(m.people) is None]
    slots, makeups = matched(past.slots, meetings, cadence, settings.zone)
    slots = _settled(slots, past.unknown, absent, mentorship, known.corrections)
    window = window_of(slots, cadence)
    return Ledger(
        slots=tuple(slots),
        window=window,
        upcoming=coming,
        counts=count(window),
        all_time=count(slots),
        cadence_days=cadence,
        first=slots[0].start if slots else mentorship.series[0].start,
        open_ended=open_ended,
        ends=ends,
        contacts=_contacts(past.old_contacts, slots, meetings, settings, now),
        makeups=makeups,
    )


def count(slots: Iterable[Slot]) -> Counts:
    """The sums over slots."""
    states = [slot.state for slot in slots]
    return Counts(
        kept=states.count(SlotState.KEPT),
        moved=states.count(SlotState.MOVED),
        not_kept=states.count(SlotState.NOT_KEPT),
        excused=states.count(SlotState.EXCUSED),
        unknown=states.count(SlotState.UNKNOWN),
    )


def window_of(slots: Sequence[Slot], cadence: int | None) -> tuple[Slot, ...]:
    """The slots from the first of the last 12 due ones on (8 of a monthly series); all where there are fewer."""
    wanted = window_size(cadence)
    for index in range(len(slots) - 1, -1, -1):
        wanted -= slots[index].state in DUE
        if wanted == 0:
            return tuple(slots[index:])
    return tuple(slots)


def window_size(cadence: int | None) -> int:
    """How many due slots the rules look at."""
    return WINDOW_MONTHLY if cadence is not None and cadence >= MONTHLY_DAYS else WINDOW


@dataclass(slots=True)
class _Past:
    """The past slots as the calendar has them, oldest first."""

    slots: list[Slot] = field(default_factory=list)
    unknown: int = 0
    """How many of them, from the first, are older than the evidence."""
    old_contacts: list[Moment] = field(default_factory=list)
    """When something took place in those."""
    ends: list[Moment] = field(default_factory=list)
    """The real last starts of the series that have an end."""


def _expanded(
    mentorship: Mentorship, sides: Sides, settings: Settings, now: datetime, absent: Away
) -> tuple[_Past, tuple[Upcoming, ...]]:
    """Each series is expanded once, into what was and what comes."""
    oldest = _midnight(_months_before(day_of(now, settings.zone), EVIDENCE_MONTHS), settings.zone)
    horizon = now + _AHEAD
    past = _Past()
    coming: list[tuple[Series, Occurrence]] = []
    goes_on = False
    for series in mentorship.series:
        found = occurrences(series, horizon)
        was, will = _split(found, series, now)
        _account(past, was, series, sides, oldest)
        coming += [(series, o) for o in will if o.override is None or not sides.declined_by_me(o.override.people)]
        end = None if is_open_ended(series) else _end(series, found, horizon)
        past.ends += [end] if end is not None else []
        goes_on = goes_on or is_open_ended(series) or (end is not None and instant(end, settings.zone) > now)
    if not coming and goes_on:  # the next of a rare one may lie far ahead
        coming = [(series, o) for series in mentorship.series for o in ahead(series, now, 1, now + _FAR_AHEAD)]
    if len(mentorship.series) > 1:
        past.slots = _merged(past.slots, settings.zone)
        past.unknown = sum(1 for slot in past.slots if slot.state is SlotState.UNKNOWN)
        coming.sort(key=lambda item: instant(item[1].start, item[0].zone))
    name, blocked = mentorship.id, absent.blocked if absent else _never
    return past, tuple(
        _made_upcoming((planned or slot, start, end, series.uid, blocked(start, end, name)))
        for series, (slot, start, end, _, _, planned) in coming[:_MOST_AHEAD]
    )


def _never(start: Moment, end: Moment, whose: str) -> None:
    """What blocks where nobody is ever away."""


def _end(series: Series, found: list[Occurrence], horizon: datetime) -> Moment | None:
    """The real start of the last occurrence of a series with an end; None where nothing takes place.

    `found` is all up to `horizon`: where the series is over by then, the last of it is the last of all.
    """
    over = over_by(series)
    if over is None or over > wall(horizon.astimezone(series.zone)):
        return last_start(series)
    if not series.overrides:
        return next((o.start for o in reversed(found) if not o.removed), None)
    return max((o.start for o in found if not o.removed), key=wall, default=None)


def _split(found: list[Occurrence], series: Series, now: datetime) -> tuple[list[Occurrence], list[Occurrence]]:
    """What was, in order of slots: begun, or moved to a time that has begun. What will be, by its real start."""
    here: Moment = now.astimezone(series.zone)
    if series.all_day:
        here = day_of(now, series.zone)
    cut = bisect_right(found, here, key=lambda o: o.slot)
    was, rest = found[:cut], found[cut:]
    if not series.overrides:
        return was, [o for o in rest if not o.removed]
    late = [o for o in was if (o.override or o.planned) and not o.removed and _after(o.start, here)]
    soon = [o for o in rest if (o.override or o.planned) and not o.removed and not _after(o.start, here)]
    will = late + [o for o in rest if not o.removed and o not in soon]
    will.sort(key=_start)
    return was + soon, will


def _after(start: Moment, here: Moment) -> bool:
    if isinstance(start, datetime) and isinstance(here, datetime):
        return start > here
    return wall(start) > wall(here)


def _account(past: _Past, found: list[Occurrence], series: Series, sides: Sides, oldest: datetime) -> None:
    """Enter what was; `oldest` is where the evidence begins."""
    cutoff: Moment = oldest.date() if series.all_day else oldest.astimezone(series.zone)
    split = bisect_left(found, cutoff, key=lambda o: o.slot)
    uid, unknown, kept = series.uid, SlotState.UNKNOWN, SlotState.KEPT
    old = found[:split]
    starts = [planned or slot for slot, _, _, _, _, planned in old]
    fields = zip(starts, map(_end_of, old), repeat(unknown), repeat(uid), *_NOTHING_MORE)
    past.slots += map(_made, fields)
    past.old_contacts += [start for _, start, _, removed, _, _ in old if not removed]
    past.unknown += split
    declined, nobody = sides.since_declined(series), By.UNKNOWN
    for occurrence in found[split:]:
        slot, _, end, removed, override, planned = occurrence
        if removed or override is not None or declined is not None:
            past.slots.append(_slot(occurrence, series, sides, declined))
        else:  # nearly all
            past.slots.append(_made((planned or slot, end, kept, uid, None, nobody, None, False)))


def _slot(occurrence: Occurrence, series: Series, sides: Sides, declined: tuple[datetime, By] | None) -> Slot:
    slot, start, end, removed, override, planned = occurrence
    begin = planned or slot
    if removed:
        by = sides.remover(series, override)
        return Slot(
            begin, end if override is None else _shifted(end, begin, start), SlotState.NOT_KEPT, series.uid, by=by
        )
    answered = sides.declined(override.people, series) if override is not None else None
    if answered is None and declined is not None and instant(start, series.zone) >= declined[0]:
        answered = declined[1]
    if answered is not None:
        return Slot(begin, _shifted(end, begin, start), SlotState.NOT_KEPT, series.uid, by=answered)
    if start != begin:
        return Slot(begin, _shifted(end, begin, start), SlotState.MOVED, series.uid, to=start)
    return Slot(begin, end, SlotState.KEPT, series.uid)


def _shifted(end: Moment, begin: Moment, start: Moment) -> Moment:
    """The end that the booked length gives to the slot itself."""
    if isinstance(begin, datetime) and isinstance(start, datetime):
        return end + (begin.replace(tzinfo=None) - start.replace(tzinfo=None))
    return end + (wall(begin) - wall(start))


def _merged(slots: list[Slot], zone: tzinfo) -> list[Slot]:
    """Slots of several pieces in order; a slot that two pieces give is one, as it took place where it did."""
    best: dict[datetime, Slot] = {}
    for slot in slots:
        at = instant(slot.start, zone)
        known = best.get(at)
        if known is None or known.state is SlotState.NOT_KEPT:
            best[at] = slot
    return [best[at] for at in sorted(best)]


def _settled(
    slots: list[Slot], unknown: int, absent: Away, mentorship: Mentorship, corrections: Iterable[Correction]
) -> list[Slot]:
    """The slots after absences and the user's own word, which wins over everything."""
    name = mentorship.id
    result = slots[:unknown] if absent else slots
    for slot in slots[unknown:] if absent else ():
        if slot.state is not SlotState.MOVED and (why := absent.blocked(slot.start, slot.end, name)) is not None:
            result.append(slot._replace(state=SlotState.EXCUSED, why=why, by=By.UNKNOWN))
        else:
            result.append(slot)
    own = _corrections(mentorship, corrections)
    return [_corrected(slot, own.get(_key(slot.uid, slot.start))) for slot in result] if own else result


def _corrected(slot: Slot, correction: Correction | None) -> Slot:
    if correction is None:
        return slot
    return slot._replace(state=correction.state, why=Reason(correction.because), corrected=True, to=None)


def _key(uid: str, moment: Moment) -> _Key:
    return (uid, moment.astimezone(UTC) if isinstance(moment, datetime) else moment)


def _corrections(mentorship: Mentorship, corrections: Iterable[Correction]) -> dict[_Key, Correction]:
    uids = {series.uid for series in mentorship.series}
    return {_key(found.uid, found.slot): found for found in corrections if found.uid in uids}


def _cadence(slots: Sequence[Slot], current: Series, coming: Sequence[Upcoming]) -> int | None:
    """Median of the days between slots, on their own clocks: of the series that runs where that tells, else of all.

    A series runs from when its first meeting is the next one: meeting less often, as was agreed, is not held against
    the pace of before. One that has hardly begun is known by the slots ahead.
    """
    uid = coming[0].uid if coming else current.uid
    own = [start for start, _, _, of, _, _, _, _ in slots if of == uid]
    if len(own) < min(3, len(slots)):
        own += [meeting.slot for meeting in coming if meeting.uid == uid][:WINDOW]
        own = own if len(own) > 1 else []
    days = list(map(date.toordinal, own or [slot.start for slot in slots]))
    if len(days) < 2:
        days += [meeting.slot.toordinal() for meeting in coming[:WINDOW]]
    days.sort()
    gaps = list(map(sub, days[1:], days))
    return max(1, round(median(gaps))) if gaps else None


def _contacts(
    old: Sequence[Moment], slots: Iterable[Slot], meetings: Iterable[Meeting], settings: Settings, now: datetime
) -> tuple[Moment, ...]:
    """When something took place: what was kept, where it was moved to, and the one-off meetings; oldest first."""
    kept = [slot.start for slot in slots if slot.state is SlotState.KEPT]
    others = [slot.to or slot.start for slot in slots if slot.state is SlotState.MOVED]
    others += [meeting.start for meeting in meetings]
    if not others:
        return (*old, *kept)
    zone = settings.zone
    at = {instant(moment, zone): moment for moment in (*old, *kept, *others)}
    return tuple(at[when] for when in sorted(at) if when <= now)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
