"""One SQLite file behind one lock: transactions that nest, errors that the user can act on."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.store.troubles import told_apart

PATIENCE = 5.0
"""Seconds to wait for another process before saying that the store is busy."""

Value = str | int | float | bytes | None


def connect(path: Path, *, patience: float = PATIENCE) -> sqlite3.Connection:
    """A connection in autocommit mode, usable from every thread as long as the caller takes turns.

    `synchronous=FULL`: what was committed survives a power cut. `secure_delete`: what was forgotten is
    overwritten, not only unlinked. The journal mode is the file's own.
    """
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        for setting in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class Database:
    """The store's file for every thread of this process; other processes are held off by SQLite itself.

    Every call may raise `Trouble` with a code `store-…`: full disk, read-only, busy, damaged.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self._turn = threading.RLock()
        self._depth = 0
        self._reading = False
        with told_apart(path):
            self._connection = connect(path, patience=patience)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; inside another one it joins that, and is taken back alone if it raises."""
        with self._turn:
            if self._reading:
                raise RuntimeError("a transaction cannot begin inside reading()")
            inner = f"level_{self._depth}" if self._depth else ""
            self._execute(f"SAVEPOINT {inner}" if inner else "BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                self._execute(f"RELEASE {inner}" if inner else "COMMIT")
            except BaseException:
                self._take_back(inner)
                raise
            finally:
                self._depth -= 1

    def _take_back(self, inner: str) -> None:
        if not self._connection.in_transaction:
            return  # SQLite has rolled back by itself, as it does on a full disk
        if inner:
            self._connection.execute(f"ROLLBACK TO {inner}")
            self._connection.execute(f"RELEASE {inner}")
        else:
            self._connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads that see one moment of the store, whatever other processes write meanwhile."""
        with self._turn:
            if self._depth or self._reading:
                yield
                return
            self._execute("BEGIN")
            self._reading = True
            try:
                yield
            finally:
                self._reading = False
                self._take_back("")

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """One writing statement inside `transaction()`; gives the number of rows that it changed."""
        with self._turn:
            if not self._depth or not self._connection.in_transaction:
                raise RuntimeError("writes need a transaction")
            return self._execute(sql, values).rowcount

    def run_many(self, sql: str, values: Iterable[Sequence[Value]]) -> None:
        """One writing statement inside `transaction()`, for each of many values."""
        with self._turn, told_apart(self.path):
            if not self._depth or not self._connection.in_transaction:
                raise RuntimeError("writes need a transaction")
            self._connection.executemany(sql, values)

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int:
        """One INSERT inside `transaction()`; gives the number of the new row."""
        with self._turn:
            if not self._depth or not self._connection.in_transaction:
                raise RuntimeError("writes need a transaction")
            return self._execute(sql, values).lastrowid or 0

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Everything that a SELECT gives."""
        with self._turn, told_apart(self.path):
            return self._connection.execute(sql, values).fetchall()

    def outside(self, sql: str) -> list[tuple[Any, ...]]:
        """A PRAGMA that may not run inside a transaction."""
        with self._turn:
            if self._depth or self._reading:
                raise RuntimeError("not inside a transaction")
            return self.rows(sql)

    def _execute(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Cursor:
        with told_apart(self.path):
            return self._connection.execute(sql, values)

    def close(self) -> None:
        """Let go of the file; a later call is a bug. Waits for a transaction of another thread."""
        with self._turn:
            self._connection.close()
