"""The dates as a list: the other way to choose, and where a struck-out day says why."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.style import Space, Type, current_ink, scaled

DAY = Qt.ItemDataRole.UserRole
"""The date as an ISO text."""
WORDS = Qt.ItemDataRole.UserRole + 1
"""The date in words."""
BESIDE = Qt.ItemDataRole.UserRole + 2
"""Time, or why nobody could come."""

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class DatePainter(QStyledItemDelegate):
    """The date, struck out where it cannot be chosen, and quietly beside it what there is to know."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line with air, wide enough for both."""
        metrics = QFontMetrics(scaled(Type.BODY))
        width = metrics.horizontalAdvance(f"{index.data(WORDS)}  {index.data(BESIDE)}") + 2 * Space.MEDIUM
        return QSize(width, metrics.height() + Space.MEDIUM)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        colours = current_ink()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        open_ = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        area: QRect = option.rect
        painter.save()
        if chosen:
            painter.fillRect(area, colours.button)
        font = scaled(Type.BODY)
        font.setStrikeOut(not open_)
        area = area.adjusted(Space.SMALL, 0, -Space.TINY, 0)
        first = colours.on_button if chosen else (colours.text if open_ else colours.quiet)
        painter.setFont(font)
        painter.setPen(first)
        words = str(index.data(WORDS))
        painter.drawText(area, _MIDDLE, words)
        metrics = QFontMetrics(font)
        beside = area.adjusted(metrics.horizontalAdvance(words) + Space.SMALL, 0, 0, 0)
        _quiet(painter, beside, str(index.data(BESIDE)), colours.on_button if chosen else colours.quiet)
        painter.restore()


def _quiet(painter: QPainter, area: QRect, words: str, colour: QColor) -> None:
    font = scaled(Type.BODY)
    painter.setFont(font)
    painter.setPen(colour)
    elided = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, _MIDDLE, elided)
