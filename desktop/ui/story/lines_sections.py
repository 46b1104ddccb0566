"""Sections that are lists of lines: what was taken away, given and received, spotted and offered, kept for later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy

from desktop.mentoring.jottings import Jotting, JottingKind, JottingState, OfferKind
from desktop.services.pair_story import PairStory
from desktop.ui import style
from desktop.ui.story.entries import Entries, Entry, Writing
from desktop.ui.story.section import Section
from desktop.ui.style import Space, named
from integrations.calendars.moments import day_of
from resources.texts import day, text

if TYPE_CHECKING:
    from desktop.store.shown import Takeaway

_OFFERS = (OfferKind.INTRODUCTION, OfferKind.OPPORTUNITY, OfferKind.RECOMMENDATION)


class ListSection(Section):
    """A section of jottings; each kind has a list and a line to write."""

    def __init__(self, name: str, kinds: tuple[JottingKind, ...], deeds: tuple[str, ...] = ("remove",)) -> None:
        super().__init__(name, text(f"story.{name}.title"))
        self.mentorship = ""
        self._deeds = deeds
        self.lists: dict[JottingKind, Entries] = {}
        for kind in kinds:
            entries = self.lists[kind] = Entries(kind.value)
            entries.done.connect(self.do)
            if len(kinds) > 1:
                self.column.addWidget(style.caption(text(f"story.kind.{kind}")))
            self.column.addWidget(entries)
            self.column.addWidget(self._writing(kind))

    def show_story(self, story: PairStory) -> None:
        """Show the lines of its kinds."""
        self.mentorship = story.mentorship
        shown = 0
        for kind, entries in self.lists.items():
            jottings = [one for one in story.story.of(kind) if one.state is JottingState.OPEN]
            shown += len(jottings)
            entries.show_entries(self.entry(one) for one in jottings)
        self.show_beside(text("story.empty") if not shown else "")
        self.fold(opened=bool(shown))

    def entry(self, one: Jotting) -> Entry:
        """A jotting as a line."""
        return Entry(one.id, one.words, deeds=self._deeds)

    def do(self, jotting: str, deed: str) -> None:
        """What the user did with a line."""
        if deed == "remove":
            self.wanted.emit(lambda services: services.stories.remove(jotting))
        else:
            state = JottingState.DONE if deed == "done" else JottingState.DROPPED
            self.wanted.emit(lambda services: services.stories.change(jotting, state=state))

    def _writing(self, kind: JottingKind) -> Writing:
        line = Writing(kind.value, text(f"story.write.{kind}"))
        line.written.connect(lambda words: self.write(kind, words))
        return line

    def write(self, kind: JottingKind, words: str) -> None:
        """Keep a line."""
        mentorship = self.mentorship
        self.wanted.emit(lambda services: services.stories.write(mentorship, kind, words))


class GivenSection(ListSection):
    """Given and received, side by side in time and never weighed (A16, A107)."""

    def __init__(self) -> None:
        super().__init__("given-section", (JottingKind.GIVEN, JottingKind.RECEIVED))


class LaterSection(ListSection):
    """Big questions that are saved for this person, and what only they told (A35, A83, A97)."""

    def __init__(self) -> None:
        super().__init__("later-section", (JottingKind.ASK, JottingKind.LESSON))


class JarSection(ListSection):
    """What was spotted for them, what was offered, and whether it is done (A17 to A19, A47)."""

    letter_wanted = Signal(str, str)
    """The id of what was spotted, and its words."""

    def __init__(self) -> None:
        super().__init__("jar-section", (JottingKind.SPOTTED,), ("write", "done", "remove"))
        self.offers = Entries("offers")
        self.offers.done.connect(self.do)
        self._kind = named(QComboBox(), "offer-kind", text("story.offer.kind"))
        for kind in _OFFERS:
            self._kind.addItem(text(f"story.offer.{kind}"))
        self._kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        offer = Writing("offer", text("story.write.offer"))
        offer.written.connect(self._offer)
        line = style.row(self._kind, offer, gap=Space.SMALL)
        line.setStretch(1, 1)
        self.column.addWidget(style.caption(text("story.kind.offer")))
        self.column.addWidget(self.offers)
        self.column.addLayout(line)

    def show_story(self, story: PairStory) -> None:
        """Show the jar, and the promises that are open."""
        super().show_story(story)
        offers = story.story.of(JottingKind.OFFER)
        waiting = [one for one in offers if one.state is JottingState.OPEN]
        self.offers.show_entries(_offer_entry(one) for one in offers if one.state is not JottingState.DROPPED)
        spotted = any(one.state is JottingState.OPEN for one in story.story.of(JottingKind.SPOTTED))
        nothing = "" if spotted else text("story.empty")
        self.show_beside(text("story.offer.open", n=len(waiting)) if waiting else nothing)
        self.fold(opened=bool(spotted or waiting))

    def do(self, jotting: str, deed: str) -> None:
        """Write the letter for what was spotted, or what every list does."""
        if deed == "write":
            spotted = self.lists[JottingKind.SPOTTED].words_of(jotting)
            self.letter_wanted.emit(jotting, spotted)
        else:
            super().do(jotting, deed)

    def _offer(self, words: str) -> None:
        about, mentorship = _OFFERS[self._kind.currentIndex()], self.mentorship
        self.wanted.emit(lambda services: services.stories.write(mentorship, JottingKind.OFFER, words, about=about))


def _offer_entry(one: Jotting) -> Entry:
    kind = text(f"story.offer.{one.about}") if one.about in set(_OFFERS) else ""
    if one.state is JottingState.DONE:
        return Entry(one.id, one.words or kind, text("story.offer.done"), ("remove",))
    return Entry(one.id, one.words or kind, kind if one.words else "", ("done", "let-go"))


class WinsSection(Section):
    """What the user took away, the latest first, each with the day of its meeting (A90); and the next steps (B22)."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__("wins-section", text("story.wins-section.title"))
        self._zone = zone
        self._wins: tuple[Takeaway, ...] = ()
        self._story: PairStory | None = None
        self.last_meeting: datetime | None = None
        """When the latest meeting began that took place; what is written now was taken away from it."""
        self.list = Entries("wins")
        self.list.done.connect(self._remove)
        line = Writing("win", text("story.write.win"))
        line.written.connect(self._write)
        self.steps = Entries("steps")
        self.steps.done.connect(self._stepped)
        step = Writing("step", text("story.write.next-step"))
        step.written.connect(self._write_step)
        for part in (line, self.list, style.caption(text("story.kind.next-step")), self.steps, step):
            self.column.addWidget(part)

    def show_story(self, story: PairStory) -> None:
        """Show the thread."""
        self._story = story
        self._wins = tuple(reversed(story.story.wins))
        self.list.show_entries(self._entries())
        steps = [one for one in story.story.of(JottingKind.NEXT_STEP) if one.state is JottingState.OPEN]
        self.steps.show_entries(Entry(one.id, one.words, deeds=("done", "let-go")) for one in steps)
        self.show_beside("" if self._wins or steps else text("story.empty"))
        self.fold(opened=bool(self._wins or steps))

    def _entries(self) -> Iterator[Entry]:
        for number, win in enumerate(self._wins):
            yield Entry(f"win-{number}", win.words, day(day_of(win.meeting, self._zone), year=True))

    def _remove(self, entry: str, _: str) -> None:
        win = self._wins[int(entry.removeprefix("win-"))]
        self.wanted.emit(lambda services: services.stories.drop_win(win))

    def _stepped(self, jotting: str, deed: str) -> None:
        state = JottingState.DONE if deed == "done" else JottingState.DROPPED
        self.wanted.emit(lambda services: services.stories.change(jotting, state=state))

    def _write_step(self, words: str) -> None:
        if self._story is not None:
            mentorship = self._story.mentorship
            self.wanted.emit(lambda services: services.stories.write(mentorship, JottingKind.NEXT_STEP, words))

    def _write(self, words: str) -> None:
        if self._story is not None:
            mentorship, meeting = self._story.mentorship, self.last_meeting
            self.wanted.emit(lambda services: services.stories.win(mentorship, words, meeting))
