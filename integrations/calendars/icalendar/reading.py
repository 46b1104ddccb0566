"""Calendar files -> values: stage one finds what could matter, stage two reads it.

Any file that a calendar program wrote is read, and most that one should not have written. A component
that cannot be read is a `Problem`; the rest is read all the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import tzinfo
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from integrations.calendars.icalendar.archive import opened
from integrations.calendars.icalendar.events import Reader, hints, is_away
from integrations.calendars.icalendar.findings import Scan, Span, people_key, uid_key
from integrations.calendars.icalendar.halves import scanned
from integrations.calendars.icalendar.lines import Component, components, content_lines, unescaped
from integrations.calendars.icalendar.merging import Group, is_recurring, merge
from integrations.calendars.icalendar.places import Found, Place, place
from integrations.calendars.icalendar.values import people
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.model import Batch, DayOff, Meeting, Problem, Series
from integrations.errors import Cancelled
from resources.texts import text

__all__ = ["Wanted", "read_events", "read_files", "read_text"]

_MOST_PROBLEMS = 1000
_TAIL = 64 * 1024
"""Where a calendar must have ended, in bytes from the end of its file."""


def read_files(
    paths: Sequence[Path | BinaryIO],
    wanted: Wanted,
    *,
    zone: tzinfo,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Batch:
    """What these files hold of mentoring, and what belongs to it.

    `zone` is the user's zone, for floating and all-day values. `progress` is told bytes done and bytes
    in all; `cancelled` is asked at every chunk. Raises `Trouble` for a file that cannot be read at all,
    `Cancelled`.
    """
    stop = cancelled or (lambda: False)
    with ExitStack() as stack:
        sources = opened(paths, stack, stop)
        total = sum(source.size for source in sources)
        scans: list[Scan] = []
        done = 0
        for source in sources:
            before = done

            def tell(part: int, before: int = before) -> None:
                if progress is not None:
                    progress(before + part, total)

            scans.append(scanned(source, wanted, tell, stop))
            done += source.size
            source.check()
        batch = _Selection(scans, wanted, zone, stop).batch()
        for source in sources:
            source.check()
        return batch


def read_text(text: str | bytes, wanted: Wanted | None = None, *, zone: tzinfo, file: str = "") -> Batch:
    """Everything in a text, whether marked or not: also loads a stored `Series.text` back."""
    raw = text.encode() if isinstance(text, str) else text
    found: list[Found] = []
    names: dict[str, None] = {}
    loose: list[Component] = []
    for top in components(content_lines(raw.removeprefix(b"\xef\xbb\xbf"))):
        if top.name == "VCALENDAR":
            own = place(file, top.lines, (one for one in top.inner if one.name == "VTIMEZONE"), zone)
            names[own.calendar] = None
            found.extend(_found(one, own, one.number + 1) for one in top.inner if one.name == "VEVENT")
        else:
            loose.append(top)
    bare = place(file, (), (one for one in loose if one.name == "VTIMEZONE"), zone)
    found.extend(_found(one, bare, one.number + 1) for one in loose if one.name == "VEVENT")
    return _Making(wanted).batch(found, keep=lambda _: _Keep.WHOLE, calendars=tuple(filter(None, names)))


def read_events(events: Iterable[Component], own: Place) -> Batch:
    """Events that another writing than a text's was made into, read as those of a text are; leave is a meeting."""
    found = [_found(one, own, 0) for one in events]
    return _Making(None).batch(found, keep=lambda _: _Keep.WHOLE, calendars=())


def _found(component: Component, own: Place, number: int) -> Found:
    return Found(component, own, lambda: number)


class _Keep(Enum):
    """What becomes of a UID: everything is read, or its series alone, for a suggestion, or nothing."""

    WHOLE = "whole"
    SERIES = "series"
    NONE = "none"


