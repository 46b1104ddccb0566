"""kill -9 at every write of apply and of undo: the next start ends in done or untouched, never between."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand, build
from desktop.mentoring.plan import Answers, PlanState
from desktop.store.connection import Database
from integrations import files
from tests.journeys.conftest import DATA

NOW = datetime(2026, 4, 14, 14, 0, tzinfo=UTC)
FINAL = date(2026, 4, 29)
UNDONE = {"series-as-before.ics", "HOWTO-UNDO.txt"}


@dataclass(frozen=True)
class Change:
    """What is planned, the files it makes, and how many writes it takes at least."""

    answers: Answers
    applied: frozenset[str]
    writes: int


TALK = Change(Answers(final=FINAL, mark_final=True), frozenset({"series.ics", "big-picture-talk.ics", "HOWTO.txt"}), 15)
LADDER = Change(Answers(final=FINAL, ladder=True), TALK.applied | {"rung-1.ics", "rung-2.ics"}, 25)

changes = pytest.mark.parametrize("change", [TALK, LADDER], ids=["talk", "ladder"])
choices = pytest.mark.parametrize("finish", [True, False], ids=["finish", "take back"])


def _build(folder: Path) -> Graduand:
    zone = ZoneInfo("America/Toronto")
    return build(folder / "store", clock=lambda: NOW, zone=zone, me=["mentee@example.org"])


@dataclass(frozen=True)
class Prepared:
    folder: Path
    plan: str

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def held(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.out.iterdir()} if self.out.exists() else {}

    def apply(self) -> None:
        graduand = _build(self.folder)
        graduand.transitions.apply(self.plan, out=self.out)
        graduand.close()

    def undo(self) -> None:
        graduand = _build(self.folder)
        graduand.transitions.undo(self.plan)
        graduand.close()

    def state(self) -> PlanState:
        graduand = _build(self.folder)
        state = graduand.transitions.record(self.plan).state
        graduand.close()
        return state


@pytest.fixture
def prepared(tmp_path: Path) -> Callable[..., Prepared]:
    """A plan in a folder that is always the same one: made once, and brought back as it was for each kill."""
    folder, plans = tmp_path / "it", dict[Path, str]()

    def make(change: Change = TALK, *, applied: bool = False) -> Prepared:
        snapshot = tmp_path / f"{len(change.applied)}-{applied}"
        if snapshot not in plans:
            if applied:
                it = make(change)
                it.apply()
            else:
                folder.mkdir(exist_ok=True)
                it = Prepared(folder, _planned(folder, change))
            shutil.copytree(folder, snapshot)
            plans[snapshot] = it.plan
        shutil.rmtree(folder)
        shutil.copytree(snapshot, folder)
        return Prepared(folder, plans[snapshot])

    return make


def _planned(folder: Path, change: Change) -> str:
    graduand = _build(folder)
    graduand.importing.import_files([DATA / "journeys" / "j09_undo.ics"])
    (found,) = graduand.reviewing.review().mentorships
    plan = graduand.transitions.propose(found.mentorship.id, change.answers)
    graduand.transitions.save(plan)
    graduand.close()
    return plan.id


def _killed_at(number: int, act: Callable[[], None]) -> bool:
    """Run `act` in a child that kills itself before its write `number`; whether it came that far."""
    child = os.fork()
    if child == 0:
        left = number

        def guarded(write: Callable[..., object]) -> Callable[..., object]:
            def wrapper(*words: object, **options: object) -> object:
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return write(*words, **options)

            return wrapper

        for name in ("run", "insert"):
            setattr(Database, name, guarded(getattr(Database, name)))
        for name in ("_write_new", "sync_folder"):
            setattr(files, name, guarded(getattr(files, name)))
        for name in ("replace", "unlink"):
            setattr(Path, name, guarded(getattr(Path, name)))
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        assert os.WTERMSIG(ended) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(ended) == 0
    return False


def _next_start(it: Prepared, *, finish: bool) -> bool:
    """What a start does: offer what was interrupted, and take the choice. Whether there was anything to offer."""
    graduand = _build(it.folder)
    offered = [record.plan.id for record in graduand.transitions.interrupted()]
    if it.plan in offered:
        act = graduand.transitions.finish if finish else graduand.transitions.take_back
        act(it.plan)
        assert graduand.transitions.interrupted() == ()
    graduand.close()
    return it.plan in offered


@choices
@changes
@pytest.mark.timeout(300)
def test_apply(prepared: Callable[..., Prepared], change: Change, finish: bool) -> None:
    offered = number = 0
    while True:
        it = prepared(change)
        if not _killed_at(number, it.apply):
            break
        if _next_start(it, finish=finish):
            offered += 1
            assert it.state() is (PlanState.WAITING if finish else PlanState.UNDONE)
            assert set(it.held()) == (change.applied if finish else set())
        else:
            assert (it.state(), set(it.held())) in [(PlanState.DRAFT, set()), (PlanState.WAITING, change.applied)]
        number += 1
    assert set(it.held()) == change.applied
    assert number > change.writes
    assert offered > number / 2


@choices
@changes
@pytest.mark.timeout(300)
def test_undo(prepared: Callable[..., Prepared], change: Change, finish: bool) -> None:
    offered = number = 0
    while True:
        it = prepared(change, applied=True)
        applied = it.held()
        if not _killed_at(number, it.undo):
            break
        if _next_start(it, finish=finish):
            offered += 1
            assert it.state() is (PlanState.UNDONE if finish else PlanState.WAITING)
            assert set(it.held()) == UNDONE if finish else it.held() == applied
        else:
            assert (it.state(), set(it.held())) in [(PlanState.WAITING, change.applied), (PlanState.UNDONE, UNDONE)]
        number += 1
    assert set(it.held()) == UNDONE
    assert offered > number / 2


def test_killed_again_while_finishing_and_taking_back(prepared: Callable[..., Prepared]) -> None:
    """A second and third kill, in the repair itself, at a few places: it still ends in one or the other."""
    for first in (6, 11, 17):
        for second in (3, 8):
            for finish in (True, False):
                it = prepared()
                assert _killed_at(first, it.apply)
                _killed_at(second, lambda it=it, finish=finish: _next_start(it, finish=finish) and None)
                _next_start(it, finish=True)
                if it.state() is PlanState.WAITING:
                    assert set(it.held()) == TALK.applied
                else:
                    assert it.state() in (PlanState.DRAFT, PlanState.UNDONE)
                    assert it.held() == {}


def test_twice_is_once(prepared: Callable[..., Prepared]) -> None:
    it = prepared()
    it.apply()
    first = it.held()
    it.apply()
    assert it.held() == first
    it.undo()
    undone = it.held()
    it.undo()
    assert it.held() == undone
