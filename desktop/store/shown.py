"""What was shown and when, what was seen to be called off, and what the user took away from a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.mentoring.reminders import Shown
from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, written_instant


@dataclass(frozen=True, slots=True)
class Takeaway:
    """The user's own words after a meeting. `meeting` is when it began (UTC), `at` when they were written."""

    mentorship: str
    meeting: datetime
    at: datetime
    words: str


class ShownReminders:
    """The past of the reminders. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Shown, ...]:
        """Everything that was shown, in the order of its moments."""
        found = self._database.rows(
            "SELECT identity, mentorship, kind, shown_at, settled_at FROM shown ORDER BY shown_at, identity"
        )
        return tuple(
            Shown(identity, mentorship, kind, read_instant(at), read_instant(settled) if settled else None)
            for identity, mentorship, kind, at, settled in found
        )

    def put(self, shown: Iterable[Shown]) -> None:
        """Keep what was shown. What is known already keeps its first moment; a later `settled` takes its place."""
        with self._database.transaction():
            for one in shown:
                settled = written_instant(one.settled) if one.settled else None
                self._database.run(
                    "INSERT INTO shown (identity, mentorship, kind, shown_at, settled_at) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (identity) DO UPDATE SET settled_at = coalesce(excluded.settled_at, settled_at)",
                    (one.identity, one.mentorship, one.kind, written_instant(one.at), settled),
                )

    def called_off(self) -> tuple[datetime, ...]:
        """When meetings were last seen to be called off, one moment a series, in order."""
        return tuple(read_instant(row[0]) for row in self._database.rows("SELECT seen_at FROM called_off ORDER BY 1"))

    def saw_called_off(self, uids: Iterable[str], *, at: datetime) -> None:
        """Meetings of these series were seen to be called off at `at`."""
        with self._database.transaction():
            for uid in uids:
                self._database.run("REPLACE INTO called_off (uid, seen_at) VALUES (?, ?)", (uid, written_instant(at)))

    def takeaways(self, mentorship: str) -> tuple[Takeaway, ...]:
        """What the user took away from the meetings of a mentorship, oldest first."""
        found = self._database.rows(
            "SELECT mentorship, meeting, at, words FROM takeaways WHERE mentorship = ? ORDER BY meeting, number",
            (mentorship,),
        )
        return tuple(Takeaway(id_, read_instant(meeting), read_instant(at), words) for id_, meeting, at, words in found)

    def drop(self, takeaway: Takeaway) -> bool:
        """Delete what the user took away, by its moment and its words; whether it was there."""
        with self._database.transaction():
            return (
                self._database.run(
                    "DELETE FROM takeaways WHERE mentorship = ? AND meeting = ? AND at = ? AND words = ?",
                    (
                        takeaway.mentorship,
                        written_instant(takeaway.meeting),
                        written_instant(takeaway.at),
                        takeaway.words,
                    ),
                )
                > 0
            )

    def take_away(self, takeaway: Takeaway) -> None:
        """Keep what the user took away."""
        with self._database.transaction():
            self._database.run(
                "INSERT INTO takeaways (mentorship, meeting, at, words) VALUES (?, ?, ?, ?)",
                (
                    takeaway.mentorship,
                    written_instant(takeaway.meeting),
                    written_instant(takeaway.at),
                    takeaway.words,
                ),
            )
