"""Files written whole or not at all, and taken away only while they are what was written."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from integrations.errors import Trouble

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.EEXIST}
_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
_NO_SYNC_HERE = {errno.EINVAL, errno.EOPNOTSUPP, errno.EACCES}


def trouble(error: OSError, path: Path) -> Trouble:
    """What a failed write to `path` means for the user."""
    if error.errno in _FULL:
        return Trouble("write-disk-full", str(path))
    if error.errno in _FORBIDDEN:
        return Trouble("write-not-allowed", str(path))
    if error.errno in _NOT_THERE:
        in_the_way = next((one for one in (path, *path.parents) if one.is_file()), None)
        if in_the_way is not None:
            return Trouble("write-not-a-folder", str(in_the_way))
        if not path.parent.is_dir():
            return Trouble("write-no-folder", str(path.parent))
    if error.errno == errno.EISDIR:
        return Trouble("write-is-folder", str(path))
    return Trouble("write-error", str(path), reason=os.strerror(error.errno or 0))


def sha256(content: bytes) -> str:
    """The digest by which a file is known again, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of(path: Path) -> str | None:
    """The digest of what the file holds now; None where there is no file. Raises `Trouble` if unreadable."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise trouble(error, path) from error


def write_atomically(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put `content` at `path`: a reader sees the old file or the new one, also after a power cut.

    A link at `path` is replaced, not followed. `private` gives mode 0600, else the user's umask decides.
    Raises `Trouble` (full, not allowed, no such folder), and then `path` is as it was.
    """
    beside = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        _write_new(beside, content, 0o600 if private else 0o666)
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise trouble(error, path) from error
    finally:
        with suppress(OSError):  # gone after the rename, or never made
            beside.unlink()


def remove_strays(path: Path) -> None:
    """Take away what a killed `write_atomically(path, …)` left beside `path`.

    Only for a caller that knows that nobody writes there at this moment.
    """
    for stray in path.parent.glob(f".{glob.escape(path.name[:80])}.*.part"):
        with suppress(OSError):  # what cannot be removed is hidden, and harmless
            stray.unlink()


def _write_new(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename or removal in `folder` last, where the system and the file system know how to."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC_HERE:
            raise


def remove_if_unchanged(path: Path, expected: str) -> bool:
    """Take `path` away while its sha256 is still `expected`.

    True when there is no file at `path` afterwards, also if there was none before; False when it
    holds something else and was left alone. Raises `Trouble` where the folder forbids it.
    """
    found = sha256_of(path)
    if found is None:
        return True
    if found != expected:
        return False
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise trouble(error, path) from error
    return True


def remove_stale(folder: Path, pattern: str, *, seconds: float = 60.0) -> None:
    """Take away what a killed process left half-written: files of that pattern untouched for that long."""
    for stray in folder.glob(pattern):
        with suppress(OSError):  # another process did it, or the folder is read-only: then they stay
            if time.time() - stray.stat().st_mtime > seconds:
                stray.unlink()


@contextmanager
def locked(path: Path, *, patience: float) -> Iterator[bool]:
    """Hold the lock file `path`, made if missing (0600): True while it is held, False if another holds it.

    Waits up to `patience` seconds. The system lets go of it when the process ends, however that
    happens. Where a file system knows no locks the answer is True. Two holders in one process exclude
    each other as well. Raises `Trouble` where the file cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise trouble(error, path) from error
    try:
        until = time.monotonic() + patience
        while not (held := _try_lock(descriptor)) and time.monotonic() < until:
            time.sleep(0.02)
        yield held
    finally:
        os.close(descriptor)  # lets go of the lock


def _try_lock(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno in _NO_LOCKS_HERE
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
