"""From a folder to an open, sound, up-to-date store, with one clear message wherever that cannot be."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from desktop.store.connection import Database, connect
from desktop.store.migrations import Migration, check_owner, migrate, version_of
from desktop.store.troubles import DAMAGED, told_apart
from integrations.errors import Trouble
from integrations.files import locked, remove_stale, sync_folder, trouble

FILE = "graduand.db"
BACKUPS = "backups"
ASIDE = "damaged"
LOCK = "opening.lock"
_PARTS = ("", "-wal", "-shm", "-journal")


def open_database(folder: Path, steps: Sequence[Migration], *, patience: float) -> Database:
    """The store in `folder`, made if there is none, brought up to date if it is older.

    Raises `Trouble`: `store-folder`, `store-not-a-folder` (`subject` is the file in its place), `store-read-only`,
    `store-disk-full`, `store-disk`, `store-busy`, `store-cannot-open`, `store-foreign`, `store-newer`, and
    `store-damaged` once the damaged file has been moved to `damaged/`, which `subject` names.
    """
    _prepare(folder)
    try:
        with locked(folder / LOCK, patience=patience) as held:
            if not held:
                raise Trouble("store-busy", str(folder / FILE))
            return _open(folder, steps, patience)
    except Trouble as error:
        raise _of_the_store(error, folder) from error


def _prepare(folder: Path) -> None:
    """Make the folder for the user alone; one that held other things before keeps its mode."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform != "win32" and not any(folder.iterdir()):
            folder.chmod(folder.stat().st_mode & 0o700)  # takes from others, gives the user nothing more
    except OSError as error:
        known = _of_the_store(trouble(error, folder), folder)
        if known.code.startswith("store-"):
            raise known from error
        if known.code == "write-not-a-folder":
            raise Trouble("store-not-a-folder", known.subject) from error
        raise Trouble("store-folder", str(folder), reason=os.strerror(error.errno or 0)) from error


def _of_the_store(error: Trouble, folder: Path) -> Trouble:
    """The same trouble, said of the store's folder instead of one of its files."""
    code = {"write-not-allowed": "store-read-only", "write-disk-full": "store-disk-full"}.get(error.code)
    return Trouble(code, str(folder)) if code else error


def _open(folder: Path, steps: Sequence[Migration], patience: float) -> Database:
    path = folder / FILE
    if not path.exists():
        if path.with_name(f"{FILE}-wal").exists():
            set_aside(folder)  # a journal without its store must not be played into a new one
        _create(path, steps, patience)
    try:
        _bring_up_to_date(path, folder / BACKUPS, steps, patience)
    except Trouble as error:
        if error.code != DAMAGED:
            raise
        raise Trouble("store-damaged", str(set_aside(folder))) from error
    return Database(path, patience=patience)


def _bring_up_to_date(path: Path, backups: Path, steps: Sequence[Migration], patience: float) -> None:
    newest = steps[-1].number
    with told_apart(path), closing(connect(path, patience=patience)) as connection:
        if path.stat().st_size == 0 or connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Trouble(DAMAGED, str(path))
        check_owner(connection, path, newest)
        if version_of(connection) < newest:
            migrate(connection, path, steps, backups=backups)


def _create(path: Path, steps: Sequence[Migration], patience: float) -> None:
    """A new store appears whole, under its name, or not at all. The caller holds the lock."""
    remove_stale(path.parent, f"{FILE}.new-*")
    beside = path.with_name(f"{FILE}.new-{secrets.token_hex(6)}")
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with told_apart(path), closing(connect(beside, patience=patience)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            migrate(connection, beside, steps, backups=None)
            # Closing would do this in silence, and a full disk would leave a store without its content.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise trouble(error, path) from error
    finally:
        for part in _PARTS:
            with suppress(OSError):  # gone after the rename
                Path(f"{beside}{part}").unlink()


def set_aside(folder: Path) -> Path:
    """Move the store with its journals to `folder/damaged/…`, never over anything there; gives the new place.

    Raises `Trouble` where it cannot be moved; then it lies where it lay.
    """
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    place = folder / ASIDE
    target = place / f"graduand-{stamp}.db"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        for part in reversed(_PARTS):  # the store itself last: until then its journals can be put back
            with suppress(FileNotFoundError):
                Path(f"{folder / FILE}{part}").rename(f"{target}{part}")
        sync_folder(place)
        sync_folder(folder)
    except OSError as error:
        raise trouble(error, folder / FILE) from error
    return target


def set_aside_in(folder: Path) -> tuple[Path, ...]:
    """Damaged stores that were kept, newest first."""
    return tuple(sorted((folder / ASIDE).glob("graduand-*.db"), reverse=True))
