from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.store import Store
from desktop.store.backups import KEPT, back_up, backups_in
from desktop.store.migrations import Migration, known_migrations
from integrations.errors import Trouble
from tests.store.values import NOW, dump

FIRST = known_migrations()
NOTES = Migration(
    len(FIRST) + 1,
    "notes.sql",
    """
    CREATE TABLE notes (uid TEXT PRIMARY KEY, words TEXT NOT NULL) STRICT; -- a comment; with a semicolon
    INSERT INTO notes SELECT uid, 'a; b' FROM marks;
    DROP TABLE marks;
    """,
)
MORE = Migration(len(FIRST) + 2, "more.sql", "ALTER TABLE notes ADD COLUMN at TEXT;")


@pytest.fixture
def older(folder: Path) -> Path:
    """A store of the first version with one mark in it."""
    with Store.open(folder, migrations=FIRST) as store:
        store.words.mark("a", True)
    return folder


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


def test_the_programs_own_steps_are_numbered_without_a_gap() -> None:
    assert [step.number for step in FIRST] == [*range(1, len(FIRST) + 1)]
    assert all(step.name.startswith(f"{step.number:04}_") for step in FIRST)


def test_a_new_store_needs_no_back_up(folder: Path) -> None:
    Store.open(folder, migrations=[*FIRST, NOTES]).close()
    assert not (folder / "backups").exists()
    assert version(folder / "graduand.db") == NOTES.number


def test_an_older_store_is_backed_up_before_each_step(older: Path) -> None:
    before = dump(older)
    Store.open(older, migrations=[*FIRST, NOTES, MORE]).close()
    assert rows(older / "graduand.db", "notes") == [("a", "a; b", None)]
    newest, oldest = backups_in(older / "backups")
    assert (version(oldest), version(newest)) == (len(FIRST), NOTES.number)
    assert f"-v{len(FIRST)}-" in oldest.name
    assert rows(oldest, "marks") == [("a", 1)]
    assert {path.stat().st_mode & 0o777 for path in (oldest, newest)} == {0o600}
    assert (older / "backups").stat().st_mode & 0o777 == 0o700
    with closing(sqlite3.connect(oldest)) as connection:
        assert list(connection.iterdump()) == before


def test_nothing_happens_to_a_store_that_is_up_to_date(older: Path) -> None:
    Store.open(older, migrations=FIRST).close()
    assert not (older / "backups").exists()


def test_the_last_five_back_ups_stay(older: Path) -> None:
    made = [
        back_up(older / "graduand.db", older / "backups", version=1, now=NOW + timedelta(days=day))
        for day in range(KEPT + 3)
    ]
    assert list(backups_in(older / "backups")) == made[: -KEPT - 1 : -1]
    assert len(list((older / "backups").iterdir())) == KEPT == 5


def test_a_step_that_does_not_work_changes_nothing(older: Path) -> None:
    before = dump(older)
    broken = Migration(NOTES.number, "broken.sql", NOTES.sql + "INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Store.open(older, migrations=[*FIRST, broken])
    assert dump(older) == before
    assert not (older / "damaged").exists()


def test_a_step_that_loses_references_changes_nothing(older: Path) -> None:
    before = dump(older)
    losing = Migration(NOTES.number, "losing.sql", "INSERT INTO pulses VALUES (1, 'nobody', 'now', 'fine');")
    with pytest.raises(RuntimeError, match=r"losing\.sql"):
        Store.open(older, migrations=[*FIRST, losing])
    assert dump(older) == before


def test_no_step_without_a_back_up(older: Path) -> None:
    before = dump(older)
    (older / "backups").write_text("a file in the way")
    with pytest.raises(Trouble):
        Store.open(older, migrations=[*FIRST, NOTES])
    assert dump(older) == before


def test_a_full_disk_stops_before_the_step(mounted: Callable[[str], Path]) -> None:
    folder = mounted("size=4m") / "kept"
    with Store.open(folder, migrations=FIRST) as store:
        store.words.mark("a", True)
    free = shutil.disk_usage(folder).free
    (folder / "big").write_bytes(b"x" * (free - 100_000))  # room for a journal, not for a copy
    before = dump(folder)
    with pytest.raises(Trouble) as caught:
        Store.open(folder, migrations=[*FIRST, NOTES])
    assert caught.value.code == "store-disk-full"
    assert dump(folder) == before
    assert backups_in(folder / "backups") == ()


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
left, folder = int(sys.argv[1]), Path(sys.argv[2])
real = sqlite3.connect

def counting(*given, **named):
    connection = real(*given, **named)
    def seen(statement):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
    connection.set_trace_callback(seen)
    return connection

sqlite3.connect = counting
from desktop.store import Store
from tests.store.test_migrations import FIRST, NOTES
Store.open(folder, migrations=[*FIRST, NOTES]).close()
"""


def test_a_kill_at_any_statement_leaves_one_version_or_the_other_whole(
    older: Path, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    seen = set()
    for statement in range(1, 100):
        done = python(KILLED, statement, older)
        found = version(older / "graduand.db")
        seen.add((done.returncode, found))
        table, expected = ("marks", ("a", 1)) if found == len(FIRST) else ("notes", ("a", "a; b"))
        assert rows(older / "graduand.db", table) == [expected], f"killed at statement {statement}"
        if done.returncode == 0:
            break
        assert done.returncode == -9, done.stderr
        assert (found == len(FIRST)) or backups_in(older / "backups")
    assert (-9, len(FIRST)) in seen
    assert (0, NOTES.number) in seen
    assert len(backups_in(older / "backups")) == KEPT
    Store.open(older, migrations=[*FIRST, NOTES]).close()
    assert not (older / "damaged").exists()
