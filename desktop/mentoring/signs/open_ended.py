"""D4, open-ended series: a fact from day one, and every half year a review."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import BETWEEN_POINTS, REVIEW_WEEKS, Case

KIND = SignKind.OPEN_ENDED
FAMILY = Family.OCCASION

MIN_KEPT = 8


def sign(case: Case, now: datetime) -> Sign | None:
    """FACT where a series has no end; NOTE for 28 days from each review point on, with 8 kept meetings.

    Review points lie every 26 weeks from the first slot. A yearly talk and a programme are not reviewed.
    """
    if not case.ledger.open_ended:
        return None
    view = case.view(now)
    reviews, days_since = divmod(view.age_days, 7 * REVIEW_WEEKS)
    due = reviews >= 1 and days_since < BETWEEN_POINTS.days and view.kept >= MIN_KEPT
    if not due or case.yearly or case.programme or case.paused(now):
        return Sign(KIND, SignLevel.FACT, FAMILY, {})
    return Sign(
        kind=KIND,
        level=SignLevel.NOTE,
        family=FAMILY,
        evidence={"weeks": reviews * REVIEW_WEEKS, "half_years": reviews, "kept": view.kept},
        variant="review",
        strong=True,
    )
