"""Copies of the store beside it, made by SQLite itself, so that they are whole whatever is being written."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from desktop.store.troubles import told_apart
from integrations.files import remove_stale, sync_folder, trouble

KEPT = 5
"""How many back-ups stay; the oldest go first."""


def back_up(store: Path, folder: Path, *, version: int, now: datetime) -> Path:
    """Copy `store`, as last committed, to `folder/graduand-v<version>-<time in UTC>.db` (0600) and return that.

    It stands there whole or not at all; only the last `KEPT` stay. Raises `Trouble`.
    """
    name = f"graduand-v{version}-{now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}.db"
    beside, path = folder / f"{name}.part", folder / name
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        remove_stale(folder, "graduand-v*.part*")
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with told_apart(path):
            _copy(store, beside)
        beside.replace(path)
        sync_folder(folder)
    except OSError as error:
        raise trouble(error, path) from error
    finally:
        with suppress(OSError):  # gone after the rename
            beside.unlink()
    for old in backups_in(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def _copy(store: Path, target: Path) -> None:
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions


def backups_in(folder: Path) -> tuple[Path, ...]:
    """The back-ups, newest first."""
    found = folder.glob("graduand-v*-*.db") if folder.is_dir() else ()
    return tuple(sorted(found, key=lambda path: path.stem.rpartition("-")[2], reverse=True))


def remove_backups(folder: Path) -> int:
    """Take every back-up away, half-written ones too; gives their number. Raises `Trouble`."""
    gone = [*backups_in(folder), *folder.glob("graduand-v*.db.part*")]
    for path in gone:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise trouble(error, path) from error
    return len(gone)
