"""One direction through the steps of one plan, on a calendar that lives elsewhere.

Step by step: look, judge (`live_steps`), note the edit in the journal, write, look again. The look after a write is
what says "done" (R13): the last meeting is there, nothing lies after it, and everything before it is as it was. So an
answer that never came costs one more look and never a second write; a break anywhere leaves a walk that can be walked
on, or back; and a calendar that says yes and changes nothing is found out.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

from desktop.mentoring.plan import CreateBigPicture, Creating, EndSeries, MarkFinal, Outcome, Plan, Step
from desktop.mentoring.transition import waits
from desktop.services.clock import Clock
from desktop.services.live_steps import Differs, Judge, Needed, Settled, Verdict, What
from desktop.services.outbox import ending_of
from desktop.store.moment_text import written_moment
from desktop.store.plans import Direction, Plans, StoredPlan
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.port import CalendarSource, Conflict, NewEvent, OutcomeUnknown, Standing
from integrations.errors import Trouble
from resources.texts import text

_log = logging.getLogger(__name__)
LOOKED = "looked"
"""In the journal: nothing was to be written, or what is there differs."""
_WAITS = (1.0, 2.0, 4.0)
"""Seconds before an edit whose outcome is unknown is looked after, and tried again where it is not there."""
_LONGEST_WAIT = 30.0
_LOOKS = (0.5, 2.0)
"""Seconds before a change that was confirmed but is not seen is looked for again."""

Sleep = Callable[[float], None]
Seen = Callable[[Plan, str, Standing | None], None]
"""Is told what stands under a UID after a step."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a walk is walked with."""

    source: CalendarSource
    plans: Plans
    clock: Clock
    seen: Seen
    sleep: Sleep
    wanted: Wanted


@dataclass
class _Try:
    """One edit on its way: its entry in the journal, how often it was sent, and whether its last answer was yes.

    `refused`: every time it was sent it was refused, so it is surely not done. `used`: the UID of the event to create
    was refused as one that is, or was once, in use.
    """

    edit: Needed
    entry: int
    sent: int = 0
    looks: int = 0
    confirmed: bool = False
    refused: bool = True
    used: bool = False


