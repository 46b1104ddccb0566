"""What is worth a word on the day before a meeting: a next step that was noted, or that nothing was (B22, A99).

A function of values, as all that is said. It is never guessed whether a meeting was worth it: only whether the user
wrote something down, and only where they do so at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from desktop.mentoring.due import stamp
from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.mentoring.mentorship import MentorshipReview, SlotState
from desktop.mentoring.occasions import DatedStep, Occasion
from desktop.mentoring.signs.case import is_talk
from integrations.calendars.moments import day_of, instant

WITHOUT_A_NOTE = 3
"""Meetings in a row about which nothing was noted (A99)."""
IN_USE = timedelta(weeks=26)
"""Who noted nothing for so long does not use notes."""
_TOOK_PLACE = frozenset({SlotState.KEPT, SlotState.MOVED})
_NOTES = frozenset(
    {
        JottingKind.NEXT_STEP,
        JottingKind.GOAL,
        JottingKind.ASK,
        JottingKind.LESSON,
        JottingKind.GIVEN,
        JottingKind.RECEIVED,
        JottingKind.SPOTTED,
    }
)
_TO_BRING = frozenset({JottingKind.NEXT_STEP, JottingKind.ASK})


@dataclass(frozen=True, slots=True)
class Noted:
    """What was written about one mentorship: jottings, and when something was taken away from a meeting (aware)."""

    jottings: Sequence[Jotting] = ()
    wins: Sequence[datetime] = ()
    closing: bool = False
    """A last meeting was agreed on: its own days are worth the words."""


def steps(found: MentorshipReview, noted: Noted, now: datetime, zone: tzinfo) -> Iterator[DatedStep]:
    """What to say before the next meeting, one thing at most; `now` is aware, days are on the clock of `zone`."""
    ahead = found.ledger.next
    if ahead is None or is_talk(found.mentorship, found.ledger):
        return
    meeting = day_of(ahead.start, zone)
    on, id_ = meeting - timedelta(days=1), found.mentorship.id
    step = _next_step(found, noted, zone)
    if step is not None:
        yield DatedStep(Occasion.NEXT_STEP, on, meeting, f"{Occasion.NEXT_STEP}:{id_}:{step.id}", about=step.id)
    elif not noted.closing and not found.mentorship.group and _nothing_to_bring(found, noted, now, zone):
        at = stamp(instant(ahead.start, zone))
        yield DatedStep(Occasion.BRING, on, meeting, f"{Occasion.BRING}:{id_}:{at}")


def _next_step(found: MentorshipReview, noted: Noted, zone: tzinfo) -> Jotting | None:
    """The latest that is open, if the two have not met since: one word is enough."""
    steps = [one for one in noted.jottings if one.kind is JottingKind.NEXT_STEP and one.state is JottingState.OPEN]
    if not steps:
        return None
    last = max(steps, key=lambda one: one.at)
    met = found.ledger.contacts[-1] if found.ledger.contacts else None
    return last if met is None or instant(met, zone) <= last.at else None


def _nothing_to_bring(found: MentorshipReview, noted: Noted, now: datetime, zone: tzinfo) -> bool:
    if any(one.kind in _TO_BRING and one.state is JottingState.OPEN for one in noted.jottings):
        return False
    notes = [*noted.wins, *(one.at for one in noted.jottings if one.kind in _NOTES)]
    last = max((at for at in notes if at <= now), default=None)
    if last is None or now - last > IN_USE:
        return False
    met = (slot for slot in found.ledger.slots if slot.state in _TOOK_PLACE)
    return sum(instant(slot.to or slot.start, zone) > last for slot in met) == WITHOUT_A_NOTE
