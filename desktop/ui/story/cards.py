"""One pair's story in three groups, where its page shows them. They stay while the page is refilled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.mentorship import MentorshipReview, SlotState
from desktop.services.pair_story import PairStory
from desktop.ui import style
from desktop.ui.story.closing_sections import ClosingSection, DaysSection, WordsSection
from desktop.ui.story.lines_sections import GivenSection, JarSection, LaterSection, WinsSection
from desktop.ui.story.next_section import NextSection
from desktop.ui.story.person_sections import HelpsSection, TogetherSection
from desktop.ui.story.section import Group, Section
from desktop.ui.story.why_section import WhySection
from desktop.ui.style import named
from integrations.calendars.moments import instant
from resources.texts import day, text

_BEGINNING = timedelta(weeks=8)
"""For so long after the first meeting the section for goals is open without any."""
_TOOK_PLACE = (SlotState.KEPT, SlotState.MOVED)


class StoryCards(QObject):
    """Hidden until a story is there. `wanted` carries a `Deed`, the others what is to be opened."""

    wanted = Signal(object)
    letter_wanted = Signal(object, object)
    """A `LetterKind`, and places that it begins with, by their names."""
    keepsake_wanted = Signal()
    brief_wanted = Signal()
    hold_wanted = Signal()
    people_wanted = Signal()

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.story: PairStory | None = None
        self.chip = named(style.label(), "peers-since")
        self.why = WhySection()
        self.closing, self.days, self.words, self.next = ClosingSection(), DaysSection(), WordsSection(), NextSection()
        self.wins, self.given, self.jar, self.later = WinsSection(zone), GivenSection(), JarSection(), LaterSection()
        self.helps, self.together = HelpsSection(), TogetherSection()
        self.chip.hide()
        self._beginning = Group("why-card", text("story.why.title"), (self.why,))
        self._close = Group("close-card", text("story.closing.title"), self._of_the_close)
        self._way = Group("story-card", text("story.title"), self._along_the_way)
        for section in (self.why, *self._of_the_close, *self._along_the_way):
            section.wanted.connect(self.wanted)
        self.why.letter_wanted.connect(lambda: self.letter_wanted.emit(LetterKind.OPENING_AGREEMENT, {}))
        self.jar.letter_wanted.connect(
            lambda _, words: self.letter_wanted.emit(LetterKind.OPPORTUNITY, {"found": words})
        )
        self.words.letter_wanted.connect(lambda kind: self.letter_wanted.emit(kind, {}))
        self.words.keepsake_wanted.connect(self.keepsake_wanted)
        self.next.brief_wanted.connect(self.brief_wanted)
        self.next.hold_wanted.connect(self.hold_wanted)
        self.next.talk_wanted.connect(lambda: self.letter_wanted.emit(LetterKind.COFFEE_CHAT, {}))
        self.next.people_wanted.connect(self.people_wanted)

    @property
    def _of_the_close(self) -> tuple[Section, ...]:
        return (self.closing, self.days, self.words, self.next)

    @property
    def _along_the_way(self) -> tuple[Section, ...]:
        return (self.wins, self.given, self.jar, self.later, self.helps, self.together)

    def before(self) -> Iterator[QWidget]:
        """Above the drawing of the meetings."""
        yield self.chip
        yield self._beginning

    def of_the_close(self) -> QWidget:
        """Below what the meetings say, where a last meeting was agreed on."""
        return self._close

    def along_the_way(self) -> QWidget:
        """Below the plans."""
        return self._way

    def show_story(self, story: PairStory, review: MentorshipReview, now: datetime) -> None:
        """Show everything; `now` is aware."""
        self.story = story
        first = review.ledger.first
        beginning = first is None or now - instant(first, self._zone) < _BEGINNING
        self.why.show_story(story, beginning=beginning and story.closing is None)
        for shown in (self.closing, self.days, self.words, self.next, self.given, self.jar, self.later, self.helps):
            shown.show_story(story)
        self.wins.last_meeting = last_meeting(review)
        self.wins.show_story(story)
        self.together.show_together(story, review, now, self._zone)
        for group in (self._beginning, self._close, self._way):
            group.settle()
        self.chip.setVisible(story.closed)
        if story.closing is not None:
            self.chip.setText(text("story.peers-since", day=day(story.closing.final, year=True)))


def last_meeting(review: MentorshipReview) -> datetime | None:
    """When the latest meeting with a time began that took place."""
    starts = (slot.to or slot.start for slot in reversed(review.ledger.slots) if slot.state in _TOOK_PLACE)
    return next((start for start in starts if isinstance(start, datetime)), None)
