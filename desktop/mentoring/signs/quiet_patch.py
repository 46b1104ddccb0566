"""D1, quiet patch: how many of the last due meetings were not kept."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Side, Sign, SignKind, SignLevel, SlotState
from desktop.mentoring.signs.case import BETWEEN_POINTS, Case, View, rhythm_applies

KIND = SignKind.QUIET_PATCH
FAMILY = Family.RHYTHM

MIN_DUE, MIN_DUE_MONTHLY = 8, 6
MIN_AGE_DAYS = 56


def enough(case: Case, at: datetime) -> bool:
    """Whether there is the minimum of evidence: 8 due (monthly 6) and eight weeks. Before, it is too early to tell."""
    view = case.view(at)
    wanted = MIN_DUE_MONTHLY if case.monthly else MIN_DUE
    return len(view.due) >= wanted and view.age_days >= MIN_AGE_DAYS


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK from 40 % and 4 on; NOTE from 58 % and 6, or where half and 5 (monthly 4) held at two points running."""
    if not rhythm_applies(case, now) or not enough(case, now):
        return None
    view = case.view(now)
    if not _share(view, 40, 4):
        return None
    note = _share(view, 58, 6) or _half_twice(case, now)
    return Sign(
        kind=KIND,
        level=SignLevel.NOTE if note else SignLevel.LOOK,
        family=FAMILY,
        evidence={"not_kept": view.not_kept, "due": len(view.due)},
        slots=tuple(slot.start for slot in view.due if slot.state is SlotState.NOT_KEPT),
        variant=_variant(case),
        strong=note,
    )


def _share(view: View, percent: int, least: int) -> bool:
    return view.not_kept >= least and view.not_kept * 100 >= percent * len(view.due)


def _half_twice(case: Case, now: datetime) -> bool:
    least = 4 if case.monthly else 5
    before = now - BETWEEN_POINTS
    return _share(case.view(now), 50, least) and enough(case, before) and _share(case.view(before), 50, least)


def _variant(case: Case) -> str:
    if any(sibling.steady for sibling in case.siblings):
        return "other-steady"
    return "mentor" if case.mentorship.side is Side.MENTOR else ""
