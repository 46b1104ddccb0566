"""Ours: every series of one file taken as mentoring, its slots accounted for, its signs looked for.

    expand_graduand.py FILE FIRST-YEAR YEARS OUT

Writes every occurrence as `uid<TAB>start in UTC`, prints the seconds as JSON. Reading is timed apart.
The expansion for the comparison is timed apart as well: the look at everything expands for itself.
"""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.composition import calm_collector
from desktop.mentoring import final_date, judging
from desktop.mentoring.mentorship import Known, Settings, TaggedBy
from desktop.mentoring.tagging import Looking
from integrations.calendars.icalendar.reading import read_files
from integrations.calendars.recurrence import occurrences


def main() -> None:
    calm_collector()  # as every call of the program does
    calendar, first, years = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(first + years, 1, 1, tzinfo=UTC)
    zone = ZoneInfo("Europe/Berlin")
    uids = re.findall(r"\nUID:(.*)", calendar.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\n ", ""))
    marks = dict.fromkeys(uids, True)
    t0 = time.perf_counter()
    batch = read_files([calendar], Looking(marks=marks), zone=zone)
    t1 = time.perf_counter()
    known = Known(series=batch.series, meetings=batch.meetings, days_off=batch.days_off, marks=marks)
    settings = Settings(zone=zone)  # no holidays: the peer knows none
    review = judging.review(known, settings, end, final_date.propose, tagged=lambda *_, **__: (TaggedBy.MANUAL,))
    t2 = time.perf_counter()
    expanded = [(series.uid, occurrences(series, end + timedelta(days=3))) for series in batch.series]
    t3 = time.perf_counter()
    lines = []
    for uid, found in expanded:
        for one in found:
            assert isinstance(one.start, datetime)
            start = one.start.astimezone(UTC)
            if not one.removed and begin <= start < end:
                lines.append(f"{uid}\t{start.isoformat()}")
    Path(sys.argv[4]).write_text("\n".join(sorted(lines)), encoding="utf-8")
    seen = {
        "series": sum(len(one.mentorship.series) for one in review.mentorships),
        "slots": sum(len(one.ledger.slots) for one in review.mentorships),
        "signs": sum(len(one.signs) for one in review.mentorships),
    }
    print(json.dumps({"parse": t1 - t0, "work": t2 - t1, "expansion": t3 - t2} | seen))


if __name__ == "__main__":
    main()
