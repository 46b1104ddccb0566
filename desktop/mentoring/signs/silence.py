"""D3, silence: how long ago the pair last met, in any of its series or in a one-off meeting."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Side, Sign, SignKind, SignLevel, SlotState
from desktop.mentoring.signs.case import Case, rhythm_applies

KIND = SignKind.SILENCE
FAMILY = Family.RHYTHM

MIN_KEPT = 4


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK from max(3 cadences, 45 days) on, NOTE from max(4 cadences, 90 days); at least 4 kept before.

    Silence that absences explain, every date since being excused, is none.
    """
    cadence = case.ledger.cadence_days
    if not rhythm_applies(case, now) or cadence is None or case.view(now).kept < MIN_KEPT:
        return None
    last = case.last_contact(now)
    if last is None:
        return None
    days = (case.view(now).today - last).days
    if days < max(3 * cadence, 45):
        return None
    since = [slot for slot in case.past(now) if case.day(slot.start) > last]
    if since and all(slot.state is SlotState.EXCUSED for slot in since):
        return None
    note = days >= max(4 * cadence, 90)
    return Sign(
        kind=KIND,
        level=SignLevel.NOTE if note else SignLevel.LOOK,
        family=FAMILY,
        evidence={"days": days, "weeks": days // 7, "last": last.isoformat()},
        slots=tuple(slot.start for slot in since),
        variant=_variant(case, now),
        strong=note,
    )


def _variant(case: Case, now: datetime) -> str:
    if case.view(now).young:
        return "young"
    return "mentor" if case.mentorship.side is Side.MENTOR else ""
