"""Which phrases of the word lists stand in a piece of text, found in one pass whatever the length of the lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from resources.words import lists

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060"
"""Soft hyphens and the like, which hide in words."""
_WITHOUT_UNSEEN = str.maketrans("", "", _UNSEEN)
_WORD = re.compile(rf"[^\W_]+(?:['{_UNSEEN}]+[^\W_]+)*")
_BETWEEN = re.compile(r"[\s\-‐‑*_\u200b\u2066-\u2069]+")
"""What may stand between the words of one phrase: blanks, line breaks, hyphens, emphasis."""
_HEAD = 4
_FLAGGED = ("excuse-", "blame-", "break-up", "offer-")
_PHRASES = (*_FLAGGED, "spared", "stop", "thanks", "reason", "touch")
_OF_DATES = ("months", "months-short", "months-other", "weekdays", "weekdays-short")
_KEPT = 4096
"""So many sentences are remembered: some letters' worth."""


Words = tuple[str, ...]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found: the list that it is of, where it stands, and the number of its first word."""

    name: str
    start: int
    end: int
    word: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    name: str
    words: tuple[str, ...]
    open: bool
    """Whether its last word may go on."""


class Phrasebook:
    """The phrases of one language, by their first two words: most words of a letter begin none of them."""

    def __init__(self, found: Mapping[str, tuple[str, ...]]) -> None:
        self._one: dict[str, list[_Phrase]] = {}
        self._two: dict[tuple[str, str], list[_Phrase]] = {}
        self._open: dict[str, list[_Phrase]] = {}
        """Those whose first or second word may go on, by the first four letters."""
        self._of_dates = frozenset(word for name in _OF_DATES for word in found.get(name, ()))
        for name, phrases in found.items():
            if name.startswith(_PHRASES):
                for phrase in phrases:
                    self._take(name, phrase)
        for chosen in (*self._one.values(), *self._two.values(), *self._open.values()):
            chosen.sort(key=lambda phrase: -len(phrase.words))

    def _take(self, name: str, phrase: str) -> None:
        words = tuple(_WORD.findall(phrase))
        made = _Phrase(name, words, phrase.endswith("*"))
        if made.open and len(words) <= 2:
            self._open.setdefault(words[0][:_HEAD], []).append(made)
        elif len(words) == 1:
            self._one.setdefault(words[0], []).append(made)
        else:
            self._two.setdefault((words[0], words[1]), []).append(made)

    def candidates(self, words: Words) -> Iterator[tuple[int, _Phrase]]:
        """Phrases that may begin at a word, each with that word's number; longer ones of a pair first."""
        one, two, loose = self._one, self._two, self._open
        for number, pair in enumerate(zip(words, chain(words[1:], ("",)), strict=False)):
            word = pair[0]
            if pair in two:
                for phrase in two[pair]:
                    yield number, phrase
            if word in one:
                for phrase in one[word]:
                    yield number, phrase
            if word[:_HEAD] in loose:
                for phrase in loose[word[:_HEAD]]:
                    yield number, phrase

    def is_of_a_date(self, word: str) -> bool:
        """Whether a date may stand here: a month, a weekday, a number."""
        return word in self._of_dates or (word[0] <= "9" and word.isdecimal())


@cache
def phrasebook(language: str) -> Phrasebook:
    """The phrases of a language, made ready once."""
    return Phrasebook(lists("letters", language))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, looked at. Places count from its beginning, words from its first."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    hits: tuple[Hit, ...]
    of_dates: tuple[int, ...]
    """The numbers of the words at which a date may stand."""


@lru_cache(_KEPT)
def looked_at(text: str, language: str) -> Piece:
    """A piece of small-lettered text. Pieces that were seen before cost nothing: while somebody types, only the
    sentence in hand is new.
    """
    book = phrasebook(language)
    found = [(hit.group(), hit.span()) for hit in _WORD.finditer(text)]
    words = tuple(word for word, _ in found)
    if any(sign in text for sign in _UNSEEN):
        words = tuple(word.translate(_WITHOUT_UNSEEN) for word in words)
    spans = tuple(span for _, span in found)
    return Piece(
        words,
        spans,
        tuple(_spared(_find(text, words, spans, book))),
        tuple(number for number, word in enumerate(words) if book.is_of_a_date(word)),
    )


def _find(text: str, words: Words, spans: Spans, book: Phrasebook) -> Iterator[Hit]:
    until: dict[str, int] = {}
    for number, phrase in book.candidates(words):
        last = number + len(phrase.words) - 1
        if until.get(phrase.name, -1) < number and _stands(text, words, spans, phrase, number):
            until[phrase.name] = last
            yield Hit(phrase.name, spans[number][0], spans[last][1], number)


def _stands(text: str, words: Words, spans: Spans, phrase: _Phrase, first: int) -> bool:
    last = first + len(phrase.words) - 1
    if last >= len(words):
        return False
    for offset, word in enumerate(phrase.words):
        here = words[first + offset]
        if here != word and not (phrase.open and first + offset == last and here.startswith(word)):
            return False
    return all(_BETWEEN.fullmatch(text, spans[n][1], spans[n + 1][0]) for n in range(first, last))


def _spared(hits: Iterable[Hit]) -> list[Hit]:
    """The hits without those that are part of a phrase that is fine: "you always had time" is praise."""
    found = list(hits)
    fine = [hit for hit in found if hit.name == "spared"]
    return [hit for hit in found if not (hit.name.startswith(_FLAGGED) and any(_within(hit, one) for one in fine))]


def _within(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end
