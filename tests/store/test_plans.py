from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.mentoring.plan import Outcome, PlanState
from desktop.store import Direction, FileChange, JournalEntry, Store
from integrations.errors import Trouble
from tests.store.values import LATER, NOW, plan

FILES = (
    FileChange(Path("/out/series.ics"), None, "a" * 64),
    FileChange(Path("/out/HOWTO.txt"), "b" * 64, "c" * 64, b"what stood \x00 there"),
)


def test_a_draft_is_kept_and_replaced(store: Store) -> None:
    store.plans.save(plan(), at=NOW)
    store.plans.save(replace(plan(), told=date(2025, 11, 25)), at=LATER)
    found = store.plans.record("p1")
    assert found is not None
    assert found.plan == replace(plan(), told=date(2025, 11, 25))
    assert (found.state, found.out, found.created, found.changed, found.journal) == (
        PlanState.DRAFT,
        None,
        NOW,
        LATER,
        (),
    )


def test_what_was_begun_is_not_replaced(store: Store) -> None:
    store.plans.save(plan(), at=NOW)
    store.plans.set_state("p1", PlanState.APPLYING, at=NOW)
    with pytest.raises(ValueError, match="draft"):
        store.plans.save(plan(), at=LATER)
    assert store.plans.record("p1") is not None


def test_of_two_that_want_a_plan_one_gets_it(store: Store, folder: Path) -> None:
    store.plans.save(plan(), at=NOW)
    with Store.open(folder) as other:
        won = [
            each.plans.set_state("p1", PlanState.APPLYING, at=NOW, expecting=[PlanState.DRAFT])
            for each in (store, other)
        ]
    assert won == [True, False]
    assert not store.plans.set_state("nowhere", PlanState.APPLIED, at=NOW)


def test_the_folder_of_a_plan_stays_through_its_states(store: Store) -> None:
    store.plans.save(plan(), at=NOW)
    store.plans.set_state("p1", PlanState.APPLYING, at=NOW, out=Path("/out"))
    store.plans.set_state("p1", PlanState.WAITING, at=LATER)
    found = store.plans.record("p1")
    assert found is not None
    assert (found.state, found.out, found.changed) == (PlanState.WAITING, Path("/out"), LATER)


def test_the_journal_tells_what_was_meant_and_what_was_done(store: Store) -> None:
    store.plans.save(plan(), at=NOW)
    first = store.plans.intend("p1", 0, Direction.APPLY, "write", at=NOW, files=FILES)
    second = store.plans.intend("p1", 1, Direction.APPLY, "write", at=NOW)
    store.plans.done(first, Outcome.DONE, at=LATER, note="read-back")
    found = store.plans.record("p1")
    assert found is not None
    assert found.journal == (
        JournalEntry(first, 0, Direction.APPLY, "write", NOW, FILES, LATER, Outcome.DONE, "read-back"),
        JournalEntry(second, 1, Direction.APPLY, "write", NOW, ()),
    )
    assert [entry.open for entry in found.journal] == [False, True]


def test_done_may_say_more_exactly_which_files(store: Store) -> None:
    store.plans.save(plan(), at=NOW)
    number = store.plans.intend("p1", 0, Direction.UNDO, "remove", at=NOW, files=FILES)
    store.plans.done(number, Outcome.UNDONE, at=LATER, files=FILES[:1])
    store.plans.done(number, Outcome.CONFLICT, at=LATER)
    found = store.plans.record("p1")
    assert found is not None
    assert (found.journal[0].files, found.journal[0].outcome) == (FILES[:1], Outcome.CONFLICT)


def test_an_entry_that_never_was_is_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="no such entry"):
        store.plans.done(7, Outcome.DONE, at=NOW)


def test_plans_come_newest_first_and_the_unfinished_ones_apart(store: Store) -> None:
    for number, state in enumerate(PlanState):
        store.plans.save(plan(state.value), at=NOW if number < 4 else LATER)
        store.plans.set_state(state.value, state, at=LATER)
    names = [found.plan.id for found in store.plans.all()]
    assert names == [*[state.value for state in PlanState][:3:-1], *[state.value for state in PlanState][3::-1]]
    assert {found.state for found in store.plans.unfinished()} == {
        PlanState.APPLYING,
        PlanState.UNDOING,
        PlanState.INTERRUPTED,
    }


KILLED = """
import os, signal, sys
from pathlib import Path
from desktop.store import Direction, Store
from tests.store.values import NOW, plan
store = Store.open(Path(sys.argv[1]))
store.plans.save(plan(), at=NOW)
with store.carrying_out():
    store.plans.intend("p1", 0, Direction.APPLY, "write", at=NOW)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_intention_outlives_a_kill_and_the_lock_does_not(
    folder: Path, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert python(KILLED, folder).returncode == -9
    with Store.open(folder) as store, store.carrying_out():
        found = store.plans.record("p1")
        assert found is not None
        assert [entry.open for entry in found.journal] == [True]


def test_one_at_a_time_carries_out_plans(store: Store, folder: Path) -> None:
    with Store.open(folder) as other:
        with store.carrying_out(), pytest.raises(Trouble) as caught, other.carrying_out():
            raise AssertionError("two at once")
        assert caught.value.code == "store-plan-busy"
        with other.carrying_out():
            pass
