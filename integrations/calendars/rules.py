"""RRULE values (RFC 5545, 3.3.10): taken apart, and stepped on a wall clock without a zone.

Plain daily, weekly and monthly rules, which is what people meet by, are stepped here; every other rule is left to
`dateutil`. UNTIL and COUNT are not applied here: see `recurrence`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate, repeat
from typing import Any

MOST_SLOTS = 5_000
"""More than this many slots in ten years is no meeting between people."""

_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_PERIOD = {"DAILY": 1, "WEEKLY": 7}

TOO_FINE = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
STEPPED = frozenset({"FREQ", "INTERVAL", "BYDAY", "WKST", "COUNT", "UNTIL"})
"""The parts of a rule that is stepped here, if its frequency is."""

_NTH_WEEKDAY = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)")


class BadRule(ValueError):
    """A rule that cannot be followed; `part` names the piece that is wrong."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class TooFrequent(ValueError):
    """A rule finer than daily, or one that gives more than `MOST_SLOTS` slots in ten years."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE value, taken apart. `until` is as written; what it means depends on the series."""

    parts: tuple[tuple[str, str], ...]
    freq: str
    interval: int
    count: int | None
    until: str | None

    @property
    def bounded(self) -> bool:
        """Whether UNTIL or COUNT ends it."""
        return self.count is not None or self.until is not None

    def part(self, name: str) -> str:
        """The value of one part, "" where it is absent."""
        return next((value for key, value in self.parts if key == name), "")

    @property
    def period_days(self) -> int | None:
        """The days of one period of a rule that gives a slot in every one of its periods; None of all others."""
        if {key for key, _ in self.parts} <= STEPPED and (self.freq == "WEEKLY" or not self.part("BYDAY")):
            return _PERIOD.get(self.freq)
        return None

    def bound(self, until: str) -> str:
        """The rule's value with UNTIL alone as its end; all other parts as they were."""
        kept = [f"{key}={value}" for key, value in self.parts if key not in ("UNTIL", "COUNT")]
        return ";".join([*kept, f"UNTIL={until}"])


@lru_cache(maxsize=1024)
def parse(text: str) -> Rule:
    """Take an RRULE value apart. Raises BadRule."""
    parts: list[tuple[str, str]] = []
    for piece in text.upper().replace(" ", "").split(";"):
        if not piece:
            continue
        key, equals, value = piece.partition("=")
        if not equals:
            raise BadRule(piece)
        if value:  # an empty part (`BYDAY=`) says nothing
            parts.append((key, value))
    found = dict(parts)
    if found.get("RSCALE", "GREGORIAN") != "GREGORIAN" or found.get("SKIP", "OMIT") != "OMIT":
        raise BadRule("SKIP" if "SKIP" in found else "RSCALE")
    freq = found.get("FREQ", "")
    if freq not in TOO_FINE | {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise BadRule("FREQ")
    return Rule(
        parts=tuple(item for item in parts if item[0] not in ("RSCALE", "SKIP")),
        freq=freq,
        interval=_positive("INTERVAL", found.get("INTERVAL", "1")),
        count=_positive("COUNT", found["COUNT"]) if "COUNT" in found else None,
        until=found.get("UNTIL"),
    )


def _positive(name: str, value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise BadRule(name)
    return int(value)


def between(rule: Rule, start: datetime, stop: datetime) -> Iterable[datetime]:
    """The wall times of a rule from `start` to `stop`, in order; UNTIL and COUNT are not looked at. Raises BadRule."""
    names = {key for key, _ in rule.parts}
    if names <= STEPPED:
        if rule.freq == "WEEKLY":
            return _weekly(rule, start, stop)
        if rule.freq == "DAILY":
            return _daily(rule, start, stop)
        if rule.freq == "MONTHLY" and (place := _NTH_WEEKDAY.fullmatch(rule.part("BYDAY"))):
            return _monthly(rule, int(place[1]), _DAYS[place[2]], start, stop)
    return _by_dateutil(rule, start, stop)


def _weekly(rule: Rule, start: datetime, stop: datetime) -> Iterable[datetime]:
    names = rule.part("BYDAY")
    try:
        days = [_DAYS[name] for name in names.split(",")] if names else [start.weekday()]
        first_day = _DAYS[rule.part("WKST") or "MO"]
    except KeyError as error:
        raise BadRule("BYDAY") from error
    step = 7 * rule.interval
    week = start - timedelta(days=(start.weekday() - first_day) % 7)
    offsets = sorted({(day - first_day) % 7 for day in days})
    if len(offsets) == 1:  # nearly every series
        at = week + timedelta(days=offsets[0])
        if at < start:
            at += timedelta(days=step)
        return _stepping(at, timedelta(days=step), stop)
    return _week_by_week(week, step, offsets, start, stop)


def _week_by_week(week: datetime, step: int, offsets: list[int], start: datetime, stop: datetime) -> Iterator[datetime]:
    for number in range((stop - week).days // step + 1):
        base = week + timedelta(days=step * number)
        for offset in offsets:
            at = base + timedelta(days=offset)
            if start <= at <= stop:
                yield at


def _daily(rule: Rule, start: datetime, stop: datetime) -> Iterator[datetime]:
    names = rule.part("BYDAY")
    try:
        days = {_DAYS[name] for name in names.split(",")} if names else set(range(7))
    except KeyError as error:
        raise BadRule("BYDAY") from error
    for at in _stepping(start, timedelta(days=rule.interval), stop):
        if at.weekday() in days:
            yield at


def _stepping(at: datetime, step: timedelta, stop: datetime) -> Iterable[datetime]:
    """`at` and every `step` from there, up to `stop`."""
    if at > stop:
        return ()
    steps: Iterable[Any] = repeat(step, (stop - at) // step)  # a time and many lengths: `accumulate` wants one type
    return accumulate(steps, initial=at)


def _monthly(rule: Rule, place: int, weekday: int, start: datetime, stop: datetime) -> Iterator[datetime]:
    """The nth weekday of a month, counted from its end where `place` is negative."""
    month = start.year * 12 + start.month - 1
    while True:
        year, index = divmod(month, 12)
        if (year, index + 1) > (stop.year, stop.month):
            return
        first_weekday, length = monthrange(year, index + 1)
        if place > 0:
            day = (weekday - first_weekday) % 7 + 7 * place - 6
        else:
            day = length - (first_weekday + length - 1 - weekday) % 7 + 7 * (place + 1)
        if 1 <= day <= length and start <= (at := start.replace(year=year, month=index + 1, day=day)) <= stop:
            yield at
        month += rule.interval


def _by_dateutil(rule: Rule, start: datetime, stop: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr  # 20 ms, and most calendars never need it

    text = ";".join(f"{key}={value}" for key, value in rule.parts if key not in ("UNTIL", "COUNT"))
    try:
        steps = iter(rrulestr(text, dtstart=start))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRule("RRULE") from error
    for at in steps:
        if at > stop:
            return
        yield at
