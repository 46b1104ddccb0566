"""L5: offers that name nothing. One small thing that is named is worth more (A17)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.mentoring.linters.finding import Code, Finding
from desktop.mentoring.linters.phrases import said_better
from desktop.mentoring.linters.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """One finding a sentence."""
    yield from said_better(reading, Code.VAGUE_OFFER, "offer-vague")
