"""SQLite's errors as the user's world has them; whatever is left over is a bug and stays one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from integrations.errors import Trouble

DAMAGED = "store-damaged-now"
_CODES = {
    sqlite3.SQLITE_FULL: "store-disk-full",
    sqlite3.SQLITE_READONLY: "store-read-only",
    sqlite3.SQLITE_PERM: "store-read-only",
    sqlite3.SQLITE_CANTOPEN: "store-cannot-open",
    sqlite3.SQLITE_BUSY: "store-busy",
    sqlite3.SQLITE_LOCKED: "store-busy",
    sqlite3.SQLITE_IOERR: "store-disk",
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
}


@contextmanager
def told_apart(path: Path) -> Iterator[None]:
    """Raises `Trouble` for what the disk or another program did to the store at `path`; lets bugs through."""
    try:
        yield
    except sqlite3.Error as error:
        code = _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the low byte is the primary code
        if code is None:
            raise
        raise Trouble(code, str(path)) from error
