"""Carrying plans out, and taking them back: the states between a draft and its undo, whatever the plan changes.

How a step is carried out is a `Way`: `filing` writes files, `live` changes a calendar that lives elsewhere. A plan that
was broken off is found at the next start, and can be finished or taken back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.mentoring.plan import Outcome, Plan, PlanState, Refusal
from desktop.mentoring.transition import asks, asks_first, later
from desktop.services import outbox
from desktop.services.clock import Clock
from desktop.services.records import PlanRecord, StepRecord
from desktop.services.way import Way
from desktop.store.plans import BEGUN, Direction, StoredPlan
from integrations.errors import Trouble
from resources.texts import day

if TYPE_CHECKING:
    from desktop.store.store import Store

_log = logging.getLogger(__name__)
_BEGUN = "begun"
"""Says in which direction a plan went when it was broken off."""
_READY = (PlanState.WAITING, PlanState.APPLIED)
_FRESH = (PlanState.DRAFT, PlanState.CONFLICT)
"""Nothing of such a plan was written."""


class Applying:
    """Apply, undo, finish, take back. Only one at a time, in whatever process. Safe to call from any thread."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], tzinfo], way: Callable[[Plan], Way]) -> None:
        """`zone` is the user's: what day it is today. `way` is how a plan is carried out."""
        self._store = store
        self._clock = clock
        self._zone = zone
        self._way = way

    def apply(self, plan_id: str, *, out: Path | None, told: date | None = None) -> PlanRecord:
        """Carry a plan out, or carry one on that was broken off; a second time changes nothing.

        Where a live calendar is not as the plan expects, the record's state is CONFLICT and nothing was written; where
        it turned out so half-way, or a write changed nothing, INTERRUPTED, and the steps tell.
        Raises Trouble (`plan-unknown`, `plan-undone`, `plan-changed-meanwhile`, `out-needed`, `out-file-exists`,
        those of writing, `live-…`, those of the account) and Refusal `not-told`. The plan is interrupted then, if
        anything of it was begun.
        """
        with self._store.carrying_out():
            stored = self._plan(plan_id)
            told = self.check_apply(plan_id, told)
            way = self._way(stored.plan)
            if stored.state is PlanState.WAITING and asks_first(stored.plan):
                return self._rest(stored, way)
            if stored.state in _READY:
                way.send_what_waited(stored)
                return self.record(plan_id)
            if stored.state in BEGUN and not self._was_applying(stored):
                return self._apply_again(stored)
            if stored.state in _FRESH:
                stored = self._with_told(stored, told)
            folder = way.place(stored, out)
            if stored.state in _FRESH and not way.fits(stored, Direction.APPLY, folder):
                self._store.plans.set_state(plan_id, PlanState.CONFLICT, at=self._clock())
                return self.record(plan_id)
            return self._walk(stored, PlanState.APPLYING, Direction.APPLY, way.forth, folder)

    def undo(self, plan_id: str | None = None) -> PlanRecord:
        """Take an applied plan back, the last one where none is named; again changes nothing.

        Files that were changed since stay and are named. A live series that was changed since is left alone: the plan
        stays as it is, and the steps tell of the conflict. Raises Trouble (`plan-unknown`, `plan-none-to-undo`,
        `plan-too-late`, those of writing and of the account).
        """
        with self._store.carrying_out():
            stored = self._plan(plan_id) if plan_id else self.last_applied()
            plan, way = stored.plan, self._way(stored.plan)
            if stored.state is PlanState.UNDONE:
                return self.record(plan.id)
            self.check_undo(plan.id)
            if self._was_applying(stored):
                return self._back_to_nothing(stored)
            if stored.state in _READY and not way.fits(stored, Direction.UNDO, stored.out):
                return self.record(plan.id)
            return self._walk(stored, PlanState.UNDOING, Direction.UNDO, way.back)

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

    def _rest(self, stored: StoredPlan, way: Way) -> PlanRecord:
        """The question was put, and this is the click for everything else; where it does not fit, the steps tell."""
        if not way.fits(stored, Direction.APPLY, stored.out):
            return self.record(stored.plan.id)
        return self._walk(stored, PlanState.APPLYING, Direction.APPLY, partial(way.forth, whole=True))

    def _apply_again(self, stored: StoredPlan) -> PlanRecord:
        """From half undone to applied, as before the undo."""
        return self._walk(stored, PlanState.APPLYING, Direction.APPLY, self._way(stored.plan).forth)

    def _back_to_nothing(self, stored: StoredPlan) -> PlanRecord:
        """An apply that was broken off leaves nothing behind. It stays one that was on its way to applied."""
        plan_id = stored.plan.id
        state = self._carried(plan_id, self._way(stored.plan).clear)
        self._store.plans.set_state(plan_id, state, at=self._clock())
        return self.record(plan_id)

    def _walk(
        self,
        stored: StoredPlan,
        state: PlanState,
        direction: Direction,
        carry: Callable[[StoredPlan], PlanState],
        folder: Path | None = None,
    ) -> PlanRecord:
        """Set out, carry, and keep where it ended."""
        plan_id = stored.plan.id
        self._begin(plan_id, state, direction, folder)
        ended = self._carried(plan_id, carry)
        self._store.plans.set_state(plan_id, ended, at=self._clock())
        return self.record(plan_id)

    def _carried(self, plan_id: str, carry: Callable[[StoredPlan], PlanState]) -> PlanState:
        try:
            return carry(self._plan(plan_id))
        except Trouble:
            self._store.plans.set_state(plan_id, PlanState.INTERRUPTED, at=self._clock(), expecting=BEGUN)
            raise

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
        carried_by = self._way(stored.plan).carried_by(stored.plan, number)
        entries = [entry for entry in stored.journal if entry.step == carried_by and entry.done_at is not None]
        last = entries[-1] if entries else None
        outcome, note, at = Outcome.PLANNED, "", None
        if last is not None:
            at = last.done_at
            note = last.note
            outcome = last.outcome or Outcome.PLANNED
        elif (later(stored.plan, step) or asks(stored.plan)) and stored.state in _READY:
            outcome = Outcome.WAITING
        if stored.state is PlanState.UNDONE:
            outcome = Outcome.UNDONE
        return StepRecord(step, outcome, at, note)

    def _plan(self, plan_id: str) -> StoredPlan:
        stored = self._store.plans.record(plan_id)
        if stored is None:
            raise Trouble("plan-unknown", plan_id)
        return stored

    def last_applied(self, but_for: Collection[str] = ()) -> StoredPlan:
        """The plan that was carried out last and not taken back. Raises Trouble `plan-none-to-undo`.

        `but_for`: the mentorships whose plans are left out.
        """
        ready = [s for s in self._store.plans.all() if s.state in (*_READY, *BEGUN)]
        ready = [stored for stored in ready if stored.plan.mentorship not in but_for]
        if not ready:
            raise Trouble("plan-none-to-undo")
        return max(ready, key=lambda stored: stored.changed)

    @staticmethod
    def _was_applying(stored: StoredPlan) -> bool:
        """Whether a plan that is neither here nor there was on its way to applied."""
        begun = [entry.direction for entry in stored.journal if entry.what == _BEGUN]
        return stored.state in BEGUN and begun[-1:] == [Direction.APPLY]

    def check_apply(self, plan_id: str, told: date | None = None) -> date | None:
        """The day on which the others were told; raises what `apply` raises before it looks at any calendar.

        A day to come schedules nothing: the change waits for another click (R3). Raises Trouble (`plan-unknown`,
        `plan-undone`) and Refusal `not-told` (R1).
        """
        stored = self._plan(plan_id)
        told = told or stored.plan.told
        if stored.state in (PlanState.UNDONE, PlanState.UNDOING):
            raise Trouble("plan-undone", plan_id)
        if stored.state in _FRESH and stored.plan.needs_telling:
            if told is None:
                raise Refusal("not-told")
            if told > self._clock().astimezone(self._zone()).date():
                raise Refusal("not-told", (("day", day(told, weekday=True)),))
        return told

    def check_undo(self, plan_id: str) -> None:
        """Raise what `undo` raises before it looks at any calendar.

        That is Trouble: `plan-unknown`, `plan-not-applied`, `plan-too-late`.
        """
        stored = self._plan(plan_id)
        if stored.state is PlanState.DRAFT:
            raise Trouble("plan-not-applied", plan_id)
        if stored.state is PlanState.APPLIED or stored.plan.source.live:
            self._check_in_time(stored.plan)

    def _with_told(self, stored: StoredPlan, told: date | None) -> StoredPlan:
        """The draft with the day on which the others were told, kept with it."""
        plan = stored.plan
        if plan.needs_telling and told != plan.told and stored.state is PlanState.DRAFT:
            self._store.plans.save(replace(plan, told=told), at=self._clock())
        return self._plan(plan.id)

    def _check_in_time(self, plan: Plan) -> None:
        """After the last meeting, meeting again is a series of its own (J9.5). Raises Trouble."""
        if outbox.is_past(plan.final, self._clock()):
            raise Trouble("plan-too-late", plan.id)

    def _begin(self, plan_id: str, state: PlanState, direction: Direction, out: Path | None = None) -> None:
        """Set out in a direction; the state and the note of the direction are kept together."""
        _log.info("plan %s: %s", plan_id, direction)
        with self._store.transaction():
            self._store.plans.set_state(plan_id, state, at=self._clock(), out=out)
            entry = self._store.plans.intend(plan_id, outbox.NO_STEP, direction, _BEGUN, at=self._clock())
            self._store.plans.done(entry, Outcome.DONE, at=self._clock())
