"""One thing that two people set out to do: its words, how far it is, what came of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy

from desktop.mentoring.jottings import Jotting, JottingState
from desktop.ui import style
from desktop.ui.style import Card, Space, named
from desktop.ui.wizard.closing_fields import Field
from resources.texts import text

_STATES = (JottingState.OPEN, JottingState.DONE, JottingState.MOSTLY, JottingState.DROPPED)


class GoalCard(Card):
    """Says every change at once; what is let go stays there, and counts nowhere."""

    changed = Signal(object)
    """The goal as a `Jotting`."""

    def __init__(self, goal: Jotting, number: int) -> None:
        super().__init__(gap=Space.SMALL)
        self.goal = goal
        named(self, f"goal{number}", text("wizard.goals.number", n=number))
        self.words = Field(f"goal{number}Words", text("wizard.goals.words"))
        self.state = named(QComboBox(), f"goal{number}State", text("wizard.goals.state"))
        for state in _STATES:
            self.state.addItem(text(f"wizard.goals.{state}"))
        self.state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.result = Field(f"goal{number}Result", text("wizard.goals.result"))
        line = style.row(self.words, self.state, gap=Space.MEDIUM)
        line.setStretch(0, 1)
        line.setAlignment(self.state, Qt.AlignmentFlag.AlignBottom)
        self.layout_.addLayout(line)
        self.layout_.addWidget(self.result)
        self.show_goal(goal)
        self.words.changed.connect(lambda words: self._now(replace(self.goal, words=_line(words))))
        self.result.changed.connect(lambda words: self._now(replace(self.goal, about=_line(words))))
        self.state.activated.connect(lambda index: self._now(replace(self.goal, state=_STATES[index])))

    def show_goal(self, goal: Jotting) -> None:
        """Show it as it is kept."""
        self.goal = goal
        self.words.fill(goal.words)
        self.result.fill(goal.about)
        with QSignalBlocker(self.state):
            self.state.setCurrentIndex(_STATES.index(goal.state))

    def _now(self, goal: Jotting) -> None:
        self.goal = goal
        self.changed.emit(goal)


def _line(words: str) -> str:
    """A goal is one line wherever it is read."""
    return " ".join(words.split("\n"))
