"""Days that are worth a quiet word, around a last meeting and along the way: what each is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Occasion(StrEnum):
    """What the day is for."""

    PREPARE = "prepare"
    """Bring the three thanks (A4)."""
    LAST_MEETING = "last-meeting"
    THANK = "thank"
    """A thank-you, while it is fresh (A10)."""
    WENT = "went"
    """How did it go? (B39)"""
    TICKS = "ticks"
    """What a good close still lacks (A21)."""
    STRAY = "stray"
    """Is anything left over in the calendar? (A68)"""
    OFFER = "offer"
    """What was offered in return (A17, A106)."""
    NEXT = "next"
    """The freed hour, for whoever comes next (A14). It starts two weeks later and ends by itself."""
    JOURNAL = "journal"
    """How was it to step away? (B50)"""
    JAR = "jar"
    """Something for them? Asked once (A47)."""
    COLLECT = "collect"
    """Six weeks before the talk: what is there to bring? (A54)"""
    AGENDA = "agenda"
    """One week before the talk: its agenda (A54)."""
    TALK = "talk"
    REVIEW = "review"
    """The day on which the two wanted to look at it together (A89)."""
    TRIED = "tried"
    """Two meetings after they wanted to try it differently: better, the same, harder? (A66)"""
    NEXT_STEP = "next-step"
    """The day before a meeting: what was noted as the next step (B22)."""
    BRING = "bring"
    """The day before a meeting for which nothing was noted lately (A99)."""
    NAMED = "named"
    """Two weeks after somebody named a person to talk to next (A77)."""
    MET = "met"
    """Three days after a coffee with somebody new (A108)."""
    MET_AGAIN = "met-again"
    """Three weeks after it."""
    PROMISES = "promises"
    """Promises to several people whose meetings came to their end, once a month (A52)."""
    NEW_ROLE = "new-role"
    """Three months after a change of the user's own work (B2)."""
    QUARTER = "quarter"
    """The hours of three months, for who wants to hear of them (A72)."""
    HALF_YEAR = "half-year"
    """Twice a year: a private look at everybody (A41, B1, A12)."""


ABOUT_NOBODY = frozenset(
    {Occasion.MET, Occasion.MET_AGAIN, Occasion.PROMISES, Occasion.NEW_ROLE, Occasion.QUARTER, Occasion.HALF_YEAR}
)
"""Occasions that belong to no mentorship."""
QUIET_KINDS = frozenset({Occasion.LAST_MEETING, Occasion.TALK})
"""Days that the calendar itself reminds of."""


@dataclass(frozen=True, slots=True)
class DatedStep:
    """One day of it. `until` is the last day on which it is worth a word; `identity` is stable."""

    kind: Occasion
    on: date
    until: date
    identity: str
    done: bool = False
    about: str = ""
    """The id of the jotting that it speaks of, if any."""
