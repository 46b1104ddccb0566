"""What the plan expected and what the calendar holds now, side by side (product rule R14)."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from desktop.ui import style
from desktop.ui.style import Card, Space, named, one_line
from desktop.ui.wizard.agenda import Agenda
from desktop.ui.wizard.agenda_rows import rows
from desktop.ui.wizard.step_wording import people_words
from desktop.ui.wizard.wording import when
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import Version, Versions


class VersionsCard(Card):
    """Two columns: a title, who is invited where that differs, and the meetings ahead."""

    def __init__(self, name: str) -> None:
        super().__init__(gap=Space.SMALL)
        named(self, name, text("wizard.versions.title"))
        self._about = named(style.caption(), f"{name}About")
        self._sides = [_Side(f"{name}{side.title()}", side) for side in ("expected", "found")]
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.WIDE)
        for place, side in enumerate(self._sides):
            grid.addLayout(side, 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        self.layout_.addWidget(style.strong(text("wizard.versions.title")))
        self.layout_.addWidget(self._about)
        self.layout_.addLayout(grid)
        self.hide()

    def show_versions(self, versions: Versions | None, zone: tzinfo) -> None:
        """Show both; hidden where there are none."""
        self.setVisible(versions is not None)
        if versions is None:
            return
        self._about.setText(text("wizard.versions.at", time=when(versions.at, None, zone)))
        found = versions.found
        others = found is not None and set(found.people) != set(versions.expected.people)
        for side, version in zip(self._sides, (versions.expected, found), strict=True):
            side.show_version(version, zone, people=others)


class _Side(QVBoxLayout):
    """One of the two; None is what is not there any more."""

    def __init__(self, name: str, side: str) -> None:
        super().__init__()
        self.setSpacing(Space.TINY)
        caption = text(f"wizard.versions.{side}")
        self._title = named(style.strong(), f"{name}Title")
        self._people = named(style.caption(), f"{name}People")
        self.agenda = Agenda(f"{name}Agenda", caption)
        for part in (style.caption(caption), self._title, self._people, self.agenda):
            self.addWidget(part)

    def show_version(self, version: Version | None, zone: tzinfo, *, people: bool) -> None:
        """Show it."""
        gone = version is None
        self._title.setText(text("wizard.versions.gone") if version is None else one_line(version.title))
        self._people.setVisible(people and not gone)
        self.agenda.setVisible(not gone)
        if version is not None:
            self._people.setText(people_words(version.people))
            self.agenda.show_rows(rows(version.meetings, zone))
