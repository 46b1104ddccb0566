"""The dates as a list: the other way to choose, and where a struck-out day says why."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.style import Space, Type, current_ink, scaled

DAY = Qt.ItemDataRole.UserRole
"""The date as an ISO text."""
WORDS = Qt.ItemDataRole.UserRole + 1
"""The date in words."""
BESIDE = Qt.ItemDataRole.UserRole + 2
"""Time, or why nobody could come."""

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class DatePainter(QStyledItemDelegate):
    """The date, struck out where it cannot be chosen, and quietly beside it what there is to know.

    Where the list is too narrow for both, that stands below the date: it is what tells one date from the others.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line with air, or two where the list is too narrow for one."""
        metrics = QFontMetrics(scaled(Type.BODY))
        room = _room(option)
        lines = 1 if _fits(index, metrics, room) else 2
        return QSize(room, lines * metrics.height() + Space.MEDIUM)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line, or two."""
        colours = current_ink()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        open_ = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        area: QRect = option.rect
        painter.save()
        if chosen:
            painter.fillRect(area, colours.button)
        font = scaled(Type.BODY)
        metrics = QFontMetrics(font)
        first = second = area.adjusted(Space.SMALL, 0, -Space.TINY, 0)
        if _fits(index, metrics, area.width()):
            second = first.adjusted(metrics.horizontalAdvance(str(index.data(WORDS))) + Space.SMALL, 0, 0, 0)
        else:
            half = first.height() // 2
            first = area.adjusted(Space.SMALL, Space.TINY, -Space.TINY, -half)
            second = area.adjusted(Space.SMALL, half, -Space.TINY, -Space.TINY)
        quiet = colours.on_button if chosen else colours.quiet
        _line(painter, second, str(index.data(BESIDE)), font, quiet)
        font.setStrikeOut(not open_)
        _line(painter, first, str(index.data(WORDS)), font, colours.text if open_ and not chosen else quiet)
        painter.restore()


def _room(option: QStyleOptionViewItem) -> int:
    """How wide the list shows an entry, in device-independent pixels."""
    shown = option.widget
    return shown.viewport().width() if isinstance(shown, QAbstractItemView) else option.rect.width()


def _fits(index: QModelIndex | QPersistentModelIndex, metrics: QFontMetrics, room: int) -> bool:
    """Whether the date and what stands beside it share a line."""
    both = metrics.horizontalAdvance(str(index.data(WORDS))) + metrics.horizontalAdvance(str(index.data(BESIDE)))
    return both + 2 * Space.SMALL + Space.TINY <= room


def _line(painter: QPainter, area: QRect, words: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(area, _MIDDLE, QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width()))
