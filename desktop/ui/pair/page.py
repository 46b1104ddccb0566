"""The page about one mentorship. Renders what it is given; says what the user wants by signals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.mentoring.mentorship import MentorshipReview, SignLevel, Slot
from desktop.ui import phrases, style
from desktop.ui.level import LevelMark
from desktop.ui.pair.facts import FactsCard
from desktop.ui.pair.plans import PlansCard
from desktop.ui.pair.signs import SignCard
from desktop.ui.pair.slots_card import SlotsCard
from desktop.ui.scroll import Page
from desktop.ui.story.cards import StoryCards
from desktop.ui.style import LinkButton, PrimaryButton, Space, named, one_line
from integrations.calendars.model import Moment
from resources.texts import text

if TYPE_CHECKING:
    from desktop.mentoring.reminders import Quiet
    from desktop.services.pair_story import PairStory
    from desktop.services.transition import PlanRecord


class PairPage(Page):
    """Facts, slots, signs and plans of one mentorship."""

    back_wanted = Signal()
    change_wanted = Signal(str)
    corrected = Signal(object, object)
    """A `Slot` and a `SlotState` or None."""
    side_chosen = Signal(str, object)
    talked = Signal(str)
    undo_wanted = Signal(str)
    finish_wanted = Signal(str)
    take_back_wanted = Signal(str)
    carry_on_wanted = Signal(str)
    forget_wanted = Signal(str)
    quiet_wanted = Signal(str)
    """How long to be quiet about the pair is to be asked."""
    untagged = Signal(object)
    """The series' UIDs."""
    story_wanted = Signal(str)
    """What was written about a pair is to be read, and given to `show_story`."""
    story_told = Signal(object)
    """A `Deed`: something is to be written."""
    letter_wanted = Signal(object, object)
    """A `LetterKind`, and places that it begins with."""
    keepsake_wanted = Signal()
    brief_wanted = Signal()
    hold_wanted = Signal()
    people_wanted = Signal()

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        named(self, "pair-page")
        self._zone = zone
        self._slots: SlotsCard | None = None
        self.mentorship = ""
        self._quiet: Mapping[str, Quiet] = {}
        self._quiet_link: LinkButton | None = None
        self._recounted: Mapping[str, int] = {}
        self._stories: StoryCards | None = None
        self._half_way = style.caption()

    @property
    def story(self) -> PairStory | None:
        """What was written about the pair that is shown, once it is there."""
        return self._stories.story if self._stories is not None else None

    def show_story(self, story: PairStory, review: MentorshipReview, now: datetime) -> None:
        """Show what was written about the pair, if it is the one that is shown."""
        if self._stories is not None and story.mentorship == self.mentorship:
            self._stories.show_story(story, review, now)
            self._half_way.setVisible(story.sheet.half_way)

    def know_quiet(self, quiet: Mapping[str, Quiet]) -> None:
        """The "not now" of each pair that has one today."""
        self._quiet = quiet
        if self._quiet_link is not None:
            self._quiet_link.setText(self._quiet_words())

    def know_recounted(self, recounted: Mapping[str, int]) -> None:
        """How many dates of each pair turned out to have been moved, once another calendar was read."""
        self._recounted = recounted

    def read_in(self, zone: tzinfo) -> None:
        """Show times on the clock of `zone` from the next look on."""
        if zone != self._zone:
            self._zone = zone
            self._slots = None
            self._stories = None

    def show_pair(self, review: MentorshipReview, records: Sequence[PlanRecord], now: datetime) -> None:
        """Show one mentorship and its plans."""
        same = self.mentorship == review.mentorship.id
        self.mentorship = review.mentorship.id
        self.setAccessibleName(one_line(phrases.who(review)))
        self._slots = self._slots_card(now, keep=same)
        self._slots.show_ledger(review.ledger, now)
        if not same or self._stories is None:
            self._stories = self._story_cards()
        self.refill(self._parts(review, records, now))
        if not same:
            self.verticalScrollBar().setValue(0)
        self.story_wanted.emit(self.mentorship)

    def _story_cards(self) -> StoryCards:
        cards = StoryCards(self._zone)
        cards.wanted.connect(self.story_told)
        for name in ("letter_wanted", "keepsake_wanted", "brief_wanted", "hold_wanted", "people_wanted"):
            getattr(cards, name).connect(getattr(self, name))
        return cards

    def _slots_card(self, now: datetime, *, keep: bool) -> SlotsCard:
        if keep and self._slots is not None:
            return self._slots
        card = SlotsCard(self._zone, now)
        card.corrected.connect(self._corrected)
        return card

    def _corrected(self, slot: Slot, state: object) -> None:
        self.corrected.emit(slot, state)

    def _parts(self, review: MentorshipReview, records: Sequence[PlanRecord], now: datetime) -> Iterator[QWidget]:
        stories = self._stories
        yield self._head(review)
        yield from stories.before() if stories is not None else ()
        if self._slots is not None:
            yield self._slots
        if again := self._recounted.get(self.mentorship):
            yield named(style.caption(text("pair.recounted", n=again)), "recounted")
        yield from self._sign_cards(review, now)
        yield from (stories.of_the_close(),) if stories is not None else ()
        if records:
            yield self._plans_card(records, now, review.ledger.ends)
        yield from (stories.along_the_way(),) if stories is not None else ()
        facts = FactsCard(review, self._zone, now)
        facts.side_chosen.connect(lambda side: self.side_chosen.emit(self.mentorship, side))
        yield facts
        yield self._foot(review)

    def _head(self, review: MentorshipReview) -> QWidget:
        back = named(LinkButton(text("common.back"), back=True), "back")
        back.clicked.connect(self.back_wanted)
        title = named(style.title(one_line(phrases.who(review))), "pair-title")
        level = LevelMark(review.level, phrases.level_words(review), finished=review.finished)
        quiet = named(style.caption(phrases.rhythm(review, self._zone)), "pair-rhythm")
        change = named(PrimaryButton(text("pair.change")), "change-meetings")
        change.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        change.clicked.connect(lambda: self.change_wanted.emit(self.mentorship))
        self._half_way = named(style.caption(text("pair.half-way")), "half-way")
        self._half_way.hide()
        first = style.row(title, gap=Space.LARGE)
        first.setStretch(0, 1)
        first.addWidget(change)
        second = style.row(level, quiet, gap=Space.LARGE)
        second.setStretch(1, 1)
        head = QWidget()
        head.setLayout(style.column(back, first, second, self._half_way, gap=Space.SMALL))
        return head

    def _sign_cards(self, review: MentorshipReview, now: datetime) -> Iterator[QWidget]:
        told = [sign for sign in review.signs if sign.level is not SignLevel.FACT]
        for sign in told:
            card = SignCard(sign, review, self._zone, now)
            card.pointed_out.connect(self._point_out)
            card.slot_wanted.connect(self._go_to)
            card.talked.connect(lambda: self.talked.emit(self.mentorship))
            yield card

    def _plans_card(self, records: Sequence[PlanRecord], now: datetime, ends: Moment | None) -> PlansCard:
        card = PlansCard(records, self._zone, now, ends)
        card.talk_wanted.connect(lambda: self.change_wanted.emit(self.mentorship))
        card.undo_wanted.connect(self.undo_wanted)
        card.finish_wanted.connect(self.finish_wanted)
        card.take_back_wanted.connect(self.take_back_wanted)
        card.carry_on_wanted.connect(self.carry_on_wanted)
        return card

    def _foot(self, review: MentorshipReview) -> QWidget:
        forget = named(LinkButton(text("pair.forget.button")), "forget")
        untag = named(LinkButton(text("pair.untag.button")), "untag")
        quiet = named(LinkButton(self._quiet_words()), "quiet")
        quiet.clicked.connect(lambda: self.quiet_wanted.emit(self.mentorship))
        self._quiet_link = quiet
        uids = tuple(series.uid for series in review.mentorship.series)
        forget.clicked.connect(lambda: self.forget_wanted.emit(self.mentorship))
        untag.clicked.connect(lambda: self.untagged.emit(uids))
        foot = QWidget()
        # One row of three is wider than the narrowest window.
        others = style.row(untag, forget, gap=Space.WIDE, push=True)
        foot.setLayout(style.column(style.row(quiet, push=True), others, gap=Space.TINY))
        return foot

    def _quiet_words(self) -> str:
        quiet = self._quiet.get(self.mentorship)
        if quiet is None:
            return text("pair.quiet.button")
        return text("pair.quiet.change", until=phrases.quiet_words(quiet.until))

    def _point_out(self, starts: tuple[Moment, ...]) -> None:
        if self._slots is not None:
            self._slots.mark(starts)

    def _go_to(self, start: Moment) -> None:
        if self._slots is not None:
            self._slots.go_to(start)
            self.ensureWidgetVisible(self._slots.timeline)
