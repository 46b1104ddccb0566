"""Which pages there are, and in which order: by what would help, and by the career stage (product 1.1). Values only."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from desktop.mentoring.letters.kinds import Stage
from desktop.mentoring.sheet import Way


class At(IntEnum):
    """The pages' ids. Their order is the route's, not that of the numbers."""

    HELP = 0
    SAFE = 5
    YOU = 7
    WHY = 10
    GOALS = 20
    TRY = 30
    BECOME = 40
    DATE = 50
    TELL = 60
    THANKS = 70
    SUMMARY = 74
    OFFER = 78
    LAST_TALK = 82
    CHECK = 90
    DONE = 100
    AFTER = 110


class Act(StrEnum):
    """The three acts of a good close (B46)."""

    BACK = "back"
    SAY = "say"
    DOOR = "door"


_BACK = (At.HELP, At.SAFE, At.YOU, At.WHY, At.GOALS, At.TRY)
_DOOR = (At.CHECK, At.DONE, At.AFTER)
_USUAL = (
    *(At.WHY, At.GOALS, At.TRY, At.BECOME, At.DATE, At.TELL),
    *(At.THANKS, At.SUMMARY, At.OFFER, At.LAST_TALK),
)
_EARLY = (
    *(At.WHY, At.GOALS, At.TRY, At.TELL, At.DATE, At.BECOME),
    *(At.THANKS, At.SUMMARY, At.OFFER, At.LAST_TALK),
)
"""The words first, then a firm date, then the talk (A58 to A60, A67)."""
_LEADER = (
    *(At.WHY, At.GOALS, At.TRY, At.BECOME, At.OFFER, At.DATE),
    *(At.TELL, At.THANKS, At.SUMMARY, At.LAST_TALK),
)
"""What it becomes, and what is offered, before anything else (A39)."""
_OVER = (At.THANKS, At.SUMMARY, At.OFFER, At.BECOME)
"""Where nothing lies ahead, no date is left to choose (J3)."""
_ORDERS = {Stage.EARLY: _EARLY, Stage.LEADER: _LEADER}

LOCKED = (At.WHY, At.TELL, At.DATE, At.LAST_TALK)
"""The steps whose order is firm early in a career; leaving one out asks for a word of why (A59)."""
SKIPPABLE = frozenset(At) - {At.HELP, At.SAFE, At.DATE, At.CHECK, At.DONE, At.AFTER}
RESUMABLE = frozenset(At) - {At.HELP, At.DONE, At.AFTER}
"""Pages at which a half-finished wizard goes on."""


def route(way: Way, stage: Stage = Stage.UNKNOWN, *, over: bool = False, unsaid: bool = False) -> tuple[At, ...]:
    """All pages from the first to the last. `over`: nothing lies ahead; `unsaid`: stage or side were never asked."""
    if over:
        return (At.HELP, *_OVER)
    if way is Way.WRONG:
        return (At.HELP, At.SAFE, At.DATE, At.CHECK, At.DONE)
    if way is Way.KEEP:
        return (At.HELP, At.WHY)
    asked = (At.YOU,) if unsaid else ()
    steps = [at for at in _ORDERS.get(stage, _USUAL) if way is not Way.FULL or at is not At.BECOME]
    return (At.HELP, *asked, *steps, *_DOOR)


def act(at: At) -> Act:
    """The act that a page belongs to."""
    if at in _BACK:
        return Act.BACK
    return Act.DOOR if at in _DOOR else Act.SAY
