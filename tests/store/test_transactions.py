from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.store import Store
from integrations.calendars.model import Batch
from integrations.errors import Trouble
from tests.store.values import NOW, series

Run = Callable[..., subprocess.CompletedProcess[str]]


class Stop(Exception):
    pass


def test_all_or_nothing(store: Store) -> None:
    with pytest.raises(Stop), store.transaction():
        store.words.mark("a", True)
        store.words.say_same("a", "b", True)
        raise Stop
    assert store.words.marks() == {}
    assert store.words.same_person() == frozenset()


def test_an_inner_one_goes_with_the_outer_one(store: Store) -> None:
    with pytest.raises(Stop), store.transaction():
        with store.transaction():
            store.words.mark("a", True)
        raise Stop
    assert store.words.marks() == {}


def test_an_inner_one_is_taken_back_alone(store: Store) -> None:
    with store.transaction():
        store.words.mark("a", True)
        with pytest.raises(Stop), store.transaction():
            store.words.mark("b", True)
            raise Stop
        store.words.mark("c", True)
    assert store.words.marks() == {"a": True, "c": True}


def test_others_see_nothing_until_the_end(store: Store, folder: Path) -> None:
    with Store.open(folder) as other:
        with store.transaction():
            store.words.mark("a", True)
            assert other.words.marks() == {}
        assert other.words.marks() == {"a": True}


def test_reading_sees_one_moment(store: Store, folder: Path) -> None:
    with Store.open(folder) as other:
        with store.reading():
            assert store.words.marks() == {}
            other.words.mark("a", True)
            with store.reading():
                assert store.words.marks() == {}
        assert store.words.marks() == {"a": True}


def test_writing_while_reading_is_a_mistake(store: Store) -> None:
    with store.reading(), pytest.raises(RuntimeError, match="inside reading"):
        store.words.mark("a", True)
    store.words.mark("a", True)


def test_writing_without_a_transaction_is_a_mistake(store: Store) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        store._database.run("DELETE FROM marks")
    with pytest.raises(RuntimeError, match="transaction"):
        store._database.insert("INSERT INTO marks VALUES ('a', 1)")
    with store.transaction(), pytest.raises(RuntimeError, match="not inside"):
        store._database.outside("PRAGMA wal_checkpoint")


def test_nothing_is_written_after_sqlite_gave_the_transaction_up(mounted: Callable[[str], Path]) -> None:
    folder = mounted("size=1m") / "kept"
    with Store.open(folder) as store:
        big = Batch(series=tuple(series(f"uid-{n}", "x" * 50_000) for n in range(60)))
        with pytest.raises(RuntimeError, match="transaction"), store.transaction():
            store.words.mark("before", True)
            with pytest.raises(Trouble):
                store.calendars.put(big, at=NOW)
            store._database.run("INSERT INTO marks VALUES ('after', 1)")
        assert store.words.marks() == {}


def test_threads_take_turns(store: Store) -> None:
    mistakes: list[BaseException] = []

    def count(times: int) -> None:
        try:
            for _ in range(times):
                with store.transaction():
                    number = len(store.words.marks())
                    store.words.mark(f"uid-{number}", True)
                    store.told.all()
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            mistakes.append(error)

    threads = [threading.Thread(target=count, args=(20,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert mistakes == []
    assert len(store.words.marks()) == 100


COUNTING = """
import sys
from pathlib import Path
from desktop.store import Store
with Store.open(Path(sys.argv[1]), patience=30) as store:
    for _ in range(40):
        with store.transaction():
            store.words.mark(f"uid-{len(store.words.marks())}", True)
"""


def test_two_processes_take_turns(folder: Path) -> None:
    root = Path(__file__).parents[2]
    begun = [
        subprocess.Popen([sys.executable, "-c", COUNTING, folder], cwd=root, stderr=subprocess.PIPE) for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[1] for process in begun] == [b"", b""]
    with Store.open(folder) as store:
        assert len(store.words.marks()) == 80


KILLED = """
import os, signal, sys
from pathlib import Path
from desktop.store import Store
from integrations.calendars.model import Batch
from tests.store.values import NOW, series
store = Store.open(Path(sys.argv[1]))
store.words.mark("kept", True)
with store.transaction():
    store.calendars.put(Batch(series=tuple(series(f"uid-{n}", "x" * 50_000) for n in range(100))), at=NOW)
    store.words.mark("lost", True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_in_the_middle_leaves_what_was_before(folder: Path, python: Run) -> None:
    assert python(KILLED, folder).returncode == -9
    with Store.open(folder) as store:
        assert store.words.marks() == {"kept": True}
        assert store.calendars.rows() == ()
        assert store.integrity().sound
