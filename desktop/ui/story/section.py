"""A section that folds: one line while it is empty, open where something is written. It asks for nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import Card, LinkButton, Separator, Space, Type, named

if TYPE_CHECKING:
    from desktop.composition import Graduand

Deed = Callable[["Graduand"], object]
"""What the user wants to have written; carried out on the worker's thread."""


class Section(QWidget):
    """A heading that opens and shuts, a few words beside it, and a column inside. Open or shut is the user's choice."""

    wanted = Signal(object)
    """A `Deed`."""

    def __init__(self, name: str, heading: str) -> None:
        super().__init__()
        named(self, name, heading)
        self._chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.opener = named(LinkButton(heading, opens=True), f"{name}-open")
        self.opener.setFont(style.scaled(Type.STRONG))
        self.beside = named(style.caption(), f"{name}-beside")
        self.inside = named(QWidget(), f"{name}-inside")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(Space.LARGE, 0, 0, 0)
        self.column.setSpacing(Space.SMALL)
        head = style.row(self.opener, self.beside, gap=Space.MEDIUM)
        head.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(head)
        layout.addWidget(self.inside)
        self.inside.hide()
        self.opener.toggled.connect(self.inside.setVisible)
        self.opener.clicked.connect(self._choose)

    def show_beside(self, words: str) -> None:
        """A few words beside the heading."""
        self.beside.setText(words)

    def fold(self, *, opened: bool) -> None:
        """Open or shut, unless the user has chosen."""
        if not self._chosen:
            self.opener.setChecked(opened)

    def _choose(self) -> None:
        self._chosen = True


class Group(Card):
    """Sections on one surface, a hairline between those that are shown; without any, nothing."""

    def __init__(self, name: str, heading: str, sections: Sequence[Section]) -> None:
        super().__init__(gap=Space.SMALL)
        named(self, name, heading)
        self._parts: list[tuple[Separator, Section]] = []
        for section in sections:
            line = Separator()
            self._parts.append((line, section))
            self.layout_.addWidget(line)
            self.layout_.addWidget(section)
        self.hide()

    def settle(self) -> None:
        """Put the hairlines where they belong, after sections were shown or hidden."""
        shown = [section for _, section in self._parts if not section.isHidden()]
        for line, section in self._parts:
            line.setVisible(section in shown[1:])
        self.setVisible(bool(shown))
