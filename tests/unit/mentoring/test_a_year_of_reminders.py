"""A year of random pairs, day by day: how often they are spoken of (product 3.2), and that nothing piles up (R26).

The thousand are marked slow: `make test ARGS="-m slow tests/unit/mentoring"` walks them alone (about a minute), and
`make test-fast` a part of them.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest

from desktop.mentoring.absences import Away
from desktop.mentoring.judging import level, signs
from desktop.mentoring.manners import Manners
from desktop.mentoring.mentorship import (
    Counts,
    Ledger,
    Mentorship,
    MentorshipReview,
    SignKind,
    SignLevel,
    Slot,
    SlotState,
    Told,
    Upcoming,
)
from desktop.mentoring.reminders import Past, Shown, due, parts
from desktop.mentoring.signs.case import BETWEEN_POINTS, Case
from tests.unit.mentoring.making import known, mentorship, series

WEEKS = 52
FIRST = datetime(2026, 1, 6, 16, tzinfo=UTC)
"""A Tuesday afternoon."""
LENGTH = timedelta(hours=1)
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
SCANNED = (FIRST + 7 * WEEK + DAY).replace(hour=10)
"""The first look lies after the eighth meeting, and so does every fourth from there."""
NOTE_RATE = {10: 0.0, 20: 0.06, 29.6: 0.37, 40: 0.81, 50: 0.98, 60: 1.0}
"""Percent of dates that do not take place -> the share of pairs that get a NOTE within a year (product 3.2)."""
LOOK_RATE = {10: 0.04, 20: 0.41, 29.6: 0.86, 40: 0.99, 50: 1.0, 60: 1.0}
"""The same for the dot in the tray."""
NOTE_WEEK = {20: 32, 29.6: 28, 40: 20, 50: 16, 60: 12}
"""The median week of the first NOTE, among those that get one."""
THOUSAND = 1000
MANY = 30
"""Notes from which on their median week says something."""
_RHYTHM = (SignKind.QUIET_PATCH, SignKind.GAP_IN_A_ROW)
AWAY = Away(UTC)
PAIR: Mentorship = replace(mentorship(known(series(FIRST))), told=Told(scanned_since=SCANNED))


@dataclass
class Year:
    """What became of one pair: the first week of a NOTE of D1 or D2, and every notification."""

    missed: tuple[datetime, ...]
    note_week: int | None = None
    looked: bool = False
    """Whether D1 or D2 lit the dot at any time."""
    shown: list[Shown] = field(default_factory=list)


def _slots(share: float, chance: random.Random) -> tuple[Slot, ...]:
    return tuple(
        Slot(
            FIRST + week * WEEK,
            FIRST + week * WEEK + LENGTH,
            SlotState.NOT_KEPT if chance.random() < share else SlotState.KEPT,
            "one@example.org",
        )
        for week in range(WEEKS)
    )


def _ledger(slots: tuple[Slot, ...]) -> Ledger:
    counted = Counter(slot.state for slot in slots)
    counts = Counts(kept=counted[SlotState.KEPT], not_kept=counted[SlotState.NOT_KEPT])
    ahead = [FIRST + (len(slots) + week) * WEEK for week in range(4)]
    return Ledger(
        slots=slots,
        window=slots[-12:],
        upcoming=tuple(Upcoming(start, start, start + LENGTH, "one@example.org") for start in ahead),
        counts=counts,
        all_time=counts,
        cadence_days=7,
        first=FIRST,
        open_ended=True,
        ends=None,
        contacts=tuple(slot.start for slot in slots if slot.state is SlotState.KEPT),
    )


def _mornings() -> Iterator[datetime]:
    """Ten o'clock of every day from the first look to the end of the year."""
    day = SCANNED
    while day < FIRST + WEEKS * WEEK:
        yield day
        day += DAY


def _live(share: float, chance: random.Random) -> Year:
    slots = _slots(share, chance)
    year = Year(tuple(slot.start for slot in slots if slot.state is SlotState.NOT_KEPT))
    case = Case(PAIR, _ledger(()), UTC)
    for now in _mornings():
        begun = (now - FIRST) // WEEK + 1
        if begun != len(case.ledger.slots):
            case = Case(PAIR, _ledger(slots[:begun]), UTC)
        found = signs(case, now)
        rhythm = {sign.level for sign in found if sign.kind in _RHYTHM}
        year.looked |= not rhythm.isdisjoint({SignLevel.LOOK, SignLevel.NOTE})
        if year.note_week is None and SignLevel.NOTE in rhythm:
            year.note_week = begun
        review = MentorshipReview(PAIR, case.ledger, level(case, now, found), found, None, finished=False)
        for one in due([review], Past(shown=tuple(year.shown)), Manners(), AWAY, now=now, zone=UTC):
            for part in parts(one.identity):
                year.shown.append(Shown(part, PAIR.id, one.kind, now))
    return year


def _holds_r26(year: Year) -> None:
    days = [shown.at.date() for shown in year.shown]
    assert len(set(days)) == len(days), "two on one day"
    assert all(later - earlier >= timedelta(days=90) for earlier, later in pairwise(days))
    assert not any(timedelta() <= shown.at - missed < DAY for shown in year.shown for missed in year.missed)
    assert all(shown.at.isoweekday() <= 5 for shown in year.shown)


def _live_many(pairs: int, share: float) -> list[Year]:
    chance = random.Random(f"{pairs} at {share}")
    years = [_live(share / 100, chance) for _ in range(pairs)]
    for year in years:
        _holds_r26(year)
    assert any(year.shown for year in years), "half a year of meetings is worth a word"
    return years


def _agrees(years: list[Year], share: float) -> None:
    noted = [year.note_week for year in years if year.note_week is not None]
    _near("notes", len(noted), len(years), NOTE_RATE[share])
    _near("dots", sum(year.looked for year in years), len(years), LOOK_RATE[share])
    if share in NOTE_WEEK and len(noted) >= MANY:
        assert abs(median(noted) - NOTE_WEEK[share]) <= BETWEEN_POINTS // WEEK, "one decision point off at most"


def _near(what: str, count: int, pairs: int, expected: float) -> None:
    """The table is rounded to a point and has an error of about one; ours is three standard errors."""
    error = 3 * math.sqrt(max(expected * (1 - expected), 0.005) / pairs)
    found = count / pairs
    assert abs(found - expected) <= 0.015 + error, f"{found:.3f} {what} instead of {expected}"


@pytest.mark.parametrize("share", [20, 29.6, 50])
def test_a_part_of_the_year_of_random_pairs(share: float) -> None:
    _agrees(_live_many(40, share), share)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("share", NOTE_RATE)
def test_a_year_of_a_thousand_random_pairs(share: float) -> None:
    _agrees(_live_many(THOUSAND // len(NOTE_RATE) + 1, share), share)
