"""D10, real rhythm: how far apart the kept meetings are, beside what the calendar says."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from statistics import median

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel, Slot, SlotState
from desktop.mentoring.signs.case import Case, rhythm_applies

KIND = SignKind.REAL_RHYTHM
FAMILY = Family.RHYTHM

SAMPLE, TIMES = 6, 2


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK where the median gap between the last 6 kept is at least twice the cadence; excused dates widen no gap."""
    cadence = case.ledger.cadence_days
    if not rhythm_applies(case, now) or cadence is None:
        return None
    slots = case.past(now)
    kept = [i for i, slot in enumerate(slots) if slot.state in (SlotState.KEPT, SlotState.MOVED)][-SAMPLE:]
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
