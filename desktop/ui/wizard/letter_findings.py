"""What could be said better, one quiet line each, below the letter. It offers, and never holds anybody up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.mentoring.linters import Part
from desktop.ui import style
from desktop.ui.style import Space, named, one_line
from desktop.ui.wizard.parts import announce
from resources.texts import text

_QUOTED = 60
"""So many characters of the letter are quoted beside a finding."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words. `better` is "" where no sentence is offered; `adds`: it replaces nothing."""

    quoted: str
    why: str
    better: str = ""
    adds: bool = False

    @property
    def key(self) -> str:
        """The same for the same finding, wherever in the letter it has moved."""
        return f"{self.why}\n{self.quoted}"


class FindingsList(QWidget):
    """The findings in the letter's order. `taken` carries the number of the one whose sentence is wanted."""

    taken = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name, text("closing.findings.name"))
        self._name = name
        self._lines: tuple[Line, ...] = ()
        self._said: set[str] = set()
        self._rows: list[QWidget] = []
        self._how = named(style.caption(text("closing.findings.how")), f"{name}How")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.MEDIUM)
        self._layout.addWidget(self._how)
        self.hide()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What it shows."""
        return self._lines

    def show_lines(self, lines: Sequence[Line], *, aloud: bool) -> None:
        """Show these; `aloud`: what is new is announced, once, for who does not see it."""
        shown = tuple(lines)
        fresh = [line for line in shown if line.key not in self._said]
        self._said.update(line.key for line in fresh)
        if shown != self._lines:
            self._lines = shown
            self._build()
        if aloud and fresh:
            announce(self, " ".join((fresh[0].quoted, fresh[0].why, text("closing.findings.how"))).strip())

    def forget(self) -> None:
        """Another letter: what was said of the last one may be said again."""
        self._said = set()

    def _build(self) -> None:
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and self.isAncestorOf(focused) else ""
        for row in self._rows:
            row.hide()
            self._layout.removeWidget(row)
            row.deleteLater()
        self._rows = [self._row(number, line) for number, line in enumerate(self._lines)]
        for row in self._rows:
            self._layout.addWidget(row)
        self.setVisible(bool(self._rows))
        again = next((each for row in self._rows for each in row.findChildren(QPushButton, name)), None)
        if name and again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, number: int, line: Line) -> QWidget:
        row = named(QWidget(), f"{self._name}Line{number}")
        quoted = text("closing.findings.quoted", words=one_line(line.quoted, _QUOTED)) if line.quoted else ""
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        layout.addWidget(named(style.body(" ".join(filter(None, (quoted, line.why)))), f"{self._name}Why{number}"))
        if line.better:
            words = text("closing.findings.add" if line.adds else "closing.findings.say")
            button = named(QPushButton(words), f"{self._name}Say{number}", f"{words}: {line.better}", line.why)
            button.clicked.connect(lambda _=False: self.taken.emit(number))
            better = style.caption(text("closing.findings.quoted", words=line.better))
            across = style.row(button, better, gap=Space.MEDIUM)
            across.setStretch(1, 1)
            across.setAlignment(button, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(across)
        return row


class PartsLine(style.Words):
    """The four parts of a letter that closes, with a tick for each that is there (A93)."""

    def __init__(self, name: str) -> None:
        super().__init__(kind=style.Type.CAPTION, quiet=True)
        named(self, name)
        self.hide()

    def show_parts(self, found: frozenset[Part] | None) -> None:
        """Tick these; None for a letter that is not asked for them."""
        self.setVisible(found is not None)
        if found is not None:
            self.setText("   ".join(_mark(part in found, part) for part in Part))


def _mark(there: bool, part: Part) -> str:
    words = text(f"closing.part.{part}")
    return text("closing.parts.there" if there else "closing.parts.open", part=words)
