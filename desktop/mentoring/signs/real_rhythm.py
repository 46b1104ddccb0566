"""D10, real rhythm: how far apart the kept meetings are, beside what the calendar says."""

from __future__ import annotations

from datetime import datetime
from itertools import islice, pairwise

from desktop.mentoring.median import median
from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel, Slot, SlotState
from desktop.mentoring.signs.case import Case, rhythm_applies
from desktop.mentoring.slots import TOOK_PLACE

KIND = SignKind.REAL_RHYTHM
FAMILY = Family.RHYTHM

SAMPLE, TIMES = 6, 2


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK where the median gap between the last 6 kept is at least twice the cadence; excused dates widen no gap."""
    cadence = case.ledger.cadence_days
    if not rhythm_applies(case, now) or cadence is None:
        return None
    slots = case.past(now)
    backwards = (i for i in range(len(slots) - 1, -1, -1) if slots[i].state in TOOK_PLACE)
    kept = list(islice(backwards, SAMPLE))[::-1]
    if len(kept) < SAMPLE:
        return None
    gaps = []
    for earlier, later in pairwise(kept):
        excused = sum(1 for slot in slots[earlier + 1 : later] if slot.state is SlotState.EXCUSED)
        gaps.append(_day(slots[later]) - _day(slots[earlier]) - excused * cadence)
    gap = median(gaps)
    if gap < TIMES * cadence:
        return None
    evidence = {"days": round(gap), "cadence_days": cadence, "weeks": round(gap / 7)}
    return Sign(KIND, SignLevel.LOOK, FAMILY, evidence, tuple(slots[i].start for i in kept))


def _day(slot: Slot) -> int:
    return (slot.to or slot.start).toordinal()
