"""Where a component stands: its file, its VCALENDAR, the zones that hold there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import tzinfo

from integrations.calendars.icalendar.lines import Component, Line, unescaped
from integrations.calendars.icalendar.values import Clock
from integrations.calendars.icalendar.zones import Zone, Zones, by_name
from integrations.calendars.model import Problem
from resources.texts import text

Report = Callable[[Problem], None]
_NO_HEADER = frozenset(
    "METHOD BEGIN END DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SUMMARY DTSTAMP ATTENDEE".split()
)
"""What a torn file leaves between components is no property of its calendar."""
_SILENT = frozenset({"COUNTER", "DECLINECOUNTER", "REFRESH"})


@dataclass(frozen=True)
class Place:
    """One VCALENDAR of one file. `header` are its own lines without METHOD."""

    file: str
    calendar: str
    method: str
    header: tuple[Line, ...]
    zones: Zones
    floating: Zone
    """Of floating times: X-WR-TIMEZONE, else the user's zone."""
    reader: Zone
    told: set[str] = field(default_factory=set)
    """Unknown zones that were named already."""

    @property
    def ignored(self) -> bool:
        """A proposal or question, no fact (RFC 5546, 1.4)."""
        return self.method in _SILENT


def made_uid(component: Component) -> str:
    """A stable name for an event that has none."""
    digest = hashlib.sha256("\n".join(component.written()).encode()).hexdigest()
    return f"no-uid-{digest[:24]}"


@dataclass(frozen=True)
class Found:
    """A VEVENT and where it stands; `line` is the physical line of its BEGIN, from 1."""

    component: Component
    place: Place
    line: Callable[[], int]

    @property
    def uid(self) -> str:
        """As written, or made from the event where it has none."""
        return self.component.value("UID") or made_uid(self.component)

    def problem(self, code: str, at: Line | None = None, **values: object) -> Problem:
        """A problem of this component, at one of its lines or at its beginning."""
        line = self.line() + (at.number - self.component.number if at is not None else 0)
        said = text(f"reading.problems.{code}", **values)
        return Problem(self.place.file, line, self.component.name, self.uid, code, said)

    def clock(self, report: Report) -> Clock:
        """What reads the moments of this component; an unknown zone is named once a calendar."""

        def unknown(tzid: str) -> None:
            if tzid not in self.place.told:
                self.place.told.add(tzid)
                report(self.problem("unknown-zone", zone=tzid))

        return Clock(self.place.zones, self.place.floating, self.place.reader, unknown)

    def with_component(self, component: Component) -> Found:
        """Another component at the same place."""
        return Found(component, self.place, self.line)


def place(
    file: str, lines: Iterable[Line], definitions: Iterable[Component], zone: tzinfo, *, reader_name: str | None = None
) -> Place:
    """The place that a VCALENDAR's own lines and VTIMEZONEs make. `zone` is the user's."""
    header = tuple(lines)
    named = {line.name: line.value.strip() for line in reversed(header)}
    zones: dict[str, Component] = {}
    for definition in definitions:
        tzid = definition.value("TZID")
        if tzid:
            zones.setdefault(tzid.strip('"'), definition)
    reader = Zone(zone, reader_name)
    shown = named.get("X-WR-TIMEZONE", "")
    return Place(
        file=file,
        calendar=unescaped(named.get("X-WR-CALNAME") or named.get("NAME") or "").strip(),
        method=named.get("METHOD", "").upper(),
        header=tuple(line for line in header if line.name not in _NO_HEADER),
        zones=Zones(zones),
        floating=(by_name(shown) if shown else None) or reader,
        reader=reader,
    )
