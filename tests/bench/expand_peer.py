"""The peer: recurring-ical-events over one file. Parsing is timed apart.

    expand_peer.py FILE FIRST-YEAR YEARS OUT

Writes every occurrence as `uid<TAB>start in UTC`, prints the seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import recurring_ical_events


def main() -> None:
    first, years = int(sys.argv[2]), int(sys.argv[3])
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(first + years, 1, 1, tzinfo=UTC)
    t0 = time.perf_counter()
    calendar = icalendar.Calendar.from_ical(Path(sys.argv[1]).read_bytes())
    t1 = time.perf_counter()
    events = recurring_ical_events.of(calendar).between(begin, end)
    t2 = time.perf_counter()
    lines = []
    for event in events:
        start = event["DTSTART"].dt.astimezone(UTC)
        if begin <= start < end and str(event.get("STATUS", "")).upper() != "CANCELLED":
            lines.append(f"{event['UID']}\t{start.isoformat()}")
    Path(sys.argv[4]).write_text("\n".join(sorted(lines)), encoding="utf-8")
    print(json.dumps({"parse": t1 - t0, "work": t2 - t1}))


if __name__ == "__main__":
    main()
