"""One month as a grid in which only days with a meeting can be chosen.

A table, not a picture: each day is a cell that a screen reader can name and a keyboard can reach.
"""

from __future__ import annotations

from calendar import Calendar
from datetime import UTC, date, tzinfo

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop.ui.style import Type, current_ink, named, scaled
from desktop.ui.wizard.day_painting import LOOK, DayPainter, Look
from desktop.ui.wizard.days import MeetingDay, MeetingDays
from desktop.ui.wizard.wording import day_words, reason_words, time_words
from resources.texts import text

Index = QModelIndex | QPersistentModelIndex
WEEKS = 6
CELL = QSize(42, 38)
DAY = Qt.ItemDataRole.UserRole
"""The cell's date, as an ISO text; "" beside the month."""


class MonthModel(QStandardItemModel):
    """The days of one month; only a day with a possible meeting is enabled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(WEEKS, 7, parent)

    def show(self, days: MeetingDays, year: int, month: int, first_weekday: int, zone: tzinfo) -> None:
        """Show `month` to a reader in `zone`; `first_weekday` counts from Monday, 0."""
        names = text("wizard.date.weekdays").split()
        self.setHorizontalHeaderLabels(names[first_weekday:] + names[:first_weekday])
        dates = [day if day.month == month else None for day in Calendar(first_weekday).itermonthdates(year, month)]
        for at in range(7 * WEEKS):
            day = dates[at] if at < len(dates) else None
            self.setItem(at // 7, at % 7, _beside() if day is None else _cell(day, days, zone))

    def day_at(self, index: Index) -> date | None:
        """The date of a cell; None beside the month."""
        written = index.data(DAY)
        return date.fromisoformat(written) if written else None

    def index_of(self, day: date) -> QModelIndex:
        """The cell of `day`; invalid outside the month."""
        wanted = day.isoformat()
        cells = (self.index(at // 7, at % 7) for at in range(7 * WEEKS))
        return next((cell for cell in cells if cell.data(DAY) == wanted), QModelIndex())


def _beside() -> QStandardItem:
    item = QStandardItem()
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _cell(day: date, days: MeetingDays, zone: tzinfo) -> QStandardItem:
    meeting = days.on(day)
    suggested = day == days.proposed
    item = QStandardItem(str(day.day))
    says = _says(day, meeting, zone, suggested=suggested)
    item.setData(day.isoformat(), DAY)
    item.setData(says, Qt.ItemDataRole.AccessibleTextRole)
    item.setEditable(False)
    kind = Look.NONE
    if meeting is not None:
        item.setToolTip(says)
        kind = Look.MEETING if meeting.blocked is None else Look.STRUCK
    item.setData(Look.SUGGESTED if kind is Look.MEETING and suggested else kind, LOOK)
    if kind is not Look.MEETING:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _says(day: date, meeting: MeetingDay | None, zone: tzinfo, *, suggested: bool) -> str:
    words = day_words(day, zone)
    if meeting is None:
        return text("wizard.date.cell-none", day=words)
    if meeting.blocked is not None:
        return text("wizard.date.cell-blocked", day=words, why=reason_words(meeting.blocked))
    key = "cell-suggested" if suggested else "cell"
    return text(f"wizard.date.{key}", day=words, time=time_words(meeting.start, meeting.end, zone))


class Weekdays(QHeaderView):
    """The weekdays' names as quiet words, without the frames of a table's header."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFont(scaled(Type.CAPTION))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        """One name."""
        painter.save()
        painter.setFont(scaled(Type.CAPTION))
        painter.setPen(current_ink().quiet)
        words = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(words))
        painter.restore()


class MonthGrid(QTableView):
    """The month, drawn. Arrow keys jump from meeting to meeting and may leave the month.

    `wanted` carries the date that the user chose; the owner answers with `mark`.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month = MonthModel(self)
        self._zone: tzinfo = UTC
        self._days = MeetingDays((), None, date.min)
        self._chosen: date | None = None
        self.setModel(self._month)
        self.setItemDelegate(DayPainter(self))
        self._quieten()
        named(self, "dateCalendar", text("wizard.date.calendar"), text("wizard.date.calendar-says"))

    def _quieten(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalHeader(Weekdays(self))
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Highlight, QColor(0, 0, 0, 0))  # the painter fills a disc instead
        self.setPalette(palette)
        self.verticalHeader().hide()
        for header, least in ((self.horizontalHeader(), CELL.width()), (self.verticalHeader(), CELL.height())):
            header.setMinimumSectionSize(least)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(CELL.width() * 7, CELL.height() * WEEKS + self.horizontalHeader().sizeHint().height())

    def read_in(self, zone: tzinfo) -> None:
        """The reader's zone."""
        self._zone = zone

    def show_month(self, days: MeetingDays, year: int, month: int, first_weekday: int) -> None:
        """Draw another month."""
        self._days = days
        self._month.show(days, year, month, first_weekday, self._zone)
        self.mark(self._chosen)

    def mark(self, day: date | None) -> None:
        """Show `day` as the chosen one, where it lies in the month shown."""
        self._chosen = day
        index = self._month.index_of(day) if day is not None else QModelIndex()
        flag = QItemSelectionModel.SelectionFlag
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
        else:
            self.selectionModel().clear()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows to the next or last meeting, pages by month, Home and End to the outermost ones."""
        target = self._target(Qt.Key(event.key()))
        if target is None:
            event.ignore()
            return
        event.accept()
        self.wanted.emit(target)

    def _target(self, key: Qt.Key) -> date | None:
        days = self._days.open
        if not days:
            return None
        if self._chosen is None:
            return days[0] if key in _ALL_KEYS else None
        if key in _STEPS:
            return self._days.step(self._chosen, _STEPS[key])
        if key in _TURNS:
            return self._days.turn(self._chosen, _TURNS[key])
        return {Qt.Key.Key_Home: days[0], Qt.Key.Key_End: days[-1]}.get(key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a meeting's day; on any other it does nothing."""
        index = self.indexAt(event.position().toPoint())
        day = self._month.day_at(index)
        if day is not None and self._days.is_open(day):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.wanted.emit(day)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A pointing hand over what can be chosen."""
        day = self._month.day_at(self.indexAt(event.position().toPoint()))
        can = day is not None and self._days.is_open(day)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ALL_KEYS = {*_STEPS, *_TURNS, Qt.Key.Key_Home, Qt.Key.Key_End}
