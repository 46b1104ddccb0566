""" "Not now…": how long to be quiet about a pair, each choice with the day up to which it holds (R27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QDialog, QPushButton, QVBoxLayout, QWidget

from desktop.mentoring.manners import Span, last_quiet_day
from desktop.mentoring.reminders import Quiet
from desktop.ui import phrases, style
from desktop.ui.style import Space, named, one_line
from resources.texts import day, text

_WIDTH = 400
_SPANS = (Span.WEEK, Span.MONTH, Span.THREE_MONTHS)

Chosen = Callable[[Span | date | None], None]


class NotNow(QDialog):
    """Opens without blocking, is deleted when closed; `chosen` gets the choice, None for "speak again"."""

    def __init__(self, parent: QWidget | None, who: str, today: date, quiet: Quiet | None, chosen: Chosen) -> None:
        super().__init__(parent)
        named(self, "not-now", text("home.not-now.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("home.not-now.title"))
        self.setModal(parent is not None)
        self.setFixedWidth(_WIDTH)
        self._chosen = chosen
        layout = QVBoxLayout(self)
        style.page_margins(layout)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(named(style.heading(text("home.not-now.title")), "not-now-title"))
        layout.addWidget(named(style.body(one_line(who)), "not-now-who"))
        if quiet is not None:
            layout.addWidget(named(style.caption(phrases.quiet_words(quiet.until)), "not-now-quiet"))
        layout.addSpacing(Space.SMALL)
        for span in _SPANS:
            layout.addWidget(self._button(span, _words(span, today)))
        layout.addLayout(self._until_a_date(today))
        layout.addWidget(self._button(Span.NEVER, text("home.not-now.never")))
        if quiet is not None:
            layout.addWidget(self._button(None, text("home.not-now.none")))
        close = named(QPushButton(text("common.close")), "close")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        layout.addSpacing(Space.SMALL)
        layout.addLayout(style.row(close, push=True))

    def _button(self, span: Span | None, words: str) -> QPushButton:
        button = named(QPushButton(words), f"quiet-{span or 'none'}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._take(span))
        return button

    def _until_a_date(self, today: date) -> QVBoxLayout:
        first = today + timedelta(days=1)
        self._day = named(QDateEdit(), "quiet-day", text("home.not-now.day"))
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("d MMMM yyyy")
        self._day.setMinimumDate(QDate(first.year, first.month, first.day))
        use = named(QPushButton(text("home.not-now.until")), "quiet-until")
        use.setAutoDefault(False)
        use.clicked.connect(lambda: self._take(self._date()))
        line = style.row(use, self._day, gap=Space.SMALL)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        return style.column(line)

    def _date(self) -> date:
        chosen = self._day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _take(self, quiet: Span | date | None) -> None:
        self._chosen(quiet)
        self.accept()


def _words(span: Span, today: date) -> str:
    until = last_quiet_day(today, span) or today
    return text(f"home.not-now.{span}", day=day(until, weekday=True, year=until.year != today.year))
