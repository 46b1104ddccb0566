"""Weekdays by their place in a month: the second Tuesday, the last Friday (RFC 5545, 3.3.10, BYDAY)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""As RFC 5545 writes them, Monday first."""


def later(day: date, months: int) -> tuple[int, int]:
    """Year and month, so many months after that of `day`."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, index + 1


def place(day: date) -> int:
    """Which weekday of its month: 1 to 4, or -1 for the fifth, which most months do not have."""
    found = (day.day - 1) // 7 + 1
    return -1 if found == 5 else found


def nth(year: int, month: int, place: int, weekday: int) -> date:
    """The day of a weekday (0 for Monday) at its place in a month."""
    first, length = monthrange(year, month)
    if place > 0:
        return date(year, month, (weekday - first) % 7 + 7 * place - 6)
    return date(year, month, length - (first + length - 1 - weekday) % 7)
