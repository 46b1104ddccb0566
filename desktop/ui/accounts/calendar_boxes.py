"""The calendars of one account, each with a box: ticked ones are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.ui.accounts.wording import calendar_words
from desktop.ui.style import Space, named, one_line, unaccelerated
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.accounts import AccountState


class CalendarBoxes(QWidget):
    """Emits `chosen` with the ids of all that are ticked, whenever the user changes one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        named(self, "calendars")
        self.boxes: dict[str, QCheckBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.SMALL)

    def show_calendars(self, account: AccountState) -> None:
        """Show them; boxes that are there already stay, so that the keyboard keeps its place."""
        if list(self.boxes) != [one.id for one in account.calendars]:
            self._fill(account)
        for one in account.calendars:
            box = self.boxes[one.id]
            words = one_line(calendar_words(one))
            box.setText(unaccelerated(words))
            box.setAccessibleName(text("accounts_ui.calendars.accessible", name=words))
            with QSignalBlocker(box):
                box.setChecked(one.chosen)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ids of what is to be read."""
        return tuple(id_ for id_, box in self.boxes.items() if box.isChecked())

    def _fill(self, account: AccountState) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for number, one in enumerate(account.calendars, 1):
            box = named(QCheckBox(), f"calendar-{number}")
            box.toggled.connect(lambda _: self.chosen.emit(self.ticked))
            self.boxes[one.id] = box
            self._column.addWidget(box)
