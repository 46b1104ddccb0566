"""Plans and their journal: what was meant to be written, before it is; and what was, after."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desktop.mentoring.plan import Outcome, Plan, PlanState
from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, written_instant
from desktop.store.plan_json import plan_from_json, plan_to_json

BEGUN = (PlanState.APPLYING, PlanState.UNDOING, PlanState.INTERRUPTED)


class Direction(StrEnum):
    """Which way a step went."""

    APPLY = "apply"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a step. `before` and `after` are sha256, None where there is no file then.

    `previous` is what stood there, for the way back; None where nothing did.
    """

    path: Path
    before: str | None
    after: str | None
    previous: bytes | None = None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One intention, in the order they were meant; `done_at` and `outcome` are None until it is done.

    `payload` is JSON of whoever carries the plan out, "" for none.
    """

    number: int
    step: int
    direction: Direction
    what: str
    intended_at: datetime
    files: tuple[FileChange, ...]
    done_at: datetime | None = None
    outcome: Outcome | None = None
    note: str = ""
    payload: str = ""

    @property
    def open(self) -> bool:
        """Intended, and not known to be done."""
        return self.done_at is None


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan, how far it is, where its files go, and its journal (oldest first)."""

    plan: Plan
    state: PlanState
    out: Path | None
    created: datetime
    changed: datetime
    journal: tuple[JournalEntry, ...]


class Plans:
    """Drafts and what became of them. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, plan: Plan, *, at: datetime) -> None:
        """Keep a draft, or put it in the place of the draft of the same id.

        Raises ValueError where that plan is a draft no more: what was begun is not rewritten.
        """
        with self._database.transaction():
            found = self._database.rows("SELECT state FROM plans WHERE id = ?", (plan.id,))
            if found and found[0][0] != PlanState.DRAFT.value:
                raise ValueError("only a draft can be replaced")
            self._database.run(
                "INSERT INTO plans (id, mentorship, uid, state, plan, created, changed) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET mentorship = excluded.mentorship, uid = excluded.uid,"
                " plan = excluded.plan, changed = excluded.changed",
                (
                    plan.id,
                    plan.mentorship,
                    plan.uid,
                    PlanState.DRAFT.value,
                    plan_to_json(plan),
                    written_instant(at),
                    written_instant(at),
                ),
            )

    def set_state(
        self,
        plan_id: str,
        state: PlanState,
        *,
        at: datetime,
        expecting: Collection[PlanState] = tuple(PlanState),
        out: Path | None = None,
    ) -> bool:
        """Move a plan to `state` if it is in one of `expecting`; whether it was. `out` is kept where given.

        Of two processes that want the same plan one gets True.
        """
        with self._database.transaction():
            places = ", ".join("?" for _ in expecting)
            return (
                self._database.run(
                    "UPDATE plans SET state = ?, changed = ?, out = coalesce(?, out)"
                    f" WHERE id = ? AND state IN ({places})",
                    (
                        state.value,
                        written_instant(at),
                        str(out) if out else None,
                        plan_id,
                        *(expected.value for expected in expecting),
                    ),
                )
                > 0
            )

    def intend(
        self,
        plan_id: str,
        step: int,
        direction: Direction,
        what: str,
        *,
        at: datetime,
        files: Iterable[FileChange] = (),
        payload: str = "",
    ) -> int:
        """Note, on the disk before this returns, what is about to be written; gives the entry's number.

        `step` is the place in `Plan.steps`, or one the caller chose for what belongs to no step; `what` a code.
        """
        with self._database.transaction():
            number = self._database.insert(
                "INSERT INTO journal (plan, step, direction, what, intended_at, payload) VALUES (?, ?, ?, ?, ?, ?)",
                (plan_id, step, direction.value, what, written_instant(at), payload),
            )
            self._put_files(number, files)
            return number

    def done(
        self,
        number: int,
        outcome: Outcome,
        *,
        at: datetime,
        note: str = "",
        files: Iterable[FileChange] | None = None,
        payload: str | None = None,
    ) -> None:
        """Note what became of an intention; `files` and `payload`, where given, replace those that were intended.

        A second call for one entry replaces the first. Raises ValueError for an unknown number.
        """
        with self._database.transaction():
            changed = self._database.run(
                "UPDATE journal SET done_at = ?, outcome = ?, note = ?, payload = coalesce(?, payload)"
                " WHERE number = ?",
                (written_instant(at), outcome.value, note, payload, number),
            )
            if not changed:
                raise ValueError("no such entry in the journal")
            if files is not None:
                self._database.run("DELETE FROM journal_files WHERE entry = ?", (number,))
                self._put_files(number, files)

    def _put_files(self, number: int, files: Iterable[FileChange]) -> None:
        for position, file in enumerate(files):
            self._database.run(
                "INSERT INTO journal_files (entry, position, path, before, after, previous) VALUES (?, ?, ?, ?, ?, ?)",
                (number, position, str(file.path), file.before, file.after, file.previous),
            )

    def record(self, plan_id: str) -> StoredPlan | None:
        """One plan with its journal; None for an unknown id."""
        return next(iter(self._plans("WHERE id = ?", (plan_id,))), None)

    def all(self) -> tuple[StoredPlan, ...]:
        """Every plan with its journal, the newest first."""
        return self._plans("", ())

    def unfinished(self) -> tuple[StoredPlan, ...]:
        """Plans that were begun and neither finished nor taken back, newest first.

        One that another process is carrying out at this moment is among them: ask inside
        `Store.carrying_out()`.
        """
        places = ", ".join("?" for _ in BEGUN)
        return self._plans(f"WHERE state IN ({places})", tuple(state.value for state in BEGUN))

    def _plans(self, where: str, values: tuple[str, ...]) -> tuple[StoredPlan, ...]:
        with self._database.reading():
            found = self._database.rows(
                f"SELECT id, plan, state, out, created, changed FROM plans {where} ORDER BY created DESC, rowid DESC",
                values,
            )
            return tuple(
                StoredPlan(
                    plan_from_json(plan),
                    PlanState(state),
                    Path(out) if out else None,
                    read_instant(created),
                    read_instant(changed),
                    self._journal(id_),
                )
                for id_, plan, state, out, created, changed in found
            )

    def _journal(self, plan_id: str) -> tuple[JournalEntry, ...]:
        files: dict[int, list[FileChange]] = {}
        for number, path, before, after, previous in self._database.rows(
            "SELECT entry, path, before, after, previous FROM journal_files JOIN journal ON number = entry"
            " WHERE plan = ? ORDER BY entry, position",
            (plan_id,),
        ):
            files.setdefault(number, []).append(FileChange(Path(path), before, after, previous))
        found = self._database.rows(
            "SELECT number, step, direction, what, intended_at, done_at, outcome, note, payload FROM journal"
            " WHERE plan = ? ORDER BY number",
            (plan_id,),
        )
        return tuple(
            JournalEntry(
                number,
                step,
                Direction(direction),
                what,
                read_instant(intended),
                tuple(files.get(number, ())),
                read_instant(done) if done else None,
                Outcome(outcome) if outcome else None,
                note,
                payload,
            )
            for number, step, direction, what, intended, done, outcome, note, payload in found
        )
