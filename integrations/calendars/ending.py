"""Ending a series: what has to change so that a given day's meeting is its last. Pure.

The rule (UN): UNTIL is the start of the last kept slot, in the type of DTSTART (RFC 5545, 3.3.10): UTC for a
zoned or UTC start, converted with *that day's* offset; local for floating; a DATE for all-day. COUNT goes.

The final date speaks of real meetings. A slot moved forward to before it stays, so UNTIL reaches to its slot;
one postponed past it goes: its override is dropped and its slot excluded. A bound that is already there is
never loosened, so an ending never lengthens a series.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from integrations.calendars.model import Form, Moment, Occurrence, Override, Series
from integrations.calendars.moments import day_of, wall
from integrations.calendars.recurrence import everything, parse, reaches_past


@dataclass(frozen=True, slots=True)
class Ending:
    """The change, in the terms of RFC 5545; each moment in the series' own zone and form.

    `dropped_*` and `excluded` are named by slot. `until` is the value to write.
    """

    last_slot: Moment
    last_start: Moment
    until: str
    rules_before: tuple[str, ...]
    rules_after: tuple[str, ...]
    dropped_overrides: tuple[Moment, ...] = ()
    dropped_exdates: tuple[Moment, ...] = ()
    dropped_rdates: tuple[Moment, ...] = ()
    excluded: tuple[Moment, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything is left to do; False where the series ends there already."""
        return self.rules_before != self.rules_after or bool(
            self.dropped_overrides or self.dropped_rdates or self.excluded
        )


class NothingLeft(ValueError):
    """No meeting takes place on or before the final date."""


def end_at(series: Series, final: date, zone: tzinfo) -> Ending:
    """End `series` with its last meeting on or before the day `final`.

    `final` is a day on the series' own clock; for a series that starts in UTC, which has no clock of its own, a
    day in `zone`. Raises NothingLeft; BadRule where a rule cannot be followed.
    """
    clock = zone if series.form is Form.UTC else series.zone
    slots = everything(series, _far_enough(series, final))
    kept = [o for o in slots if not o.removed and day_of(o.start, clock) <= final]
    if not kept:
        raise NothingLeft
    last = max(kept, key=lambda o: wall(o.start))
    # A called-off meeting on or before the final date stays on record, so the end reaches over it.
    on_record = [o for o in slots if o.removed and o.override is not None and day_of(o.slot, clock) <= final]
    end = max(wall(o.slot) for o in kept + on_record)
    gone = [o for o in slots if not o.removed and day_of(o.start, clock) > final]
    rdates = {wall(moment) for moment in series.rdates}
    # One that was called off goes too: what called it off may lie beyond the end, and without it the date would live.
    past = [o for o in slots if day_of(o.slot if o.removed else o.start, clock) > final]
    dropped_rdates = tuple(o.slot for o in past if wall(o.slot) in rdates)
    # An RDATE may repeat a slot of a rule, which then needs an EXDATE; one that stands alone is just dropped.
    alone = {wall(slot) for slot in dropped_rdates} - (_ruled(series, end.date()) if dropped_rdates else set())
    return Ending(
        last_slot=next(o.slot for o in slots if wall(o.slot) == end),
        last_start=last.start,
        until=(until := _until(series, end)),
        rules_before=series.rules,
        rules_after=tuple(_bounded(series, text, end, until) for text in series.rules),
        dropped_overrides=tuple(o.slot for o in series.overrides if _goes(o, end, clock, final)),
        dropped_exdates=tuple(m for m in series.exdates if day_of(m, clock) > final and _beyond(m, end)),
        dropped_rdates=dropped_rdates,
        excluded=tuple(o.slot for o in gone if wall(o.slot) <= end and wall(o.slot) not in alone),
    )


def _ruled(series: Series, through: date) -> set[datetime]:
    """Wall times of the slots that the rules give, RDATEs left aside."""
    return {wall(o.slot) for o in everything(replace(series, rdates=(), overrides=()), through)}


def _far_enough(series: Series, final: date) -> date:
    """The last day on which a slot may matter: overrides may lie anywhere, RDATEs too."""
    days = [final + timedelta(days=1)]
    days += [wall(override.slot).date() for override in series.overrides]
    days += [wall(moment).date() for moment in series.rdates]
    return max(days)


def _goes(override: Override, end: datetime, clock: tzinfo, final: date) -> bool:
    if wall(override.slot) > end:
        return True
    return not override.cancelled and day_of(override.start, clock) > final


def _beyond(moment: Moment, end: datetime) -> bool:
    return wall(moment).date() > end.date() if not isinstance(moment, datetime) else wall(moment) > end


def _bounded(series: Series, text: str, end: datetime, until: str) -> str:
    """The rule with its end at `until`; as it was where it ends no later already."""
    rule = parse(text)
    if rule.bounded and not reaches_past(series, text, end):
        return text
    return rule.bound(until)


def _until(series: Series, end: datetime) -> str:
    if series.form is Form.DATE:
        return f"{end:%Y%m%d}"
    if series.form is Form.FLOATING:
        return f"{end:%Y%m%dT%H%M%S}"
    return f"{end.replace(tzinfo=series.zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def meetings_beyond(series: Series, final: date, now: datetime, zone: tzinfo) -> list[Occurrence]:
    """Meetings that took place (real start at or before `now`) after the day `final`: what an end would erase."""
    clock = zone if series.form is Form.UTC else series.zone
    today = day_of(now, clock)
    return [
        o
        for o in everything(series, max(today, _far_enough(series, final)))
        if not o.removed and wall(o.start) <= wall(now.astimezone(series.zone)) and day_of(o.start, clock) > final
    ]
