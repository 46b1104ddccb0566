"""The talks that Graduand arranged in connected calendars: whoever takes one out there is believed.

Only a calendar's own word counts: it named the event as deleted, or was read whole and does not have it. What was seen
goes into the journal of the plan as a look, so the plan, its history and its undo go by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.mentoring.big_picture import next_talk
from desktop.mentoring.plan import CreateBigPicture, Outcome, Plan, PlanState
from desktop.services.differences import Change
from desktop.services.live_steps import What
from desktop.services.outbox import NO_STEP
from desktop.services.walking import LOOKED
from desktop.store.plans import Direction, JournalEntry, StoredPlan
from resources.texts import text

if TYPE_CHECKING:
    from desktop.store.store import Store

_CARRIED_OUT = (PlanState.WAITING, PlanState.APPLIED)
_MADE = (Outcome.DONE, Outcome.ALREADY_DONE, Outcome.UNDONE)


def taken_out(stored: StoredPlan) -> bool:
    """Whether the talk of a plan that stands was made, and is no longer in its calendar by another hand."""
    return _became(stored) is Outcome.UNDONE


def became(stored: StoredPlan) -> Outcome | None:
    """What became last of a plan's talk; None where there is none, or nothing was done about it yet."""
    done = [entry.outcome for entry in _entries(stored) if not entry.open]
    return done[-1] if done else None


def stays_out(stored: StoredPlan) -> bool:
    """Whether the talk of a plan that stood, where it is missing now, was taken out by another hand.

    The way back from a half-done undo then leaves it out; what the undo deleted, or may have, it makes again.
    """
    if stored.plan.talk is None or not _undo_began(stored):
        return False
    own = _entries(stored)
    made = next((at for at, entry in reversed(list(enumerate(own))) if entry.direction is Direction.APPLY), None)
    if made is None or own[made].outcome not in (Outcome.DONE, Outcome.ALREADY_DONE):
        return False
    return all(entry.what != What.DELETE for entry in own[made + 1 :])


def note_gone(store: Store, stored: StoredPlan, now: datetime) -> None:
    """Note that the talk is gone, where the journal does not say so already."""
    if not _entries(stored)[-1].note:
        with store.transaction():
            _note(store, stored, gone=True, now=now)


def watched(store: Store, account: str) -> frozenset[str]:
    """The UIDs of the talks that were made in an account's calendars, for its reader to ask after."""
    return frozenset(talk.uid for _, talk in _made(store, account))


def settle(store: Store, account: str, there: Mapping[str, Mapping[str, bool]], now: datetime) -> tuple[Change, ...]:
    """Note the talks that are gone or back, and give what may be told of them (R19).

    `there`: for each calendar that was read, what it said of the watched UIDs. A talk that was moved to another
    calendar is there. Once all of its dates are past it is left as it is: no calendar has to list it then. Joins the
    caller's transaction.
    """
    told = store.told.all()
    found: list[Change] = []
    for stored, talk in _made(store, account):
        said = {calendar: uids[talk.uid] for calendar, uids in there.items() if talk.uid in uids}
        back = any(said.values())
        gone = not back and said.get(talk.calendar or stored.plan.source.calendar) is False
        if (gone or back) and gone is not taken_out(stored) and next_talk(talk, now) is not None:
            _note(store, stored, gone=gone, now=now)
            mentorship = told.get(stored.plan.mentorship)
            if mentorship is None or not mentorship.safe:
                found.append(Change(talk.uid, talk.title, ("gone" if gone else "back",)))
    return tuple(found)


def _note(store: Store, stored: StoredPlan, *, gone: bool, now: datetime) -> None:
    direction, outcome = (Direction.UNDO, Outcome.UNDONE) if gone else (Direction.APPLY, Outcome.ALREADY_DONE)
    entry = store.plans.intend(stored.plan.id, _number(stored.plan), direction, LOOKED, at=now)
    store.plans.done(entry, outcome, at=now, note=text("live.note.talk-gone") if gone else "")


def _made(store: Store, account: str) -> Iterator[tuple[StoredPlan, CreateBigPicture]]:
    """The talks that were made there, with their plans; those that were taken out since as well."""
    for stored in store.plans.all():
        if stored.plan.source.account == account and stored.plan.talk is not None and _became(stored) in _MADE:
            yield stored, stored.plan.talk


def _became(stored: StoredPlan) -> Outcome | None:
    """What became last of the talk of a plan that was carried out in a connected calendar; None for any other."""
    return became(stored) if stored.plan.source.live and stored.state in _CARRIED_OUT else None


def _entries(stored: StoredPlan) -> list[JournalEntry]:
    """What the journal has about the talk, oldest first."""
    number = _number(stored.plan) if stored.plan.talk is not None else None
    return [entry for entry in stored.journal if entry.step == number]


def _undo_began(stored: StoredPlan) -> bool:
    return any(entry.step == NO_STEP and entry.direction is Direction.UNDO for entry in stored.journal)


def _number(plan: Plan) -> int:
    """The place of the talk among the steps."""
    return next(number for number, step in enumerate(plan.steps) if step is plan.talk)
