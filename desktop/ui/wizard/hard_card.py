"""What makes it hard to raise: each worry with one practical answer (B5). For nobody else's eyes."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.mentoring.mentorship import Side
from desktop.ui import style
from desktop.ui.style import LinkButton, Space, named
from desktop.ui.wizard.parts import announce, indent
from resources.texts import text

WORRIES = ("hurt", "ungrateful", "door", "power", "words")
"""Codes as they are kept in `Sheet.hard`."""
_ONES = {Side.MENTOR: ("hurt", "words"), Side.PEER: tuple(code for code in WORRIES if code != "power")}
"""Those of one side, where not all fit: nobody stands above a peer, and a mentor owes no thanks for being taught."""


class HardCard(QWidget):
    """Opens on demand; `changed` carries the codes that are ticked."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        named(self, "whyHard", text("wizard.why.hard"))
        self.opener = named(LinkButton(text("wizard.why.hard"), opens=True), "whyHardOpen")
        self._inner = QWidget()
        self._ticks: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(indent(), 0, 0, 0)
        column.setSpacing(Space.SMALL)
        for code in WORRIES:
            answer = text(f"wizard.why.worry.{code}.answer")
            tick = named(QCheckBox(text(f"wizard.why.worry.{code}.title")), f"whyHard{code.title()}", described=answer)
            says = style.caption(answer)
            says.setContentsMargins(indent(), 0, 0, 0)
            says.hide()
            tick.toggled.connect(says.setVisible)
            tick.toggled.connect(self._changed)
            tick.clicked.connect(lambda on, answer=answer: announce(self, answer) if on else None)
            self._ticks[code] = tick
            column.addLayout(style.column(tick, says, gap=Space.TINY))
        self._inner.hide()
        self.opener.toggled.connect(self._inner.setVisible)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.opener)
        layout.addWidget(self._inner)

    def show_hard(self, codes: tuple[str, ...], side: Side) -> None:
        """The worries of this side; ticked what was ticked before."""
        with QSignalBlocker(self):
            for code, tick in self._ticks.items():
                tick.setChecked(code in codes)
                tick.setVisible(code in _ONES.get(side, WORRIES))
        if codes:
            self.opener.setChecked(True)

    def _changed(self) -> None:
        self.changed.emit(tuple(code for code, tick in self._ticks.items() if tick.isChecked()))
