from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.mentoring.jottings import Jotting, JottingKind, JottingState, for_a_moment_like, goals_reached

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


@pytest.mark.parametrize(
    ("goal", "asked", "found"),
    [
        ("Lead the budget round", "Whom to ask about budgets?", True),
        ("BUDGET", "budget", True),
        ("Negotiate an offer", "How did you handle negotiations?", True),
        ("Become a better person", "Which person would you ask about other things?", False),
        ("Lead a team", "A team of ten?", False),
        ("Speak in public", "How to say no", False),
        ("", "", False),
    ],
)
def test_what_was_saved_for_a_moment_like_a_new_goal(goal: str, asked: str, found: bool) -> None:
    ask = Jotting("a", "m", JottingKind.ASK, asked, AT)
    assert (for_a_moment_like(Jotting("g", "m", JottingKind.GOAL, goal, AT), [ask]) == (ask,)) is found


def test_what_was_asked_already_or_is_no_question_is_not_brought_up() -> None:
    goal = Jotting("g", "m", JottingKind.GOAL, "The budget", AT)
    asked = Jotting("a", "m", JottingKind.ASK, "The budget?", AT, JottingState.DONE)
    lesson = Jotting("l", "m", JottingKind.LESSON, "The budget", AT)
    assert for_a_moment_like(goal, [goal, asked, lesson]) == ()