class Walk:
    """One direction through the steps of one plan."""

    def __init__(
        self, stored: StoredPlan, direction: Direction, means: Means, looked: dict[str, Standing | None]
    ) -> None:
        """`looked` holds what is known to stand under a UID; a write of ours takes it out."""
        self._plan = stored.plan
        self._direction = direction
        self._source = means.source
        self._plans = means.plans
        self._clock = means.clock
        self._means = means
        self._looked = looked
        self._open = [e for e in stored.journal if e.open and e.direction is direction]
        self._last = {e.step: (e.direction, e.outcome) for e in stored.journal if not e.open}
        self._written = written_steps(stored)
        noted = [json.loads(e.payload) for e in stored.journal if e.payload and e.direction is Direction.APPLY]
        self._details = {slot: own for one in noted for slot, own in one.get("details", {}).items()}
        """What went with the end had of its own, by slot, in the calendar's own writing."""
        self._judge = Judge(self._plan, self._written)

    @property
    def wrote(self) -> bool:
        """Whether anything of the plan may have reached the calendar."""
        return bool(self._written)

    def check_power(self) -> None:
        """Raise Trouble where the series is somebody else's (R11), or in a calendar that is only read."""
        plan = self._plan
        if all(isinstance(step, Creating) for step in plan.steps):
            return
        standing = self._look(next(n for n, step in enumerate(plan.steps) if step.uid == plan.uid))
        if standing is None:
            return
        if not standing.organizer and not plan.as_guest:
            raise Trouble("live-not-yours", plan.title)
        if not standing.changeable:
            raise Trouble("live-read-only", plan.title)

    def fits(self) -> bool:
        """Look at every step before the first is written; what differs is noted."""
        for number, step in enumerate(self._plan.steps):
            if waits(step) if self._direction is Direction.APPLY else number not in self._written:
                continue
            standing = self._look(number)
            if isinstance(self._verdict(number, standing), Differs):
                self._stop(self._noted(number, LOOKED), Outcome.CONFLICT, standing)
                return False
        return True

    def is_missing(self, number: int) -> bool:
        """Whether a step would make an event that is not there. Raises Trouble where the calendar cannot be asked."""
        return self._verdict(number, self._look(number)) == Needed(What.CREATE)

    def carry(self, number: int) -> bool:
        """Walk one step to its end; whether it got there. Raises Trouble where the calendar cannot be asked.

        What was never meant to be written needs no way back: another hand may have brought it about.
        """
        if self._direction is Direction.UNDO and number not in self._written:
            return True
        under_way: _Try | None = None
        while True:
            standing = self._look(number)
            verdict = self._verdict(number, standing)
            if isinstance(verdict, Differs):
                entry = under_way.entry if under_way is not None else self._noted(number, LOOKED)
                written = under_way is not None and not under_way.refused
                self._stop(entry, Outcome.CONFLICT, standing, written=written)
                return False
            if under_way is not None and verdict != under_way.edit:
                self._came_through(number, under_way.entry)
                under_way = None
            if isinstance(verdict, Settled):
                self._settled(number, standing)
                return True
            under_way = under_way or self._begin(number, verdict, standing)
            if not under_way.confirmed:
                self._send(number, under_way, standing)
            elif under_way.looks < len(_LOOKS):
                self._means.sleep(_LOOKS[under_way.looks])
                del self._looked[self._plan.steps[number].uid]
                under_way.looks += 1
            else:
                self._stop(under_way.entry, Outcome.NOT_CHANGED, standing)
                return False

    def _look(self, number: int) -> Standing | None:
        uid = self._plan.steps[number].uid
        if uid not in self._looked:
            self._looked[uid] = self._source.standing(self._calendar(number), uid, self._means.wanted)
        return self._looked[uid]

    def _verdict(self, number: int, standing: Standing | None) -> Verdict:
        return self._judge(number, self._direction, standing.series if standing is not None else None)

    def _calendar(self, number: int) -> str:
        step = self._plan.steps[number]
        other = step.calendar if isinstance(step, Creating) else ""
        return other or self._plan.source.calendar

    # The journal

    def _noted(self, number: int, what: str, standing: Standing | None = None, slot: str = "") -> int:
        payload: dict[str, object] = {"slot": slot, "etag": standing.etag if standing is not None else ""}
        if standing is not None and what in (What.END, What.REMOVE, What.RENAME):
            payload["details"] = {written_moment(at): own for at, own in standing.details.items()}
        written = json.dumps(payload)
        return self._plans.intend(self._plan.id, number, self._direction, what, at=self._clock(), payload=written)

    def _begin(self, number: int, edit: Needed, standing: Standing | None) -> _Try:
        """Note an edit before it is sent; what a broken-off walk had noted already is carried on under its entry."""
        slot = written_moment(edit.slot) if edit.slot is not None else ""
        for known in self._open:
            if known.step == number and known.what == edit.what and json.loads(known.payload)["slot"] == slot:
                self._open.remove(known)
                return _Try(edit, known.number, refused=False)
        if self._direction is Direction.APPLY:
            self._written.add(number)
        return _Try(edit, self._noted(number, edit.what, standing, slot))

    def _came_through(self, number: int, entry: int) -> None:
        """An edit is seen to be done, whatever its answer was."""
        outcome = Outcome.DONE if self._direction is Direction.APPLY else Outcome.UNDONE
        self._plans.done(entry, outcome, at=self._clock())
        self._last[number] = (self._direction, outcome)

    def _settled(self, number: int, standing: Standing | None) -> None:
        """The step is as it should be; say so in the journal where nothing there does yet."""
        for known in [e for e in self._open if e.step == number]:
            self._came_through(number, known.number)
        wanted = (Outcome.DONE, Outcome.ALREADY_DONE) if self._direction is Direction.APPLY else (Outcome.UNDONE,)
        direction, outcome = self._last.get(number, (None, None))
        if direction is not self._direction or outcome not in wanted:
            self._plans.done(self._noted(number, LOOKED), wanted[-1], at=self._clock())
        self._means.seen(self._plan, self._plan.steps[number].uid, standing)

    def _stop(self, entry: int, outcome: Outcome, standing: Standing | None, *, written: bool = True) -> None:
        """It cannot go on by itself: keep what was found, for both versions side by side."""
        found = standing.series.text if standing is not None else ""
        note, payload = text(f"live.note.{outcome.value}"), json.dumps({"found": found, "written": written})
        self._plans.done(entry, outcome, at=self._clock(), note=note, payload=payload)
        _log.info("plan %s: %s", self._plan.id, outcome)

    # One edit

    def _send(self, number: int, under_way: _Try, standing: Standing | None) -> None:
        """Send an edit. A refusal and an unknown outcome are left to the next look; raises Trouble after a few."""
        if under_way.sent > len(_WAITS):
            raise Trouble("live-no-answer", self._plan.title)
        under_way.sent += 1
        del self._looked[self._plan.steps[number].uid]
        try:
            self._write(number, under_way, standing)
        except Conflict:
            under_way.used = under_way.edit.what is What.CREATE
        except OutcomeUnknown as unknown:
            under_way.refused = False
            self._means.sleep(min(unknown.wait or _WAITS[min(under_way.sent, len(_WAITS)) - 1], _LONGEST_WAIT))
        except Trouble as trouble:
            self._plans.done(under_way.entry, Outcome.FAILED, at=self._clock(), note=trouble.message)
            raise
        else:
            under_way.confirmed, under_way.refused = True, False

    def _write(self, number: int, under_way: _Try, standing: Standing | None) -> None:
        step, edit, source = self._plan.steps[number], under_way.edit, self._source
        calendar, notify = self._calendar(number), bool(step.tells)
        if isinstance(step, Creating) and edit.what is What.CREATE:
            make = source.revive if under_way.used else source.create
            make(calendar, self._event(step), notify=notify)
            return
        assert standing is not None, "an edit other than create is of something that is there"
        etag = standing.etag
        if isinstance(step, EndSeries) and edit.what is What.END:
            source.end(calendar, step.uid, ending_of(step), etag=etag, notify=notify)
        elif isinstance(step, EndSeries) and edit.what is What.RESTORE:
            source.restore_rules(calendar, step.uid, self._judge.to_restore(step), etag=etag, notify=notify)
        elif edit.what is What.DELETE:
            source.delete(calendar, step.uid, etag=etag, notify=notify)
        elif edit.slot is not None and edit.start is not None and edit.end is not None:
            source.put_occurrence(
                calendar,
                step.uid,
                edit.slot,
                title=edit.title,
                start=edit.start,
                end=edit.end,
                etag=etag,
                notify=notify,
                details=self._own(step, edit),
                place=_place(step, edit),
            )
        elif edit.slot is not None:
            source.remove_occurrence(calendar, step.uid, edit.slot, etag=etag, notify=notify)

    def _own(self, step: Step, edit: Needed) -> str:
        """What an occurrence had besides title and time, where this edit gives it back."""
        gives = edit.what is What.PUT_BACK or (edit.what is What.RENAME_BACK and _place(step, edit) is not None)
        return self._details.get(written_moment(edit.slot), "") if gives and edit.slot is not None else ""

    def _event(self, step: Creating) -> NewEvent:
        return NewEvent(
            uid=step.uid,
            title=step.title,
            body=step.body,
            start=step.start,
            end=step.end,
            form=step.form,
            zone_name=step.zone_name,
            rule=step.rule,
            attendees=tuple(person for person in self._judge.before.people if person.email in step.tells),
            far_ahead=isinstance(step, CreateBigPicture),
        )


def _place(step: Step, edit: Needed) -> str | None:
    """Where the occurrence is to be: as the step says, on the way back where the series is; None to leave it."""
    if not isinstance(step, MarkFinal) or not step.place:
        return None
    return step.place if edit.what is What.RENAME else ""


def written_steps(stored: StoredPlan) -> set[int]:
    """The steps of a live plan that may have reached the calendar on the way to applied."""
    edits = [e for e in stored.journal if e.direction is Direction.APPLY and e.what in set(What)]
    return {e.step for e in edits if e.outcome is not Outcome.CONFLICT or json.loads(e.payload)["written"]}
