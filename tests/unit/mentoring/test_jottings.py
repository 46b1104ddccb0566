from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.mentoring.jottings import Jotting, JottingKind, JottingState, goals_reached

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("states", "counted"),
    [
        ("", (0, 0)),
        ("open", (1, 0)),
        ("open mostly done", (3, 2)),
        ("dropped", (0, 0)),
        ("done dropped open", (2, 1)),
    ],
)
def test_what_was_let_go_counts_nowhere(states: str, counted: tuple[int, int]) -> None:
    goals = [
        Jotting(str(number), "m", JottingKind.GOAL, "x", AT, JottingState(state))
        for number, state in enumerate(states.split())
    ]
    offer = Jotting("o", "m", JottingKind.OFFER, "x", AT, JottingState.DONE)
    assert goals_reached([*goals, offer]) == counted
