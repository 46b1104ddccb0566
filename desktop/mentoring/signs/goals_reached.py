"""D15, goals reached: most of what the pair set out to do is done."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case

KIND = SignKind.GOALS_REACHED
FAMILY = Family.OCCASION


def sign(case: Case, now: datetime) -> Sign | None:
    """NOTE from two thirds of at least one goal on, while meetings lie ahead and nothing rests."""
    told = case.told
    if case.finished or case.paused(now) or told.talked or told.goals_total < 1:
        return None
    if told.goals_reached * 3 < told.goals_total * 2:
        return None
    evidence = {"reached": told.goals_reached, "goals": told.goals_total}
    return Sign(KIND, SignLevel.NOTE, FAMILY, evidence, strong=True)
