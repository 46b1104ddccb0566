"""What stage one found in a source: spans to read, and numbers under which others may be asked for later."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from integrations.calendars.icalendar.archive import Source

_LOWER = bytes(range(256)).lower()
_DROPPED = b"\r\n\t 0123456789;=-_.,'\"()/\\&"
"""Blanks and line ends, so that folds vanish; figures and signs, so that less is left to search."""
_PIECE = re.compile(r"_R\d{8}(?:T\d{6}Z?)?(?=@|$)")
_BLOCK = 1024 * 1024


def squeezed(raw: bytes) -> bytes:
    """The bytes in lower case without blanks, line ends, figures and most signs."""
    return raw.translate(_LOWER, _DROPPED)


class Span(NamedTuple):
    """A component's place in its source, in bytes."""

    start: int
    end: int


@dataclass
class Index:
    """Hash -> spans, in three flat arrays. A hash may lie: what it finds is read and judged."""

    keys: array[int] = field(default_factory=lambda: array("q"))
    starts: array[int] = field(default_factory=lambda: array("q"))
    lengths: array[int] = field(default_factory=lambda: array("I"))

    def add(self, key: int, start: int, end: int) -> None:
        """Keeps one span under a hash."""
        self.keys.append(key)
        self.starts.append(start)
        self.lengths.append(end - start)

    def extend(self, keys: Iterable[int], starts: Iterable[int], lengths: Iterable[int]) -> None:
        """Keeps many spans at once."""
        self.keys.extend(keys)
        self.starts.extend(starts)
        self.lengths.extend(lengths)

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
    _counted: tuple[int, int] = (0, 0)

    def line(self, offset: int) -> int:
        """The physical line, from 1, of an offset. Counted when asked for; forward is cheap."""
        at, lines = self._counted if self._counted[0] <= offset else (0, 0)
        while at < offset:
            raw = self.source.read((at, min(at + _BLOCK, offset)))
            if not raw:
                break
            lines += raw.count(b"\n") or raw.count(b"\r")
            at += len(raw)
        self._counted = at, lines
        return lines + 1


def uid_key(uid: str) -> int:
    """The hash under which a UID is found; Google's pieces of one series have one key."""
    plain = uid.strip()
    return hash(_PIECE.sub("", plain) if "_R" in plain else plain)


def people_key(addresses: Collection[str]) -> int:
    """The hash under which a set of addresses is found: by what stands before the @."""
    return hash(frozenset(squeezed(address.partition("@")[0].encode()) for address in addresses))


class Needle(NamedTuple):
    """What a word is found by in squeezed text."""

    first: bytes
    """The sign that it begins with: where that is not, nothing is searched: most calendars hold few scripts."""
    pattern: re.Pattern[bytes]


def needles(words: Collection[str]) -> tuple[Needle, ...]:
    """Words as the scan looks for them, in UTF-8 and Windows-1252, other letters than ASCII in both cases.

    Those with one beginning are one pattern: a pattern with a plain beginning is as fast as a plain search.
    """
    found: dict[bytes, set[bytes]] = {}
    for word in words:
        for form in (word, word.upper(), word.capitalize()):
            for encoding in ("utf-8", "cp1252"):
                raw = squeezed(form.encode(encoding, "ignore"))
                if len(raw) >= min(3, len(word)):
                    found.setdefault(raw[:4], set()).add(raw[4:])
    return tuple(
        Needle(start[:1], re.compile(re.escape(start) + b"(?:" + b"|".join(map(re.escape, sorted(rests))) + b")"))
        for start, rests in found.items()
    )
