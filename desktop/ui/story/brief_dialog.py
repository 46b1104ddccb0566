"""The page for whoever comes next: what was covered, the next challenge, three questions (M9, A13 to A15)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.services.briefs import Brief, as_text
from desktop.ui.bridge import Bridge
from desktop.ui.story.dialog import StoryDialog
from desktop.ui.story.entries import LONGEST
from desktop.ui.style import LinkButton, named
from desktop.ui.wizard.parts import CopyButton
from resources.texts import text

FILE = "first-talk.txt"


class BriefDialog(StoryDialog):
    """Fields above, the page below as it will read."""

    kept = Signal(object)
    """The `Brief` as it stands when the dialog is closed."""
    letter_wanted = Signal(str)
    """The text to ask for a talk; carries the challenge."""

    def __init__(self, parent: QWidget | None, bridge: Bridge, brief: Brief) -> None:
        super().__init__(parent, "brief-dialog", text("story.brief.title"), bridge)
        self.challenge = self._line("brief-next", "next", brief.challenge)
        self.covered = self._line("brief-covered", "covered", brief.covered)
        self.questions = [
            self._line(f"brief-question-{number}", "questions", question)
            for number, question in enumerate(brief.questions, 1)
        ]
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(text("story.brief.next"), self.challenge)
        form.addRow(text("story.brief.covered"), self.covered)
        for number, line in enumerate(self.questions, 1):
            form.addRow(text("story.brief.number", n=number), line)
        self.page = named(QPlainTextEdit(), "brief-page", text("story.brief.page"))
        self.page.setReadOnly(True)
        self.page.setTabChangesFocus(True)
        self.copy = CopyButton("brief-copy", text("story.brief.copy"))
        letter = named(LinkButton(text("story.brief.letter")), "brief-letter")
        letter.clicked.connect(lambda: self.letter_wanted.emit(self.challenge.text().strip()))
        self.column.addLayout(form)
        self.column.addWidget(self.page, 1)
        self.column.addWidget(letter)
        self.add_button(self.copy)
        save = self.add_button(named(QPushButton(text("story.brief.save")), "brief-save"))
        save.clicked.connect(self._choose)
        self.finished.connect(lambda _: self.kept.emit(self.brief))
        for line in (self.challenge, self.covered, *self.questions):
            line.textChanged.connect(self._again)
        self._again()

    @property
    def brief(self) -> Brief:
        """What the fields say."""
        asked = tuple(line.text().strip() for line in self.questions)
        return Brief(self.covered.text().strip(), self.challenge.text().strip(), asked)

    def save(self, name: str) -> None:
        """Write the page as text."""
        self.write(Path(name), as_text(self.brief).encode())

    def _line(self, name: str, key: str, words: str) -> QLineEdit:
        line = named(QLineEdit(words), name, text(f"story.brief.{key}"))
        line.setMaxLength(LONGEST)
        return line

    def _again(self) -> None:
        words = as_text(self.brief)
        self.page.setPlainText(words)
        self.copy.carry(words)

    def _choose(self) -> None:
        self.choose_file(FILE, (text("story.brief.as-text"),)).fileSelected.connect(self.save)
