"""The line at the window's foot: what was read, how far a big file is, what stopped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.bridge import Operation
from desktop.ui.style import Separator, Space, named
from resources.texts import text

_UNITS = 1000


class MessageLine(QWidget):
    """Hidden while it has nothing to say. It announces itself to screen readers by its accessible name."""

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "message-line")
        self._operation: Operation | None = None
        self._deed: Callable[[], None] | None = None
        self._words = named(style.body(), "message-words")
        self._bar = named(QProgressBar(), "import-progress")
        self._bar.setRange(0, _UNITS)
        self._bar.setTextVisible(False)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._button = named(QPushButton(text("home.dismiss")), "message-button")
        self._button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._button.clicked.connect(self._pressed)
        inner = QHBoxLayout()
        inner.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        inner.setSpacing(Space.LARGE)
        inner.addWidget(self._words, 2)
        inner.addWidget(self._bar, 1)
        inner.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Separator())
        outer.addLayout(inner)
        self.hide()

    def say(self, words: str) -> None:
        """Show one sentence until it is dismissed or another takes its place."""
        self._operation, self._deed = None, None
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._bar.hide()
        self._button.setText(text("home.dismiss"))
        self._button.setEnabled(True)
        self._button.show()
        self.show()

    def offer(self, words: str, button: str, deed: Callable[[], None]) -> None:
        """Show one sentence with something that can be done about it."""
        self.say(words)
        self._deed = deed
        self._button.setText(button)
        self._button.setFocus()

    def watch(self, operation: Operation, words: str, *, stoppable: bool = True) -> None:
        """Show how far `operation` is, with a way to stop it where there is one."""
        self.say(words)
        self._operation = operation
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(words)
        self._bar.show()
        self._button.setText(text("home.progress.cancel"))
        self._button.setVisible(stoppable)
        operation.progressed.connect(self._progressed)
        operation.stopped.connect(self._stopped)
        operation.ended.connect(self._ended)

    def clear(self) -> None:
        """Nothing to say."""
        self._operation, self._deed = None, None
        self.hide()

    def _progressed(self, done: int, total: int) -> None:
        if self.sender() is not self._operation:
            return
        self._bar.setRange(0, _UNITS)
        self._bar.setValue(min(_UNITS, done * _UNITS // total) if total else 0)

    def _stopped(self) -> None:
        if self.sender() is self._operation:
            self.say(text("home.progress.cancelled"))

    def _ended(self) -> None:
        if self._operation is not None and self.sender() is self._operation:
            self.clear()

    def _pressed(self) -> None:
        if self._deed is not None:
            self._deed()
        if self._operation is None:
            self.clear()
            self.dismissed.emit()
            return
        self._operation.cancel()
        self._button.setEnabled(False)
        self._button.setText(text("home.progress.cancelling"))
