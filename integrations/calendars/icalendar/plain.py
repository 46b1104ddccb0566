"""Where events lie in a chunk that holds whole events and nothing else, as nearly all chunks of an export do.

Every pattern here is shaped for speed: a long plain separator is skipped through faster than a short one is
found, and a pattern with one plain beginning is tried only where that sign stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

EVENT = b"\nBEGIN:VEVENT"
BEGIN = b"begin:vevent"
"""How an event begins in squeezed text."""
MARKS = rb"R(?:RULE|DATE|ECURRENCE-ID|ELATED-TO)[;:]|X-MICROSOFT-CDO-(?:BUSYSTATUS:OOF|ALLDAYEVENT:TRUE)"
"""Properties that decide what else to look at."""

LOCAL = re.compile(rb"mailto:([^@:]+)@")
"""What stands before the @ of an address, in squeezed text."""
THING = re.compile(rb"cutyper(?:oom|esource)[^@]*@")
"""A room or resource up to its address, in squeezed text."""

_DATED = b"END:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART"
"""Between two events of a program that writes the start first, as Google does: one look tells three things."""
_END = len(b"END:VEVENT\r\n")
_RARE = re.compile(rb"\n(?:" + MARKS + rb")")
_ALL_DAY = b"\nDTSTART;VALUE=DATE:"
_PEOPLE = re.compile(rb":(?:vevent(?<=begin:vevent)|(?<=mailto:)([^@:]+)@)")


class Plain(NamedTuple):
    """Such a chunk. Events are numbered from 0."""

    starts: list[int]
    ends: list[int]
    marks: dict[int, list[bytes]]
    """The lines that decide what else to look at, of the few events that have any."""
    names: list[list[bytes]]
    """What stands before the @ of everybody's address, event by event; rooms left out."""


def plain(text: bytes, low: bytes, *, things: bool) -> Plain | None:
    """The events of a chunk that begins with a line end, or None where there is anything else in it.

    `low` is the chunk squeezed; `things` says that rooms or resources are invited in it.
    """
    names = _names(THING.sub(b"", low) if things else low)
    starts = _starts(text, len(names)) if names else []
    if not starts:
        return None
    marks = {bisect_right(starts, at) - 1: [_ALL_DAY] for at in _places(text, _ALL_DAY)}
    for token in _RARE.finditer(text):
        marks.setdefault(bisect_right(starts, token.start()) - 1, []).append(token[0])
    return Plain(starts, [*starts[1:], len(text)], marks, names)


def _names(low: bytes) -> list[list[bytes]]:
    """Finds events and people in one go: an event is an empty name."""
    found: list[list[bytes]] = []
    names: list[bytes] = []
    for name in _PEOPLE.findall(low):
        if name:
            names.append(name)
        else:
            names = []
            found.append(names)
    return found


def _starts(text: bytes, count: int) -> list[int]:
    """Where each of so many events begins; [] unless each follows the one before, has an end and a start in time."""
    first = text.find(EVENT) + 1
    if not first or not text[:first].isspace() or not text.endswith(b"END:VEVENT"):
        return []
    if text.startswith(_DATED[_END:], first):
        starts = [first, *(at + _END for at in _places(text, _DATED))]
        if len(starts) == count:
            return starts
    starts = [at + 1 for at in _places(text, EVENT)]
    borders = max(text.count(b"END:VEVENT\r\nBEGIN:VEVENT"), text.count(b"END:VEVENT\nBEGIN:VEVENT"))
    return starts if len(starts) == count == borders + 1 == text.count(b"\nDTSTART") else []


def _places(text: bytes, wanted: bytes) -> list[int]:
    found: list[int] = []
    at = text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + len(wanted))
    return found
