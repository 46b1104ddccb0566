"""Stage one: a byte scan of a big file that tells which components could matter, without reading them.

Each chunk is looked at in two ways. Squeezed - lower case, without blanks, line ends, figures - folds
vanish and words of a mark are found wherever a program broke the line. As it stands, one pattern names
the borders of components and the few properties that decide what else to look at. What may be asked for
later - by UID, by the people on it, by RELATED-TO - is kept as numbers only, so that memory stays flat.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from integrations.calendars.icalendar.archive import Source
from integrations.calendars.icalendar.findings import Scan, Span, needles, squeezed, uid_key
from integrations.calendars.icalendar.lines import content_lines, decoded, line, unescaped
from integrations.calendars.icalendar.plain import BEGIN, EVENT, LOCAL, MARKS, THING, Plain, plain
from integrations.calendars.icalendar.wanted import Wanted
from integrations.errors import Cancelled

CHUNK = 256 * 1024
TOO_LONG = 8 * 1024 * 1024
"""A component above this length is named as a problem and not read: it is an attachment, not a meeting."""
_MANY = 1000
_HOURS = 4
"""Leave lasts that long at least (product 3.4, 2)."""
_CROWD = 12
"""More people than this are no pair and no group that meets one to one."""

_BEGINS = re.compile(BEGIN)
_TOKEN = re.compile(
    rb"\n(?:(?:BEGIN|END):V(?:EVENT|CALENDAR|TIMEZONE|TODO|JOURNAL|FREEBUSY|AVAILABILITY)"
    rb"|DTSTART[;:][^\r\n]*|" + MARKS + rb")"
)
_RELATED = re.compile(rb"\nRELATED-TO[^:\r\n]*:([^\r\n]*)", re.IGNORECASE)
_TIMES = re.compile(rb"\nDTSTART[^:\r\n]*:(\d{8})T(\d\d)\d{4}Z?\r?\nDTEND[^:\r\n]*:(\d{8})T(\d\d)")


@dataclass(slots=True)
class _Open:
    """The component that the scan stands in."""

    kind: bytes
    start: int
    ordinal: int = 0
    recurring: bool = False
    master: bool = False
    related: bool = False
    dated: bool = False
    all_day: bool = False
    away: bool = False
    marked: bool = False


class _Chunk(NamedTuple):
    """A piece of the source as it stands, and squeezed."""

    text: bytes
    base: int
    """Where `text` begins in the source."""
    low: bytes
    things: bool
    """Rooms or resources are invited somewhere in it."""
    begins: Sequence[int] = ()
    """Where events begin in `low`; empty where they cannot be matched with those of `text`."""

    def around(self, ordinal: int) -> tuple[int, int] | None:
        """Where an event that began in this chunk lies in `low`; None where that is not known."""
        if not 0 < ordinal <= len(self.begins):
            return None
        return self.begins[ordinal - 1], self.begins[ordinal] if ordinal < len(self.begins) else len(self.low)


class Scanner:
    """Scans one source. A new one for each source; `run` once."""

    def __init__(self, source: Source, wanted: Wanted) -> None:
        self.found = Scan(source)
        self._wanted = wanted
        self._needles = needles(wanted.words)
        self._uids = frozenset(map(uid_key, wanted.uids))
        self._open: _Open | None = None
        self._gap = 0
        self._all = False
        self._answers = False
        self._cr_only = False

    @property
    def at_rest(self) -> bool:
        """Whether what comes next can be scanned without knowing what came before."""
        return bool(self.found.heads) and not (self._open or self._all or self._answers or self._cr_only)

    def run(
        self, progress: Callable[[int], None], cancelled: Callable[[], bool], *, begin: int = 0, end: int | None = None
    ) -> Scan:
        """Reads the source once; `begin` and `end` are places between two events. `progress` is told the bytes done."""
        handle = self.found.source.handle
        handle.seek(begin)
        offset, rest = begin, b""
        self._gap = begin
        while True:
            if cancelled():
                raise Cancelled
            block = handle.read(CHUNK if end is None else min(CHUNK, end - offset - len(rest)))
            data = rest + block if rest else block
            if not data:
                break
            if offset == 0 and not rest:
                self._cr_only = b"\n" not in data and b"\r" in data
            cut = self._cut(data) if block else len(data)
            if not cut:
                rest = data
                continue
            chunk, rest = data[:cut], data[cut:]
            self._chunk(chunk, offset)
            offset += cut
            progress(offset)
            if not block:
                break
        if self._open is not None and end is None:
            self._close(self._open, offset, _Chunk(b"", offset, b"", things=False), ended=False)
        return self.found

    def _cut(self, data: bytes) -> int:
        """Where a chunk ends: behind an event, or before a line where an event is longer than a chunk."""
        cut = data.rfind(b"END:VEVENT")
        if cut > 0:
            return cut + 10
        if len(data) < 4 * CHUNK:
            return 0
        ending = b"\r" if self._cr_only else b"\n"
        cut = len(data)
        while cut > 0:
            cut = data.rfind(ending, 0, cut)
            if cut > 0 and data[cut + 1 : cut + 2] not in (b" ", b"\t", b""):
                return cut
        return len(data) if len(data) > TOO_LONG else 0

    def _chunk(self, raw: bytes, base: int) -> None:
        low = squeezed(raw)
        text = raw.replace(b"\r", b"\n") if self._cr_only else raw
        if base == 0:
            text, base = self._first(text), -1
        chunk = _Chunk(text, base, low, things=b"cutyper" in low)
        usual = self._open is None and not self._answers and not self._all
        found = plain(text, low, things=chunk.things) if usual else None
        if found is not None:
            self._plain(chunk, found)
        else:
            self._any(chunk._replace(begins=[match.start() for match in _BEGINS.finditer(low)]))

    def _plain(self, chunk: _Chunk, events: Plain) -> None:
        """A chunk of whole events: looks closer at those that stand out, indexes the others by their people."""
        base, starts, ends, names = chunk.base, events.starts, events.ends, events.names
        marked = {ordinal - 1 for ordinal in self._hits(chunk.low)}
        special = sorted(marked | events.marks.keys()) if not self._uids else range(len(starts))
        for number in special:
            one = _Open(b"VEVENT", base + starts[number], marked=number in marked)
            for token in events.marks.get(number, ()):
                self._note(one, token)
            self._judge(one, Span(one.start, base + ends[number]), chunk, names[number])
        if not self._uids:
            self._crowds(chunk, events, set(special))
        self._gap = base + len(chunk.text)

    def _crowds(self, chunk: _Chunk, events: Plain, special: set[int]) -> None:
        """Indexes single events by their people; those without may be leave."""
        base, starts, ends, names = chunk.base, events.starts, events.ends, events.names
        some = [n for n, found in enumerate(names) if 0 < len(found) <= _CROWD and n not in special]
        self.found.by_people.extend(
            [hash(frozenset(names[n])) for n in some],
            [base + starts[n] for n in some],
            [ends[n] - starts[n] for n in some],
        )
        for number, found in enumerate(names):
            if not found and number not in special and self._may_be_leave(chunk.text, starts[number], ends[number]):
                self.found.free.append(Span(base + starts[number], base + ends[number]))

    def _any(self, chunk: _Chunk) -> None:
        """A chunk of any kind, token by token."""
        text, base, begins = chunk.text, chunk.base, chunk.begins
        usual = text if text.count(EVENT) == len(begins) else text.upper()
        if usual is not text and usual.count(EVENT) != len(begins):
            chunk = chunk._replace(begins=())
        hits = self._hits(chunk.low) if chunk.begins else frozenset()
        if self._open is not None:
            self._open.ordinal = 0
            self._open.marked |= 0 in hits
        ordinal = 0
        for token in _TOKEN.finditer(usual):
            found = token[0]
            if found.startswith(b"\nBEGIN"):
                at = base + token.start() + 1
                if self._open is not None:
                    self._close(self._open, at, chunk, ended=False)
                kind = found[7:]
                ordinal += kind == b"VEVENT"
                self._begin(kind, at, chunk)
                if kind == b"VEVENT":
                    self._open = _Open(kind, at, ordinal, marked=ordinal in hits)
            elif found.startswith(b"\nEND"):
                if self._open is not None and self._open.kind == found[5:]:
                    self._close(self._open, base + token.end(), chunk, ended=True)
                elif found == b"\nEND:VCALENDAR":
                    if self._open is not None:
                        self._close(self._open, base + token.start() + 1, chunk, ended=False)
                    self._gap = base + token.end()
            elif self._open is not None and self._open.kind == b"VEVENT":
                self._note(self._open, found)

    @staticmethod
    def _first(text: bytes) -> bytes:
        """The first chunk with a line end before it, and without a byte order mark."""
        return b"\n" + (b"\n\n\n" + text[3:] if text.startswith(b"\xef\xbb\xbf") else text)

    def _hits(self, low: bytes) -> frozenset[int]:
        """The ordinals (from 1; 0 before the first BEGIN) of the events that hold a word."""
        found: set[int] = set()
        for needle in self._needles:
            if needle.first not in low:
                continue
            ordinal, at = 0, 0
            while at >= 0 and (hit := needle.pattern.search(low, at)):
                ordinal += low.count(BEGIN, at, hit.start() + len(BEGIN))
                found.add(ordinal)
                at = low.find(BEGIN, hit.end())
        return frozenset(found)

    def _says(self, low: bytes) -> bool:
        return any(needle.pattern.search(low) for needle in self._needles)

    def _begin(self, kind: bytes, at: int, chunk: _Chunk) -> None:
        if kind == b"VCALENDAR":
            self.found.calendars.append(at)
            self.found.heads.append(b"")
            self.found.zones.append({})
            self._all = self._answers = False
            self._gap = at + len(b"BEGIN:VCALENDAR")
            return
        if at - self._gap > len(b"\r\n") and self.found.heads and len(self.found.heads[-1]) < CHUNK:
            gap = chunk.text[max(0, self._gap - chunk.base) : at - chunk.base]
            if not gap.isspace():
                self._head(gap)
        if kind != b"VEVENT":
            self._open = _Open(kind, at)

    def _head(self, gap: bytes) -> None:
        """Lines of the calendar itself: its method, its name."""
        self.found.heads[-1] += gap
        for own in content_lines(gap):
            if own.name == "METHOD":
                self._answers = own.value.strip().upper() in ("CANCEL", "REPLY")
            elif own.name in ("X-WR-CALNAME", "NAME"):
                raw = squeezed(unescaped(own.value).encode())
                self._all = self._all or self._says(raw)

    @staticmethod
    def _note(open_: _Open, token: bytes) -> None:
        if token.startswith(b"\nDTSTART"):
            open_.dated = True
            open_.all_day |= b"VALUE=DATE" in token and b"VALUE=DATE-TIME" not in token
        elif token.startswith(b"\nREL"):
            open_.related = True
        elif token.startswith(b"\nR"):
            open_.recurring = True
            open_.master |= not token.startswith(b"\nREC")
        elif token.endswith(b"OOF"):
            open_.away = True
        else:
            open_.all_day = True

    def _close(self, one: _Open, end: int, chunk: _Chunk, *, ended: bool) -> None:
        self._open = None
        self._gap = end
        found, span = self.found, Span(one.start, end)
        if one.kind == b"VTIMEZONE" and found.zones and end - one.start < CHUNK:
            found.zones[-1][self._body(span, chunk)] = None
        if one.kind != b"VEVENT":
            return
        if end - one.start > TOO_LONG:
            found.too_long.append(span)
            return
        if (not ended or not (one.dated or self._answers)) and len(found.broken) < _MANY:
            found.broken.append(span)
        bounds = chunk.around(one.ordinal)
        if bounds is None:
            low = squeezed(self._body(span, chunk))
            chunk = chunk._replace(low=low, things=b"cutyper" in low)
            bounds = 0, len(chunk.low)
            one.marked |= self._says(chunk.low)
        low = chunk.low[slice(*bounds)] if one.master or not one.recurring else b""
        self._judge(one, span, chunk, LOCAL.findall(THING.sub(b"", low) if chunk.things else low))

    def _judge(self, one: _Open, span: Span, chunk: _Chunk, names: list[bytes]) -> None:
        """Keeps or indexes an event; `names` stand before the @ of the people on it."""
        found = self.found
        if one.marked or self._all:
            found.marked.append(span)
        if one.away and not one.recurring and not one.marked:
            found.free.append(span)
        if one.recurring or self._answers or one.related:
            self._indexed(one, span, chunk, names)
        elif not one.marked:
            self._single(one, span, chunk, names)

    def _body(self, span: Span, chunk: _Chunk) -> bytes:
        """The bytes of a component: of the chunk at hand, or of the source where it began in an earlier one."""
        start, end = span.start - chunk.base, span.end - chunk.base
        if start >= 0 and end <= len(chunk.text):
            return chunk.text[start:end]
        raw = self.found.source.read(span)
        return raw.replace(b"\r", b"\n") if self._cr_only else raw

    def _indexed(self, one: _Open, span: Span, chunk: _Chunk, names: list[bytes]) -> None:
        named = _uid(chunk.text, span.start - chunk.base, span.end - chunk.base)
        body = b""
        if not named or one.related or (one.master and not one.marked):
            body = self._body(span, chunk)
            named = named or _value(body, b"UID")
        key = uid_key(named) if named else hash(span)
        self.found.by_uid.add(key, *span)
        if key in self._uids and not one.marked:
            self.found.marked.append(span)
        if one.related:
            for related in _RELATED.findall(_unfolded(body)):
                self.found.by_related.add(uid_key(decoded(related)), *span)
        if one.master and not one.marked:
            title = _value(body, b"SUMMARY")
            if self._wanted.likely(title, len(frozenset(names))):
                self.found.likely.append(span)
            if one.all_day and self._wanted.is_day_off(title):
                self.found.free.append(span)

    def _single(self, one: _Open, span: Span, chunk: _Chunk, names: list[bytes]) -> None:
        if 0 < len(names) <= _CROWD:
            self.found.by_people.add(hash(frozenset(names)), *span)
        if not (self._uids or one.all_day or not names):
            return
        body = self._body(span, chunk)
        if self._uids:
            named = _value(body, b"UID")
            if named and uid_key(named) in self._uids:
                self.found.marked.append(span)
                return
        if (one.all_day or not names) and self._may_be_leave(body, 0, len(body)):
            self.found.free.append(span)

    def _may_be_leave(self, text: bytes, start: int, end: int) -> bool:
        """Whether the title of an event speaks of leave; one of a few hours cannot be it."""
        times = _TIMES.search(text, start, end)
        if times and times[1] == times[3] and int(times[4]) - int(times[2]) < _HOURS:
            return False
        return self._wanted.is_day_off(_value(text[start:end], b"SUMMARY"))


def _value(body: bytes, name: bytes) -> str:
    """The first value of a property of an event, as a person reads it, or ""."""
    at = _property(body, name)
    if at < 0:
        at = _property(body.upper(), name)
    if at < 0:
        return ""
    end = body.find(b"\n", at + 1)
    while end >= 0 and body[end + 1 : end + 2] in (b" ", b"\t"):
        end = body.find(b"\n", end + 1)
    raw = body[at + 1 : end if end >= 0 else len(body)]
    return unescaped(line(decoded(_unfolded(raw).rstrip(b"\r"))).value).strip()


def _uid(text: bytes, start: int, end: int) -> str:
    """The UID of an event that lies wholly in the chunk and writes it plainly, else ""."""
    at = text.find(b"\nUID:", start, end) if start >= 0 else -1
    if at < 0:
        return ""
    stop = text.find(b"\n", at + 5)
    while stop >= 0 and text[stop + 1 : stop + 2] in (b" ", b"\t"):
        stop = text.find(b"\n", stop + 1)
    raw = text[at + 5 : stop if stop >= 0 else end]
    if b"\n" in raw:
        raw = _unfolded(raw)
    return decoded(raw).strip() if b"\\" not in raw else ""


def _property(body: bytes, name: bytes) -> int:
    """Where the line end before a property stands, or -1."""
    at = body.find(b"\n" + name)
    while at >= 0 and body[at + 1 + len(name) : at + 2 + len(name)] not in (b":", b";"):
        at = body.find(b"\n" + name, at + 1)
    return at


def _unfolded(body: bytes) -> bytes:
    plain = body.replace(b"\r\n", b"\n") if b"\r" in body else body
    return plain.replace(b"\n ", b"").replace(b"\n\t", b"")
