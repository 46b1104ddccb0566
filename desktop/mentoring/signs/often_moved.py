"""D6, much re-arranging: how many of the last due meetings were moved."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel, SlotState
from desktop.mentoring.signs.case import Case, rhythm_applies

KIND = SignKind.OFTEN_MOVED
FAMILY = Family.ARRANGING

MIN_DUE, MIN_MOVED, PERCENT = 8, 5, 60


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK from 60 % and 5 of the last due on. A lasting change of the series is one move; a clock change is none."""
    if not rhythm_applies(case, now):
        return None
    due = case.view(now).due
    moved = [slot.start for slot in due if slot.state is SlotState.MOVED]
    if len(due) < MIN_DUE or len(moved) < MIN_MOVED or len(moved) * 100 < PERCENT * len(due):
        return None
    return Sign(KIND, SignLevel.LOOK, FAMILY, {"moved": len(moved), "due": len(due)}, tuple(moved))
