"""D17, two series, one person: the same other in two lineages that both go on."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case

KIND = SignKind.TWO_SERIES
FAMILY = Family.OCCASION


def sign(case: Case, now: datetime) -> Sign | None:
    """CARD on each of them. Two addresses are one person only where the user said so (R30)."""
    if case.finished or case.yearly or case.paused(now) or not case.siblings:
        return None
    return Sign(KIND, SignLevel.CARD, FAMILY, {"series": len(case.siblings) + 1})
