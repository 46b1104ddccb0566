"""Carrying plans out on a calendar that lives elsewhere: which steps, in which order, and the states they end in.

What happens to one step is in `walking`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.mentoring.plan import Plan, PlanState
from desktop.mentoring.transition import asks, asks_first, later, waits
from desktop.services.clock import Clock
from desktop.services.outbox import is_past
from desktop.services.own_talks import note_gone, stays_out
from desktop.services.walking import Means, Seen, Sleep, Walk, written_steps
from desktop.store.plans import Direction, StoredPlan
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.port import CalendarSource, Standing

if TYPE_CHECKING:
    from desktop.store.store import Store


class Live:
    """The way of live calendars, see `Way`."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        source: Callable[[str], CalendarSource],
        *,
        wanted: Callable[[], Wanted],
        seen: Seen,
        sleep: Sleep,
    ) -> None:
        """`source` gives an account's calendars; it may raise Trouble. `wanted` is what a reader is to keep."""
        self._store = store
        self._clock = clock
        self._source = source
        self._wanted = wanted
        self._seen = seen
        self._sleep = sleep
        self._looked: dict[str, Standing | None] = {}
        """What a look before the first write has shown, so that the write needs none of its own."""

    def carried_by(self, _: Plan, number: int) -> int:
        """Every step stands for itself."""
        return number

    def place(self, _: StoredPlan, __: Path | None) -> Path | None:
        """No folder is needed."""
        return None

    def fits(self, stored: StoredPlan, direction: Direction, _: Path | None) -> bool:
        """See `Way`. Raises Trouble `live-not-yours` or `live-read-only` where the user may not change the series."""
        if asks(stored.plan):
            return True
        walk = self._walk(stored, direction)
        if direction is Direction.APPLY:
            walk.check_power()
        return walk.fits()

    def forth(self, stored: StoredPlan, *, whole: bool = False) -> PlanState:
        """See `Way`. What is asked of somebody else waits for their calendar to show it."""
        plan = stored.plan
        if asks(plan):
            return PlanState.WAITING
        walk = self._walk(stored, Direction.APPLY)
        # Broken off behind the question, it goes on there: the click for the rest was made.
        whole = whole or not asks_first(plan) or any(later(plan, plan.steps[n]) for n in written_steps(stored))
        left_out = waits if whole else partial(later, plan)
        numbers = [number for number, step in enumerate(plan.steps) if not left_out(step)]
        if all(self._stays_out(stored, walk, number) or walk.carry(number) for number in numbers):
            return PlanState.APPLIED if whole else PlanState.WAITING
        return PlanState.INTERRUPTED if walk.wrote else PlanState.CONFLICT

    def back(self, stored: StoredPlan) -> PlanState:
        """See `Way`. Backwards, so that a break leaves an event too many and never a gap."""
        walk = self._walk(stored, Direction.UNDO)
        done = all(walk.carry(number) for number in reversed(range(len(stored.plan.steps))))
        return PlanState.UNDONE if done else PlanState.INTERRUPTED

    def clear(self, stored: StoredPlan) -> PlanState:
        """See `Way`: what was written is taken back, the rest was never there."""
        return self.back(stored)

    def send_what_waited(self, stored: StoredPlan) -> None:
        """See `Way`."""
        plan = stored.plan
        over = is_past(plan.last_regular, self._clock())
        open_ = not asks(plan) or stored.state is PlanState.APPLIED
        late = [n for n, step in enumerate(plan.steps) if (over if waits(step) else asks(plan))]
        if late and open_:
            walk = self._walk(stored, Direction.APPLY)
            for number in late:
                walk.carry(number)

    def _stays_out(self, stored: StoredPlan, walk: Walk, number: int) -> bool:
        """Whether a step is a talk that another hand took out since the plan stood; that is then noted."""
        talk = stored.plan.steps[number] is stored.plan.talk
        if not (talk and stays_out(stored) and walk.is_missing(number)):
            return False
        note_gone(self._store, stored, self._clock())
        return True

    def _walk(self, stored: StoredPlan, direction: Direction) -> Walk:
        source = self._source(stored.plan.source.account)
        means = Means(source, self._store.plans, self._clock, self._seen, self._sleep, self._wanted())
        return Walk(stored, direction, means, self._looked)
