"""How the steps of a plan are carried out: the part that differs between files and calendars that live elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from desktop.mentoring.plan import Plan, PlanState
from desktop.store.plans import Direction, StoredPlan


class Way(Protocol):
    """One way to carry plans out. Each walk can be broken off anywhere and walked again, or back.

    Every call may raise `Trouble`; `Applying` then notes the plan as interrupted.
    """

    def carried_by(self, plan: Plan, number: int) -> int:
        """The step that stands for step `number` in the journal."""

    def place(self, stored: StoredPlan, out: Path | None) -> Path | None:
        """The folder that is written to, None where none is needed. Raises Trouble `out-needed`."""

    def fits(self, stored: StoredPlan, direction: Direction, folder: Path | None) -> bool:
        """Whether what is there is what the plan expects, asked before anything is begun; nothing is written.

        What differs is in the journal then. Raises Trouble where it cannot be done for another reason.
        """

    def forth(self, stored: StoredPlan, *, whole: bool = False) -> PlanState:
        """Walk to applied; gives the state that the walk ended in.

        A plan that asks first (M5) goes no further than its question, and waits; `whole` is the click for the rest.
        """

    def back(self, stored: StoredPlan) -> PlanState:
        """Walk to undone, from wherever the plan is."""

    def clear(self, stored: StoredPlan) -> PlanState:
        """Leave nothing behind of an apply that was broken off."""

    def send_what_waited(self, stored: StoredPlan) -> None:
        """Carry out the step of an applied plan that waited for the last meeting, once that is over."""
