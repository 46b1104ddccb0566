"""A series' text taken apart, and the pieces that every change of it is made of. See `writing` for the changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from integrations.calendars.icalendar.lines import Component, Line, components, content_lines, escaped, line
from integrations.calendars.icalendar.merging import sequence
from integrations.calendars.icalendar.places import place
from integrations.calendars.icalendar.values import Clock, Stamp, Unreadable, in_form, stamp
from integrations.calendars.model import Form
from integrations.calendars.moments import wall

_OF_THE_SERIES = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "DTSTART", "DTEND", "RECURRENCE-ID", "SUMMARY"})
Part = Line | Component


@dataclass(frozen=True)
class Opened:
    """A series' text taken apart."""

    calendar: Component
    master: Component
    start: Stamp
    clock: Clock

    def slot(self, override: Component) -> datetime | None:
        """The wall time of an override's slot; None where the text does not tell."""
        named = override.first("RECURRENCE-ID")
        return self.listed(named, named.value) if named is not None else None

    def listed(self, one: Line, raw: str) -> datetime | None:
        """The wall time of one value of a list of dates."""
        try:
            found = stamp(one, self.clock, raw.partition("/")[0])
        except Unreadable:
            return None
        return wall(in_form(found, self.start.form, self.start.zone.tz, self.start.moment))

    def whole_day(self, one: Line, raw: str) -> bool:
        """Whether a value is a date on a timed series."""
        return self.start.form is not Form.DATE and stamp(one, self.clock, raw).form is Form.DATE

    def replaced(self, change: Callable[[Component], Component | None]) -> str:
        """The text with each event as `change` gives it back; None takes it out."""
        parts: list[Part] = []
        for part in self.calendar.parts:
            kept: Part | None = part
            if isinstance(part, Component) and part.name == "VEVENT":
                kept = change(part)
            if kept is not None:
                parts.append(kept)
        return text_of(self.calendar.with_parts(parts))


def take_apart(text: str) -> Opened:
    """The text of a series. Raises ValueError where it holds none."""
    calendar = calendar_of(text)
    where = place("", calendar.lines, (one for one in calendar.inner if one.name == "VTIMEZONE"), UTC)
    clock = Clock(where.zones, where.floating, where.reader, lambda _: None)
    for event in calendar.inner:
        first = event.first("DTSTART")
        if event.name == "VEVENT" and event.first("RECURRENCE-ID") is None and first is not None:
            return Opened(calendar, event, stamp(first, clock), clock)
    raise ValueError("no master in the text of a series")


def calendar_of(text: str) -> Component:
    """The VCALENDAR in a text. Raises ValueError."""
    for top in components(content_lines(text.encode())):
        if top.name == "VCALENDAR":
            return top
    raise ValueError("no VCALENDAR in the text of a series")


def text_of(calendar: Component) -> str:
    """The text again."""
    return "\n".join([*calendar.written(), ""])


def with_line(parts: Iterable[Part], name: str, value: str) -> list[Part]:
    """The parts with one property set, where it stood or behind the other lines."""
    done = False
    made: list[Part] = []
    for part in parts:
        if isinstance(part, Line) and part.name == name:
            if not done:
                made.append(part.with_value(value))
            done = True
        else:
            made.append(part)
    return made if done else with_fresh(made, [line(f"{name}:{value}")])


def with_fresh(parts: Iterable[Part], fresh: Iterable[Line]) -> list[Part]:
    """The parts with new lines before the first inner component."""
    known = list(parts)
    first = next((n for n, part in enumerate(known) if isinstance(part, Component)), len(known))
    return [*known[:first], *fresh, *known[first:]]


def stamped(event: Component, now: datetime) -> Component:
    """The event as written at `now` (aware)."""
    return event.with_parts(
        with_line(with_line(event.parts, "DTSTAMP", utc_value(now)), "LAST-MODIFIED", utc_value(now))
    )


def raised_by(event: Component, by: int, now: datetime) -> Component:
    """The event as a newer version (RFC 5546, 2.1.4)."""
    return stamped(event.with_parts(with_line(event.parts, "SEQUENCE", str(sequence(event) + by))), now)


def titled(event: Component, title: str) -> Component:
    """The event with another title."""
    return event.with_parts(with_line(event.parts, "SUMMARY", escaped(title)))


def placed(parts: Iterable[Part], general: Line | None, place: str) -> list[Part]:
    """The parts with another LOCATION; for "" with `general`, the series' own, which may be none."""
    others = [part for part in parts if not (isinstance(part, Line) and part.name == "LOCATION")]
    own = line(f"LOCATION:{escaped(place)}") if place else general
    return with_fresh(others, [own] if own is not None else [])


def is_lasting(override: Component) -> bool:
    """Whether an override holds for all slots that follow (RFC 5545, 3.2.13)."""
    named = override.first("RECURRENCE-ID")
    return named is not None and (named.param("RANGE") or "").upper() == "THISANDFUTURE"


def override_at(opened: Opened, lasting: Sequence[Component], at: datetime, title: str) -> Component:
    """A new override at a slot: a copy of the master, or of the lasting change that holds there."""
    model, shift = opened.master, timedelta()
    for one in lasting:
        slot, first = opened.slot(one), one.first("DTSTART")
        if slot is not None and slot < at and first is not None:
            moved = opened.listed(first, first.value)
            model, shift = one, (moved - slot if moved is not None else timedelta())
    first = opened.master.first("DTSTART")
    assert first is not None
    form, params = opened.start.form, first.params
    begins = value_of(at + shift, form)
    lines = [
        line(f"RECURRENCE-ID{params}:{value_of(at, form)}"),
        line(f"DTSTART{params}:{begins}"),
        *_ends(opened, model, at + shift, params),
    ]
    kept = [part for part in model.parts if not (isinstance(part, Line) and part.name in _OF_THE_SERIES)]
    made = model.with_parts([*lines, *kept])
    named = model.first("SUMMARY")
    return made.with_parts(with_fresh(made.parts, [(named or line("SUMMARY:")).with_value(escaped(title))]))


def _ends(opened: Opened, model: Component, begins: datetime, params: str) -> list[Line]:
    """DTEND for another start, in the start's own zone; a DURATION is copied with the rest."""
    first, last = model.first("DTSTART"), model.first("DTEND")
    if first is None or last is None:
        return []
    begin, end = opened.listed(first, first.value), opened.listed(last, last.value)
    if begin is None or end is None or end <= begin:
        return []
    return [line(f"DTEND{params}:{value_of(begins + (end - begin), opened.start.form)}")]


def value_of(at: datetime, form: Form) -> str:
    """A wall time of the series as its DTSTART is written."""
    if form is Form.DATE:
        return f"{at:%Y%m%d}"
    return f"{at:%Y%m%dT%H%M%S}" + ("Z" if form is Form.UTC else "")


def utc_value(now: datetime) -> str:
    """A point in time in UTC (RFC 5545, 3.3.5, form 2)."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
