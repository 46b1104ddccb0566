"""The VTIMEZONE of a zone, for files that we write: its rules from a given year on (RFC 5545, 3.6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS = 12
"""How far ahead a rule must hold to be written as one, and how far dates are listed where it does not."""


class _Change(NamedTuple):
    """One change of the offset; `local` is the clock before it, as VTIMEZONE wants."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool


def vtimezone(name: str, year: int) -> list[str]:
    """The content lines of the zone's VTIMEZONE, right from the beginning of `year` on."""
    zone = ZoneInfo(name)
    first = datetime(year, 1, 1, tzinfo=zone)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    base = _Change(
        first.replace(tzinfo=None), _offset(first), _offset(first), first.tzname() or name, bool(first.dst())
    )
    changes = [list(_changes(zone, each)) for each in range(year, year + _YEARS)]
    lines += _observance(base, None)
    rules = (
        [_rule(list(column)) for column in zip(*changes, strict=True)] if len({len(c) for c in changes}) == 1 else []
    )
    if rules and all(rules):
        for change, rule in zip(changes[0], rules, strict=True):
            lines += _observance(change, rule)
    else:
        for change in (one for each in changes for one in each):
            lines += _observance(change, None)
    return [*lines, "END:VTIMEZONE"]


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _changes(zone: ZoneInfo, year: int) -> Iterator[_Change]:
    """The changes of one year, found day by day and then to the minute."""
    at = datetime(year, 1, 1, tzinfo=UTC)
    end = datetime(year + 1, 1, 1, tzinfo=UTC)
    while at < end:
        then = at + timedelta(days=1)
        before, after = _offset(at.astimezone(zone)), _offset(then.astimezone(zone))
        if before != after:
            low, high = at, then
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                middle = middle.replace(second=0, microsecond=0)
                if _offset(middle.astimezone(zone)) == before:
                    low = middle
                else:
                    high = middle
            new = high.astimezone(zone)
            local = (high + before).replace(tzinfo=None)
            yield _Change(local, before, after, new.tzname() or "", bool(new.dst()))
        at = then


def _rule(column: list[_Change]) -> str | None:
    """The yearly rule that gives all of these changes, or None."""
    first = column[0]
    same = {(c.local.month, c.local.weekday(), c.local.time(), c.before, c.after) for c in column}
    if len(same) != 1:
        return None
    places = {(c.local.day - 1) // 7 + 1 for c in column}
    if len(places) == 1 and places != {5}:
        place = places.pop()
    elif all((c.local + timedelta(days=7)).month != c.local.month for c in column):
        place = -1
    else:
        return None
    return f"FREQ=YEARLY;BYMONTH={first.local.month};BYDAY={place}{_WEEKDAYS[first.local.weekday()]}"


def _observance(change: _Change, rule: str | None) -> list[str]:
    kind = "DAYLIGHT" if change.daylight else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{change.local:%Y%m%dT%H%M%S}",
        *([f"RRULE:{rule}"] if rule else []),
        f"TZOFFSETFROM:{_written(change.before)}",
        f"TZOFFSETTO:{_written(change.after)}",
        f"TZNAME:{change.name}",
        f"END:{kind}",
    ]


def _written(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
