"""D19, nothing booked: a lineage that goes on without a date in sight."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs import natural_end
from desktop.mentoring.signs.case import Case, rhythm_applies

KIND = SignKind.NOTHING_BOOKED
FAMILY = Family.RHYTHM

MIN_KEPT, CADENCES = 4, 2


def sign(case: Case, now: datetime) -> Sign | None:
    """CARD where the pair has no date within two cadences; at least 4 kept. A planned end is none of it."""
    cadence = case.ledger.cadence_days
    if not rhythm_applies(case, now) or cadence is None or case.view(now).kept < MIN_KEPT:
        return None
    today = case.view(now).today
    ahead = [*(meeting.start for meeting in case.ledger.upcoming[:1]), *case.booked]
    days = min(((case.day(start) - today).days for start in ahead), default=None)
    if (days is not None and days <= CADENCES * cadence) or natural_end.sign(case, now) is not None:
        return None
    variant = "young" if case.view(now).young else ""
    return Sign(KIND, SignLevel.CARD, FAMILY, {"weeks": CADENCES * cadence // 7}, variant=variant)
