"""A letter made ready to be looked at: its words, its sentences, and which phrases of the lists it holds.

One pass over the words finds the phrases of every list, so that the time does not grow with the lists. Lines that
begin with `>` are somebody else's words (RFC 3676, section 4.5) and are not looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from desktop.mentoring.linters.finding import Span
from resources.words import lists

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060"
"""Soft hyphens and the like, which hide in words."""
_WORD = re.compile(rf"[^\W_]+(?:['{_UNSEEN}]+[^\W_]+)*")
_BETWEEN = re.compile(r"[\s\-‐‑*_\u200b\u2066-\u2069]+")
"""What may stand between the words of one phrase: blanks, line breaks, hyphens, emphasis."""
_QUOTED = re.compile(r"^[^\S\n]*>.*$", re.MULTILINE)
_END = re.compile(
    r"(?<!\n\d)[.!?…]+[\"'”’)\]]*(?=\s+[^\sa-z\d]|\s*\Z)"  # the stop of "Dec. 9" ends no sentence, nor that of "1."
    r"|\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•–]|\d{1,2}[.)])\s)|\0+"
)
_GREETING = re.compile(r"\s*[^\n]{1,60}[,:!]\s*\n")
_LEADING = re.compile(r"[\s>]*(?:(?:[-*•–]|\d{1,2}[.)])\s+)?")
_APOSTROPHES = "’‘ʼ＇`´"
_WITHOUT_UNSEEN = str.maketrans("", "", _UNSEEN)
_HEAD = 4
_PHRASES = ("excuse-", "blame-", "break-up", "spared", "offer-", "stop", "thanks", "reason", "touch")


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

    def __init__(self, found: Mapping[str, Iterable[str]]) -> None:
        self._one: dict[str, list[_Phrase]] = {}
        self._two: dict[tuple[str, str], list[_Phrase]] = {}
        self._open: dict[str, list[_Phrase]] = {}
        """Those whose first or second word may go on, by the first four letters."""
        for name, phrases in found.items():
            if name.startswith(_PHRASES):
                for phrase in phrases:
                    self._take(name, phrase)

    def _take(self, name: str, phrase: str) -> None:
        words = tuple(_WORD.findall(phrase))
        made = _Phrase(name, words, phrase.endswith("*"))
        if made.open and len(words) <= 2:
            self._open.setdefault(words[0][:_HEAD], []).append(made)
        elif len(words) == 1:
            self._one.setdefault(words[0], []).append(made)
        else:
            self._two.setdefault((words[0], words[1]), []).append(made)

    def candidates(self, words: list[str]) -> Iterator[tuple[int, _Phrase]]:
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


@cache
def phrasebook(language: str) -> Phrasebook:
    """The phrases of a language, made ready once."""
    return Phrasebook(lists("letters", language))


class Reading:
    """A letter, looked at once for all rules. `text` has the length of the letter, so that places are the same."""

    def __init__(self, letter: str, language: str = "en") -> None:
        self.letter = letter
        self.text = _folded(letter)
        self.words: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for found in _WORD.finditer(self.text):
            self.words.append(found.group())
            start, end = found.span()
            self._starts.append(start)
            self._ends.append(end)
        if any(sign in self.text for sign in _UNSEEN):
            self.words = [word.translate(_WITHOUT_UNSEEN) for word in self.words]
        self._hits: dict[str, list[Hit]] = {}
        for hit in _spared(self._find(phrasebook(language))):
            self._hits.setdefault(hit.name, []).append(hit)
        self._breaks: list[Span] | None = None

    def hits(self, *names: str) -> list[Hit]:
        """The phrases of these lists that stand in the letter, in its order; a name ending in `-` means several."""
        wanted = tuple(name for name in names if name.endswith("-"))
        found = [
            hit
            for name, hits in self._hits.items()
            if name in names or (wanted and name.startswith(wanted))
            for hit in hits
        ]
        return sorted(found, key=lambda hit: hit.start)

    def span(self, word: int) -> Span:
        """Where a word stands, by its number."""
        return self._starts[word], self._ends[word]

    def sentence(self, at: int) -> Span:
        """The sentence around a place, without the number or dash of a list before it."""
        if self._breaks is None:
            self._breaks = self._ends_of_sentences()
        number = bisect_right(self._breaks, (at, len(self.text)))
        start = self._breaks[number - 1][1] if number else 0
        end = self._breaks[number][0] if number < len(self._breaks) else len(self.text)
        leading = _LEADING.match(self.text, start, end)
        start = min(leading.end() if leading else start, at)
        return start, max(start, at, start + len(self.text[start:end].rstrip()))

    @property
    def body(self) -> int:
        """Where the letter begins after its greeting."""
        greeting = _GREETING.match(self.text)
        start = greeting.end() if greeting and len(greeting.group().split()) <= 6 else 0
        return start + len(self.text[start:]) - len(self.text[start:].lstrip())

    @property
    def close(self) -> int:
        """Where the letter ends before the writer's name."""
        whole = self.letter.rstrip()
        last = whole.rfind("\n\n")
        if last > 0 and len(whole[last:].split()) <= 4 and whole[-1:] not in ".!?…":
            return len(whole[:last].rstrip())
        return len(whole)

    def _ends_of_sentences(self) -> list[Span]:
        found = [hit.span() for hit in _END.finditer(_marked(self.letter, self.text))]
        breaks = [(end if self.text[start] in ".!?…" else start, end) for start, end in found]
        if self.body:
            breaks = [(0, self.body), *((start, end) for start, end in breaks if start >= self.body)]
        return breaks

    def _find(self, book: Phrasebook) -> Iterator[Hit]:
        until: dict[str, int] = {}
        for number, phrase in book.candidates(self.words):
            last = number + len(phrase.words) - 1
            if until.get(phrase.name, -1) < number and self._stands(phrase, number, last):
                until[phrase.name] = last
                yield Hit(phrase.name, self._starts[number], self._ends[last], number)

    def _stands(self, phrase: _Phrase, first: int, last: int) -> bool:
        if last >= len(self.words):
            return False
        for offset, word in enumerate(phrase.words):
            here = self.words[first + offset]
            if here != word and not (phrase.open and first + offset == last and here.startswith(word)):
                return False
        return all(_BETWEEN.fullmatch(self.text, self._ends[n], self._starts[n + 1]) for n in range(first, last))


def _folded(letter: str) -> str:
    """Small letters, one kind of apostrophe, quoted lines blotted out, of the same length."""
    text = letter
    if not letter.isascii():
        for sign in _APOSTROPHES:
            text = text.replace(sign, "'")
        text = text.replace("İ", "i")  # the one letter whose small form is two
    text = text.lower()
    if ">" in text:
        text = _QUOTED.sub(lambda found: "\0" * len(found.group()), text)
    return text


def _marked(letter: str, text: str) -> str:
    """The letter as written, where capitals tell that a sentence begins, with the quoted lines blotted out."""
    return letter if "\0" not in text else "".join("\0" if t == "\0" else s for s, t in zip(letter, text, strict=True))


def _spared(hits: Iterable[Hit]) -> list[Hit]:
    """The hits without those that are part of a harmless phrase."""
    found = list(hits)
    harmless = [hit for hit in found if hit.name == "spared"]
    return [
        hit
        for hit in found
        if hit.name != "break-up" or not any(one.start <= hit.start and hit.end <= one.end for one in harmless)
    ]