class _Selection:
    """Chooses among what the scans found: marked, known, and all that belongs to these."""

    def __init__(self, scans: list[Scan], wanted: Wanted, zone: tzinfo, stop: Callable[[], bool]) -> None:
        self._scans = scans
        self._wanted = wanted
        self._zone = zone
        self._stop = stop
        self._read: dict[tuple[int, Span], Found | None] = {}
        self._places: dict[tuple[int, int], Place] = {}
        self._kept: set[int] = {uid_key(uid) for uid in wanted.uids}
        self._likely: set[int] = set()

    def batch(self) -> Batch:
        """Reads what matters, in the order of the files."""
        marked = self._marked()
        self._widen(marked)
        self._likely |= {uid_key(one.uid) for one in self._all("likely")}
        self._follow(self._likely)
        self._pairs()
        self._all("free")
        self._all("broken")
        order = sorted(self._read.items(), key=lambda item: (item[0][0], item[0][1].start))
        found = [one for _, one in order if one is not None]
        making = _Making(self._wanted)
        for number, scan in enumerate(self._scans):
            for span in scan.too_long:
                making.problems.append(self._too_long(number, span))
            making.problems += _cut_off(scan)
        return making.batch(found, keep=self._keeps, calendars=self._names())

    def _names(self) -> tuple[str, ...]:
        names = (
            self._place(number, which).calendar
            for number, scan in enumerate(self._scans)
            for which in range(len(scan.calendars))
        )
        return tuple(dict.fromkeys(filter(None, names)))

    def _load(self, number: int, span: Span) -> Found | None:
        key = (number, span)
        if key not in self._read:
            if self._stop():
                raise Cancelled
            scan = self._scans[number]
            tops = components(content_lines(scan.source.read(span)))
            events = [one for one in tops if one.name == "VEVENT"]
            which = bisect_right(scan.calendars, span.start) - 1
            own = self._place(number, which)
            self._read[key] = Found(events[0], own, lambda: scan.line(span.start)) if events else None
        return self._read[key]

    def _place(self, number: int, which: int) -> Place:
        key = (number, which)
        if key not in self._places:
            scan = self._scans[number]
            heads = content_lines(scan.heads[which]) if which >= 0 else ()
            zones = [one for raw in (scan.zones[which] if which >= 0 else ()) for one in components(content_lines(raw))]
            self._places[key] = place(scan.source.name, heads, zones, self._zone)
        return self._places[key]

    def _all(self, name: str) -> list[Found]:
        return [
            found
            for number, scan in enumerate(self._scans)
            for span in getattr(scan, name)
            if (found := self._load(number, span)) is not None
        ]

    def _marked(self) -> set[int]:
        """The keys of everything that carries a mark or is known."""
        found: set[int] = set()
        for one in self._all("marked"):
            key = uid_key(one.uid)
            if key in self._kept or self._wanted.marked(one.uid, hints([one.component]), one.place.calendar):
                found.add(key)
            elif is_recurring(one.component) and self._could_be(one.component):
                self._likely.add(key)
        return found

    def _could_be(self, component: Component) -> bool:
        return self._wanted.likely(unescaped(component.value("SUMMARY")), len(_addresses(component)))

    def _follow(self, keys: set[int]) -> list[Found]:
        """Loads everything recurring that bears one of these UIDs."""
        loaded = (
            self._load(number, span)
            for number, scan in enumerate(self._scans)
            for span in (scan.by_uid.spans(keys) if keys else ())
        )
        return [one for one in loaded if one is not None]

    def _widen(self, keys: set[int]) -> None:
        """Follows UIDs and RELATED-TO both ways until nothing new comes."""
        self._kept |= keys
        while keys:
            fresh: set[int] = set()
            for one in self._follow(keys):
                fresh |= {uid_key(line.value) for line in one.component.all("RELATED-TO")}
            for number, scan in enumerate(self._scans):
                for span in scan.by_related.spans(keys):
                    one_more = self._load(number, span)
                    if one_more is not None:
                        fresh.add(uid_key(one_more.uid))
            keys = fresh - self._kept
            self._kept |= keys

    def _pairs(self) -> None:
        """Single meetings of the people of a kept series."""
        me = self._wanted.me
        pairs = set(self._wanted.pairs)
        for one in self._read.values():
            if one is not None and uid_key(one.uid) in self._kept and is_recurring(one.component):
                pairs.add(_addresses(one.component))
        keys: set[int] = set()
        for pair in pairs:
            if pair - me:
                keys.add(people_key(pair))
                keys |= {people_key(pair - {address}) for address in pair if pair - {address} - me}
        for number, scan in enumerate(self._scans):
            for span in scan.by_people.spans(keys):
                one = self._load(number, span)
                if one is not None and _same_people(one.component, pairs, me):
                    self._kept.add(uid_key(one.uid))

    def _keeps(self, uid: str) -> _Keep:
        key = uid_key(uid)
        return _Keep.WHOLE if key in self._kept else _Keep.SERIES if key in self._likely else _Keep.NONE

    def _too_long(self, number: int, span: Span) -> Problem:
        scan = self._scans[number]
        which = bisect_right(scan.calendars, span.start) - 1
        empty = Found(Component("VEVENT", ()), self._place(number, which), lambda: scan.line(span.start))
        return empty.problem("too-long")


