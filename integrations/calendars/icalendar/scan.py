"""Stage one: a byte scan of a big file that tells which components could matter, without reading them.

Each chunk is looked at in two ways. With every blank and line end taken out and in lower case, folds
vanish and words of a mark are found wherever a program broke the line. As it stands, one pattern names
the borders of components and the few properties that decide what else to look at. What may be asked for
later - by UID, by the people on it, by RELATED-TO - is kept as numbers only, so that memory stays flat.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from integrations.calendars.icalendar.archive import Source
from integrations.calendars.icalendar.lines import content_lines, decoded, unescaped
from integrations.calendars.icalendar.wanted import Wanted
from integrations.errors import Cancelled

CHUNK = 256 * 1024
TOO_LONG = 8 * 1024 * 1024
"""A component above this length is named as a problem and not read: it is an attachment, not a meeting."""
_MANY = 1000

_LOWER = bytes(range(256)).lower()
_BLANKS = b"\r\n\t "
_BEGIN = b"begin:vevent"
_BEGINS = re.compile(_BEGIN)
_EVENT = b"\nBEGIN:VEVENT"
_TOKEN = re.compile(
    rb"\n(?=[BDERX])(?:BEGIN:V(?:EVENT|CALENDAR|TIMEZONE|TODO|JOURNAL|FREEBUSY|AVAILABILITY)"
    rb"|END:V(?:EVENT|CALENDAR|TIMEZONE|TODO|JOURNAL|FREEBUSY|AVAILABILITY)"
    rb"|DTSTART[;:][^\r\n]*|R(?:RULE|DATE|ECURRENCE-ID|ELATED-TO)[;:]"
    rb"|X-MICROSOFT-CDO-(?:BUSYSTATUS:OOF|ALLDAYEVENT:TRUE))"
)
_LOCAL = re.compile(rb"mailto:([^@]+)@")
_THING = re.compile(rb"cutype=r(?:oom|esource)[^@]*@")
_UID = re.compile(rb"\nUID[^:\r\n]*:([^\r\n]*)", re.IGNORECASE)
_RELATED = re.compile(rb"\nRELATED-TO[^:\r\n]*:([^\r\n]*)", re.IGNORECASE)
_SUMMARY = re.compile(rb'\nSUMMARY(?:;[^:"\r\n]*|;[^:\r\n]*"[^"\r\n]*"[^:\r\n]*)?:([^\r\n]*)', re.IGNORECASE)
_PIECE = re.compile(r"_R\d{8}(?:T\d{6}Z?)?(?=@|$)")


class Span(NamedTuple):
    """A component's place in its source, in bytes."""

    start: int
    end: int


@dataclass
class Index:
    """Hash -> spans, in three flat arrays. A hash may lie: what it finds is read and judged."""

    keys: array[int] = field(default_factory=lambda: array("q"))
    starts: array[int] = field(default_factory=lambda: array("q"))
    lengths: array[int] = field(default_factory=lambda: array("q"))

    def add(self, key: int, start: int, end: int) -> None:
        """Keeps one span under a hash."""
        self.keys.append(key)
        self.starts.append(start)
        self.lengths.append(end - start)

    def spans(self, keys: Collection[int]) -> Iterator[Span]:
        """The spans under any of these hashes, in the order of the file."""
        for place, key in enumerate(self.keys):
            if key in keys:
                start = self.starts[place]
                yield Span(start, start + self.lengths[place])


@dataclass
class Scan:
    """What stage one found in one source, in the order of the file."""

    source: Source
    marked: list[Span] = field(default_factory=list)
    """They hold a word of a mark, or a known UID, or stand in a calendar that is named so."""
    likely: list[Span] = field(default_factory=list)
    """Recurring, without a mark, but called like a talk of two."""
    free: list[Span] = field(default_factory=list)
    """Their title speaks of leave."""
    broken: list[Span] = field(default_factory=list)
    """Without END or DTSTART."""
    too_long: list[Span] = field(default_factory=list)
    by_uid: Index = field(default_factory=Index)
    by_people: Index = field(default_factory=Index)
    by_related: Index = field(default_factory=Index)
    calendars: list[int] = field(default_factory=list)
    """Where each VCALENDAR begins; `heads` holds the bytes between its components, `zones` its VTIMEZONEs."""
    heads: list[bytes] = field(default_factory=list)
    zones: list[dict[bytes, None]] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    """(offset, physical lines before it) of every chunk."""


