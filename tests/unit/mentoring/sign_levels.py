"""What the tests of signs share: levels, days, and a question to one rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from desktop.mentoring.mentorship import SignLevel
from desktop.mentoring.signs.case import Case, Sibling
from tests.unit.mentoring.making import NOW

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
YESTERDAY = NOW - DAY
LOOK, NOTE, FACT, CARD = SignLevel.LOOK, SignLevel.NOTE, SignLevel.FACT, SignLevel.CARD
STEADY = (Sibling("0123456789ab", steady=True),)


def level(rule: Any, looked: Case, now: datetime = NOW) -> SignLevel | None:
    found = rule.sign(looked, now)
    return None if found is None else found.level
