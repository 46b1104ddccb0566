"""The frame of the story's dialogs: a heading, a column, buttons below; Escape is always a way out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPushButton, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.bridge import Bridge
from desktop.ui.style import Space, named
from integrations.errors import Trouble
from integrations.files import write_atomically
from resources.texts import text

_SIZE = QSize(620, 600)


class StoryDialog(QDialog):
    """Opens without blocking, is deleted when closed. What is saved goes where the user chose, for their eyes only."""

    saved = Signal(object)
    """The `Path` of a file that was written."""

    def __init__(self, parent: QWidget | None, name: str, title: str, bridge: Bridge) -> None:
        super().__init__(parent)
        named(self, name, title)
        self._bridge = bridge
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(parent is not None)
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        style.page_margins(outer)
        outer.setSpacing(Space.MEDIUM)
        outer.addWidget(named(style.heading(title), f"{name}-title"))
        self.column = QVBoxLayout()
        self.column.setSpacing(Space.MEDIUM)
        outer.addLayout(self.column, 1)
        self.says = named(style.caption(), f"{name}-says")
        self.says.hide()
        outer.addWidget(self.says)
        self.buttons = QDialogButtonBox()
        close = named(QPushButton(text("common.close")), "close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self.buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        outer.addWidget(self.buttons)
        self.resize(_SIZE.boundedTo(self.screen().availableGeometry().size() - QSize(40, 60)))
        self.saved.connect(lambda path: self.say(text("story.saved", file=path.name)))

    def add_button(self, button: QPushButton) -> QPushButton:
        """A button beside "Close"."""
        button.setAutoDefault(False)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def say(self, words: str) -> None:
        """What became of the last click."""
        self.says.setText(words)
        self.says.setAccessibleName(words)
        self.says.setVisible(bool(words))

    def choose_file(self, name: str, filters: tuple[str, ...]) -> QFileDialog:
        """Ask where to save; the first of `filters` is proposed. Connect to its `fileSelected`."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = named(QFileDialog(self, text("story.save-title"), str(Path(folder) / name)), "save-file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(filters))
        dialog.selectFile(name)
        dialog.open()
        return dialog

    def write(self, path: Path, content: bytes) -> None:
        """Write a file on the worker's thread."""
        written = self._bridge.start(lambda _: write_atomically(path, content, private=True))
        written.succeeded.connect(lambda _: self.saved.emit(path))
        written.troubled.connect(self._not_written)

    def _not_written(self, trouble: Trouble) -> None:
        self.say(f"{trouble.message} {trouble.advice}")
