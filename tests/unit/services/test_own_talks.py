"""What counts as word that a talk is gone, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.mentoring.plan import Outcome, PlanState, SourceRef
from desktop.mentoring.tagging import Looking
from desktop.services import own_talks
from desktop.store import Store
from desktop.store.plans import Direction
from integrations.calendars.memory import MAIN, Memory
from tests.contract.checking import series_text
from tests.store.values import NOW, plan

HOME, OTHER = "me@example.org", "team"
YEARS = timedelta(days=366 * 4)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One plan that was carried out in an account's calendar."""
    with Store.open(tmp_path / "kept") as opened:
        opened.plans.save(replace(plan(), source=SourceRef("google", HOME, "0", "a1", HOME)), at=NOW)
        entry = opened.plans.intend("p1", 0, Direction.APPLY, "create", at=NOW)
        opened.plans.done(entry, Outcome.DONE, at=NOW)
        opened.plans.set_state("p1", PlanState.APPLIED, at=NOW)
        yield opened


def settled(store: Store, there: dict[str, dict[str, bool]], account: str = "a1") -> list[tuple[str, ...]]:
    with store.transaction():
        return [change.what for change in own_talks.settle(store, account, there, NOW)]


def gone(store: Store) -> bool:
    stored = store.plans.record("p1")
    assert stored is not None
    return own_talks.taken_out(stored)


def test_the_calendar_that_it_was_made_in_says_that_it_is_gone(store: Store) -> None:
    assert own_talks.watched(store, "a1") == {"talk"}
    assert settled(store, {HOME: {"talk": False}}) == [("gone",)]
    assert gone(store)
    assert settled(store, {HOME: {"talk": False}}) == []
    assert own_talks.watched(store, "a1") == {"talk"}, "it may come back"
    assert settled(store, {HOME: {"talk": True}}) == [("back",)]
    assert not gone(store)


@pytest.mark.parametrize(
    "there",
    [
        {},
        {HOME: {}},
        {HOME: {"talk": True}},
        {OTHER: {"talk": False}},
        {HOME: {"talk": False}, OTHER: {"talk": True}},
    ],
    ids=["nothing was read", "nothing was said", "it is there", "another calendar", "moved to another"],
)
def test_nothing_else_says_so(store: Store, there: dict[str, dict[str, bool]]) -> None:
    assert settled(store, there) == []
    assert not gone(store)


def test_another_account_says_nothing(store: Store) -> None:
    assert own_talks.watched(store, "a2") == frozenset()
    assert settled(store, {HOME: {"talk": False}}, account="a2") == []


def test_what_is_over_need_not_be_listed(store: Store) -> None:
    with store.transaction():
        assert own_talks.settle(store, "a1", {HOME: {"talk": False}}, NOW + YEARS) == ()
    assert not gone(store)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.INTERRUPTED, PlanState.UNDONE])
def test_a_plan_that_does_not_stand_asks_after_nothing(store: Store, state: PlanState) -> None:
    store.plans.set_state("p1", state, at=NOW)
    assert own_talks.watched(store, "a1") == frozenset()
    assert settled(store, {HOME: {"talk": False}}) == []


def test_a_source_says_of_what_is_watched_whether_it_is_there() -> None:
    memory = Memory(clock=lambda: NOW)
    memory.put(series_text("talk", title="Once a year"))
    watching = Looking(watched=frozenset({"talk", "never"}))

    def read(cursor: str, wanted: Looking = watching) -> tuple[dict[str, bool], str]:
        found = memory.changes(MAIN, cursor, wanted, {}, since=NOW - YEARS)
        assert found.put == ()
        return dict(found.there), found.cursor

    whole, cursor = read("")
    assert whole == {"talk": True, "never": False}
    assert read(cursor)[0] == {}
    standing = memory.standing(MAIN.id, "talk")
    assert standing is not None
    memory.delete(MAIN.id, "talk", etag=standing.etag, notify=False)
    assert read(cursor)[0] == {"talk": False}
    assert read("")[0] == {"talk": False, "never": False}
    assert read("", Looking())[0] == {}
