from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop.store import Store
from integrations.calendars.model import Batch
from integrations.errors import Trouble
from tests.store.values import NOW, dump, keep_former, series

Run = Callable[..., subprocess.CompletedProcess[str]]


def trouble(folder: Path, patience: float = 0.1) -> Trouble:
    with pytest.raises(Trouble) as caught:
        Store.open(folder, patience=patience)
    assert caught.value.title
    assert str(caught.value).count("\n") == 0
    return caught.value


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_store_is_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "kept"
    assert not Store.exists(folder)
    with Store.open(folder) as store:
        store.words.mark("a", True)
        assert mode(folder) == 0o700
        assert {mode(path) for path in folder.iterdir()} == {0o600}
        assert (folder / "graduand.db-wal").exists()
    assert Store.exists(folder)
    assert not list(folder.glob("*.new-*"))


def test_an_empty_folder_becomes_private_and_another_ones_mode_stays(tmp_path: Path) -> None:
    for name, files, expected in (("empty", [], 0o700), ("full", ["notes.txt"], 0o755)):
        folder = tmp_path / name
        folder.mkdir(mode=0o755)
        for file in files:
            (folder / file).touch()
        Store.open(folder).close()
        assert mode(folder) == expected
        assert mode(folder / "graduand.db") == 0o600


def test_what_was_kept_is_there_again(folder: Path) -> None:
    with Store.open(folder) as store:
        store.words.mark("a", True)
    before = dump(folder)
    with Store.open(folder) as store:
        assert store.words.marks() == {"a": True}
    assert dump(folder) == before


def test_it_writes_ahead_and_waits_for_the_disk(store: Store) -> None:
    assert store.integrity().journal_mode == "wal"
    settings = {
        name: store._database.rows(f"PRAGMA {name}")[0][0]
        for name in ("synchronous", "foreign_keys", "busy_timeout", "secure_delete")
    }
    assert settings == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1}


def test_a_closed_store_may_be_closed_again_and_not_be_used(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.words.marks()


@pytest.mark.parametrize("content", [b"", b"not a database, " * 400, b"SQLite format 3\x00" + b"\xff" * 9000])
def test_a_damaged_store_is_kept_and_named_and_never_reset_in_silence(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "graduand.db").write_bytes(content)
    error = trouble(folder)
    assert error.code == "store-damaged"
    kept = Path(error.subject)
    assert kept.parent == folder / "damaged"
    assert kept.read_bytes() == content
    assert str(kept) in str(error)
    with Store.open(folder) as store:
        assert store.integrity().damaged == (kept,)


def test_damage_in_the_middle_of_the_file_is_found(folder: Path) -> None:
    with Store.open(folder) as store:
        store.calendars.put(Batch(series=tuple(series(f"uid-{n}", "x" * 3000) for n in range(60))), at=NOW)
    path = folder / "graduand.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xa5" * 20_000
    path.write_bytes(content)
    error = trouble(folder)
    assert error.code == "store-damaged"
    assert Path(error.subject).read_bytes() == bytes(content)


def test_damage_while_it_is_open_is_no_bug_of_ours(folder: Path) -> None:
    with Store.open(folder) as store:
        store.calendars.put(Batch(series=tuple(series(f"uid-{n}", "x" * 3000) for n in range(60))), at=NOW)
    with Store.open(folder) as store:
        path = folder / "graduand.db"
        with path.open("r+b") as file:
            file.seek(8192)
            file.write(b"\xa5" * (path.stat().st_size - 8192))
        with pytest.raises(Trouble) as caught:
            store.calendars.rows()
    assert caught.value.code == "store-damaged-now"
    assert trouble(folder).code == "store-damaged"


def test_a_journal_without_its_store_is_not_played_into_a_new_one(folder: Path) -> None:
    folder.mkdir()
    (folder / "graduand.db-wal").write_bytes(b"left over")
    Store.open(folder).close()
    (kept,) = (folder / "damaged").iterdir()
    assert kept.read_bytes() == b"left over"


def test_a_newer_store_is_left_alone(folder: Path) -> None:
    with Store.open(folder) as store:
        store.words.mark("a", True)
    with closing(sqlite3.connect(folder / "graduand.db")) as connection:
        connection.execute("PRAGMA user_version=99")
    before = dump(folder)
    error = trouble(folder)
    assert error.code == "store-newer"
    assert "99" in error.message
    assert dump(folder) == before


def test_another_programs_database_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "graduand.db")) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    before = dump(folder)
    assert trouble(folder).code == "store-foreign"
    assert dump(folder) == before


def test_a_file_where_the_folder_should_be_is_named_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    for folder in (file, file / "below", file / "below" / "deeper"):
        error = trouble(folder)
        assert (error.code, error.subject) == ("store-not-a-folder", str(file))
        assert "--data-dir" in error.advice
    assert file.read_text() == "mine"


def test_a_folder_whose_name_is_too_long(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 300)
    error = trouble(folder)
    assert (error.code, error.subject) == ("store-folder", str(folder))


