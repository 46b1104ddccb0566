"""A text with a VTIMEZONE for every zone that it names: what other programs may ask of a file (RFC 5545, 3.2.19)."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from integrations.calendars.icalendar.lines import Component, Line, components, content_lines
from integrations.calendars.icalendar.timezones import vtimezone

_YEAR = re.compile(r"\d{4}")


def with_zones(text: str) -> str:
    """Add the VTIMEZONEs that are missing for zones of known names; everything else stays as it is.

    `text` is one unfolded VCALENDAR. A zone begins with the year before the first date that names it.
    """
    calendar = next(top for top in components(content_lines(text.encode())) if top.name == "VCALENDAR")
    defined = {one.value("TZID") for one in calendar.inner if one.name == "VTIMEZONE"}
    named: dict[str, int] = {}
    for event in calendar.inner:
        if event.name != "VTIMEZONE":
            for one in event.lines:
                _note(one, named)
    known = available_timezones()
    missing = [(name, year) for name, year in named.items() if name not in defined and name in known]
    if not missing:
        return text
    zones = [line for name, year in missing for line in vtimezone(name, year - 1)]
    lines: list[str] = []
    placed = False
    for part in calendar.parts:
        if isinstance(part, Component) and not placed:
            lines += zones
            placed = True
        lines += part.written() if isinstance(part, Component) else [part.text]
    return "\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])


def _note(one: Line, named: dict[str, int]) -> None:
    zone = one.param("TZID")
    year = _YEAR.match(one.value)
    if zone and year:
        named[zone] = min(named.get(zone, 9999), max(int(year[0]), 1971))
