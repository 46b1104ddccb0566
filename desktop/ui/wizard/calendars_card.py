"""One person's calendar now and afterwards, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desktop.ui import style
from desktop.ui.style import Card, Space, named
from desktop.ui.wizard.agenda import Agenda
from desktop.ui.wizard.agenda_rows import rows
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import Entry


class CalendarsCard(Card):
    """`name` is "mine" or "theirs"."""

    def __init__(self, name: str) -> None:
        super().__init__(gap=Space.SMALL)
        named(self, f"{name}Calendars")
        self.heading = named(style.strong(), f"{name}CalendarsHeading")
        self._note = named(style.caption(), f"{name}CalendarsNote")
        self.before = Agenda(f"{name}Before", "")
        self.after = Agenda(f"{name}After", "")
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.WIDE)
        grid.setVerticalSpacing(Space.TINY)
        for side, (agenda, key) in enumerate(((self.before, "now"), (self.after, "afterwards"))):
            grid.addWidget(style.caption(text(f"wizard.agenda.{key}")), 0, side)
            grid.addWidget(agenda, 1, side, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(side, 1)
        grid.setRowStretch(2, 1)
        self.layout_.addWidget(self.heading)
        self.layout_.addWidget(self._note)
        self.layout_.addLayout(grid)

    def show_calendars(
        self,
        whose: str,
        note: str,
        before: Sequence[Entry],
        after: Sequence[Entry],
        zone: tzinfo,
        *,
        goes_on: bool,
    ) -> None:
        """Draw both. `goes_on`: there are more meetings than `before` lists."""
        self.heading.setText(whose)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        for agenda, entries, key in ((self.before, before, "now"), (self.after, after, "afterwards")):
            agenda.setAccessibleName(text(f"wizard.agenda.{key}-of", whose=whose))
            agenda.show_rows(rows(entries, zone, goes_on=goes_on and _has_all(before, entries)))


def _has_all(before: Sequence[Entry], entries: Sequence[Entry]) -> bool:
    """Whether the last meeting of `before` is still there, or still shown as gone."""
    return bool(before) and any(each.start == before[-1].start for each in entries)
