"""What the user said of a mentorship as a whole: side, talks, goals, how it feels, and "not now"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from desktop.mentoring.mentorship import Pulse, Side, Told
from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, written_instant

_COLUMNS = "side, goals_total, goals_reached, talked, programme, contact_after, paused_until, safe, scanned_since"


@dataclass(frozen=True, slots=True)
class NotNow:
    """Quiet for a mentorship. `until` is the last quiet day in the user's zone (R27); None: never again."""

    until: date | None
    since: datetime


class Tellings:
    """`Told` by the id of a mentorship. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Told]:
        """Mentorship id -> what was told, for those of whom anything was."""
        with self._database.reading():
            pulses: dict[str, list[Pulse]] = {}
            for id_, at, answer in self._database.rows("SELECT mentorship, at, answer FROM pulses ORDER BY number"):
                pulses.setdefault(id_, []).append(Pulse(read_instant(at), answer))
            found = self._database.rows(f"SELECT mentorship, {_COLUMNS} FROM told")
            return {row[0]: _told(row[1:], tuple(pulses.get(row[0], ()))) for row in found}

    def of(self, mentorship: str) -> Told:
        """What was told of one; a `Told()` where nothing was."""
        return self.all().get(mentorship, Told())

    def change(self, mentorship: str, change: Callable[[Told], Told]) -> Told:
        """Put `change(what was told)` in its place, in one transaction; gives the new value.

        `store.told.change(id, lambda told: replace(told, side=Side.MENTOR))`
        """
        with self._database.transaction():
            told = change(self.of(mentorship))
            self._put(mentorship, told)
            return told

    def _put(self, mentorship: str, told: Told) -> None:
        self._database.run("DELETE FROM told WHERE mentorship = ?", (mentorship,))
        self._database.run(
            f"INSERT INTO told (mentorship, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                mentorship,
                told.side.value,
                told.goals_total,
                told.goals_reached,
                told.talked,
                told.programme,
                told.contact_after,
                told.paused_until.isoformat() if told.paused_until else None,
                told.safe,
                written_instant(told.scanned_since) if told.scanned_since else None,
            ),
        )
        for pulse in told.pulses:
            self._database.run(
                "INSERT INTO pulses (mentorship, at, answer) VALUES (?, ?, ?)",
                (mentorship, written_instant(pulse.at), pulse.answer),
            )

    def scanned(self, mentorships: Iterable[str], *, at: datetime) -> None:
        """Note the first sight of mentorships; decision points count from there. Known ones keep theirs."""
        with self._database.transaction():
            known = self.all()
            for id_ in mentorships:
                told = known.get(id_, Told())
                if told.scanned_since is None:
                    self._put(id_, replace(told, scanned_since=at))

    def recounted(self) -> dict[str, int]:
        """Mentorship id -> how many of its dates turned out to have been moved when another calendar was read."""
        return dict(self._database.rows("SELECT mentorship, slots FROM recounted"))

    def saw_recounted(self, mentorship: str, slots: int, *, at: datetime) -> None:
        """Note that so many dates were counted again. The last such look counts; `at` is aware."""
        with self._database.transaction():
            self._database.run(
                "REPLACE INTO recounted (mentorship, slots, seen_at) VALUES (?, ?, ?)",
                (mentorship, slots, written_instant(at)),
            )

    def not_now(self) -> dict[str, NotNow]:
        """Mentorship id -> its quiet, also one that has run out: the caller knows the day."""
        found = self._database.rows("SELECT mentorship, until, since FROM not_now")
        return {
            id_: NotNow(date.fromisoformat(until) if until else None, read_instant(since))
            for id_, until, since in found
        }

    def set_not_now(self, mentorship: str, quiet: NotNow | None) -> None:
        """Be quiet; None takes it back."""
        with self._database.transaction():
            self._database.run("DELETE FROM not_now WHERE mentorship = ?", (mentorship,))
            if quiet:
                self._database.run(
                    "INSERT INTO not_now (mentorship, until, since) VALUES (?, ?, ?)",
                    (mentorship, quiet.until.isoformat() if quiet.until else None, written_instant(quiet.since)),
                )


def _told(row: tuple[Any, ...], pulses: tuple[Pulse, ...]) -> Told:
    side, total, reached, talked, programme, contact, paused, safe, scanned = row
    return Told(
        side=Side(side),
        pulses=pulses,
        goals_total=total,
        goals_reached=reached,
        talked=bool(talked),
        programme=bool(programme),
        contact_after=None if contact is None else bool(contact),
        paused_until=date.fromisoformat(paused) if paused else None,
        safe=bool(safe),
        scanned_since=read_instant(scanned) if scanned else None,
    )
