"""W7: a thank-you names what was said, what was done with it and what changed, each in words that fit one person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from desktop.mentoring.letters.values import THANKS_IN_A_LETTER, Thanks
from resources.words import lists

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ENOUGH = 2
"""So many words that say something."""
_PARTS = ("said", "did", "changed")


class Lacks(StrEnum):
    """What a part of a thank-you lacks: any words, or one that fits this person alone."""

    WORDS = "words"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Gap:
    """A part (`said`, `did`, `changed`) of one of the three that is not there yet, or could be said of anybody."""

    number: int
    """Which of the thank-yous, from 0."""
    part: str
    lacks: Lacks

    @property
    def says(self) -> str:
        """The key of the text that helps on."""
        return f"letters.thanks.{self.lacks}.{self.part}"


def gaps(thanks: Iterable[Thanks], language: str = "en") -> tuple[Gap, ...]:
    """All gaps, in order. A date, a number, a name or two words of substance make a part concrete (A10)."""
    found = []
    for number, one in enumerate(thanks):
        for part in _PARTS:
            words = getattr(one, part)
            if not words.strip():
                found.append(Gap(number, part, Lacks.WORDS))
            elif not is_concrete(words, language):
                found.append(Gap(number, part, Lacks.DETAIL))
    return tuple(found)


def are_ready(thanks: Iterable[Thanks], *, short: bool = False, language: str = "en") -> bool:
    """Whether there are three without a gap, or one for a short note."""
    given = tuple(thanks)
    wanted = 1 if short else THANKS_IN_A_LETTER
    whole = len(given) - len({gap.number for gap in gaps(given, language)})
    return whole >= wanted


def is_concrete(words: str, language: str = "en") -> bool:
    """Whether the words name something: a number, a date, a name, or enough that not everybody could write."""
    plain, counted = _known(language)
    if any(sign.isdigit() for sign in words) or any(sign in words for sign in '“”"«»'):
        return True
    found = _WORD.findall(words.replace("’", "'"))
    if any(word[:1].isupper() and word.casefold() not in plain for word in found[1:]):
        return True
    small = [word.casefold() for word in found]
    if any(word in counted for word in small):
        return True
    return len({word for word in small if len(word) > 2 and word not in plain}) >= _ENOUGH


@cache
def _known(language: str) -> tuple[frozenset[str], frozenset[str]]:
    found = lists("letters", language)
    counted = (*found.get("numbers", ()), *found.get("months", ()), *found.get("weekdays", ()))
    return frozenset(found.get("plain-words", ())), frozenset(counted) - {"may", "march", "second"}
