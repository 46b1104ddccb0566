"""L3: words that end a person where only meetings change (A6)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.mentoring.linters.finding import Code, Finding
from desktop.mentoring.linters.phrases import said_better
from desktop.mentoring.linters.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """One finding a sentence."""
    yield from said_better(reading, Code.BREAK_UP, "break-up")
