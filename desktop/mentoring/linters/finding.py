"""What a linter of letters finds: where, why, and how it could be said instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
"""Start and end in a letter; the end is not part of it."""


class Code(StrEnum):
    """What is found. The text `letters.finding.<code>` says why it is worth a second look, never who is to blame."""

    EXCUSE = "excuse"
    BLAME = "blame"
    BREAK_UP = "break-up"
    NO_STOP = "no-stop"
    NO_DATE = "no-date"
    OTHER_DATE = "other-date"
    VAGUE_OFFER = "vague-offer"
    NO_THANKS = "no-thanks"
    NO_REASON = "no-reason"
    NO_TOUCH = "no-touch"
    REASON_FIRST = "reason-first"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `start` and `end` are what the better sentence replaces; where they are the same, it goes there.

    `better` is a text's key and `values` what fills its places; "" where no sentence can be offered.
    """

    code: Code
    start: int
    end: int
    better: str = ""
    values: tuple[tuple[str, str], ...] = ()
    phrase: Span | None = None
    """The words that were found, inside the span or elsewhere; None where something is not there."""

    @property
    def says(self) -> str:
        """The key of the text that says why."""
        return f"letters.finding.{self.code}"


def replaced(letter: str, finding: Finding, sentence: str) -> str:
    """The letter with `sentence` in the place of what was found; what is only put in gets the blanks it needs."""
    before, after = letter[: finding.start], letter[finding.end :]
    if finding.start == finding.end:
        if before.strip() and not before[-1].isspace():
            sentence = f"\n\n{sentence}"
        if after.strip() and not after[0].isspace():
            sentence = f"{sentence} "
    return f"{before}{sentence}{after}"
