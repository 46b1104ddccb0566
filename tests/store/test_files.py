from __future__ import annotations

import errno
import os
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from integrations.errors import Trouble
from integrations.files import (
    locked,
    remove_if_unchanged,
    remove_stale,
    remove_strays,
    sha256,
    sha256_of,
    write_atomically,
)

Run = Callable[..., subprocess.CompletedProcess[str]]


def refused(path: Path) -> Trouble:
    with pytest.raises(Trouble) as caught:
        write_atomically(path, b"new")
    assert str(path.parent) in str(caught.value)
    return caught.value


def test_a_file_is_written_and_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "series.ics"
    for content in (b"first", b"", b"\x00third"):
        write_atomically(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path], "nothing is left beside it"


def test_the_users_umask_decides_unless_it_is_private(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "shared", b"")
        write_atomically(tmp_path / "own", b"", private=True)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"shared": 0o640, "own": 0o600}


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"theirs")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_atomically(tmp_path / "link", b"ours")
    assert (tmp_path / "target").read_bytes() == b"theirs"
    assert (tmp_path / "link").read_bytes() == b"ours"


def test_where_it_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path / "nowhere" / "a").code == "write-no-folder"
    assert refused(tmp_path / "file" / "a").code == "write-not-a-folder"
    assert refused(tmp_path / "folder").code == "write-is-folder"
    assert {path.name for path in tmp_path.iterdir()} == {"file", "folder"}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "write-disk-full"),
        (errno.EDQUOT, "write-disk-full"),
        (errno.EACCES, "write-not-allowed"),
        (errno.EROFS, "write-not-allowed"),
        (errno.EIO, "write-error"),
    ],
)
def test_a_disk_that_refuses_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = tmp_path / "series.ics"
    path.write_bytes(b"old")

    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    assert refused(path).code == code
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_synced_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not here")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    write_atomically(tmp_path / "series.ics", b"new")
    assert (tmp_path / "series.ics").read_bytes() == b"new"


def test_a_full_disk(mounted: Callable[[str], Path]) -> None:
    disk = mounted("size=64k")
    path = disk / "series.ics"
    write_atomically(path, b"old")
    with pytest.raises(Trouble) as caught:
        write_atomically(path, b"x" * 100_000)
    assert caught.value.code == "write-disk-full"
    assert path.read_bytes() == b"old"
    assert list(disk.iterdir()) == [path]


KILLED = """
import os, signal, sys
from pathlib import Path
from integrations import files
place, call = Path(sys.argv[1]), sys.argv[2]
def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(Path if call == "replace" else os, call, die)
files.write_atomically(place, b"new and longer")
"""


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_kill_leaves_the_old_file(tmp_path: Path, python: Run, call: str) -> None:
    path = tmp_path / "series.ics"
    path.write_bytes(b"old")
    assert python(KILLED, path, call).returncode == -9
    assert path.read_bytes() == b"old"
    neighbour = tmp_path / ".series.ics.mine"
    neighbour.touch()
    remove_strays(path)
    assert set(tmp_path.iterdir()) == {path, neighbour}


def test_only_what_was_written_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "series.ics"
    write_atomically(path, b"ours")
    assert sha256_of(path) == sha256(b"ours")
    assert not remove_if_unchanged(path, sha256(b"something else"))
    assert path.read_bytes() == b"ours"
    assert remove_if_unchanged(path, sha256(b"ours"))
    assert not path.exists()
    assert remove_if_unchanged(path, sha256(b"ours")), "gone is gone"
    assert sha256_of(path) is None


def test_what_cannot_be_read_is_not_taken_for_missing(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        remove_if_unchanged(tmp_path, "0")
    assert caught.value.code == "write-is-folder"


def test_half_written_files_go_when_they_are_old(tmp_path: Path) -> None:
    old, fresh, other = tmp_path / "a.part", tmp_path / "b.part", tmp_path / "c.ics"
    for path in (old, fresh, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (time.time() - 100,) * 2)
    remove_stale(tmp_path, "*.part")
    assert {path.name for path in tmp_path.iterdir()} == {"b.part", "c.ics"}


def test_one_holds_a_lock_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path, patience=0) as first:
        with locked(path, patience=0.1) as second:
            assert (first, second) == (True, False)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with locked(path, patience=0) as again:
        assert again


def test_a_lock_where_nothing_may_be_written(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught, locked(tmp_path / "nowhere" / "lock", patience=0):
        raise AssertionError("held")
    assert caught.value.code == "write-no-folder"
