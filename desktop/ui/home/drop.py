"""Which dropped things are calendar files, and what says that something may be dropped: a sheet, a field."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import CORNER, Space, current_ink, named
from resources.texts import text

_ENDINGS = {".ics", ".ical", ".icalendar", ".ifb", ".zip"}


def calendar_files(dropped: QMimeData) -> list[Path]:
    """The local files with a calendar's ending among what is dragged, in order."""
    paths = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _ENDINGS]


class DropSheet(QWidget):
    """Covers the window while a calendar file is held over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = named(style.title(text("home.drop")), "drop-words")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil and a dashed frame."""
        colours = current_ink()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = colours.tint
        veil.setAlphaF(0.95)
        painter.fillRect(self.rect(), veil)
        _dashed(painter, QRectF(self.rect()).adjusted(Space.LARGE, Space.LARGE, -Space.LARGE, -Space.LARGE))
        painter.end()


class DropField(QWidget):
    """Looks like a place to drop something."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted field with a dashed frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_ink().tint)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, CORNER, CORNER)
        _dashed(painter, area)
        painter.end()


def _dashed(painter: QPainter, area: QRectF) -> None:
    """The frame of a place to drop something."""
    pen = QPen(current_ink().accent, 2.0, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, CORNER, CORNER)
