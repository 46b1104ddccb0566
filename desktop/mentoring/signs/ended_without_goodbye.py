"""D12, ended without goodbye: the series is over and its last dates did not take place."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case

KIND = SignKind.ENDED_WITHOUT_GOODBYE
FAMILY = Family.OCCASION

MIN_KEPT, MIN_MISSED = 4, 2
FIRST_DAYS, SECOND_DAYS, LAST_DAYS = 14, 45, 73
"""Days after the last slot: said twice; four weeks after the second time it is history, and never dug up."""


def sign(case: Case, now: datetime) -> Sign | None:
    """NOTE from 14 days after the last slot on, `stage` 2 from 45 days on. Never after "we talked".

    Not where the pair meets on in another series, met since, or has a talk ahead.
    """
    if not case.finished or case.yearly or case.told.talked or case.siblings or case.booked:
        return None
    slots = case.past(now)
    view = case.view(now)
    if not slots or view.kept < MIN_KEPT:
        return None
    current = case.mentorship.current
    if view.missed_at_end < MIN_MISSED and not (current.cancelled or current.withdrawn):
        return None
    ended = case.day(slots[-1].start)
    days = (view.today - ended).days
    last = case.last_contact(now)
    if not FIRST_DAYS <= days < LAST_DAYS or (last is not None and last > ended):
        return None
    stage = 2 if days >= SECOND_DAYS else 1
    return Sign(
        kind=KIND,
        level=SignLevel.NOTE,
        family=FAMILY,
        evidence={"days": days, "stage": stage, "ended": ended.isoformat()},
        slots=tuple(slot.start for slot in slots[-MIN_MISSED:]),
        strong=True,
    )
