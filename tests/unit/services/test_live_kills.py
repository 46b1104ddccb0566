"""Broken off before and after every write of the store and of the calendar: the next start ends whole or untouched.

In one process, the break being an exception that nothing catches; `tests/journeys` does the same with kill -9.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from desktop.mentoring.plan import Plan, PlanState
from tests.unit.services.living import Living, applied, broken_off, killed_at, next_start, state_of, undone


def _check_whole(living: Living, plan: str) -> None:
    found = living.store.plans.record(plan)
    assert found is not None
    assert living.live()[-1].start == found.plan.final
    assert [o.title for o in living.standing().overrides if not o.cancelled] == ["Last meeting: Mentoring"]
    assert not living.gone(found.plan.steps[0].uid)


@pytest.mark.parametrize("keeps", [False, True], ids=["reset", "kept"])
@pytest.mark.parametrize("finish", [True, False], ids=["finish", "take back"])
@pytest.mark.timeout(300)
def test_apply(tmp_path: Path, finish: bool, keeps: bool) -> None:
    def begin(living: Living) -> Plan:
        living.memory.keeps_exceptions = keeps
        return living.plan(mark_final=True)

    number = offered = 0
    for living, plan, before in broken_off(tmp_path, begin, applied):
        offers = next_start(living, plan.id, finish=finish)
        offered += offers
        state = living.transitions.record(plan.id).state
        mails = Counter((mail.uid, mail.what) for mail in living.memory.mails)
        talk = plan.steps[0].uid
        if state is PlanState.APPLIED:
            assert finish or not offers
            _check_whole(living, plan.id)
            assert len(living.memory.mails) == plan.messages_to_others + (plan.possible_messages if keeps else 0)
        else:
            assert state is (PlanState.UNDONE if offers else PlanState.DRAFT)
            assert [each[:2] for each in state_of(living)] == [each[:2] for each in before]
            assert living.gone(talk)
            assert "Mentoring (moved)" in {title for _, _, title in state_of(living)}
        assert mails[talk, "invitation"] <= 1
        assert mails[talk, "cancellation"] == mails[talk, "invitation"] * (state is PlanState.UNDONE)
        number += 1
    assert number > 15
    assert offered > number / 2


@pytest.mark.parametrize("keeps", [False, True], ids=["reset", "kept"])
@pytest.mark.parametrize("finish", [True, False], ids=["finish", "take back"])
@pytest.mark.timeout(300)
def test_undo(tmp_path: Path, finish: bool, keeps: bool) -> None:
    promised = 0

    def begin(living: Living) -> Plan:
        nonlocal promised
        living.memory.keeps_exceptions = keeps
        plan = living.plan(mark_final=True)
        living.transitions.apply(plan.id)
        promised = len(living.transitions.undo_messages(plan.id))
        living.memory.mails.clear()
        return plan

    number = offered = 0
    for living, plan, before in broken_off(tmp_path, begin, undone):
        offers = next_start(living, plan.id, finish=finish)
        offered += offers
        state = living.transitions.record(plan.id).state
        if state is PlanState.UNDONE:
            assert finish or not offers
            assert [each[:2] for each in state_of(living)] == [each[:2] for each in before]
            assert living.gone(plan.steps[0].uid)
            assert len(living.memory.mails) == promised
        else:
            assert state is PlanState.APPLIED
            _check_whole(living, plan.id)
        number += 1
    assert offered > number / 2


def test_killed_again_while_finishing_and_taking_back(tmp_path: Path) -> None:
    for first in range(6, 36, 5):
        for second in range(1, 14, 4):
            for finish in (True, False):
                living = Living(tmp_path / f"{first}-{second}-{finish}")
                before = state_of(living)
                plan = living.plan(mark_final=True)
                with killed_at(living, first):
                    living.transitions.apply(plan.id)
                with killed_at(living, second):
                    next_start(living, plan.id, finish=finish)
                next_start(living, plan.id, finish=True)
                state = living.transitions.record(plan.id).state
                if state is PlanState.APPLIED:
                    _check_whole(living, plan.id)
                else:
                    assert state in (PlanState.DRAFT, PlanState.UNDONE)
                    assert [each[:2] for each in state_of(living)] == [each[:2] for each in before]
                    assert living.gone(plan.steps[0].uid)
                living.graduand.close()
