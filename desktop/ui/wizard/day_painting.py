"""How one day of the month is drawn: told apart by shape first, by colour second."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.palette import Ink
from desktop.ui.style import Type, current_ink, scaled


class Look(StrEnum):
    """What a day is."""

    NONE = "none"
    MEETING = "meeting"
    SUGGESTED = "suggested"
    STRUCK = "struck"


LOOK = Qt.ItemDataRole.UserRole + 1
"""A cell's `Look`."""


LARGEST = 46
"""However large the cell, a ring is no larger; in device-independent pixels."""


class DayPainter(QStyledItemDelegate):
    """A ring for a meeting, a filled disc for the last one, a struck-out number where nobody could come."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        words = index.data(Qt.ItemDataRole.DisplayRole)
        if not words:
            return
        colours = current_ink()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = chosen and option.widget.hasFocus()
        area = QRectF(option.rect)
        look = index.data(LOOK)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if look == Look.NONE:
            number(painter, area, words, colours.quiet)
        elif look == Look.STRUCK:
            struck(painter, area, words, colours)
        else:
            disc(painter, area, colours, chosen=chosen, focused=focused)
            number(painter, area, words, colours.on_button if chosen else colours.text, bold=True)
            if look == Look.SUGGESTED:
                _dot(painter, area, colours, chosen=chosen)
        painter.restore()


def _round(area: QRectF) -> QRectF:
    side = min(area.width(), area.height(), LARGEST) - 6
    centre = area.center()
    return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)


def disc(painter: QPainter, area: QRectF, colours: Ink, *, chosen: bool, focused: bool = False) -> None:
    """The ring of a meeting, filled when it is the chosen one."""
    shape = _round(area)
    painter.setPen(QPen(colours.accent, 1.6))
    painter.setBrush(colours.button if chosen else colours.tint)
    painter.drawEllipse(shape)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.text, 1.4))
        painter.drawEllipse(shape.adjusted(-2.5, -2.5, 2.5, 2.5))


def number(painter: QPainter, area: QRectF, words: str, colour: QColor, *, bold: bool = False) -> None:
    """The day's number in the middle of its cell."""
    painter.setFont(scaled(Type.STRONG if bold else Type.BODY))
    painter.setPen(colour)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)


def struck(painter: QPainter, area: QRectF, words: str, colours: Ink, *, small: bool = False) -> None:
    """A number with a line through it and a broken ring."""
    pen = QPen(colours.excused, 1.4)
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(_round(area))
    number(painter, area, words, colours.quiet)
    half = QPointF(4 if small else 11, 0)
    painter.setPen(QPen(colours.text, 1.4))
    painter.drawLine(area.center() - half, area.center() + half)


def _dot(painter: QPainter, area: QRectF, colours: Ink, *, chosen: bool) -> None:
    """A small mark below the number of the suggested day."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.on_button if chosen else colours.accent)
    at = QPointF(area.center().x(), area.center().y() + min(area.width(), area.height(), LARGEST) / 2 - 8)
    painter.drawEllipse(at, 2.0, 2.0)
