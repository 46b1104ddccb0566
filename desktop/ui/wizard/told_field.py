"""The told-gate (product rule R1): the calendar is never the first to say it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import Space, named
from resources.texts import text


class ToldField(QWidget):
    """ "I told them on …", with the day. `changed` comes with every change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tick = named(QCheckBox(text("wizard.told.tick")), "checkTold")
        self.day = named(QDateEdit(), "checkToldDay", text("wizard.told.day"))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setEnabled(False)
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        line.addWidget(self.tick)
        line.addWidget(self.day)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        layout.addLayout(line)
        layout.addWidget(style.caption(text("wizard.told.why")))
        self.tick.toggled.connect(self.day.setEnabled)
        self.tick.toggled.connect(self._changed)
        self.day.dateChanged.connect(self._changed)

    def _changed(self) -> None:
        self.changed.emit()

    def show_told(self, told: date | None) -> None:
        """The day that was noted before, or that none was; nothing is noted by that."""
        with QSignalBlocker(self):
            self.tick.setChecked(told is not None)
            if told is not None:
                self.day.setDate(QDate(told.year, told.month, told.day))

    def until(self, today: date) -> None:
        """No later day than `today` can be chosen."""
        latest = QDate(today.year, today.month, today.day)
        if self.day.maximumDate() != latest:
            self.day.setMaximumDate(latest)
            self.day.setDate(latest)

    @property
    def told(self) -> date | None:
        """The day on which the other person was told; None while that is open."""
        if not self.tick.isChecked():
            return None
        day = self.day.date()
        return date(day.year(), day.month(), day.day())
