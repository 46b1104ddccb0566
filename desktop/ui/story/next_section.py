"""The hour that becomes free: for whoever comes next, for rest, or for nothing in particular (A14, A45, A52, A68)."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy

from desktop.mentoring.jottings import JottingKind, JottingState
from desktop.mentoring.sheet import Freed
from desktop.services.pair_story import PairStory
from desktop.ui import style
from desktop.ui.story.entries import Entries, Entry, Writing
from desktop.ui.story.section import Section
from desktop.ui.style import LinkButton, Space, named
from resources.texts import day, text

_TWO_WEEKS = timedelta(days=14)
_CHOICES = (None, Freed.NEXT, Freed.REST, Freed.NOTHING)


class NextSection(Section):
    """Nothing here writes into a calendar: the hold is a file that the user may import."""

    brief_wanted = Signal()
    hold_wanted = Signal()
    people_wanted = Signal()
    talk_wanted = Signal()
    """The letter that asks somebody for a first talk."""

    def __init__(self) -> None:
        super().__init__("next-section", text("story.next.title"))
        self._mentorship = ""
        self._today = date.min
        self._promises = named(LinkButton(text("story.next.promises", n=0)), "promises-first")
        self._promises.clicked.connect(self.people_wanted)
        self.freed = named(QComboBox(), "freed", text("story.next.asks"))
        for choice in _CHOICES:
            self.freed.addItem(text(f"story.next.{choice or 'open'}"))
        self.freed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.freed.activated.connect(self._choose_freed)
        self._brief = self._button("brief", self.brief_wanted)
        self._hold = self._button("hold", self.hold_wanted)
        self._hold_says = named(style.caption(text("story.next.hold-says")), "hold-says")
        self._named = Entries("named")
        self._named.done.connect(self._about_name)
        naming = Writing("named", text("story.write.named"))
        naming.written.connect(self._name)
        self._swept = self._button("swept", None)
        self._swept.clicked.connect(self._sweep)
        self._swept_says = named(style.caption(), "swept-says")
        self.column.addWidget(self._promises)
        self.column.addLayout(style.row(style.label(text("story.next.asks")), self.freed, gap=Space.SMALL, push=True))
        self.column.addLayout(style.row(self._brief, self._hold, gap=Space.SMALL, push=True))
        for part in (self._hold_says, self._named, naming):
            self.column.addWidget(part)
        self.column.addLayout(style.row(self._swept, self._swept_says, gap=Space.SMALL, push=True))

    def show_story(self, story: PairStory) -> None:
        """Show what was chosen; without a closing, nothing."""
        self._mentorship, self._today = story.mentorship, story.today
        closing = story.closing
        self.setVisible(closing is not None)
        if closing is None:
            return
        elsewhere = story.promises_elsewhere
        self._promises.setText(text("story.next.promises", n=elsewhere))
        self._promises.setVisible(bool(elsewhere))
        self.freed.setCurrentIndex(_CHOICES.index(closing.freed))
        for part in (self._brief, self._hold, self._hold_says):
            part.setVisible(closing.freed is Freed.NEXT)
        names = [one for one in story.story.of(JottingKind.NAMED) if one.state is JottingState.OPEN]
        self._named.show_entries(Entry(one.id, one.words, deeds=("write", "asked", "remove")) for one in names)
        swept = story.story.last(JottingKind.SWEPT)
        self._swept.setVisible(swept is None and story.closed)
        self._swept_says.setText(text("story.next.swept-on", day=day(swept.at)) if swept is not None else "")
        self._swept_says.setVisible(swept is not None)
        self.show_beside(text(f"story.next.{closing.freed or 'open'}"))
        self.fold(opened=closing.freed is Freed.NEXT or bool(names))

    def _button(self, name: str, wanted: object) -> QPushButton:
        button = named(QPushButton(text(f"story.next.{name}")), f"next-{name}")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if wanted is not None:
            button.clicked.connect(wanted)
        return button

    def _choose_freed(self, index: int) -> None:
        choice, mentorship = _CHOICES[index], self._mentorship
        about = (choice or Freed.NOTHING).value
        self.wanted.emit(lambda services: services.stories.write(mentorship, JottingKind.FREED, "", about=about))

    def _name(self, words: str) -> None:
        """Somebody whom this person named; two weeks later there is a word about it (A77)."""
        mentorship, due = self._mentorship, self._today + _TWO_WEEKS
        self.wanted.emit(lambda services: services.stories.write(mentorship, JottingKind.NAMED, words, due=due))

    def _about_name(self, jotting: str, deed: str) -> None:
        if deed == "write":
            self.talk_wanted.emit()
        elif deed == "asked":
            self.wanted.emit(lambda services: services.stories.change(jotting, state=JottingState.DONE))
        else:
            self.wanted.emit(lambda services: services.stories.remove(jotting))

    def _sweep(self) -> None:
        mentorship = self._mentorship
        self.wanted.emit(lambda services: services.stories.write(mentorship, JottingKind.SWEPT, "", about="looked"))
