"""The hold on the freed hour: its dates, and where the file is to go. No calendar is touched (A14)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.mentoring.mentorship import MentorshipReview
from desktop.services.holds import FILE, first, last_day, times
from desktop.ui import style
from desktop.ui.bridge import Bridge
from desktop.ui.story.dialog import StoryDialog
from desktop.ui.style import PrimaryButton, named
from integrations.calendars.model import Moment
from integrations.calendars.moments import wall
from resources.texts import day, text


class HoldDialog(StoryDialog):
    """`final` is the start of the last meeting, `content` the file."""

    def __init__(
        self, parent: QWidget | None, bridge: Bridge, found: MentorshipReview, final: Moment, content: bytes
    ) -> None:
        super().__init__(parent, "hold-dialog", text("story.hold.heading"), bridge)
        self._content = content
        cadence = found.ledger.cadence_days
        dates = text(
            "story.hold.dates",
            n=times(cadence)[1],
            first=day(wall(first(final)), weekday=True, year=True),
            last=day(last_day(final, cadence), year=True),
        )
        for name, words in (("dates", dates), ("private", text("story.hold.private")), ("how", text("story.hold.how"))):
            self.column.addWidget(named(style.body(words), f"hold-{name}"))
        self.column.addStretch(1)
        save: QPushButton = PrimaryButton(text("story.hold.save"))
        self.add_button(named(save, "hold-save")).clicked.connect(self._choose)
        self.resize(520, 300)

    def save(self, name: str) -> None:
        """Write the file."""
        self.write(Path(name), self._content)

    def _choose(self) -> None:
        self.choose_file(FILE, (text("story.hold.as-calendar"),)).fileSelected.connect(self.save)
