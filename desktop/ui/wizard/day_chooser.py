"""The month and the list of dates beside it: two ways to the same choice."""

from __future__ import annotations

from datetime import UTC, date, tzinfo

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import style
from desktop.ui.style import Card, Space, current_ink, named
from desktop.ui.wizard.date_list import BESIDE, DAY, WORDS, DatePainter
from desktop.ui.wizard.day_painting import disc, struck
from desktop.ui.wizard.days import MeetingDay, MeetingDays
from desktop.ui.wizard.month import MonthGrid
from desktop.ui.wizard.wording import day_words, hour_words, reason_words, short_day
from resources import texts
from resources.texts import text


class DayChooser(QWidget):
    """Offers `days`; `chosen` carries the date that the user took in the month or in the list."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._zone: tzinfo = UTC
        self._days = MeetingDays((), None, date.min)
        self._day: date | None = None
        self._shown = (2000, 1)
        self._first_weekday = QLocale().firstDayOfWeek().value - 1
        self.grid = MonthGrid()
        self.list = named(QListWidget(), "dateList")
        self._month = named(style.strong(), "dateMonth")
        self._earlier = _turn("dateEarlier", Qt.ArrowType.LeftArrow, text("wizard.date.earlier"))
        self._later = _turn("dateLater", Qt.ArrowType.RightArrow, text("wizard.date.later"))
        self._struck = named(style.caption(), "dateStruck")
        self._build()
        self.grid.wanted.connect(self._take)
        self.list.currentItemChanged.connect(self._listed)
        self._earlier.clicked.connect(lambda: self._turn(-1))
        self._later.clicked.connect(lambda: self._turn(1))

    def _build(self) -> None:
        label = QLabel(text("wizard.date.list"))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(self.list)
        label.setFixedHeight(self._earlier.sizeHint().height())
        self.list.setAccessibleName(label.text().replace("&", ""))
        self.list.setMinimumWidth(240)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)  # a narrower list needs more lines for an entry
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(DatePainter(self.list))
        self._month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._month.setWordWrap(False)
        head = QHBoxLayout()
        head.addWidget(self._earlier)
        head.addWidget(self._month, 1)
        head.addWidget(self._later)
        card = Card(gap=Space.SMALL)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        card.layout_.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.MEDIUM)
        card.layout_.addLayout(head)
        card.layout_.addWidget(self.grid, 1)
        card.layout_.addWidget(Legend())
        card.layout_.addWidget(self._struck)
        beside = QVBoxLayout()
        beside.setSpacing(Space.TINY)
        beside.addWidget(label)
        beside.addWidget(self.list, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.LARGE)
        layout.addWidget(card, 3)
        layout.addLayout(beside, 2)

    def offer(self, days: MeetingDays, day: date | None, zone: tzinfo) -> None:
        """Show what can be chosen to a reader in `zone`, with `day` chosen."""
        self._zone = zone
        self.grid.read_in(zone)
        self._days = days
        self.list.blockSignals(True)
        self.list.clear()
        for each in days.days:
            self.list.addItem(self._item(each))
        self.list.blockSignals(False)
        self.set_day(day)

    def set_day(self, day: date | None) -> None:
        """Show `day` as the chosen one in both."""
        self._day = day
        if day is not None:
            self._show_month(day.year, day.month)
        elif self._days.days:
            self._show_month(self._days.days[0].day.year, self._days.days[0].day.month)
        self.grid.mark(day)
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if day is not None and self.list.item(row).data(DAY) == day.isoformat():
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _item(self, each: MeetingDay) -> QListWidgetItem:
        words = day_words(each.day, self._zone)
        if each.blocked is not None:
            beside = reason_words(each.blocked)
            item = QListWidgetItem(text("wizard.date.cell-blocked", day=words, why=beside))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            key = "-suggested" if each.day == self._days.proposed else ""
            beside = text(f"wizard.date.beside{key}", time=hour_words(each.start, self._zone))
            item = QListWidgetItem(text("wizard.date.item", day=words, time=beside))
        item.setData(DAY, each.day.isoformat())
        item.setData(WORDS, words)
        item.setData(BESIDE, beside)
        item.setToolTip(item.text())
        return item

    def _take(self, day: date) -> None:
        self.set_day(day)
        self.chosen.emit(day)

    def _listed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._take(date.fromisoformat(item.data(DAY)))

    def _turn(self, months: int) -> None:
        year, index = divmod(self._shown[0] * 12 + self._shown[1] - 1 + months, 12)
        self._show_month(year, index + 1)

    def _show_month(self, year: int, month: int) -> None:
        self._shown = (year, month)
        first = date(year, month, 1)
        self._month.setText(text("wizard.date.month", month=texts.month(first), year=year))
        self.grid.show_month(self._days, year, month, self._first_weekday)
        struck_out = [
            text("wizard.date.struck", day=short_day(each.day), why=reason_words(each.blocked))
            for each in self._days.blocked_in(year, month)
            if each.blocked is not None
        ]
        self._struck.setText(" ".join(struck_out))
        days = self._days.days
        self._earlier.setEnabled(bool(days) and (year, month) > (days[0].day.year, days[0].day.month))
        self._later.setEnabled(bool(days) and (year, month) < (days[-1].day.year, days[-1].day.month))


def _turn(name: str, arrow: Qt.ArrowType, words: str) -> QToolButton:
    button = named(QToolButton(), name, words)
    button.setArrowType(arrow)
    button.setAutoRaise(True)
    button.setToolTip(words)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setMinimumSize(32, 32)
    return button


class Legend(QWidget):
    """What the three shapes of the month mean."""

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.TINY, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        for shape in ("meeting", "chosen", "blocked"):
            layout.addWidget(_Shape(shape))
            words = style.caption(text(f"wizard.date.legend-{shape}"))
            words.setWordWrap(False)
            layout.addWidget(words)
            layout.addSpacing(Space.SMALL)
        layout.addStretch(1)


class _Shape(QWidget):
    """One shape of the month, small."""

    def __init__(self, shape: str) -> None:
        super().__init__()
        self._shape = shape
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The same drawing as in the month."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().toRectF()
        if self._shape == "blocked":
            struck(painter, area, "", current_ink(), small=True)
        else:
            disc(painter, area, current_ink(), chosen=self._shape == "chosen")
        painter.end()
