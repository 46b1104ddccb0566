"""The five shapes of a slot. Each is told apart without colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.mentoring.mentorship import SlotState
from desktop.ui.palette import Ink
from desktop.ui.style import current_ink

RADIUS = 6.5
SIDE = 22


def paint_mark(painter: QPainter, state: SlotState, at: QPointF, colours: Ink, *, corrected: bool = False) -> None:
    """Kept: filled circle. Moved: circle with an arrow. Not kept: ring. Excused: diamond. Unknown: dot.

    A short line below says that the state is the user's own word.
    """
    colour = colours.slot(state)
    pen = QPen(colour, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(colour)
    if state is SlotState.KEPT:
        painter.drawEllipse(at, RADIUS - 0.6, RADIUS - 0.6)
    elif state is SlotState.MOVED:
        _moved(painter, at)
    elif state is SlotState.NOT_KEPT:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, RADIUS - 0.6, RADIUS - 0.6)
    elif state is SlotState.EXCUSED:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        side = RADIUS + 0.5
        corners = ((0.0, -side), (side, 0.0), (0.0, side), (-side, 0.0))
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))
        painter.drawLine(at + QPointF(-2.2, 0), at + QPointF(2.2, 0))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(at, 2.2, 2.2)
    if corrected:
        painter.setPen(QPen(colours.quiet, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        below = RADIUS + 4.5
        painter.drawLine(at + QPointF(-4.0, below), at + QPointF(4.0, below))


def _moved(painter: QPainter, at: QPointF) -> None:
    painter.drawEllipse(at + QPointF(-3.2, 0), RADIUS - 1.8, RADIUS - 1.8)
    tip = at + QPointF(RADIUS + 3.5, 0)
    painter.drawLine(at + QPointF(RADIUS - 2.2, 0), tip)
    painter.drawLine(tip, tip + QPointF(-2.8, -2.8))
    painter.drawLine(tip, tip + QPointF(-2.8, 2.8))


def mark_icon(state: SlotState, ratio: float) -> QIcon:
    """The shape as an icon for a list, for a screen of `ratio` device pixels a pixel."""
    pixmap = QPixmap(QSize(SIDE, SIDE) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_mark(painter, state, QPointF(SIDE / 2, SIDE / 2), current_ink())
    painter.end()
    return QIcon(pixmap)


class MarkShape(QWidget):
    """One shape, for the legend."""

    def __init__(self, state: SlotState) -> None:
        super().__init__()
        self._state = state
        self.setFixedSize(SIDE, SIDE)

    def paintEvent(self, event: object) -> None:
        """The shape."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, self._state, QPointF(SIDE / 2, SIDE / 2), current_ink())
        painter.end()
