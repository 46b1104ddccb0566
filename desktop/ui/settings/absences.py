"""The user's own list of times away: seasons, leaves and breaks that no calendar names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QGridLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from desktop.mentoring.mentorship import Absence
from desktop.ui import style
from desktop.ui.settings.controls import unrolled
from desktop.ui.style import Card, LinkButton, Space, named, one_line
from resources import texts
from resources.texts import text

_ME = "me"


class AbsencesCard(Card):
    """What is known, and a line to add one."""

    added = Signal(object, object, str, str)
    """First and last day, a title, and "me" or a mentorship's id."""
    removed = Signal(str)
    """The id."""

    def __init__(self) -> None:
        super().__init__(gap=Space.MEDIUM)
        named(self, "absences-card", text("settings.away.title"))
        self._people: dict[str, str] = {}
        self._list = QWidget()
        self._list.setLayout(style.column(gap=Space.SMALL))
        self.first = _day("absence-first", text("settings.away.first"))
        self.last = _day("absence-last", text("settings.away.last"))
        self.what = named(QLineEdit(), "absence-what", text("settings.away.what"))
        self.what.setPlaceholderText(text("settings.away.what-hint"))
        self.what.setMaxLength(200)
        self.whose = named(unrolled(QComboBox()), "absence-whose", text("settings.away.whose"))
        self.add = named(QPushButton(text("settings.away.add")), "absence-add")
        self.add.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.layout_.addWidget(style.heading(text("settings.away.title")))
        self.layout_.addWidget(style.caption(text("settings.away.says")))
        self.layout_.addWidget(self._list)
        self.layout_.addLayout(self._form())
        self.first.dateChanged.connect(self._first_moved)
        self.add.clicked.connect(self._add)
        self.show_people({})

    def show_people(self, people: dict[str, str]) -> None:
        """Who can be away besides the user: mentorship id -> name."""
        self._people = people
        kept = self.whose.currentData()
        self.whose.clear()
        self.whose.addItem(text("settings.away.me"), _ME)
        for id_, who in people.items():
            self.whose.addItem(text("settings.away.them", who=one_line(who, 40)), id_)
        self.whose.setCurrentIndex(max(0, self.whose.findData(kept)))

    def show_absences(self, absences: Sequence[Absence], today: date) -> None:
        """Show what is known; the form offers `today` until another day is chosen."""
        for edit in (self.first, self.last):
            if edit.date() == QDate(2000, 1, 1):
                with QSignalBlocker(edit):
                    edit.setDate(QDate(today.year, today.month, today.day))
        layout = self._list.layout()
        while layout is not None and (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        lines = [self._line(absence) for absence in sorted(absences, key=lambda one: str(one.start))]
        for line in lines or [named(style.body(text("settings.away.none")), "absences-none")]:
            if layout is not None:
                layout.addWidget(line)

    def _line(self, absence: Absence) -> QWidget:
        words = self._words(absence)
        remove = named(
            LinkButton(text("settings.away.remove")),
            f"absence-remove-{absence.id}",
            text("settings.away.remove-named", what=words),
        )
        remove.clicked.connect(lambda: self.removed.emit(absence.id))
        layout = style.row(named(style.body(words), f"absence-{absence.id}"), remove, gap=Space.MEDIUM)
        layout.setStretch(0, 1)
        line = QWidget()
        line.setLayout(layout)
        return line

    def _words(self, absence: Absence) -> str:
        first, last = _date(absence.start), _date(absence.end) - timedelta(days=1)
        span = texts.day(first, year=True)
        if last > first:
            span = text("settings.away.span", first=span, last=texts.day(last, year=True))
        words = text("settings.away.titled", span=span, title=one_line(absence.title)) if absence.title else span
        who = self._people.get(absence.whose, "") if absence.whose != _ME else ""
        return text("settings.away.other", what=words, who=one_line(who, 40)) if who else words

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(Space.TINY)
        fields = (("first", self.first), ("last", self.last), ("whose", self.whose), ("what", self.what))
        for number, (key, field) in enumerate(fields):
            label = QLabel(text(f"settings.away.{key}"))
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(field)
            line, place = divmod(number, 2)
            grid.addWidget(label, 2 * line, place)
            grid.addWidget(field, 2 * line + 1, place)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.add, 3, 2)
        return grid

    def _first_moved(self, day: QDate) -> None:
        if self.last.date() < day:
            self.last.setDate(day)

    def _add(self) -> None:
        first, last = (date(d.year(), d.month(), d.day()) for d in (self.first.date(), self.last.date()))
        self.added.emit(first, last, self.what.text().strip(), str(self.whose.currentData()))
        self.what.clear()


def _day(name: str, title: str) -> QDateEdit:
    edit = named(unrolled(QDateEdit(QDate(2000, 1, 1))), name, title)
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("d MMMM yyyy")
    return edit


def _date(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
