"""D8, shorter meetings: the booked length now and at the beginning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from desktop.mentoring.median import median
from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel, Slot
from desktop.mentoring.signs.case import Case, rhythm_applies
from desktop.mentoring.slots import TOOK_PLACE

KIND = SignKind.SHORTER
FAMILY = Family.FORM

MIN_KEPT, SAMPLE, PERCENT = 12, 6, 60

_SPEEDY = {25: 30, 40: 45, 50: 60, 55: 60}
"""Calendars can book "speedy meetings" that end five or ten minutes early: a default, no choice of the pair."""


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK where the median of the last 6 kept is at most 60 % of that of the first 6; at least 12 kept."""
    if not rhythm_applies(case, now) or case.mentorship.current.all_day:
        return None
    slots = case.past(now)
    if case.view(now).kept < MIN_KEPT:
        return None
    before, lately = (median(map(_minutes, _first(order))) for order in (slots, reversed(slots)))
    if before <= 0 or lately * 100 > PERCENT * before:
        return None
    return Sign(KIND, SignLevel.LOOK, FAMILY, {"minutes": round(lately), "minutes_before": round(before)})


def _first(slots: Iterable[Slot]) -> list[Slot]:
    return list(islice((slot for slot in slots if slot.state in TOOK_PLACE), SAMPLE))


def _minutes(slot: Slot) -> int:
    if not isinstance(slot.start, datetime) or not isinstance(slot.end, datetime):
        return 0
    minutes = round((slot.end - slot.start).total_seconds() / 60)
    return _SPEEDY.get(minutes, minutes)
