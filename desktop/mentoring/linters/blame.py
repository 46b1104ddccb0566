"""L2: sentences about what the other person did. They are said better of the writer's own situation (B30, A76)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.mentoring.linters.finding import Code, Finding
from desktop.mentoring.linters.phrases import said_better
from desktop.mentoring.linters.reading import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """One finding a sentence."""
    yield from said_better(reading, Code.BLAME, "blame-")
