"""Numbered SQL brings an older store up to date: a back-up first, then each step whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from desktop.store.backups import back_up
from desktop.store.troubles import told_apart
from integrations.errors import Trouble

APPLICATION = 0x47726164
"""The letters "Grad": how the file says whose it is (PRAGMA application_id)."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; `number` is the version of the store afterwards."""

    number: int
    name: str
    sql: str

    def statements(self) -> Iterator[str]:
        """One by one: `executescript` would commit before it begins."""
        statement = ""
        for line in self.sql.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement.strip()
                statement = ""


@cache
def known_migrations() -> tuple[Migration, ...]:
    """The steps that come with the program: `migrations/NNNN_name.sql`, numbered from 1 without a gap."""
    found = [item for item in files("desktop.store").joinpath("migrations").iterdir() if item.name.endswith(".sql")]
    steps = sorted((int(item.name[:4]), item.name, item.read_text(encoding="utf-8")) for item in found)
    return tuple(Migration(*step) for step in steps)


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last migration that this file has seen; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_owner(connection: sqlite3.Connection, path: Path, newest: int) -> None:
    """Raises `Trouble` where the file is another program's, or a newer Graduand's: it is not touched."""
    with told_apart(path):
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = version_of(connection)
    if application != APPLICATION:
        raise Trouble("store-foreign", str(path))
    if version > newest:
        raise Trouble("store-newer", str(path), found=version, known=newest)


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    steps: Sequence[Migration],
    *,
    backups: Path | None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Carry out every step that the file at `path` has not seen yet.

    Each is one transaction with its version number; a crash leaves the step before it, whole. With
    `backups` the store is copied there before each step; None for a store that is just being made.
    Raises `Trouble`; then the store is as the last finished step left it.
    """
    with told_apart(path):
        connection.execute("PRAGMA foreign_keys=OFF")  # a table can then be made anew under its name
        try:
            for step in steps:
                _carry_out(connection, path, step, backups, now)
        finally:
            connection.execute("PRAGMA foreign_keys=ON")


def _carry_out(
    connection: sqlite3.Connection, path: Path, step: Migration, backups: Path | None, now: Callable[[], datetime]
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if step.number > version_of(connection):
            if backups is not None:  # inside the transaction: nothing can be written between copy and step
                back_up(path, backups, version=step.number - 1, now=now())
            for statement in step.statements():
                connection.execute(statement)
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise RuntimeError(f"migration {step.name} leaves rows that refer to nothing")
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            connection.execute(f"PRAGMA user_version={step.number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