def uid_key(uid: str) -> int:
    """The hash under which a UID is found; Google's pieces of one series have one key."""
    return hash(_PIECE.sub("", uid.strip()))


def people_key(addresses: Collection[str]) -> int:
    """The hash under which a set of addresses is found: by what stands before the @."""
    return hash(frozenset(address.partition("@")[0].lower().encode() for address in addresses))


def needles(words: Collection[str]) -> tuple[bytes, ...]:
    """Words as the scan looks for them: lower-case ASCII; other letters in both cases, in UTF-8 and Windows-1252."""
    found: dict[bytes, None] = {}
    for word in words:
        for form in (word, word.upper(), word.capitalize()):
            for encoding in ("utf-8", "cp1252"):
                raw = form.encode(encoding, "ignore").translate(_LOWER, _BLANKS)
                if raw and len(raw) >= len(word.strip()) // 2:
                    found[raw] = None
    return tuple(found)


@dataclass
class _Open:
    """The component that the scan stands in."""

    kind: bytes
    start: int
    ordinal: int
    recurring: bool = False
    master: bool = False
    related: bool = False
    dated: bool = False
    all_day: bool = False
    marked: bool = False


class _Chunk(NamedTuple):
    """A piece of the source as it stands, and without blanks in lower case."""

    text: bytes
    base: int
    """Where `text` begins in the source."""
    low: bytes
    begins: list[int] | None
    """Where events begin in `low`; None where they cannot be matched with those of `text`."""
    things: bool = False
    """Rooms or resources are invited somewhere in it."""

    def around(self, ordinal: int) -> tuple[int, int] | None:
        """Where an event that began in this chunk lies in `low`; None where that is not known."""
        if self.begins is None or not 0 < ordinal <= len(self.begins):
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

    def run(self, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> Scan:
        """Reads the source once from its start. `progress` is told the bytes done."""
        handle = self.found.source.handle
        handle.seek(0)
        offset, lines, rest = 0, 0, b""
        while True:
            if cancelled():
                raise Cancelled
            block = handle.read(CHUNK)
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
            self.found.lines.append((offset, lines))
            self._chunk(chunk, offset)
            lines += chunk.count(b"\r" if self._cr_only else b"\n")
            offset += cut
            progress(offset)
            if not block:
                break
        if self._open is not None:
            self._close(self._open, offset, _Chunk(b"", offset, b"", None), ended=False)
        return self.found

    def _cut(self, data: bytes) -> int:
        """Where a chunk ends: behind an event, or before a line where an event is longer than a chunk."""
        cut = data.rfind(b"END:VEVENT")
        if cut > 0:
            return cut + 10
        if len(data) < 4 * CHUNK:
            return 0
        line = b"\r" if self._cr_only else b"\n"
        cut = len(data)
        while cut > 0:
            cut = data.rfind(line, 0, cut)
            if cut > 0 and data[cut + 1 : cut + 2] not in (b" ", b"\t", b""):
                return cut
        return len(data) if len(data) > TOO_LONG else 0

    def _chunk(self, raw: bytes, base: int) -> None:
        low = raw.translate(_LOWER, _BLANKS)
        begins = [match.start() for match in _BEGINS.finditer(low)]
        text = raw.replace(b"\r", b"\n") if self._cr_only else raw
        if base == 0:
            text, base = self._first(text), -1
        plain = text if text.count(_EVENT) == len(begins) else text.upper()
        fits = plain is text or plain.count(_EVENT) == len(begins)
        chunk = _Chunk(text, base, low, begins if fits else None, _invites_things(low))
        hits = self._hits(low, begins) if chunk.begins is not None else frozenset()
        if self._open is not None:
            self._open.ordinal = 0
            self._open.marked |= 0 in hits
        ordinal = 0
        for token in _TOKEN.finditer(plain):
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

    def _hits(self, low: bytes, begins: list[int]) -> frozenset[int]:
        """The ordinals (from 1; 0 before the first BEGIN) of the events that hold a word."""
        found: set[int] = set()
        for needle in self._needles:
            at = low.find(needle)
            ordinal = 0
            while at >= 0:
                while ordinal < len(begins) and begins[ordinal] <= at:
                    ordinal += 1
                found.add(ordinal)
                if ordinal >= len(begins):
                    break
                at = low.find(needle, begins[ordinal])
        return frozenset(found)

    def _says(self, low: bytes) -> bool:
        return any(needle in low for needle in self._needles)

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
            self._open = _Open(kind, at, 0)

    def _head(self, gap: bytes) -> None:
        """Lines of the calendar itself: its method, its name."""
        self.found.heads[-1] += gap
        for line in content_lines(gap):
            if line.name == "METHOD":
                self._answers = line.value.strip().upper() in ("CANCEL", "REPLY")
            elif line.name in ("X-WR-CALNAME", "NAME"):
                raw = unescaped(line.value).encode().translate(_LOWER, _BLANKS)
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
            low = self._body(span, chunk).translate(_LOWER, _BLANKS)
            chunk = chunk._replace(low=low, things=_invites_things(low))
            bounds = 0, len(chunk.low)
            one.marked |= self._says(chunk.low)
        if one.marked or self._all:
            found.marked.append(span)
        if one.recurring or self._answers or one.related:
            self._indexed(one, span, chunk)
        elif not one.marked:
            self._single(one, span, chunk, bounds)

    def _body(self, span: Span, chunk: _Chunk) -> bytes:
        """The bytes of a component: of the chunk at hand, or of the source where it began in an earlier one."""
        start, end = span.start - chunk.base, span.end - chunk.base
        if start >= 0 and end <= len(chunk.text):
            return chunk.text[start:end]
        raw = self.found.source.read(span)
        return raw.replace(b"\r", b"\n") if self._cr_only else raw

    def _indexed(self, one: _Open, span: Span, chunk: _Chunk) -> None:
        body = _unfolded(self._body(span, chunk))
        named = _UID.search(body)
        key = uid_key(decoded(named[1])) if named else hash(span)
        self.found.by_uid.add(key, *span)
        if key in self._uids and not one.marked:
            self.found.marked.append(span)
        for related in _RELATED.findall(body) if one.related else ():
            self.found.by_related.add(uid_key(decoded(related)), *span)
        if one.master and not one.marked:
            titled = _SUMMARY.search(body)
            title = unescaped(decoded(titled[1])) if titled else ""
            if self._wanted.likely(title, len(frozenset(_LOCAL.findall(body.lower())))):
                self.found.likely.append(span)
            if one.all_day and self._wanted.is_day_off(title):
                self.found.free.append(span)

    def _single(self, one: _Open, span: Span, chunk: _Chunk, bounds: tuple[int, int]) -> None:
        names = _LOCAL.findall(chunk.low, *bounds)
        if names:
            if chunk.things:
                names = _LOCAL.findall(_THING.sub(b"", chunk.low[slice(*bounds)]))
            self.found.by_people.add(hash(frozenset(names)), *span)
        if not (self._uids or one.all_day or not names):
            return
        body = self._body(span, chunk)
        if self._uids:
            named = _UID.search(_unfolded(body))
            if named and uid_key(decoded(named[1])) in self._uids:
                self.found.marked.append(span)
                return
        if one.all_day or not names:
            self._title(span, body)

    def _title(self, span: Span, body: bytes) -> None:
        titled = _SUMMARY.search(body)
        if titled and body[titled.end() : titled.end() + 3].lstrip(b"\r\n")[:1] in (b" ", b"\t"):
            titled = _SUMMARY.search(_unfolded(body))
        if titled and self._wanted.is_day_off(unescaped(decoded(titled[1]))):
            self.found.free.append(span)


def _invites_things(low: bytes) -> bool:
    """Whether a room or a resource is on one of the events."""
    return b"cutype=r" in low


def _unfolded(body: bytes) -> bytes:
    plain = body.replace(b"\r\n", b"\n") if b"\r" in body else body
    return plain.replace(b"\n ", b"").replace(b"\n\t", b"")
