"""D5, long run: two years and more together. A milestone, nothing else."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case

KIND = SignKind.LONG_RUN
FAMILY = Family.OCCASION

MIN_YEARS = 2


def sign(case: Case, now: datetime) -> Sign | None:
    """CARD from the second anniversary of the first slot on, while meetings lie ahead."""
    if case.finished or case.yearly or case.ledger.first is None or case.last_contact(now) is None:
        return None
    first, today = case.day(case.ledger.first), case.view(now).today
    months = (today.year - first.year) * 12 + today.month - first.month - (today.day < first.day)
    if months < 12 * MIN_YEARS:
        return None
    return Sign(KIND, SignLevel.CARD, FAMILY, {"years": months // 12, "months": months})
