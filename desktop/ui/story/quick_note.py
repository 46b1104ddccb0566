"""One line, noted from the tray: something spotted for somebody, or something taken away (A47, A90)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.mentoring.jottings import JottingKind
from desktop.ui import style
from desktop.ui.story.entries import LONGEST
from desktop.ui.style import PrimaryButton, Space, named, one_line
from resources.texts import text

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.ui.story.section import Deed

_WIDTH = 440


class NoteFor(StrEnum):
    """What is noted."""

    SPOTTED = "spotted"
    WIN = "win"


class QuickNote(QDialog):
    """Opens without blocking, is deleted when closed. `keep` gets what is to be written.

    `pairs` are ids with names, and when the latest meeting began, in the order of their names.
    """

    def __init__(
        self,
        parent: QWidget | None,
        what: NoteFor,
        pairs: Sequence[tuple[str, str, datetime | None]],
        keep: Callable[[Deed], None],
    ) -> None:
        super().__init__(parent)
        title = text(f"story.quick.{what}")
        named(self, "quick-note", title)
        self._what, self._pairs, self._keep = what, pairs, keep
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(parent is not None)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self.who = named(QComboBox(), "note-who", text("story.quick.who"))
        for _, name, _ in pairs:
            self.who.addItem(one_line(name))
        self.line = named(QLineEdit(), "note-line", text(f"story.write.{what}"))
        self.line.setPlaceholderText(text(f"story.write.{what}"))
        self.line.setMaxLength(LONGEST)
        keeps = named(PrimaryButton(text("story.keep")), "note-keep")
        keeps.setDefault(True)
        keeps.clicked.connect(self._write)
        later = named(QPushButton(text("common.not-now")), "note-not-now")
        later.setAutoDefault(False)
        later.clicked.connect(self.reject)
        buttons = QDialogButtonBox()
        buttons.addButton(keeps, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(later, QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        style.page_margins(layout)
        layout.setSpacing(Space.MEDIUM)
        for part in (named(style.heading(title), "note-title"), self.who, self.line, buttons):
            layout.addWidget(part)
        self.line.setFocus()

    def _write(self) -> None:
        words = self.line.text().strip()
        index = self.who.currentIndex()
        if not words or index < 0:
            self.line.setFocus()
            return
        mentorship, _, meeting = self._pairs[index]
        if self._what is NoteFor.WIN:
            self._keep(lambda services: services.stories.win(mentorship, words, meeting))
        else:
            self._keep(lambda services: services.stories.write(mentorship, JottingKind.SPOTTED, words))
        self.accept()
