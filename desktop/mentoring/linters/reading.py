"""A letter made ready to be looked at: its words, its sentences, and which phrases of the lists it holds.

Lines that begin with `>` are somebody else's words (RFC 3676, section 4.5) and are not looked at. The letter is looked
at in pieces that end where a sentence may end, since no phrase goes on beyond that; a piece that has not changed since
the last keystroke is not looked at again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from desktop.mentoring.linters.finding import Span
from desktop.mentoring.linters.phrasebook import Hit, looked_at

_PIECE = re.compile(r"[.!?:;,](?=\s)")
_QUOTED = re.compile(r"^[^\S\n]*>.*$", re.MULTILINE)
_END = re.compile(
    r"(?<!\n\d)[.!?…]+[\"'”’)\]]*(?=\s+[^\sa-z\d]|\s*\Z)"  # the stop of "Dec. 9" ends no sentence, nor that of "1."
    r"|\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•–]|\d{1,2}[.)])\s)|\0+"
)
_GREETING = re.compile(r"\s*[^\n]{1,60}[,:!]\s*\n")
_LEADING = re.compile(r"[\s>]*(?:(?:[-*•–]|\d{1,2}[.)])\s+)?")
_APOSTROPHES = "’‘ʼ＇`´"


class Reading:
    """A letter, looked at once for all rules. `text` has the length of the letter, so that places are the same."""

    def __init__(self, letter: str, language: str = "en") -> None:
        self.letter = letter
        self.text = _folded(letter)
        self.words: list[str] = []
        self._spans: list[Span] = []
        self._hits: dict[str, list[Hit]] = {}
        self._of_dates: list[int] = []
        start = 0
        for end in self._pieces():
            self._take(start, end, language)
            start = end
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
        return self._spans[word]

    @property
    def of_dates(self) -> list[int]:
        """The numbers of the words at which a date may stand."""
        return self._of_dates

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

    def _pieces(self) -> Iterator[int]:
        for mark in _PIECE.finditer(self.text):
            yield mark.end()
        yield len(self.text)

    def _take(self, start: int, end: int, language: str) -> None:
        piece = looked_at(self.text[start:end], language)
        first = len(self.words)
        self.words += piece.words
        self._spans += [(start + one, start + other) for one, other in piece.spans]
        self._of_dates += [first + number for number in piece.of_dates]
        for hit in piece.hits:
            here = Hit(hit.name, start + hit.start, start + hit.end, first + hit.word)
            self._hits.setdefault(hit.name, []).append(here)

    def _ends_of_sentences(self) -> list[Span]:
        found = [hit.span() for hit in _END.finditer(_marked(self.letter, self.text))]
        breaks = [(end if self.text[start] in ".!?…" else start, end) for start, end in found]
        if self.body:
            breaks = [(0, self.body), *((start, end) for start, end in breaks if start >= self.body)]
        return breaks


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
