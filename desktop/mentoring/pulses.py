"""The private answers after a meeting (D14): how it felt, in one of few words. Never guessed from anything.

They are told to the user alone. Nothing here leaves the machine, and no text is ever made of them (R4, R24).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from enum import StrEnum

from desktop.mentoring.mentorship import Ledger, Pulse, SlotState
from integrations.calendars.moments import instant


class Answer(StrEnum):
    """How a meeting felt. The first three are buttons; the others are the same question in other words."""

    ENERGISED = "energised"
    NEUTRAL = "neutral"
    DRAINED = "drained"
    NOTHING_NEW = "nothing-new"
    """B9."""
    SAME_GROUND = "same-ground"
    """A102."""
    VENTING = "venting"
    """A73."""
    NOT_CHALLENGED = "not-challenged"
    """B17."""
    DUTY = "duty"
    """A31, A104: the user goes out of duty."""


FINE = frozenset({Answer.ENERGISED, Answer.NEUTRAL})
IN_OTHER_WORDS = (
    Answer.NOTHING_NEW,
    Answer.SAME_GROUND,
    Answer.VENTING,
    Answer.NOT_CHALLENGED,
    Answer.DUTY,
)
"""In the order in which they are offered: what is about the talk before what is about oneself."""
REST = 3
"""After "out of duty", the question comes back when so many more meetings took place, and not sooner (A1)."""
_TOOK_PLACE = frozenset({SlotState.KEPT, SlotState.MOVED})


def asks_how(pulses: Iterable[Pulse], ledger: Ledger, start: datetime, zone: tzinfo) -> bool:
    """Whether the meeting that began at `start` (aware) is one after which to ask how it felt."""
    last = max(pulses, key=lambda pulse: pulse.at, default=None)
    if last is None or last.answer != Answer.DUTY:
        return True
    since = 0
    for slot in reversed(ledger.slots):
        began = instant(slot.to or slot.start, zone)
        if began <= last.at:
            break
        since += slot.state in _TOOK_PLACE and began <= start
    return since >= REST
