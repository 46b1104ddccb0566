"""Half a minute in which a change can still be taken back for nothing (product rule R15), then how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout

from desktop.mentoring.plan import Outcome, Step
from desktop.ui import style
from desktop.ui.style import Card, PrimaryButton, Space, named
from desktop.ui.wizard.parts import announce
from desktop.ui.wizard.step_wording import step_words
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import StepRecord

HOLD_MS = 30_000
"""R15: so long nothing is sent to the calendar after the press of the button."""
_BEAT_MS = 250


class HoldCard(Card):
    """Stands in place of the plan from the press until the end. Nothing is called while it holds."""

    over = Signal()
    """The half minute is over: carry it out."""
    undone = Signal()
    """The user wants nothing changed."""

    def __init__(self) -> None:
        super().__init__(gap=Space.LARGE)
        named(self, "hold", text("wizard.hold.title"))
        self._title = named(style.heading(), "holdTitle")
        self._says = named(style.body(), "holdSays")
        self._bar = named(QProgressBar(), "holdProgress", text("wizard.hold.progress"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(Space.SMALL)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(Space.SMALL)
        self._lines: list[style.Words] = []
        self._plain: list[str] = []
        self.undo = named(PrimaryButton(text("wizard.hold.undo")), "holdUndo", described=text("wizard.hold.says"))
        self.undo.setFont(style.scaled(style.Type.HEADING))
        self.undo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.undo.setMinimumSize(160, 56)
        self.undo.clicked.connect(self.stop)
        for part in (self._title, self._says, self._bar):
            self.layout_.addWidget(part)
        self.layout_.addLayout(style.row(self.undo, push=True))
        self.layout_.addLayout(self._steps)
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._left = 0
        self.hide()

    @property
    def holding(self) -> bool:
        """Whether it can still be stopped for nothing."""
        return self._timer.isActive()

    def hold(self, steps: Sequence[Step], zone: tzinfo, length: int) -> None:
        """Begin; `length` in milliseconds."""
        self._left = length
        self._title.setText(text("wizard.hold.title"))
        self._says.setText(text("wizard.hold.says"))
        self._bar.setRange(0, length)
        self._bar.setValue(length)
        self._list(steps, zone)
        self.undo.show()
        self.show()
        self._timer.start()
        self.undo.setFocus()
        announce(self, self._says.text())

    def stop(self) -> None:
        """Nothing is to be changed."""
        if self.holding:
            self._timer.stop()
            self.hide()
            self.undone.emit()

    def show_records(self, records: Sequence[StepRecord]) -> None:
        """How far the steps are."""
        for number, record in enumerate(records):
            if number < len(self._lines) and record.outcome is not Outcome.PLANNED:
                outcome = text(f"wizard.outcome.{record.outcome}")
                self._lines[number].setText(text("wizard.outcome.line", step=self._plain[number], outcome=outcome))

    def end(self) -> None:
        """It was carried out, or could not be."""
        self._timer.stop()
        self.hide()

    def _list(self, steps: Sequence[Step], zone: tzinfo) -> None:
        while (item := self._steps.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._plain = [
            text("wizard.step.numbered", n=number, says=step_words(step, zone)) for number, step in enumerate(steps, 1)
        ]
        self._lines = [named(style.body(words), f"holdStep{number}") for number, words in enumerate(self._plain, 1)]
        for line in self._lines:
            self._steps.addWidget(line)

    def _beat(self) -> None:
        self._left -= _BEAT_MS
        self._bar.setValue(max(0, self._left))
        if self._left <= 0:
            self._timer.stop()
            self._carry_out()

    def _carry_out(self) -> None:
        self._title.setText(text("wizard.hold.working"))
        self._says.setText(text("wizard.hold.working-says"))
        self._bar.setRange(0, 0)
        self.undo.hide()
        announce(self, self._title.text())
        self.over.emit()
