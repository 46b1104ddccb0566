"""D18, a mentor's load: how many pairs and how many hours a month the user gives."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case

KIND = SignKind.MENTOR_LOAD
FAMILY = Family.OCCASION

MOST_PAIRS, MOST_HOURS = 4, 6


def sign(case: Case, now: datetime) -> Sign | None:
    """CARD above 4 pairs or 6 hours a month. It names no mentee and compares none (R34)."""
    load = case.load
    if load is None or case.paused(now) or (load.pairs <= MOST_PAIRS and load.hours <= MOST_HOURS):
        return None
    return Sign(KIND, SignLevel.CARD, FAMILY, {"pairs": load.pairs, "hours": round(load.hours, 1)})
