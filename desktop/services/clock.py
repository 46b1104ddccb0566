"""The clock that the use cases are given; tests and what-if questions give another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""The present moment, aware."""


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)
