"""D13, dormant: a year without contact after a closing, or after a yearly talk that did not take place."""

from __future__ import annotations

from datetime import date, datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel, SlotState
from desktop.mentoring.signs.case import BETWEEN_POINTS, Case
from desktop.mentoring.slots import DUE

KIND = SignKind.DORMANT
FAMILY = Family.OCCASION


def sign(case: Case, now: datetime) -> Sign | None:
    """NOTE once, in the four weeks after a year without contact; a line (LOOK) for the rest of the second year."""
    closed = case.finished and case.told.talked and not case.booked
    if case.siblings or not (closed or _missed_talk(case, now)):
        return None
    last = case.last_contact(now)
    if last is None:
        return None
    today, year_after = case.day(now), _years_after(last, 1)
    if not year_after <= today < _years_after(last, 2):
        return None
    fresh = today - year_after < BETWEEN_POINTS
    return Sign(
        kind=KIND,
        level=SignLevel.NOTE if fresh else SignLevel.LOOK,
        family=FAMILY,
        evidence={"months": 12 * (today.year - last.year) + today.month - last.month, "last": last.isoformat()},
        strong=fresh,
    )


def _missed_talk(case: Case, now: datetime) -> bool:
    due = [slot for slot in case.past(now) if slot.state in DUE]
    return case.yearly and bool(due) and due[-1].state is SlotState.NOT_KEPT


def _years_after(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)
