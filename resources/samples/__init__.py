"""Made-up calendars for trying Graduand out, dated from the day they are asked for.

`sample_calendar(now)` is one calendar with a pair for each sign that calendar data can give. Every
name and address is invented; the addresses are of domains reserved for examples (RFC 2606).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from resources.samples.pairs import ME, NAME, PAIRS, Pair
from resources.samples.zone import LONDON

_FRIDAY = 4
_LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def sample_calendar(now: datetime) -> bytes:
    """The samples as an iCalendar file whose last meetings lie some days before `now` (aware)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Graduand//Samples//EN", "X-WR-CALNAME:Samples", *LONDON]
    for pair in PAIRS:
        lines += _events(pair, now)
    lines += [*_leave(now), "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def _events(pair: Pair, now: datetime) -> Iterator[str]:
    slots = _slots(pair, now)
    removed = [slot for slot, letter in zip(slots, pair.pattern, strict=True) if letter == "n"]
    removed += [slots[-1] + timedelta(days=pair.every * number) for number in range(1, pair.free_ahead + 1)]
    excluded = (f"EXDATE;TZID=Europe/London:{_wall(slot)}" for slot in removed)
    yield from _event(pair, slots[0], [f"RRULE:{pair.rule}", *excluded])
    for number, (slot, letter) in enumerate(zip(slots, pair.pattern, strict=True)):
        if letter == "m":
            yield from _event(pair, slot + timedelta(days=1, hours=2), [_instance(slot)])
        elif letter == "s":
            yield from _event(pair, slot, [_instance(slot)], minutes=pair.minutes // 2)
        elif letter == "a":
            yield from _event(pair, slot, [_instance(slot)], response="NEEDS-ACTION")
        if number < pair.extra:
            uid, later = f"{pair.uid}-extra-{number}", slot + timedelta(days=3)
            yield from _event(pair, later, [], uid=uid, organizer=pair.email, minutes=30)


def _slots(pair: Pair, now: datetime) -> list[datetime]:
    """The dates of the pattern on London's clock, oldest first; the last one is a working day."""
    last = (now - timedelta(days=pair.last_days_ago)).replace(
        hour=pair.hour, minute=0, second=0, microsecond=0, tzinfo=None
    )
    while last.weekday() > _FRIDAY:
        last -= timedelta(days=1)
    if pair.yearly:
        last = last.replace(day=min(last.day, 28))
        return [last.replace(year=last.year - back) for back in reversed(range(len(pair.pattern)))]
    return [last - timedelta(days=pair.every * back) for back in reversed(range(len(pair.pattern)))]


def _event(
    pair: Pair,
    start: datetime,
    more: list[str],
    *,
    uid: str = "",
    organizer: str = "",
    minutes: int = 0,
    response: str = "",
) -> Iterator[str]:
    end = start + timedelta(minutes=minutes or pair.minutes)
    by = organizer or pair.organizer
    yield from (
        "BEGIN:VEVENT",
        f"UID:{uid or pair.uid}@samples.example",
        f"DTSTAMP:{_LONG_AGO:%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/London:{_wall(start)}",
        f"DTEND;TZID=Europe/London:{_wall(end)}",
        *more,
        f"SUMMARY:{pair.title}",
    )
    if pair.tagged:
        yield "CATEGORIES:Mentoring"
    yield f"ORGANIZER:mailto:{by}"
    yield f"ATTENDEE;CN={NAME};PARTSTAT=ACCEPTED:mailto:{ME}"
    yield f"ATTENDEE;CN={pair.name};PARTSTAT={response or 'ACCEPTED'}:mailto:{pair.email}"
    yield "END:VEVENT"


def _leave(now: datetime) -> Iterator[str]:
    start = (now - timedelta(days=70)).date()
    yield from (
        "BEGIN:VEVENT",
        "UID:leave@samples.example",
        f"DTSTAMP:{_LONG_AGO:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{start + timedelta(days=5):%Y%m%d}",
        "SUMMARY:Annual leave",
        "END:VEVENT",
    )


def _instance(slot: datetime) -> str:
    return f"RECURRENCE-ID;TZID=Europe/London:{_wall(slot)}"


def _wall(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"
