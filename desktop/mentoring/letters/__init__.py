"""Drafts of letters, for the user to change and send. Nothing is ever sent by the app (R2)."""

from desktop.mentoring.letters.checking import Fault, FaultKind, faults
from desktop.mentoring.letters.kinds import (
    CATALOGUE,
    Entry,
    LetterKind,
    Stage,
    Tone,
    Use,
    Why,
    reasons,
    suitable,
    thanking,
)
from desktop.mentoring.letters.plain import plain, presentable
from desktop.mentoring.letters.rendering import BLANK, blanks, draft
from desktop.mentoring.letters.values import (
    Dates,
    Goal,
    Offer,
    Outcome,
    Thanks,
    Values,
    Win,
    consent_is_missing,
    places,
)

__all__ = [
    "BLANK",
    "CATALOGUE",
    "Dates",
    "Entry",
    "Fault",
    "FaultKind",
    "Goal",
    "LetterKind",
    "Offer",
    "Outcome",
    "Stage",
    "Thanks",
    "Tone",
    "Use",
    "Values",
    "Why",
    "Win",
    "blanks",
    "consent_is_missing",
    "draft",
    "faults",
    "places",
    "plain",
    "presentable",
    "reasons",
    "suitable",
    "thanking",
]
