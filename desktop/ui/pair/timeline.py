"""Every past slot drawn in rows, oldest first: shapes, day numbers, months.

The arrow keys go from slot to slot, Enter or a click chooses one. `layout_of` is the pure part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.mentoring.mentorship import Slot
from desktop.ui import phrases
from desktop.ui.pair.marks import paint_mark
from desktop.ui.palette import Ink
from desktop.ui.style import Space, Type, current_ink, named, scaled
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of
from resources.texts import month, text

CELL = 40
ROW = 64
_MARK_Y = 32.0
_MONTH_BASE = 13
_DAY_TOP = 43


@dataclass(frozen=True, slots=True)
class Grid:
    """Where slots stand: `columns` a row, `CELL` by `ROW` pixels each."""

    columns: int
    count: int

    @property
    def rows(self) -> int:
        """Rows in use, at least one."""
        return max(1, -(-self.count // self.columns))

    def cell(self, index: int) -> QRectF:
        """The cell of a slot."""
        return QRectF(index % self.columns * CELL, index // self.columns * ROW, CELL, ROW)

    def at(self, x: float, y: float) -> int | None:
        """The slot under a point."""
        column, line = int(x // CELL), int(y // ROW)
        index = line * self.columns + column
        inside = 0 <= column < self.columns and line >= 0
        return index if inside and 0 <= index < self.count else None

    def moved(self, index: int, key: Qt.Key) -> int | None:
        """Where a key leads from a slot; None for a key that leads nowhere."""
        steps = {
            Qt.Key.Key_Left: index - 1,
            Qt.Key.Key_Right: index + 1,
            Qt.Key.Key_Up: index - self.columns,
            Qt.Key.Key_Down: index + self.columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.count - 1,
        }
        if key not in steps or not self.count:
            return None
        target = steps[key]
        return target if 0 <= target < self.count else index


def grid_for(width: int, count: int) -> Grid:
    """As many columns as fit."""
    return Grid(max(1, width // CELL), count)


class Timeline(QWidget):
    """The drawing. Emits what is looked at and what is chosen; changes nothing itself."""

    looked_at = Signal(int)
    """The slot under the pointer or the keyboard's; -1 for none."""
    chosen = Signal(int, QPoint)
    """A slot, and where on the screen to open its menu."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        named(self, "timeline", text("pair.timeline-name"))
        self._zone = zone
        self._slots: Sequence[Slot] = ()
        self._window: frozenset[Moment] = frozenset()
        self._marked: frozenset[Moment] = frozenset()
        self._current = 0
        self._under = -1
        self._grid = Grid(1, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_slots(self, slots: Sequence[Slot], window: Sequence[Slot]) -> None:
        """Show `slots`, oldest first; those of `window`, on which signs rest, stand on a band."""
        at_end = self._current >= len(self._slots) - 1
        self._slots = slots
        partly = len(window) < len(slots)
        self._window = frozenset(slot.start for slot in window) if partly else frozenset()
        self._current = len(slots) - 1 if at_end else min(self._current, len(slots) - 1)
        self._arrange()
        self._describe(announce=False)
        self.update()

    def mark(self, starts: Sequence[Moment]) -> None:
        """Underline the slots that a sign rests on."""
        self._marked = frozenset(starts)
        self.update()

    def go_to(self, index: int) -> None:
        """Make a slot the current one and take the keyboard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set_current(index)

    @property
    def current(self) -> int:
        """The keyboard's slot."""
        return self._current

    @property
    def count(self) -> int:
        """How many slots are drawn."""
        return len(self._slots)

    def words(self, index: int) -> str:
        """A slot in words."""
        return phrases.slot_words(self._slots[index], self._zone)

    def place(self, index: int) -> QRect:
        """Where a slot stands on the screen."""
        cell = self._grid.cell(index).toRect()
        return QRect(self.mapToGlobal(cell.topLeft()), cell.size())

    def at(self, point: QPoint) -> int | None:
        """The slot under a point of the drawing."""
        return self._grid.at(point.x(), point.y())

    def place_of(self, index: int) -> QPoint:
        """Where on the screen the menu of a slot belongs."""
        return self.mapToGlobal(self._grid.cell(index).bottomLeft().toPoint())

    def _arrange(self) -> None:
        self._grid = grid_for(self.width(), len(self._slots))
        self.setFixedHeight(self._grid.rows * ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width."""
        self._arrange()

    def _set_current(self, index: int) -> None:
        self._current = index
        self._describe(announce=True)
        self.looked_at.emit(index)
        self.update()

    def _describe(self, *, announce: bool) -> None:
        if not 0 <= self._current < len(self._slots):
            self.setAccessibleDescription(text("pair.timeline-empty"))
            return
        words = self.words(self._current)
        self.setAccessibleDescription(words)
        if announce and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End; Enter, Space or the menu key choose."""
        target = self._grid.moved(self._current, Qt.Key(event.key()))
        if target is not None:
            self._set_current(target)
        elif self._slots and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Menu}:
            self.chosen.emit(self._current, self.place_of(self._current))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        index = self.at(event.position().toPoint())
        if index is not None:
            self._set_current(index)
            self.chosen.emit(index, self.place_of(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        index = self.at(event.position().toPoint())
        under = -1 if index is None else index
        if under != self._under:
            self._under = under
            self.setCursor(Qt.CursorShape.PointingHandCursor if under >= 0 else Qt.CursorShape.ArrowCursor)
            self.looked_at.emit(under)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._under = -1
        self.looked_at.emit(self._current if self.hasFocus() else -1)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which slot is the keyboard's."""
        super().focusInEvent(event)
        if self._slots:
            self.looked_at.emit(self._current)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Band, months, shapes, days, focus."""
        colours = current_ink()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scaled(Type.CAPTION))
        for index, slot in enumerate(self._slots):
            cell = self._grid.cell(index)
            if not cell.toRect().intersects(event.rect()):
                continue
            self._paint_ground(painter, index, cell, colours)
            self._paint_words(painter, index, cell, colours)
            centre = QPointF(cell.center().x(), cell.top() + _MARK_Y)
            paint_mark(painter, slot.state, centre, colours, corrected=slot.corrected)
        painter.end()

    def _paint_ground(self, painter: QPainter, index: int, cell: QRectF, colours: Ink) -> None:
        slot = self._slots[index]
        painter.setPen(Qt.PenStyle.NoPen)
        band = cell.adjusted(0, _MARK_Y - 14, 0, -(ROW - _MARK_Y - 14))
        frame = band.adjusted(3, 0, -3, 15)
        if slot.start in self._window:
            painter.setBrush(colours.tint)
            painter.drawRect(band)
        if index == self._under:
            painter.setBrush(colours.line)
            painter.drawRoundedRect(frame, Space.TINY, Space.TINY)
        if slot.start in self._marked:
            painter.setPen(QPen(colours.look, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            y = cell.top() + _DAY_TOP + 17
            painter.drawLine(QPointF(cell.center().x() - 9, y), QPointF(cell.center().x() + 9, y))
        if index == self._current and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.accent, 2.0))
            painter.drawRoundedRect(frame, Space.TINY, Space.TINY)

    def _paint_words(self, painter: QPainter, index: int, cell: QRectF, colours: Ink) -> None:
        on = day_of(self._slots[index].start, self._zone)
        painter.setPen(colours.quiet)
        painter.drawText(
            QRectF(cell.left(), cell.top() + _DAY_TOP, CELL, 16), Qt.AlignmentFlag.AlignCenter, str(on.day)
        )
        before = day_of(self._slots[index - 1].start, self._zone) if index else None
        if before is not None and (before.year, before.month) == (on.year, on.month):
            return
        words = month(on)[:3]
        if before is None or before.year != on.year:
            words = f"{words} {on.year}"
        painter.setPen(colours.text)
        painter.drawText(QPointF(cell.left() + Space.SMALL, cell.top() + _MONTH_BASE), words)
