"""What the user wrote down about a mentorship, and wizards that are half-way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, written_instant

_COLUMNS = "id, mentorship, kind, words, at, state, about, due, agreed"


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A half-finished wizard as its own JSON; `changed` (aware) is when something was last typed."""

    mentorship: str
    sheet: str
    changed: datetime


class Jottings:
    """By mentorship. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, mentorship: str) -> tuple[Jotting, ...]:
        """Everything about one mentorship, oldest first."""
        found = self._database.rows(
            f"SELECT {_COLUMNS} FROM jottings WHERE mentorship = ? ORDER BY at, rowid", (mentorship,)
        )
        return tuple(_jotting(row) for row in found)

    def all(self) -> tuple[Jotting, ...]:
        """Everything, by mentorship, oldest first."""
        found = self._database.rows(f"SELECT {_COLUMNS} FROM jottings ORDER BY mentorship, at, rowid")
        return tuple(_jotting(row) for row in found)

    def get(self, jotting: str) -> Jotting | None:
        """One; None where it is gone."""
        found = self._database.rows(f"SELECT {_COLUMNS} FROM jottings WHERE id = ?", (jotting,))
        return _jotting(found[0]) if found else None

    def put(self, jotting: Jotting) -> None:
        """Keep it, or put it in the place of the one with its id."""
        with self._database.transaction():
            self._database.run(
                f"INSERT INTO jottings ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET words = excluded.words, state = excluded.state,"
                " about = excluded.about, due = excluded.due, agreed = excluded.agreed",
                (
                    jotting.id,
                    jotting.mentorship,
                    jotting.kind.value,
                    jotting.words,
                    written_instant(jotting.at),
                    jotting.state.value,
                    jotting.about,
                    jotting.due.isoformat() if jotting.due else None,
                    jotting.agreed,
                ),
            )

    def remove(self, jotting: str) -> bool:
        """Delete it; whether it was there."""
        with self._database.transaction():
            return self._database.run("DELETE FROM jottings WHERE id = ?", (jotting,)) > 0

    def sheet(self, mentorship: str) -> KeptSheet | None:
        """The half-finished wizard of a mentorship, if there is one."""
        found = self._database.rows("SELECT mentorship, sheet, changed FROM sheets WHERE mentorship = ?", (mentorship,))
        return KeptSheet(found[0][0], found[0][1], read_instant(found[0][2])) if found else None

    def sheets(self) -> tuple[KeptSheet, ...]:
        """All half-finished wizards, the latest first."""
        found = self._database.rows("SELECT mentorship, sheet, changed FROM sheets ORDER BY changed DESC, mentorship")
        return tuple(KeptSheet(id_, sheet, read_instant(changed)) for id_, sheet, changed in found)

    def put_sheet(self, kept: KeptSheet) -> None:
        """Keep what was typed; on the disk before this returns."""
        with self._database.transaction():
            self._database.run(
                "REPLACE INTO sheets (mentorship, sheet, changed) VALUES (?, ?, ?)",
                (kept.mentorship, kept.sheet, written_instant(kept.changed)),
            )

    def remove_sheet(self, mentorship: str) -> bool:
        """Forget a half-finished wizard; whether there was one."""
        with self._database.transaction():
            return self._database.run("DELETE FROM sheets WHERE mentorship = ?", (mentorship,)) > 0


def _jotting(row: tuple[Any, ...]) -> Jotting:
    id_, mentorship, kind, words, at, state, about, due, agreed = row
    return Jotting(
        id_,
        mentorship,
        JottingKind(kind),
        words,
        read_instant(at),
        JottingState(state),
        about,
        date.fromisoformat(due) if due else None,
        bool(agreed),
    )
