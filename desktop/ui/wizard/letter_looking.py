"""The second look at a letter: it waits for a pause in the typing, and shows what could be said better."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.mentoring.linters import Checks, Finding, parts, replaced
from desktop.mentoring.linters.finding import Span
from desktop.services.letters import Letters
from desktop.ui.style import Space
from desktop.ui.wizard.letter_findings import FindingsList, Line, PartsLine
from desktop.ui.wizard.letter_text import LetterText

PAUSE = 150
"""Milliseconds without a keystroke before the letter is looked at."""


class Looking(QWidget):
    """The ticks and the findings below a letter's body, and the ways from one finding to the next."""

    def __init__(self, name: str, letters: Letters, body: LetterText) -> None:
        super().__init__()
        self._letters = letters
        self._body = body
        self._checks = Checks(phrasing=False)
        self._findings: tuple[Finding, ...] = ()
        self.parts = PartsLine(f"{name}Parts")
        self.found = FindingsList(f"{name}Findings")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.parts)
        layout.addWidget(self.found)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.look)
        self.found.taken.connect(self._say)

    def check(self, checks: Checks) -> None:
        """From the next look on, look for this."""
        self._checks = checks

    def begin(self) -> None:
        """Another letter is there."""
        self.found.forget()
        self.look()

    def soon(self) -> None:
        """Look when nothing was typed for a moment."""
        self._pause.start()

    def look(self) -> None:
        """Look now."""
        self._pause.stop()
        words = self._body.words
        self._findings = self._letters.findings(words, self._checks)
        self._body.mark(found.phrase for found in self._findings if found.phrase is not None)
        self.parts.show_parts(parts(words, self._checks.language) if self._checks.structure else None)
        self.found.show_lines([self._line(found, words) for found in self._findings], aloud=self._body.hasFocus())

    def onward(self) -> None:
        """To the next finding in the text; from the last one, to the first."""
        self.look()
        here = self._body.at
        after = [place for place in self._places if place[0] > here or place[0] == here < place[1]]
        self._go((after or self._places)[:1])

    def back(self) -> None:
        """To the finding before; from the first one, to the last."""
        self.look()
        here = self._body.start
        before = [place for place in self._places if place[1] < here or place[0] < here < place[1]]
        self._go((before or self._places)[-1:])

    def say_here(self) -> None:
        """Say what the keyboard stands in the way that its finding offers."""
        self.look()
        here = self._body.at
        found = next((one for one in self._findings if one.better and _reaches(one, here)), None)
        if found is not None:
            self._replace(found)

    @property
    def _places(self) -> list[Span]:
        return [found.phrase or (found.start, found.end) for found in self._findings]

    def _go(self, places: list[Span]) -> None:
        for place in places:
            self._body.setFocus()
            self._body.choose(place)

    def _line(self, found: Finding, words: str) -> Line:
        quoted = words[slice(*found.phrase)] if found.phrase is not None else ""
        return Line(quoted, self._letters.why(found), self._letters.better(found), adds=found.start == found.end)

    def _say(self, number: int) -> None:
        """The letter may have moved on since the line was drawn."""
        line = self.found.lines[number]
        self.look()
        words = self._body.words
        found = next((one for one in self._findings if self._line(one, words) == line), None)
        if found is not None:
            self._replace(found)

    def _replace(self, found: Finding) -> None:
        words = self._body.words
        better = replaced(words, found, self._letters.better(found))
        self._body.put(found.start, found.end, better[found.start : len(better) - len(words) + found.end])
        self._body.setFocus()
        self.look()


def _reaches(found: Finding, here: int) -> bool:
    spans = [(found.start, found.end), *([found.phrase] if found.phrase else [])]
    return any(start <= here <= end for start, end in spans)
