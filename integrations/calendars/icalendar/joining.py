"""Several texts of series as one calendar."""

from __future__ import annotations

from collections.abc import Iterable

from integrations.calendars.icalendar.lines import Component, components, content_lines
from integrations.calendars.icalendar.writing import PRODID


def joined(texts: Iterable[str]) -> str:
    """One VCALENDAR with every event of `texts`, each line as it was, and every zone once.

    Zones of one name are taken to be one zone, as every reader of a file with several calendars does.
    """
    zones: dict[str, Component] = {}
    events: list[Component] = []
    for text in texts:
        for top in components(content_lines(text.encode())):
            for inner in top.inner:
                if inner.name == "VTIMEZONE":
                    zones.setdefault(inner.value("TZID"), inner)
                else:
                    events.append(inner)
    lines = ["BEGIN:VCALENDAR", f"PRODID:{PRODID}", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    for part in (*zones.values(), *events):
        lines += part.written()
    return "\n".join([*lines, "END:VCALENDAR", ""])
