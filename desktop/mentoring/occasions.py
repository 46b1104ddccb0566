"""The days around a last meeting, and the day on which two people wanted to look at it together: what each is for."""

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
