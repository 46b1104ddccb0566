"""D11, natural end ahead: the series has an end and it comes near."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case

KIND = SignKind.NATURAL_END
FAMILY = Family.OCCASION

FIRST_DAYS, SECOND_DAYS, FEW = 42, 14, 2


def sign(case: Case, now: datetime) -> Sign | None:
    """NOTE from six weeks before the last meeting that can take place, or from two meetings before it if earlier.

    `stage` is 1, and 2 from fourteen days before. A last date on a holiday or on leave does not count.
    """
    ledger = case.ledger
    if ledger.open_ended or not ledger.upcoming or not ledger.slots or case.yearly or case.told.talked:
        return None
    if ledger.upcoming[-1].start != ledger.ends:  # the end lies beyond what is looked at
        return None
    free = [meeting for meeting in ledger.upcoming if meeting.blocked is None]
    if not free:
        return None
    last = free[-1]
    days = (case.day(last.start) - case.day(now)).days
    if days > FIRST_DAYS and len(free) > FEW:
        return None
    evidence: dict[str, int | float | str] = {
        "first": case.day(free[-FEW:][0].start).isoformat(),
        "last": case.day(last.start).isoformat(),
        "ahead": len(free),
        "days": days,
        "stage": 2 if days <= SECOND_DAYS else 1,
    }
    variant = "one" if len(free) == 1 else "two" if len(free) == FEW else ""
    lost = ledger.upcoming[-1]
    if lost.blocked is not None:
        evidence["blocked"] = case.day(lost.start).isoformat()
        variant = "holiday" if lost.blocked.code == "holiday" else "away"
    return Sign(
        kind=KIND,
        level=SignLevel.NOTE,
        family=FAMILY,
        evidence=evidence,
        slots=tuple(meeting.start for meeting in free[-FEW:]),
        variant=variant,
        strong=True,
    )
