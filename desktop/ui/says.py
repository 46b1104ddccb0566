"""The one place where the windows ask for sentences about signs, questions and guesses."""

from __future__ import annotations

from desktop.mentoring.mentorship import MentorshipReview, Question, Sign, SignLevel, Suggestion
from resources.texts import has_text, text

_ORDER = (SignLevel.NOTE, SignLevel.LOOK, SignLevel.CARD, SignLevel.FACT)


def sign(what: Sign) -> str:
    """The sign in one kind sentence."""
    return text(f"signs.{what.kind}.says", **what.evidence)


def why(what: Sign) -> str:
    """What the sign rests on."""
    return text(f"signs.{what.kind}.why", **what.evidence)


def away(what: Sign) -> str:
    """What would make the sign go away."""
    return text(f"signs.{what.kind}.away", **what.evidence)


def card_line(review: MentorshipReview) -> str:
    """The one line of a card: what the most telling sign says, facts left for the page."""
    for level in _ORDER[:-1]:
        for what in review.signs:
            if what.level is level:
                return sign(what)
    return ""


def question(asked: Question) -> str:
    """The question."""
    key = f"home.question.{asked.kind}"
    return text(key if has_text(key) else "home.question.other")


def suggestion(guess: Suggestion) -> str:
    """Why a series may be mentoring."""
    key = f"reading.suggested.{guess.why}"
    return text(key) if has_text(key) else ""
