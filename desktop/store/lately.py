"""What was said and waits for an answer: nothing exists only as a notification, not even over a restart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.mentoring.reminders import Action
from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, written_instant


@dataclass(frozen=True, slots=True)
class Said:
    """One thing in the words in which it was said. `at` is aware; `mentorships` are the ids it speaks of."""

    identity: str
    kind: str
    at: datetime
    title: str
    body: str
    actions: tuple[Action, ...]
    mentorships: tuple[str, ...]
    plan: str = ""


class SaidLately:
    """Everything that was said and not answered yet. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Said, ...]:
        """In the order in which it was said."""
        with self._database.reading():
            about: dict[str, list[str]] = {}
            for identity, mentorship in self._database.rows(
                "SELECT identity, mentorship FROM lately_about ORDER BY identity, position"
            ):
                about.setdefault(identity, []).append(mentorship)
            found = self._database.rows(
                "SELECT identity, kind, said_at, title, body, actions, plan FROM lately ORDER BY said_at, identity"
            )
        return tuple(
            Said(
                identity,
                kind,
                read_instant(at),
                title,
                body,
                tuple(map(Action, actions.split())),
                tuple(about.get(identity, ())),
                plan,
            )
            for identity, kind, at, title, body, actions, plan in found
        )

    def keep(self, said: Said) -> None:
        """Keep it; what is kept already stays as it was said first."""
        with self._database.transaction():
            new = self._database.run(
                "INSERT OR IGNORE INTO lately (identity, kind, said_at, title, body, actions, plan) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    said.identity,
                    said.kind,
                    written_instant(said.at),
                    said.title,
                    said.body,
                    " ".join(said.actions),
                    said.plan,
                ),
            )
            for position, mentorship in enumerate(said.mentorships if new else ()):
                self._database.run(
                    "INSERT INTO lately_about (identity, position, mentorship) VALUES (?, ?, ?)",
                    (said.identity, position, mentorship),
                )

    def put_away(self, identities: Iterable[str]) -> None:
        """They were answered, or are over."""
        with self._database.transaction():
            for identity in identities:
                self._database.run("DELETE FROM lately WHERE identity = ?", (identity,))
