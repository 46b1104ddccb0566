"""The folder that the files are written to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop.ui.style import Space, named
from resources.texts import text


class FolderField(QWidget):
    """A path that can be typed or chosen. `changed` comes with every change."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.edit = named(QLineEdit(), f"{name}Path")
        self.browse = named(QPushButton(text("wizard.folder.choose")), f"{name}Choose")
        self._label = QLabel(text("wizard.folder.label"))
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setBuddy(self.edit)
        self.edit.setAccessibleName(text("wizard.folder.accessible"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._label)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.browse)
        self.edit.textChanged.connect(self.changed)
        self.browse.clicked.connect(self._choose)

    @property
    def path(self) -> Path | None:
        """The folder; None while the field is empty."""
        words = self.edit.text().strip()
        return Path(words).expanduser() if words else None

    def propose(self, final: date) -> None:
        """A new folder among the user's documents, unless one was chosen already."""
        if not self.edit.text():
            self.edit.setText(str(fresh_folder(documents(), final)))

    def _choose(self) -> None:
        dialog = QFileDialog(self, text("wizard.folder.dialog"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        start = self.path or documents()
        dialog.setDirectory(str(start if start.is_dir() else start.parent))
        dialog.fileSelected.connect(self.edit.setText)
        dialog.open()


def documents() -> Path:
    """The user's documents folder, or home where there is none."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def fresh_folder(parent: Path, final: date) -> Path:
    """A folder that does not exist yet, named after the date alone: titles and names stay out of paths."""
    name = text("wizard.folder.name", day=final.isoformat())
    number = 1
    folder = parent / name
    while folder.exists():
        number += 1
        folder = parent / text("wizard.folder.name-again", day=final.isoformat(), n=number)
    return folder
