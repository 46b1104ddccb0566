"""What a plan rests on: which talk of an earlier plan is there, and which may never come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.mentoring.plan import PlanState, StepKind
from tests.unit.services.living import Living, answering

TALK = StepKind.CREATE_BIG_PICTURE


@pytest.fixture
def living(tmp_path: Path) -> Iterator[Living]:
    made = Living(tmp_path)
    answering(made, "NEEDS-ACTION")
    yield made
    made.graduand.close()


def test_a_talk_that_waits_for_a_yes_may_never_come(living: Living) -> None:
    first = living.plan(ask_first=True)
    assert living.transitions.apply(first.id).state is PlanState.WAITING
    living.read()
    second = living.plan()
    assert TALK in [step.kind for step in second.steps]
    assert "talk-twice" not in [warning.kind for warning in second.warnings]


def test_after_the_yes_and_the_click_it_is_there(living: Living) -> None:
    first = living.plan(ask_first=True)
    living.transitions.apply(first.id)
    answering(living, "ACCEPTED", last=True)
    assert living.transitions.apply(first.id).state is PlanState.APPLIED
    living.read()
    assert living.transitions.choices(first.mentorship).rhythm_reason == "talk-booked"
