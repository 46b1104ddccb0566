"""D14, told by the user: the private answers after every third kept meeting. Never guessed from notes."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case, rhythm_applies

KIND = SignKind.TOLD_BY_YOU
FAMILY = Family.TOLD

LAST, LOW = 4, 3

_FINE = frozenset({"energised", "neutral"})


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK where 3 of the last 4 answers were low. Only with another LOOK does the pair reach NOTE."""
    if not rhythm_applies(case, now):
        return None
    answers = sorted((pulse for pulse in case.told.pulses if pulse.at <= now), key=lambda pulse: pulse.at)[-LAST:]
    low = sum(1 for pulse in answers if pulse.answer not in _FINE)
    if len(answers) < LAST or low < LOW:
        return None
    return Sign(KIND, SignLevel.LOOK, FAMILY, {"low": low, "answers": LAST})
