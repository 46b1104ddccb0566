"""D2, gap in a row: the last due meetings were not kept, one after the other."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case, rhythm_applies
from desktop.mentoring.slots import DUE

KIND = SignKind.GAP_IN_A_ROW
FAMILY = Family.RHYTHM

MIN_DUE = 8
LOOK, NOTE = 3, 4


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK from three on, NOTE from four on; at least 8 due, never during a pause."""
    if not rhythm_applies(case, now) or len(case.view(now).due) < MIN_DUE:
        return None
    missed = case.view(now).missed_at_end
    if missed < LOOK:
        return None
    ended = [slot.start for slot in case.past(now) if slot.state in DUE][-missed:]
    note = missed >= NOTE
    return Sign(
        kind=KIND,
        level=SignLevel.NOTE if note else SignLevel.LOOK,
        family=FAMILY,
        evidence={"in_a_row": missed},
        slots=tuple(ended),
        strong=note,
    )
