"""What this person helps with, in one line, and the time the two had together."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.mentorship import MentorshipReview
from desktop.mentoring.together import Together, Year, together
from desktop.services.pair_story import PairStory
from desktop.ui import style
from desktop.ui.story.entries import Writing
from desktop.ui.story.section import Section
from desktop.ui.style import Space, named
from resources.texts import text


class HelpsSection(Section):
    """One line, changed in place (A12, A13)."""

    def __init__(self) -> None:
        super().__init__("helps-section", text("story.helps.title"))
        self._mentorship = ""
        self._kept = ""
        self._writing = Writing("helps", text("story.helps.asks"), button=text("story.keep"))
        self._writing.written.connect(self._write)
        self.column.addWidget(self._writing)

    def show_story(self, story: PairStory) -> None:
        """Show the line that is kept; what is being typed stays."""
        last = story.story.last(JottingKind.HELPS_WITH)
        words = last.words if last is not None else ""
        if story.mentorship != self._mentorship or words != self._kept:
            self._mentorship, self._kept = story.mentorship, words
            self._writing.line.setText(words)
        self.show_beside(words or text("story.empty"))
        self.fold(opened=False)

    def _write(self, words: str) -> None:
        mentorship = self._mentorship
        self._writing.line.setText(words)
        if words != self._kept:
            self.wanted.emit(lambda services: services.stories.write(mentorship, JottingKind.HELPS_WITH, words))


class TogetherSection(Section):
    """Hours of what took place, and a line for every year, past and planned (A33, A56). No money, nobody to blame."""

    def __init__(self) -> None:
        super().__init__("together-section", text("story.together.title"))
        self._years = QWidget()
        self._grid = QGridLayout(self._years)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.WIDE)
        self._grid.setVerticalSpacing(Space.TINY)
        self._grid.setColumnStretch(1, 1)
        self.column.addWidget(self._years)
        self._shown: Together | None = None

    def show_together(self, story: PairStory, review: MentorshipReview, now: datetime, zone: tzinfo) -> None:
        """Show the sums."""
        talks = story.closing.talks if story.closing is not None else ()
        found = together(review, now, zone, talks)
        self.setVisible(bool(found.years))
        if found == self._shown:
            return
        self._shown = found
        self.show_beside(hours_words(found))
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, year in enumerate(found.years):
            top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(named(style.label(str(year.year)), f"year-{year.year}"), row, 0, top)
            self._grid.addWidget(named(style.body(year_words(year)), "year-words"), row, 1)


def hours_words(found: Together) -> str:
    """`14 meetings, 10 h 30 min`: of what took place."""
    if not found.met:
        return text("story.empty")
    meetings = text("story.together.meetings", n=found.met)
    if not found.hours:
        return meetings
    hours, minutes = divmod(round(found.hours * 60), 60)
    if not minutes:
        return text("story.together.hours", meetings=meetings, hours=hours)
    return text("story.together.hours-minutes", meetings=meetings, hours=hours, minutes=minutes)


def year_words(year: Year) -> str:
    """`12 meetings, 2 ahead`; a year without any says so plainly."""
    met = text("story.together.meetings", n=year.met) if year.met else ""
    ahead = text("story.together.ahead", n=year.ahead) if year.ahead else ""
    if met and ahead:
        return text("story.together.both", met=met, ahead=ahead)
    return met or ahead or text("story.together.none")
