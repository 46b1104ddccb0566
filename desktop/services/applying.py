"""Carrying plans out for series that live in files, and taking them back.

A plan's files are two sets: those of the applied plan and those of the plan undone. Going from one to the other is
one walk: take away the files of the one where they are unchanged, write the files of the other. Each file is noted in
the journal, on the disk, before it is touched and after it was read back. What a file holds depends on the plan
alone, so that a walk broken off anywhere can be walked again, or back, and ends with the same bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.mentoring.plan import Outcome, Plan, PlanState, Refusal
from desktop.mentoring.transition import waits
from desktop.services import outbox
from desktop.services.clock import Clock
from desktop.services.records import PlanRecord, StepRecord
from desktop.store.plans import BEGUN, Direction, FileChange, StoredPlan
from integrations.errors import Trouble
from integrations.files import remove_if_unchanged, remove_strays, sha256, sha256_of, write_atomically
from resources.texts import text

if TYPE_CHECKING:
    from desktop.store.store import Store

_log = logging.getLogger(__name__)
_WRITTEN = "written"
_REMOVED = "removed"
_BEGUN = "begun"
"""Says in which direction a plan went when it was broken off."""
_READY = (PlanState.WAITING, PlanState.APPLIED)


class Applying:
    """Apply, undo, finish, take back. Only one at a time, in whatever process. Safe to call from any thread."""

    def __init__(self, store: Store, clock: Clock, revision_now: Callable[[Plan], str | None]) -> None:
        """`revision_now` gives the present revision of a plan's series, None where its source is gone."""
        self._store = store
        self._clock = clock
        self._revision_now = revision_now

    def apply(self, plan_id: str, *, out: Path | None, told: date | None = None) -> PlanRecord:
        """Carry a plan out, or carry one on that was broken off; a second time changes nothing.

        Raises Trouble (`plan-unknown`, `plan-undone`, `plan-changed-meanwhile`, `out-needed`, `out-file-exists`,
        those of writing) and Refusal `not-told`.
        """
        with self._store.carrying_out():
            stored = self._plan(plan_id)
            plan = stored.plan
            if stored.state in (PlanState.UNDONE, PlanState.UNDOING):
                raise Trouble("plan-undone", plan_id)
            if stored.state in _READY:
                return self._send_what_waited(stored)
            if stored.state in BEGUN and not self._was_applying(stored):
                return self._apply_again(stored)
            if plan.needs_telling and plan.told is None and told is None:
                raise Refusal("not-told")
            folder = stored.out or (out.expanduser().absolute() if out else None)
            if folder is None:
                raise Trouble("out-needed", plan.title)
            if stored.state is PlanState.DRAFT:
                self._check_before(plan, folder)
            self._begin(plan_id, PlanState.APPLYING, Direction.APPLY, folder)
            self._remove(stored, Direction.UNDO, Direction.APPLY)
            self._write(plan, folder, outbox.applied_files(plan), Direction.APPLY)
            self._store.plans.set_state(plan_id, PlanState.WAITING, at=self._clock())
            return self.record(plan_id)

    def undo(self, plan_id: str | None = None) -> PlanRecord:
        """Take an applied plan back, the last one where none is named; again changes nothing.

        Files that were changed since stay and are named. Raises Trouble (`plan-unknown`, `plan-none-to-undo`,
        `plan-too-late`, those of writing).
        """
        with self._store.carrying_out():
            stored = self._plan(plan_id) if plan_id else self.last_applied()
            plan = stored.plan
            if stored.state is PlanState.UNDONE:
                return self.record(plan.id)
            if stored.state is PlanState.DRAFT:
                raise Trouble("plan-not-applied", plan.id)
            if stored.state is PlanState.APPLIED and outbox.is_past(plan.final, self._clock()):
                raise Trouble("plan-too-late", plan.id)
            if self._was_applying(stored):
                return self._back_to_nothing(stored)
            self._begin(plan.id, PlanState.UNDOING, Direction.UNDO)
            self._remove(stored, Direction.APPLY, Direction.UNDO)
            self._write(plan, self._folder(stored), outbox.undone_files(plan), Direction.UNDO)
            self._store.plans.set_state(plan.id, PlanState.UNDONE, at=self._clock())
            return self.record(plan.id)

    def interrupted(self) -> tuple[PlanRecord, ...]:
        """Plans that a break left between: begun, and nobody is at work on them."""
        try:
            with self._store.carrying_out():
                for stored in self._store.plans.unfinished():
                    self._store.plans.set_state(stored.plan.id, PlanState.INTERRUPTED, at=self._clock())
        except Trouble as trouble:
            if trouble.code != "store-plan-busy":
                raise
            return ()
        return tuple(self.record(stored.plan.id) for stored in self._store.plans.unfinished())

    def finish(self, plan_id: str) -> PlanRecord:
        """Carry an interrupted plan on in the direction in which it was going."""
        stored = self._plan(plan_id)
        if stored.state not in BEGUN or self._was_applying(stored):
            return self.apply(plan_id, out=stored.out)
        return self.undo(plan_id)

    def take_back(self, plan_id: str) -> PlanRecord:
        """Restore what an interrupted plan had touched: an apply becomes untouched, an undo becomes applied again."""
        stored = self._plan(plan_id)
        if stored.state not in BEGUN:
            return self.record(plan_id)
        if self._was_applying(stored):
            return self.undo(plan_id)
        with self._store.carrying_out():
            return self._apply_again(stored)

    def _apply_again(self, stored: StoredPlan) -> PlanRecord:
        """From half undone to applied, as before the undo."""
        self._begin(stored.plan.id, PlanState.APPLYING, Direction.APPLY)
        self._remove(stored, Direction.UNDO, Direction.APPLY)
        self._write(stored.plan, self._folder(stored), outbox.applied_files(stored.plan), Direction.APPLY)
        self._store.plans.set_state(stored.plan.id, PlanState.WAITING, at=self._clock())
        return self.record(stored.plan.id)

    def record(self, plan_id: str) -> PlanRecord:
        """A plan with what became of each of its steps."""
        stored = self._plan(plan_id)
        files = {change.path for entry in stored.journal for change in entry.files}
        return PlanRecord(
            plan=stored.plan,
            state=stored.state,
            steps=tuple(self._step(stored, number) for number in range(len(stored.plan.steps))),
            out=stored.out,
            files=tuple(sorted(path for path in files if path.exists())),
            created=stored.created,
            changed=stored.changed,
        )

    def _step(self, stored: StoredPlan, number: int) -> StepRecord:
        step = stored.plan.steps[number]
        carried_by = outbox.carried_by(stored.plan, number)
        entries = [entry for entry in stored.journal if entry.step == carried_by and entry.done_at is not None]
        last = entries[-1] if entries else None
        outcome, note, at = Outcome.PLANNED, "", None
        if last is not None:
            at = last.done_at
            note = last.note
            outcome = last.outcome or Outcome.PLANNED
        elif waits(step) and stored.state in _READY:
            outcome = Outcome.WAITING
        if stored.state is PlanState.UNDONE:
            outcome = Outcome.UNDONE
        return StepRecord(step, outcome, at, note)

    def _plan(self, plan_id: str) -> StoredPlan:
        stored = self._store.plans.record(plan_id)
        if stored is None:
            raise Trouble("plan-unknown", plan_id)
        return stored

    def last_applied(self) -> StoredPlan:
        """The plan that was carried out last and not taken back. Raises Trouble `plan-none-to-undo`."""
        ready = [s for s in self._store.plans.all() if s.state in (*_READY, *BEGUN)]
        if not ready:
            raise Trouble("plan-none-to-undo")
        return max(ready, key=lambda stored: stored.changed)

    def _folder(self, stored: StoredPlan) -> Path:
        if stored.out is None:
            raise Trouble("out-needed", stored.plan.title)
        return stored.out

    @staticmethod
    def _was_applying(stored: StoredPlan) -> bool:
        """Whether a plan that is neither here nor there was on its way to applied."""
        begun = [entry.direction for entry in stored.journal if entry.what == _BEGUN]
        return stored.state in BEGUN and begun[-1:] == [Direction.APPLY]

    def _begin(self, plan_id: str, state: PlanState, direction: Direction, out: Path | None = None) -> None:
        """Set out in a direction; the state and the note of the direction are kept together."""
        _log.info("plan %s: %s", plan_id, direction)
        with self._store.transaction():
            self._store.plans.set_state(plan_id, state, at=self._clock(), out=out)
            entry = self._store.plans.intend(plan_id, outbox.NO_STEP, direction, _BEGUN, at=self._clock())
            self._store.plans.done(entry, Outcome.DONE, at=self._clock())

    def _check_before(self, plan: Plan, folder: Path) -> None:
        """Nothing is written where the calendar changed since the plan was made, or over anyone's file."""
        present = self._revision_now(plan)
        if present is not None and present != plan.source.revision:
            raise Trouble("plan-changed-meanwhile", plan.title)
        if not folder.exists():
            outbox.make_folder(folder)
        for file in outbox.applied_files(plan):
            path = folder / file.name
            if sha256_of(path) not in (None, sha256(file.content)):
                raise Trouble("out-file-exists", str(path))

    def _send_what_waited(self, stored: StoredPlan) -> PlanRecord:
        """An applied plan may hold an invitation for after the last meeting; a click then writes it."""
        plan = stored.plan
        late = outbox.waiting_files(plan)
        if late and outbox.is_past(plan.final, self._clock()):
            self._write(plan, self._folder(stored), late, Direction.APPLY)
        return self.record(plan.id)

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

    def _back_to_nothing(self, stored: StoredPlan) -> PlanRecord:
        """An apply that was broken off leaves nothing behind."""
        for wrote in Direction:
            self._remove(stored, wrote, Direction.UNDO)
        self._store.plans.set_state(stored.plan.id, PlanState.UNDONE, at=self._clock())
        return self.record(stored.plan.id)

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
