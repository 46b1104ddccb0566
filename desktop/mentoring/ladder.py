"""The slow-down ladder: from weekly to fortnightly to monthly, each rung a series with its own end (product 7, M2).

Weekly meetings go on fortnightly for two months and monthly for three; fortnightly ones monthly for three; monthly
ones once a quarter for half a year. What comes after the last rung is the big picture talk's. A rung has COUNT, so
that no clock change and no holiday can lengthen it (R29).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.mentoring.weekdays import CODES, later, nth, place

_WEEKLY = 10
"""A cadence of so many days or fewer counts as weekly."""
_FORTNIGHTLY = 20
_FORTNIGHTS = 4
_MONTHS = 3
_QUARTERS = 2
MOST_RUNGS = 2
_ROOM = timedelta(days=21)
"""A monthly meeting comes no sooner than this after the one before."""


class Pace(StrEnum):
    """How often a rung meets."""

    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: `days` are all of its meetings, `rule` the RRULE that gives them from the first on."""

    pace: Pace
    rule: str
    days: tuple[date, ...]


def rungs(final: date, cadence_days: int | None) -> tuple[Rung, ...]:
    """The rungs after a last regular meeting on `final`, on the series' own clock; empty for rare meetings.

    `cadence_days` is the median of the days between the meetings, None where there is none.
    """
    if cadence_days is None:
        return ()
    if cadence_days <= _WEEKLY:
        first = _fortnightly(final)
        return (first, _by_month(first.days[-1], Pace.MONTHLY))
    if cadence_days <= _FORTNIGHTLY:
        return (_by_month(final, Pace.MONTHLY),)
    if cadence_days <= 45:
        return (_by_month(final, Pace.QUARTERLY),)
    return ()


def _fortnightly(after: date) -> Rung:
    days = tuple(after + timedelta(weeks=2 * number) for number in range(1, _FORTNIGHTS + 1))
    rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={CODES[after.weekday()]};COUNT={len(days)}"
    return Rung(Pace.FORTNIGHTLY, rule, days)


def _by_month(after: date, pace: Pace) -> Rung:
    """The same weekday at the same place of the month; a fifth becomes the last."""
    interval, times = (1, _MONTHS) if pace is Pace.MONTHLY else (3, _QUARTERS)
    where, weekday = place(after), after.weekday()
    ahead = (nth(*later(after, months), where, weekday) for months in range(interval, interval * (times + 1) + 1))
    first = next(day for day in ahead if day - after >= _ROOM)
    days = tuple(nth(*later(first, interval * number), where, weekday) for number in range(times))
    every = "" if interval == 1 else f"INTERVAL={interval};"
    return Rung(pace, f"FREQ=MONTHLY;{every}BYDAY={where}{CODES[weekday]};COUNT={times}", days)
