"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2025, 11, 20, 9, 0, tzinfo=UTC)


class FixedClock:
    """Call it for the moment, aware and in UTC, as the program's own clock."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def to(self, moment: datetime) -> None:
        """Sets it; `moment` must be aware."""
        if moment.tzinfo is None:
            raise ValueError("a clock needs an aware moment")
        self._now = moment

    def forward(self, length: timedelta) -> datetime:
        """Moves it and returns the new moment."""
        self._now += length
        return self._now
