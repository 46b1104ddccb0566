"""Carrying plans out for series that live in files.

A plan's files are two sets: those of the applied plan and those of the plan undone. Going from one to the other is
one walk: take away the files of the one where they are unchanged, write the files of the other. Each file is noted in
the journal, on the disk, before it is touched and after it was read back. What a file holds depends on the plan
alone, so that a walk broken off anywhere can be walked again, or back, and ends with the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.mentoring.plan import Outcome, Plan, PlanState
from desktop.services import outbox
from desktop.services.clock import Clock
from desktop.store.plans import Direction, FileChange, StoredPlan
from integrations.errors import Trouble
from integrations.files import remove_if_unchanged, remove_strays, sha256, sha256_of, write_atomically
from resources.texts import text

if TYPE_CHECKING:
    from desktop.store.store import Store

_WRITTEN = "written"
_REMOVED = "removed"


class Filing:
    """The way of files, see `Way`."""

    def __init__(self, store: Store, clock: Clock, revision_now: Callable[[Plan], str | None]) -> None:
        """`revision_now` gives the present revision of a plan's series, None where its source is gone."""
        self._store = store
        self._clock = clock
        self._revision_now = revision_now

    def carried_by(self, plan: Plan, number: int) -> int:
        """All changes of the series go out in one file."""
        return outbox.carried_by(plan, number)

    def place(self, stored: StoredPlan, out: Path | None) -> Path | None:
        """The folder of an earlier call, else the one that this call names."""
        folder = stored.out or (out.expanduser().absolute() if out else None)
        if folder is None:
            raise Trouble("out-needed", stored.plan.title)
        return folder

    def fits(self, stored: StoredPlan, direction: Direction, folder: Path | None) -> bool:
        """Nothing is written where the calendar changed since the plan was made, or over anyone's file."""
        plan = stored.plan
        if direction is Direction.UNDO or folder is None:
            return True
        present = self._revision_now(plan)
        if present is not None and present != plan.source.revision:
            raise Trouble("plan-changed-meanwhile", plan.title)
        if not folder.exists():
            outbox.make_folder(folder)
        for file in outbox.applied_files(plan):
            path = folder / file.name
            if sha256_of(path) not in (None, sha256(file.content)):
                raise Trouble("out-file-exists", str(path))
        return True

    def forth(self, stored: StoredPlan, *, whole: bool = False) -> PlanState:  # noqa: ARG002 - files ask nobody
        """From half done, or undone, to applied; the person then carries the files into the calendar."""
        self._remove(stored, Direction.UNDO, Direction.APPLY)
        self._write(stored.plan, self._folder(stored), outbox.applied_files(stored.plan), Direction.APPLY)
        return PlanState.WAITING

    def back(self, stored: StoredPlan) -> PlanState:
        """From applied to undone."""
        self._remove(stored, Direction.APPLY, Direction.UNDO)
        self._write(stored.plan, self._folder(stored), outbox.undone_files(stored.plan), Direction.UNDO)
        # They would count as what the meetings go on with. Where they stay in the calendar, the next import says so.
        self._store.calendars.drop("", [rung.uid for rung in stored.plan.rungs])
        return PlanState.UNDONE

    def clear(self, stored: StoredPlan) -> PlanState:
        """An apply that was broken off leaves nothing behind."""
        for wrote in Direction:
            self._remove(stored, wrote, Direction.UNDO)
        return PlanState.UNDONE

    def send_what_waited(self, stored: StoredPlan) -> None:
        """An applied plan may hold an invitation for after the last meeting; a click then writes it."""
        plan = stored.plan
        late = outbox.waiting_files(plan)
        if late and outbox.is_past(plan.last_regular, self._clock()):
            self._write(plan, self._folder(stored), late, Direction.APPLY)

    def _folder(self, stored: StoredPlan) -> Path:
        if stored.out is None:
            raise Trouble("out-needed", stored.plan.title)
        return stored.out

    def _write(self, plan: Plan, folder: Path, files: tuple[outbox.Rendered, ...], direction: Direction) -> None:
        plans = self._store.plans
        for file in files:
            path = folder / file.name
            remove_strays(path)
            found, wanted = sha256_of(path), sha256(file.content)
            change = FileChange(path, found, wanted)
            entry = plans.intend(plan.id, file.step, direction, _WRITTEN, at=self._clock(), files=[change])
            if found != wanted:
                if found is not None:
                    raise Trouble("out-file-exists", str(path))
                write_atomically(path, file.content)
            outbox.check_written(plan, file, path)
            outcome = Outcome.ALREADY_DONE if found == wanted else Outcome.DONE
            plans.done(entry, outcome, at=self._clock())

    def _remove(self, stored: StoredPlan, wrote: Direction, direction: Direction) -> None:
        """Take away what one direction wrote, as long as it is what was written."""
        plans = self._store.plans
        for entry in (e for e in stored.journal if e.direction is wrote and e.what == _WRITTEN):
            for change in entry.files:
                remove_strays(change.path)
                gone_already = sha256_of(change.path) is None
                if gone_already or change.after is None:
                    continue
                intention = FileChange(change.path, change.after, None)
                number = plans.intend(
                    stored.plan.id, entry.step, direction, _REMOVED, at=self._clock(), files=[intention]
                )
                gone = remove_if_unchanged(change.path, change.after)
                note = "" if gone else text("plan.note.file-was-changed", file=change.path.name)
                plans.done(number, Outcome.UNDONE if gone else Outcome.CONFLICT, at=self._clock(), note=note)
