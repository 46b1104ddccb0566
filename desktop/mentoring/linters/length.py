"""The short form of a letter stays short: people with full calendars read the first lines (A98)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.mentoring.linters.finding import Code, Finding
from desktop.mentoring.linters.reading import Reading


def check(reading: Reading, most: int) -> Iterator[Finding]:
    """What stands behind the last word that still fits."""
    if most and len(reading.words) > most:
        start, end = reading.span(most)[0], len(reading.letter.rstrip())
        yield Finding(Code.LONG, start, end, values=(("most", str(most)),), phrase=(start, end))