def test_a_folder_where_the_store_should_be(folder: Path) -> None:
    (folder / "graduand.db").mkdir(parents=True)
    assert trouble(folder).code == "store-cannot-open"
    assert (folder / "graduand.db").is_dir()


def test_a_folder_that_may_not_be_written(mounted: Callable[[str], Path]) -> None:
    disk = mounted("size=2m")
    folder = disk / "kept"
    Store.open(folder).close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for place in (folder, disk / "new"):
        error = trouble(place)
        assert (error.code, error.subject) == ("store-read-only", str(place))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_the_user_may_not_write(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    assert trouble(folder).code == "store-read-only"


@pytest.mark.parametrize("size", ["100k", "200k", "300k", "400k"])
def test_a_disk_without_room_for_a_store(mounted: Callable[[str], Path], size: str) -> None:
    disk = mounted(f"size={size}")
    error = trouble(disk / "kept")
    assert error.code == "store-disk-full"
    assert not [path for path in (disk / "kept").iterdir() if path.name.startswith("graduand")]


def test_a_disk_that_fills_up_loses_nothing_that_was_kept(mounted: Callable[[str], Path]) -> None:
    folder = mounted("size=1m") / "kept"
    with Store.open(folder) as store:
        store.calendars.put(Batch(series=(series("small"),)), at=NOW)
        big = Batch(series=tuple(series(f"uid-{n}", "x" * 50_000) for n in range(60)))
        with pytest.raises(Trouble) as caught:
            store.calendars.put(big, at=NOW)
        assert caught.value.code == "store-disk-full"
        assert store.calendars.series_uids() == {"small"}
        assert store.integrity().sound
    with Store.open(folder) as store:
        assert store.calendars.series_uids() == {"small"}


LIMITED = """
import resource, sys
from pathlib import Path
from desktop.store import Store
from integrations.calendars.model import Batch
from integrations.errors import Trouble
from tests.store.values import NOW, series
with Store.open(Path(sys.argv[1])) as store:
    store.calendars.put(Batch(series=(series("small"),)), at=NOW)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    try:
        store.calendars.put(Batch(series=tuple(series(f"uid-{n}", "x" * 50_000) for n in range(60))), at=NOW)
    except Trouble as error:
        print(error.code, sorted(store.calendars.series_uids()))
"""


def test_a_quota_loses_nothing_that_was_kept(folder: Path, python: Run) -> None:
    done = python(LIMITED, folder)
    assert done.stderr == ""
    assert done.stdout.split()[0] in {"store-disk-full", "store-disk"}
    assert done.stdout.split()[1:] == ["['small']"]
    with Store.open(folder) as store:
        assert store.calendars.series_uids() == {"small"}
        assert store.integrity().sound


def test_a_store_that_another_keeps_busy(store: Store, folder: Path) -> None:
    with Store.open(folder, patience=0.1) as other, store.transaction():
        assert other.words.marks() == {}, "reading goes on"
        begun = time.monotonic()
        with pytest.raises(Trouble) as caught:
            other.words.mark("a", True)
        assert 0.1 <= time.monotonic() - begun < 3
    assert caught.value.code == "store-busy"


FIRST = """
import sys
from pathlib import Path
from desktop.store import Store
with Store.open(Path(sys.argv[1])) as store:
    store.words.mark(sys.argv[2], True)
"""


def test_many_first_starts_at_once_make_one_store(folder: Path) -> None:
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST, folder, str(n)],
            cwd=Path(__file__).parents[2],
            stderr=subprocess.PIPE,
        )
        for n in range(6)
    ]
    errors = [process.communicate(timeout=60)[1] for process in begun]
    assert errors == [b""] * 6
    with Store.open(folder) as store:
        assert sorted(store.words.marks()) == [str(n) for n in range(6)]
    assert not (folder / "damaged").exists()


def test_what_a_killed_first_start_left_is_cleared_away(folder: Path) -> None:
    folder.mkdir()
    old, fresh = folder / "graduand.db.new-old", folder / "graduand.db.new-fresh"
    old.touch()
    fresh.touch()
    os.utime(old, (time.time() - 3600,) * 2)
    Store.open(folder).close()
    assert not old.exists()
    assert fresh.exists(), "another process may be at it"


def test_the_report_of_health_names_nobody(store: Store) -> None:
    store.calendars.put(Batch(series=(series("secret-uid", "SUMMARY:Mentoring with Anna"),)), at=NOW)
    keep_former(store, me=["me@example.org"])
    health = store.integrity()
    assert health.sound
    assert (health.rows["series"], health.rows["preferences"], health.rows["plans"]) == (1, 1, 0)
    for word in ("secret", "Anna", "example.org"):
        assert word not in repr(health)


def test_the_report_of_health_counts_every_table(store: Store) -> None:
    tables = {row[0] for row in store._database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    details = {"answers_about", "lately_about", "journal_files", "sqlite_sequence"}
    assert set(store.integrity().rows) == tables - details
