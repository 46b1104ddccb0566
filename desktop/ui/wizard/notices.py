"""Two cards above a page's body: where one left off, and a word of why before a step is left out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy

from desktop.ui import style
from desktop.ui.style import Card, LinkButton, Space, named
from desktop.ui.wizard.parts import announce
from resources.texts import text


class ResumedCard(Card):
    """What was typed is there again; it can be begun anew instead."""

    anew = Signal()

    def __init__(self) -> None:
        super().__init__(tinted=True, gap=Space.TINY)
        named(self, "resumed", text("wizard.resumed.title"))
        again = named(LinkButton(text("wizard.resumed.anew")), "resumedAnew")
        again.clicked.connect(self.anew)
        self.layout_.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        self.layout_.addWidget(style.body(text("wizard.resumed.title")))
        self.layout_.addWidget(again)


class SkipCard(Card):
    """Early in a career the order is firm: leaving a step out takes a word of why, for nobody else's eyes (A59)."""

    skipped = Signal(str)
    """The word."""

    def __init__(self, words: str = "") -> None:
        super().__init__(tinted=True, gap=Space.SMALL)
        named(self, "skipWhy", text("wizard.skip.why"))
        self.field = named(QLineEdit(words), "skipWhyWords", text("wizard.skip.why"), text("wizard.skip.why-says"))
        self.field.setMaxLength(120)
        self._go = named(QPushButton(text("wizard.skip.button")), "skipWhyGo")
        self._go.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._go.setAutoDefault(False)
        self._go.setEnabled(bool(words.strip()))
        self.layout_.addWidget(style.strong(text("wizard.skip.why")))
        self.layout_.addWidget(style.caption(text("wizard.skip.why-says")))
        self.layout_.addLayout(style.row(self.field, self._go))
        self.field.textChanged.connect(lambda now: self._go.setEnabled(bool(now.strip())))
        self._go.clicked.connect(lambda: self.skipped.emit(self.field.text().strip()))

    def ask(self) -> None:
        """The keyboard goes to the field."""
        self.field.setFocus()
        announce(self, text("wizard.skip.why"))
