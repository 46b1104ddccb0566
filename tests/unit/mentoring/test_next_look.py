"""When looking again can give another answer by the clock alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desktop.mentoring.manners import Manners, next_look
from tests.ui.fakes import LONDON, pair

MORNING = datetime(2025, 11, 24, 10, 0, tzinfo=LONDON)
"""A Monday. The pair meets on Tuesdays from 16:00 to 16:45; the last letter is Tuesday 18 November."""
PAIR = pair(pattern="kkknkkknkkkn")


@pytest.mark.parametrize(
    ("now", "then", "why"),
    [
        (MORNING, MORNING + timedelta(hours=1), "an hour at the latest"),
        (MORNING.replace(hour=8, minute=20), MORNING.replace(hour=9), "working hours begin"),
        (datetime(2025, 11, 25, 17, 0, tzinfo=LONDON), datetime(2025, 11, 25, 17, 15, tzinfo=LONDON), "half an hour"),
        (
            datetime(2025, 11, 19, 15, 40, tzinfo=LONDON),
            datetime(2025, 11, 19, 16, 0, tzinfo=LONDON),
            "a day after one that did not take place",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_next_look(now: datetime, then: datetime, why: str) -> None:
    assert next_look([PAIR], Manners(), now, LONDON) == then, why


def test_it_never_stands_still() -> None:
    """Each look leads to a later one, within the hour, a whole week long."""
    now, end = MORNING, MORNING + timedelta(days=7)
    looks = 0
    while now < end:
        then = next_look([PAIR], Manners(), now, LONDON)
        assert now < then <= now + timedelta(hours=1)
        now, looks = then, looks + 1
    assert looks < 7 * 24 + 20
