"""What the rules that look for phrases have in common: each phrase's sentence can be said in another way."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.mentoring.linters.finding import Code, Finding
from desktop.mentoring.linters.reading import Reading


def said_better(reading: Reading, code: Code, *names: str) -> Iterator[Finding]:
    """A finding for every sentence that holds a phrase of these lists, with the sentence of the phrase's list."""
    seen: set[tuple[int, int]] = set()
    for hit in reading.hits(*names):
        start, end = reading.sentence(hit.start)
        if (start, end) not in seen:
            seen.add((start, end))
            yield Finding(code, start, end, f"letters.better.{hit.name}", phrase=(hit.start, hit.end))