def _cut_off(scan: Scan) -> list[Problem]:
    """A calendar that breaks off between two components; within one, that one tells of it (RFC 5545, 3.4)."""
    size = scan.source.size
    if not scan.calendars or any(span.end >= size for span in scan.broken):
        return []
    begin = max(size - _TAIL, scan.calendars[-1])
    if b"END:VCALENDAR" in scan.source.read((begin, size)).upper():
        return []
    says = text("reading.problems.cut-off")
    return [Problem(scan.source.name, scan.line(size), "VCALENDAR", "", "cut-off", says)]


def _addresses(component: Component) -> frozenset[str]:
    everybody = people(component.all("ORGANIZER"), component.all("ATTENDEE"))
    return frozenset(one.email for one in everybody if one.individual)


def _same_people(component: Component, pairs: Iterable[frozenset[str]], me: frozenset[str]) -> bool:
    """Whether these are the people of a pair; one address may be missing, for programs leave out the owner's.

    One address alone must be a guest's: many programs write the owner as organizer of private events.
    """
    own = _addresses(component)
    if not own - me or is_recurring(component) or component.first("RECURRENCE-ID"):
        return False
    if len(own) == 1:
        guests = people((), component.all("ATTENDEE"))
        if not any(one.email in own for one in guests):
            return False
    return any(own <= pair and len(own) >= len(pair) - 1 for pair in pairs)


class _Making:
    """Groups components by UID and makes values of them."""

    def __init__(self, wanted: Wanted | None) -> None:
        self._wanted = wanted
        self.problems: list[Problem] = []
        self._series: list[Series] = []
        self._meetings: list[Meeting] = []
        self._days_off: list[DayOff] = []
        self._cancelled: list[str] = []
        self._reader = Reader(self._report)

    def _report(self, problem: Problem) -> None:
        if problem not in self.problems and len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)

    def batch(self, found: list[Found], *, keep: Callable[[str], _Keep], calendars: tuple[str, ...]) -> Batch:
        """The values of all components, in their order."""
        groups: dict[str, list[Found]] = {}
        for one in found:
            if not one.component.closed:
                self._report(one.problem("missing-end"))
            groups.setdefault(one.uid, []).append(one)
        for uid, members in groups.items():
            try:
                self._make(merge(uid, members, self._report), keep(uid))
            except (ValueError, OverflowError, ArithmeticError) as trouble:
                self._report(members[0].problem("not-readable", value=type(trouble).__name__))
        return Batch(
            tuple(self._series),
            tuple(self._meetings),
            tuple(self._days_off),
            tuple(self.problems),
            calendars,
            tuple(self._cancelled),
        )

    def _make(self, group: Group, keep: _Keep) -> None:
        """A series where kept or likely; leave where it is called so; meetings where kept."""
        master = group.master
        if group.cancelled and not group.overrides:
            self._cancelled.append(group.uid)
        leave = self._leave(group)
        if leave is not None:
            self._days_off.append(leave)
            return
        if master is not None and is_recurring(master.component) and keep is not _Keep.NONE:
            series = self._reader.series(group)
            if series is not None:
                self._series.append(series)
                return
        if keep is _Keep.WHOLE:
            self._meetings.extend(self._reader.meetings(group))

    def _leave(self, group: Group) -> DayOff | None:
        if self._wanted is None or group.master is None:
            return None
        component = group.master.component
        if not (is_away(component) or self._wanted.is_day_off(unescaped(component.value("SUMMARY")))):
            return None
        if self._wanted.marked(group.uid, hints([component]), group.master.place.calendar):
            return None
        return self._reader.day_off(group)
