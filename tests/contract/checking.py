"""What a check is, and what every one of them does with a bench."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from desktop.mentoring.tagging import Looking
from integrations.calendars.ending import end_at
from integrations.calendars.model import Batch, Form, Person, Series
from integrations.calendars.moments import wall
from integrations.calendars.port import Changes, Held, NewEvent, Standing
from integrations.calendars.recurrence import everything
from tests.contract.benches import LENGTH, ME, NOW, OTHER, ZONE, Bench
from tests.journeys.conftest import DATA

UID = "j09@google.com"
SINCE = NOW - timedelta(days=760)
FINAL = date(2026, 4, 29)
THROUGH = date(2026, 7, 1)
MOVED = datetime(2026, 5, 6, 9, tzinfo=ZONE)
TALK = "0123456789abcdef0123456789abcdef@google.com"
ANY = Looking()
Act = Callable[[Bench], None]


@dataclass(frozen=True)
class Check:
    """`says` is its line in the table. `writes`: a source that only reads refuses it."""

    says: str
    writes: bool
    act: Act


def into(checks: list[Check]) -> Callable[..., Callable[[Act], Act]]:
    """A decorator that adds a check to `checks`, in the order in which they are written down."""

    def check(says: str, *, writes: bool = False) -> Callable[[Act], Act]:
        def add(act: Act) -> Act:
            checks.append(Check(says, writes, act))
            return act

        return add

    return check


def series_text(uid: str = UID, *lines: str, organizer: str = ME, title: str = "Mentoring") -> str:
    return "\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Example//EN",
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20250801T080000Z",
            *(lines or ("DTSTART;TZID=America/Toronto:20260107T090000", "DTEND;TZID=America/Toronto:20260107T094500")),
            *([] if any(line.startswith("RRULE") for line in lines) else ["RRULE:FREQ=WEEKLY;BYDAY=WE"]),
            f"SUMMARY:{title}",
            f"ORGANIZER:mailto:{organizer}",
            f"ATTENDEE;PARTSTAT=ACCEPTED;CN=mentee:mailto:{ME}",
            f"ATTENDEE;PARTSTAT=ACCEPTED;CN=mentor:mailto:{OTHER}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def filled(bench: Bench) -> None:
    """The series of J9: one date excluded, one meeting moved beyond the end that the checks set."""
    bench.put((DATA / "journeys" / "j09_undo.ics").read_text())


def read(bench: Bench, cursor: str = "", kept: dict[str, Held] | None = None, wanted: Looking = ANY) -> Changes:
    return bench.source.changes(bench.calendar, cursor, wanted, kept or {}, since=SINCE)


def values(bench: Bench, changes: Changes) -> Batch:
    return bench.source.values(bench.calendar, changes.put, ZONE)


def standing(bench: Bench, uid: str = UID) -> Standing:
    found = bench.source.standing(bench.calendar.id, uid)
    assert found is not None
    return found


def meetings(series: Series) -> list[tuple[datetime, datetime, datetime]]:
    live = [o for o in everything(series, THROUGH) if not o.removed]
    return sorted((wall(o.start), wall(o.end), wall(o.slot)) for o in live)


def new_event(**changes: Any) -> NewEvent:
    start = datetime(2027, 4, 28, 9, tzinfo=ZONE)
    made = NewEvent(
        TALK, "Big picture talk", "Easy to move.", start, start + LENGTH, Form.ZONED, ZONE.key,
        "FREQ=YEARLY;BYMONTH=4;BYDAY=4WE;COUNT=3", (Person(OTHER, "mentor"),),
    )  # fmt: skip
    return replace(made, **changes)


def ended(bench: Bench, final: date = FINAL) -> Standing:
    """The state after the series was ended."""
    before = standing(bench)
    bench.source.end(bench.calendar.id, UID, end_at(before.series, final, ZONE), etag=before.etag, notify=True)
    return standing(bench)
