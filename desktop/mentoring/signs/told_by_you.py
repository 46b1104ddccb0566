"""D14, told by the user: the private answers after every third kept meeting. Never guessed from notes."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.pulses import FINE, Answer
from desktop.mentoring.signs.case import Case, rhythm_applies

KIND = SignKind.TOLD_BY_YOU
FAMILY = Family.TOLD

LAST, LOW = 4, 3
_KNOWN = frozenset(Answer)


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK where 3 of the last 4 answers were low. Only with another LOOK does the pair reach NOTE.

    Where all of these were one answer, the sign says it in that answer's words (A31, A73, A102, B9, B17).
    """
    if not rhythm_applies(case, now):
        return None
    answers = sorted((pulse for pulse in case.told.pulses if pulse.at <= now), key=lambda pulse: pulse.at)[-LAST:]
    low = [pulse.answer for pulse in answers if pulse.answer not in FINE]
    if len(answers) < LAST or len(low) < LOW:
        return None
    variant = low[0] if len(set(low)) == 1 and low[0] in _KNOWN else ""
    return Sign(KIND, SignLevel.LOOK, FAMILY, {"low": len(low), "answers": LAST}, variant=variant)
