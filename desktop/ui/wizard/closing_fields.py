"""Questions with room for an answer, and sentences to take as they are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import LinkButton, Space, named
from resources.texts import text

_MORE = 4
"""So many lines a field grows by."""


class _Lines(QPlainTextEdit):
    """Some lines of plain text; Tab leaves it."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As high as its lines, and a few more as they are written; then it scrolls."""
        around = 2 * self.frameWidth() + 2 * int(self.document().documentMargin()) + Space.TINY
        least, line = self._lines, self.fontMetrics().lineSpacing()
        most = least + _MORE
        return QSize(super().sizeHint().width(), max(least, min(self._written(), most)) * line + around)

    def _written(self) -> int:
        """How many lines there are at this width; no more are counted than ever matter."""
        layout, block = self.document().documentLayout(), self.document().firstBlock()
        line, high = max(self.fontMetrics().lineSpacing(), 1), 0.0
        while block.isValid() and high < line * (self._lines + _MORE):
            high += layout.blockBoundingRect(block).height()
            block = block.next()
        return round(high / line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps in another way."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """The same height, and a narrow width."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


class Field(QWidget):
    """A question, room for an answer, and a quiet line that helps on. `changed` comes with every change by hand."""

    changed = Signal(str)

    def __init__(self, name: str, question: str, *, lines: int = 1, says: str = "") -> None:
        super().__init__()
        self.edit = named(_Lines(lines), name, question.replace("&", ""), says)
        self.question = style.label(question)
        self.question.setWordWrap(True)
        self.question.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.question.setBuddy(self.edit)
        self._hint = named(style.caption(says), f"{name}Hint")
        self._usual = says
        if not says:
            self._hint.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        layout.addWidget(self.question)
        layout.addWidget(self.edit)
        layout.addWidget(self._hint)
        self.edit.textChanged.connect(lambda: self.changed.emit(self.words))

    @property
    def words(self) -> str:
        """The answer."""
        return self.edit.toPlainText()

    @property
    def hint(self) -> str:
        """What the quiet line says; "" for nothing."""
        return self._hint.text() if not self._hint.isHidden() else ""

    def fill(self, words: str) -> None:
        """Show an answer that was given before; `changed` does not come."""
        if words != self.words:
            with QSignalBlocker(self):
                self.edit.setPlainText(words)

    def help_on(self, hint: str) -> None:
        """Another quiet line; "" for the usual one."""
        words = hint or self._usual
        self._hint.setText(words)
        self._hint.setVisible(bool(words))
        self.edit.setAccessibleDescription(words)


class Phrases(QWidget):
    """Sentences to take as they are: a click hands one on."""

    def __init__(self, name: str, heading: str, taken: Callable[[str], None]) -> None:
        super().__init__()
        named(self, name, heading)
        self._name = name
        self._taken = taken
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.SMALL)
        self._layout.addWidget(style.strong(heading))
        self.hide()

    def show_phrases(self, phrases: tuple[str, ...], deed: str) -> None:
        """Show these, each with a button called `deed`; none hides the list."""
        for row in self._rows:
            row.hide()
            self._layout.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for number, phrase in enumerate(phrases):
            row = QWidget()
            button = named(LinkButton(deed), f"{self._name}Take{number}", text("closing.named", deed=deed, what=phrase))
            button.clicked.connect(lambda _=False, phrase=phrase: self._taken(phrase))
            words = style.body(text("closing.findings.quoted", words=phrase))
            line = style.row(words, button, gap=Space.MEDIUM)
            line.setStretch(0, 1)
            row.setLayout(line)
            self._rows.append(row)
            self._layout.addWidget(row)
        self.setVisible(bool(phrases))
