"""What the user writes down about a mentorship along the way: goals, what they gave, what they promised. Values only.

What was taken away from a meeting is kept with that meeting (`Takeaway`); it is the thread that thanks are made of.
Nothing here leaves the machine unless it was shown in a text and confirmed (R4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class JottingKind(StrEnum):
    """What a jotting is. `about` says more of some of them."""

    GOAL = "goal"
    """What the two set out to do."""
    REVIEW = "review"
    """A day on which to look together at whether to go on; `due` is that day."""
    GIVEN = "given"
    """Something that the user gave back."""
    RECEIVED = "received"
    """Something that the user was given."""
    SPOTTED = "spotted"
    """An opportunity seen for the other person: the jar."""
    OFFER = "offer"
    """Something promised in return; `about` is an `OfferKind`, `due` the day to ask whether it was done."""
    ASK = "ask"
    """A big question that is saved for this person."""
    NEXT_STEP = "next-step"
    """What the user wants to do before the next meeting (B22)."""
    LESSON = "lesson"
    """Worth keeping, and only this person told it."""
    HELPS_WITH = "helps-with"
    """What this person is for, in one line."""
    SENT = "sent"
    """A text as the user sent it; `about` is the letter's kind."""
    WENT = "went"
    """How the last talk went, in a word (`about`) or more."""
    FREED = "freed"
    """What becomes of the hour that is free afterwards; `about` is a `Freed`."""
    SWEPT = "swept"
    """Somebody looked for what was left over in the calendar."""
    JOURNAL = "journal"
    """Private words after closing."""
    THANKS = "thanks"
    """A thank-you as it was written in the wizard: what they said, what the user did, what changed, a line each."""
    CHALLENGE = "challenge"
    """What comes next, and whom to look for; never one of the goals of before (A15)."""
    LEAD = "lead"
    """Somebody met for a coffee who might become a mentor; it belongs to no mentorship. `due` is the day of it."""
    NAMED = "named"
    """Somebody to talk to next whom this person named; `due` is the day to ask whether it was done (A77)."""
    NEW_ROLE = "new-role"
    """A change of the user's own work; it belongs to no mentorship. `due` is the day of it (B2)."""
    SERVES = "serves"
    """Whether the meetings are still good for both, in the half-yearly look; `about` is a `Serves` (B1)."""


class JottingState(StrEnum):
    """How far it is. MOSTLY is a goal's; DROPPED is let go, without a word about why."""

    OPEN = "open"
    MOSTLY = "mostly"
    DONE = "done"
    DROPPED = "dropped"


class Serves(StrEnum):
    """The user's own word in the half-yearly look; nothing follows from it by itself (A41, B1, R18)."""

    AS_IT_IS = "as-it-is"
    CHANGED = "changed"
    UNSURE = "unsure"


class OfferKind(StrEnum):
    """What can be offered in return (product A17 to A19)."""

    INTRODUCTION = "introduction"
    OPPORTUNITY = "opportunity"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True, slots=True)
class Jotting:
    """One of them. `at` (aware) is when it was written; `id` is stable; `agreed`: the person named in it said yes."""

    id: str
    mentorship: str
    kind: JottingKind
    words: str
    at: datetime
    state: JottingState = JottingState.OPEN
    about: str = ""
    due: date | None = None
    agreed: bool = False


TRIAL = "trial"
"""What a REVIEW is `about` that was set when two people wanted to try it differently (A66)."""
MOST_LEADS = 5
"""Few enough to be looked after (A108)."""
_WORD = re.compile(r"[^\W\d_]{5,}")
_BEGINNING = 6
_IN_EVERY_QUESTION = frozenset(
    word[:_BEGINNING]
    for word in "about after again always another before being could every first great might never other people "
    "person please question really should something their there these thing things think those where which would "
    "become better".split()
)
_REACHED = (JottingState.DONE, JottingState.MOSTLY)


def goals_reached(jottings: Iterable[Jotting]) -> tuple[int, int]:
    """How many goals there are and how many of them are done or mostly done (D15); what was let go counts nowhere."""
    goals = [one for one in jottings if one.kind is JottingKind.GOAL and one.state is not JottingState.DROPPED]
    return len(goals), sum(goal.state in _REACHED for goal in goals)


def says(jotting: Jotting) -> bool:
    """Whether there is a word or a day in it: without either it is not worth keeping."""
    return bool(jotting.words.strip() or jotting.about.strip() or jotting.due is not None)


def for_a_moment_like(goal: Jotting, saved: Iterable[Jotting]) -> tuple[Jotting, ...]:
    """Questions that were saved for a moment such as this goal: they have a word of some length in common (A83)."""
    about = _telling_words(goal.words)
    waiting = (one for one in saved if one.kind is JottingKind.ASK and one.state is JottingState.OPEN)
    return tuple(one for one in waiting if about & _telling_words(one.words))


def _telling_words(words: str) -> frozenset[str]:
    """The beginnings of its longer words, so that budget and budgets are one; what every question has is left out."""
    found = (word[:_BEGINNING] for word in _WORD.findall(words.casefold()))
    return frozenset(found) - _IN_EVERY_QUESTION
