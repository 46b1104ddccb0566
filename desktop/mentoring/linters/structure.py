"""The four parts of a letter that closes, and their order: thanks before the reason (A93, B37)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from desktop.mentoring.linters.clarity import stopping
from desktop.mentoring.linters.finding import Code, Finding
from desktop.mentoring.linters.reading import Reading


class Part(StrEnum):
    """A part of the letter, in the order in which they read well."""

    THANKS = "thanks"
    REASON = "reason"
    STOP = "stop"
    TOUCH = "touch"


def present(reading: Reading, language: str) -> frozenset[Part]:
    """The parts that the letter has."""
    found = {part for part in (Part.THANKS, Part.REASON, Part.TOUCH) if reading.hits(part.value)}
    return frozenset(found | ({Part.STOP} if stopping(reading, language) else set()))


def check(reading: Reading, language: str) -> Iterator[Finding]:
    """A finding for each part that is not there, but for the stop, which has a rule of its own (L4)."""
    thanks, reasons = reading.hits("thanks"), reading.hits("reason")
    if not thanks:
        yield Finding(Code.NO_THANKS, reading.body, reading.body, "letters.better.thanks")
    elif reasons and reasons[0].start < thanks[0].start:
        phrase = (reasons[0].start, reasons[0].end)
        yield Finding(Code.REASON_FIRST, reading.body, reading.body, "letters.better.thanks", phrase=phrase)
    if not reasons:
        stop = stopping(reading, language)
        at = reading.sentence(stop.start)[0] if stop else reading.close
        yield Finding(Code.NO_REASON, at, at, "letters.better.reason")
    if not reading.hits("touch"):
        yield Finding(Code.NO_TOUCH, reading.close, reading.close, "letters.better.touch")
