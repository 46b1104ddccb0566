"""Which slots a series has, through `dateutil.rrule`: a peer of the program's own expansion, not a copy of it.

UNTIL is read in every form that exists at Google (section 5 of the notes): a date on a timed series means that whole
local day, a UTC time on an all-day series its day.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice

from dateutil.rrule import rrulestr

from tests.google.answers import invalid
from tests.google.moments import Slot, zone_named

MOST = 730
"""As many instances as Google shows of a series without an end."""

_UNTIL = re.compile(r";?UNTIL=([^;]*)", re.IGNORECASE)
_COUNT = re.compile(r"COUNT=(\d+)", re.IGNORECASE)
_LINE = re.compile(r"^(RRULE|EXRULE|RDATE|EXDATE)((?:;[^:]*)?):(.*)$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Anchor:
    """Where a series starts: its first slot, and the zone in which its wall clock runs."""

    start: Slot
    zone: tzinfo

    @property
    def timed(self) -> bool:
        return isinstance(self.start, datetime)

    @property
    def wall(self) -> datetime:
        if isinstance(self.start, datetime):
            return self.start.astimezone(self.zone).replace(tzinfo=None)
        return datetime(self.start.year, self.start.month, self.start.day)  # noqa: DTZ001 - a wall clock has no zone

    def slot(self, wall: datetime) -> Slot:
        return wall.replace(tzinfo=self.zone).astimezone(UTC) if self.timed else wall.date()


@dataclass
class _Lines:
    rules: list[str] = field(default_factory=list)
    not_rules: list[str] = field(default_factory=list)
    also: set[Slot] = field(default_factory=set)
    never: set[Slot] = field(default_factory=set)


def _read(lines: Sequence[str], anchor: Anchor) -> _Lines:
    read = _Lines()
    for line in lines:
        match = _LINE.match(line.strip()) if isinstance(line, str) else None
        if match is None:
            raise ValueError("not a recurrence line")
        name, parameters, value = match[1].upper(), match[2].upper(), match[3]
        if name == "RRULE":
            read.rules.append(value)
        elif name == "EXRULE":
            read.not_rules.append(value)
        else:
            target = read.also if name == "RDATE" else read.never
            zone = zone_named(match[2].partition("TZID=")[2].partition(";")[0]) if "TZID=" in parameters else None
            target.update(_dates(value, zone or anchor.zone))
    return read


def _dates(value: str, zone: tzinfo) -> Iterator[Slot]:
    for text in value.split(","):
        yield _moment(text.partition("/")[0].strip(), zone)


def _moment(text: str, zone: tzinfo) -> Slot:
    if "T" not in text:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
    if text.endswith("Z"):
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


def _last(until: str, anchor: Anchor) -> Slot:
    """The last moment that UNTIL still allows, in the form of the series."""
    moment = _moment(until, anchor.zone)
    if not anchor.timed:
        return moment.date() if isinstance(moment, datetime) else moment
    if isinstance(moment, datetime):
        return moment
    end = datetime(moment.year, moment.month, moment.day, tzinfo=anchor.zone) + timedelta(days=1, seconds=-1)
    return end.astimezone(UTC)


def _generated(rule: str, anchor: Anchor) -> Iterator[Slot]:
    """The first slot is the start, whether the rule names it or not (RFC 5545, 3.8.5.3); COUNT counts it."""
    until = _UNTIL.search(rule)
    last = _last(until[1], anchor) if until else None
    count = int(match[1]) if (match := _COUNT.search(rule)) else None
    plain = ";".join(part for part in rule.split(";") if not part.upper().startswith(("UNTIL=", "COUNT=")))
    walls = rrulestr(plain, dtstart=anchor.wall)
    slots = (anchor.slot(wall) for wall in walls)
    for slot in islice(_from_start(slots, anchor.start), count):
        if last is not None and slot > last:  # both are of the series' form
            return
        yield slot


def _from_start(slots: Iterator[Slot], start: Slot) -> Iterator[Slot]:
    yield start
    for slot in slots:
        if slot != start:
            yield slot


def slots(lines: Sequence[str], anchor: Anchor, most: int = MOST) -> list[Slot]:
    """The slots of a series in order, at most `most` of them; raises `ValueError` for a rule nobody can read."""
    read = _read(lines, anchor)
    excluded = set(read.never)
    for rule in read.not_rules:
        excluded.update(islice(_generated(rule, anchor), most))
    of_form = sorted(slot for slot in read.also if isinstance(slot, datetime) == anchor.timed)
    sources: list[Iterator[Slot]] = [_generated(rule, anchor) for rule in read.rules]
    if not sources:
        sources = [iter([anchor.start])]
    found: list[Slot] = []
    for slot in heapq.merge(*sources, of_form):  # one form each, so they compare
        if slot in excluded or (found and slot == found[-1]):
            continue
        found.append(slot)
        if len(found) >= most:
            break
    return found


def check(lines: object, anchor: Anchor) -> list[Slot]:
    """The slots, or the 400 that Google gives for lines it does not take."""
    refusal = invalid("Invalid recurrence rule.")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise refusal
    for line in lines:
        if line.strip().upper().startswith("RRULE"):
            until = _UNTIL.search(line)
            if until and _COUNT.search(line):
                raise refusal
            if until and anchor.timed and "T" in until[1] and not until[1].endswith("Z"):
                raise refusal
    try:
        return slots(lines, anchor)
    except (ValueError, TypeError, OverflowError):
        raise refusal from None


def day_of(slot: Slot) -> date:
    return slot.date() if isinstance(slot, datetime) else slot
