"""A letter for after the last meeting, with the same editor as in the wizard. It leaves by the user's own hand (R2)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.mentoring.letters import LetterKind, Values
from desktop.services.letters import Letters
from desktop.ui.bridge import Bridge
from desktop.ui.story.dialog import StoryDialog
from desktop.ui.style import named
from desktop.ui.wizard.letter_editor import LetterEditor, Wanted
from resources.texts import text


class LetterDialog(StoryDialog):
    """One letter. `sent` carries the draft as it stands there once the user says that it went out (A61)."""

    sent = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        letters: Letters,
        bridge: Bridge,
        kind: LetterKind,
        values: Values,
        *,
        to: tuple[str, ...] = (),
    ) -> None:
        super().__init__(parent, "letter-dialog", letters.name(kind), bridge)
        self.editor = LetterEditor("storyLetter", letters, bridge)
        self.editor.to = to
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.editor)
        column.addStretch(1)
        area.setWidget(held)
        self.column.addWidget(area, 1)
        went = self.add_button(named(QPushButton(text("story.letter.sent")), "letter-sent"))
        went.setAccessibleDescription(text("story.letter.sent-says"))
        went.clicked.connect(self._went)
        self.editor.show_letter(Wanted((kind,), values, lambda _: None))

    def _went(self) -> None:
        self.sent.emit(self.editor.draft)
        self.accept()
