"""A third opinion where two disagree: plain `dateutil` on the wall clock, slow and simple.

    expand_referee.py FILE FIRST-YEAR YEARS OUT

It knows only what the generated file holds: zones by name, UNTIL in UTC, overrides by their slot.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr

WINDOWS = {"W. Europe Standard Time": "Europe/Berlin", "Eastern Standard Time": "America/New_York"}


def _zone(event: icalendar.Event) -> ZoneInfo:
    name = event["DTSTART"].params.get("TZID")
    return ZoneInfo("UTC" if name is None else WINDOWS.get(name, name))


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _slots(master: icalendar.Event, zone: ZoneInfo, end: datetime) -> list[datetime]:
    rule = dict(master["RRULE"])
    if "UNTIL" in rule:
        rule["UNTIL"] = [_wall(rule["UNTIL"][0].astimezone(zone))]
    text = icalendar.vRecur(rule).to_ical().decode()
    start = _wall(master["DTSTART"].dt)
    found = rrulestr(text, dtstart=start).between(start, end, inc=True)
    exdates = master.get("EXDATE", [])
    exdates = exdates if isinstance(exdates, list) else [exdates]
    gone = {_wall(one.dt) for part in exdates for one in part.dts}
    return [slot for slot in found if slot not in gone]


def main() -> None:
    first, years = int(sys.argv[2]), int(sys.argv[3])
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(first + years, 1, 1, tzinfo=UTC)
    calendar = icalendar.Calendar.from_ical(Path(sys.argv[1]).read_bytes())
    masters: dict[str, icalendar.Event] = {}
    overrides: dict[str, dict[datetime, icalendar.Event]] = defaultdict(dict)
    for event in calendar.walk("VEVENT"):
        if "RECURRENCE-ID" in event:
            overrides[str(event["UID"])][_wall(event["RECURRENCE-ID"].dt)] = event
        else:
            masters[str(event["UID"])] = event
    lines = []
    for uid, master in masters.items():
        zone = _zone(master)
        for slot in _slots(master, zone, _wall(end) + timedelta(days=3)):
            override = overrides[uid].get(slot)
            if override is not None and str(override.get("STATUS")) == "CANCELLED":
                continue
            wall = slot if override is None else _wall(override["DTSTART"].dt)
            start = wall.replace(tzinfo=zone).astimezone(UTC)
            if begin <= start < end:
                lines.append(f"{uid}\t{start.isoformat()}")
    Path(sys.argv[4]).write_text("\n".join(sorted(lines)), encoding="utf-8")


if __name__ == "__main__":
    main()
