"""What came of it in numbers, each with the question whether it may leave: off until the user says so (A43)."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.mentoring.letters import Outcome
from desktop.ui import style
from desktop.ui.style import Space, named
from resources.texts import text

_MOST = 5


class _Row(QWidget):
    """One outcome."""

    changed = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        n = number + 1
        self.words = named(QLineEdit(), f"outcome{number}Words", text("closing.outcomes.words", n=n))
        self.number = named(QLineEdit(), f"outcome{number}Number", text("closing.outcomes.number", n=n))
        self.may_leave = named(QCheckBox(text("closing.outcomes.may-leave")), f"outcome{number}MayLeave")
        self.may_leave.setAccessibleDescription(text("closing.outcomes.words", n=n))
        self.words.setPlaceholderText(text("closing.outcomes.words-example"))
        self.number.setPlaceholderText(text("closing.outcomes.number-example"))
        line = style.row(self.words, self.number)
        line.setStretch(0, 2)
        line.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        layout.addLayout(line)
        layout.addWidget(self.may_leave)
        for edit in (self.words, self.number):
            edit.textChanged.connect(self._changed)
        self.may_leave.toggled.connect(self._changed)

    def _changed(self) -> None:
        self.changed.emit()

    @property
    def outcome(self) -> Outcome:
        """What stands there."""
        return Outcome(self.words.text(), self.number.text(), self.may_leave.isChecked())

    def fill(self, outcome: Outcome) -> None:
        """Show what was told before; `changed` does not come."""
        if outcome != self.outcome:
            with QSignalBlocker(self):
                self.words.setText(outcome.words)
                self.number.setText(outcome.number)
                self.may_leave.setChecked(outcome.may_leave)


class OutcomesField(QWidget):
    """One line to begin with, and more as they are wanted. `changed` comes with every change by hand."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "outcomes", text("closing.outcomes.title"))
        self.rows = [_Row(number) for number in range(_MOST)]
        self.more = named(QPushButton(text("closing.outcomes.more")), "outcomesMore")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(style.strong(text("closing.outcomes.title")))
        layout.addWidget(style.caption(text("closing.outcomes.says")))
        for row in self.rows:
            row.changed.connect(self.changed)
            layout.addWidget(row)
        layout.addLayout(style.row(self.more, push=True))
        self.more.clicked.connect(self._add)
        self._show(1)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Those with something in them: a number may come before its words."""
        found = (row.outcome for row in self.rows)
        return tuple(one for one in found if one.words.strip() or one.number.strip())

    def fill(self, outcomes: tuple[Outcome, ...]) -> None:
        """Show what was told before; a line that is being typed stays where it is."""
        if outcomes != self.outcomes:
            for row, outcome in zip(self.rows, (*outcomes, *(Outcome("", "") for _ in self.rows)), strict=False):
                row.fill(outcome)
        self._show(max(self._shown, len(outcomes)))

    @property
    def _shown(self) -> int:
        return sum(not row.isHidden() for row in self.rows)

    def _show(self, shown: int) -> None:
        for number, row in enumerate(self.rows):
            row.setVisible(number < shown)
        self.more.setVisible(shown < _MOST)

    def _add(self) -> None:
        shown = self._shown
        self._show(shown + 1)
        self.rows[shown].words.setFocus()
