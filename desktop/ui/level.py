"""A pair's level as a small drawing and words: told apart by shape, never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.mentoring.mentorship import Level
from desktop.ui import style
from desktop.ui.style import Space, current_ink, named

_SIDE = 18


class LevelShape(QWidget):
    """Too early: three dots. Steady: a filled circle. A look: an eye. A talk: a speech bubble. Finished: a bar."""

    def __init__(self, level: Level, *, finished: bool) -> None:
        super().__init__()
        self._level = level
        self._finished = finished
        self.setFixedSize(QSize(_SIDE, _SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing."""
        colours = current_ink()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._finished:
            _bar(painter, colours.quiet)
        elif self._level is Level.TOO_EARLY:
            _dots(painter, colours.quiet)
        elif self._level is Level.FINE:
            _filled(painter, colours.kept)
        elif self._level is Level.LOOK:
            _eye(painter, colours.look)
        else:
            _bubble(painter, colours.look)
        painter.end()


def _dots(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for x in (3.5, 9.0, 14.5):
        painter.drawEllipse(QPointF(x, 9.0), 1.7, 1.7)


def _filled(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(9.0, 9.0), 5.0, 5.0)


def _bar(painter: QPainter, colour: QColor) -> None:
    pen = QPen(colour, 2.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(4.0, 9.0), QPointF(14.0, 9.0))


def _eye(painter: QPainter, colour: QColor) -> None:
    lens = QPainterPath(QPointF(1.5, 9.0))
    lens.quadTo(QPointF(9.0, 0.5), QPointF(16.5, 9.0))
    lens.quadTo(QPointF(9.0, 17.5), QPointF(1.5, 9.0))
    painter.setPen(QPen(colour, 1.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(lens)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(9.0, 9.0), 2.7, 2.7)


def _bubble(painter: QPainter, colour: QColor) -> None:
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(1.5, 2.0, 15.0, 10.5), 3.0, 3.0)
    tail = QPainterPath(QPointF(5.0, 11.5))
    tail.lineTo(5.0, 16.5)
    tail.lineTo(10.0, 11.5)
    tail.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(shape.united(tail))


class LevelMark(QWidget):
    """The shape with its words beside it."""

    def __init__(self, level: Level, words: str, *, finished: bool = False) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        label = named(style.label(words), "level-words")
        layout.addWidget(LevelShape(level, finished=finished))
        layout.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
