"""How one line of an agenda is drawn: shape, date, time, title, in columns that fit the list's own words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.palette import Ink
from desktop.ui.style import Space, Type, current_ink, scaled
from desktop.ui.wizard.agenda_rows import Row

ROW = Qt.ItemDataRole.UserRole
"""The `Row` of an item."""

MARK = 22
"""Width of the column of shapes, in device-independent pixels."""

LEAST_TITLE = 40
"""Below this a title is left out; the line's tooltip has it."""

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_GONE = ("removed", "blocked")


def line_height() -> int:
    """One line of text with air."""
    return QFontMetrics(scaled(Type.STRONG)).height() + Space.SMALL


class RowPainter(QStyledItemDelegate):
    """Draws the rows that it has measured."""

    _day = 0
    _time = 0

    def measure(self, rows: Iterable[Row]) -> None:
        """Fit the columns to the widest date and time."""
        metrics = QFontMetrics(scaled(Type.STRONG))
        lines = [row for row in rows if row.kind not in ("year", "more")]
        self._day = max((metrics.horizontalAdvance(row.day) for row in lines), default=0) + Space.MEDIUM
        self._time = max((metrics.horizontalAdvance(row.time) for row in lines), default=0) + Space.MEDIUM

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All lines are of one height."""
        return QSize(200, line_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        row: Row = index.data(ROW)
        area: QRect = option.rect
        colours = current_ink()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.accent, 1.0))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), Space.TINY, Space.TINY)
        if row.kind == "year":
            _words(painter, area.adjusted(2, 0, 0, 0), row.day, Type.CAPTION, colours.quiet)
        else:
            _mark(painter, QPointF(area.left() + 9, area.center().y() + 0.5), row, colours)
            self._columns(painter, area.adjusted(MARK, 0, 0, 0), row, colours)
        painter.restore()

    def _columns(self, painter: QPainter, area: QRect, row: Row, colours: Ink) -> None:
        kind = Type.STRONG if row.kind in ("last", "talk") else Type.BODY
        gone = row.kind in _GONE
        colour = colours.quiet if gone or row.kind == "more" else colours.text
        if row.kind == "more":
            _words(painter, area, row.day, kind, colour)
            return
        _words(painter, area, row.day, kind, colour, struck=gone)
        area = area.adjusted(self._day, 0, 0, 0)
        _words(painter, area, row.time, kind, colour, struck=gone)
        area = area.adjusted(self._time, 0, 0, 0)
        if area.width() >= LEAST_TITLE:
            _words(painter, area, row.title, kind, colour if kind is Type.STRONG else colours.quiet, struck=gone)


def _words(painter: QPainter, area: QRect, words: str, kind: Type, colour: QColor, *, struck: bool = False) -> None:
    font = scaled(kind)
    font.setStrikeOut(struck)
    painter.setFont(font)
    painter.setPen(colour)
    elided = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, _MIDDLE, elided)


def _mark(painter: QPainter, at: QPointF, row: Row, colours: Ink) -> None:
    """Ring: a meeting. Disc: the last one. Diamond: the talk. Broken ring: gone. Three dots: more of the same."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colours.accent, 1.6))
    if row.kind == "more":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.quiet)
        for step in (-4, 0, 4):
            painter.drawEllipse(at + QPointF(0, step), 1.3, 1.3)
    elif row.kind == "talk":
        painter.setBrush(colours.accent)
        points = [QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]
        painter.drawPolygon(QPolygonF([at + point for point in points]))
    elif row.kind in _GONE:
        pen = QPen(colours.quiet, 1.4)
        pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawEllipse(at, 4.5, 4.5)
    else:
        painter.setBrush(colours.accent if row.kind == "last" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 4.5, 4.5)
