"""L4: a letter that closes says that the regular meetings stop, and when (A94)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.mentoring.linters.dates import Named, named
from desktop.mentoring.linters.finding import Code, Finding
from desktop.mentoring.linters.phrasebook import Hit
from desktop.mentoring.linters.reading import Reading
from resources.words import lists

BETTER = "letters.better.stop"
_NEAR = 3
"""So many words before the phrase a "not" turns it round."""


def check(reading: Reading, language: str, final: date | None, final_words: str) -> Iterator[Finding]:
    """What is missing of the two, and a date that is not the last meeting's where that one is known."""
    stop = stopping(reading, language)
    dates = named(reading, language)
    better = (("date", final_words),)
    if stop is None:
        yield Finding(Code.NO_STOP, reading.close, reading.close, BETTER, better)
    if not dates:
        start, end = reading.sentence(stop.start) if stop else (reading.close, reading.close)
        yield Finding(Code.NO_DATE, start, end, BETTER, better, (stop.start, stop.end) if stop else None)
    elif final is not None and not any(one.may_be(final) for one in dates):
        start, end = _nearest(dates, stop).span
        yield Finding(Code.OTHER_DATE, start, end, "letters.better.date", better, (start, end))


def stopping(reading: Reading, language: str) -> Hit | None:
    """Where the letter says that the regular meetings stop."""
    turned = frozenset(lists("letters", language).get("not-so", ()))
    for hit in reading.hits("stop"):
        sentence, _ = reading.sentence(hit.start)
        first = max(hit.word - _NEAR, 0)
        near = (n for n in range(first, hit.word) if reading.span(n)[0] >= sentence)
        if not any(reading.words[n] in turned for n in near):
            return hit
    return None


def _nearest(dates: list[Named], stop: Hit | None) -> Named:
    if stop is None:
        return dates[-1]
    return min(dates, key=lambda one: abs(one.span[0] - stop.start))
