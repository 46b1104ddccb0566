"""Twice a year, for the user alone: three questions about all of their mentoring (A41, B1, A12).

Nothing is measured, nobody is put before another, and nothing follows from an answer by itself (R18, R34). People stand
in the order of their names. What is written here is what their pages show as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.mentoring.jottings import Jotting, JottingKind, Serves
from desktop.mentoring.mentorship import MentorshipReview, Review, Side
from desktop.services.circle import Circle
from desktop.ui import phrases, style
from desktop.ui.people.map_lines import map_lines
from desktop.ui.scroll import Page
from desktop.ui.story.entries import Writing
from desktop.ui.style import Card, LinkButton, PrimaryButton, Space, named, one_line
from integrations.calendars.moments import day_of
from resources.texts import day, text

_CHOICES = (None, Serves.AS_IT_IS, Serves.CHANGED, Serves.UNSURE)


class PersonCard(Card):
    """The first two questions about one person. It stays while the page is refilled: somebody may be writing in it."""

    wanted = Signal(object)
    """A `Deed`."""
    opened = Signal(str)

    def __init__(self, one: MentorshipReview) -> None:
        super().__init__()
        self._id = one.mentorship.id
        who = one_line(phrases.who(one))
        named(self, "half-year-card", who)
        self._kept = ""
        self._serves = named(QComboBox(), f"serves-{self._id}", text("people.half-year.serves-named", who=who))
        for choice in _CHOICES:
            self._serves.addItem(text(f"people.half-year.{choice or 'open-answer'}"))
        self._serves.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._serves.activated.connect(self._choose)
        self._before = named(style.caption(), "half-year-before")
        self._change = named(LinkButton(text("pair.change")), f"half-year-open-{self._id}")
        self._change.setAccessibleName(text("people.half-year.change-named", who=who))
        self._change.clicked.connect(lambda: self.opened.emit(self._id))
        mentee = one.mentorship.side is Side.MENTOR
        asks = text("people.half-year.helps-mentee" if mentee else "story.helps.asks")
        self._helps = Writing(f"helps-{self._id}", asks, button=text("story.keep"))
        self._helps.written.connect(self._write)
        head = style.row(named(style.strong(who), "half-year-who"), self._serves, gap=Space.MEDIUM)
        head.setStretch(0, 1)
        self.layout_.addLayout(head)
        self.layout_.addWidget(self._before)
        self.layout_.addWidget(self._change)
        self.layout_.addWidget(self._helps)

    def show_circle(self, circle: Circle, zone: tzinfo) -> None:
        """Show what is noted of this person; a line that is being written stays."""
        serves = circle.serves.get(self._id)
        chosen = Serves(serves.about) if serves is not None else None
        fresh = serves is not None and circle.is_of_this_half_year(serves, zone)
        self._serves.setCurrentIndex(_CHOICES.index(chosen) if fresh else 0)
        earlier = serves is not None and not fresh
        self._before.setVisible(earlier)
        if serves is not None:
            on, noted = day(day_of(serves.at, zone), year=True), text(f"people.half-year.{serves.about}")
            self._before.setText(text("people.half-year.before", day=on, noted=noted))
        self._change.setVisible(fresh and chosen is Serves.CHANGED)
        helps = circle.helps.get(self._id)
        words = helps.words if helps is not None else ""
        if words != self._kept:
            self._kept = words
            self._helps.line.setText(words)

    def _choose(self, index: int) -> None:
        choice, id_ = _CHOICES[index], self._id
        if choice is not None:
            self.wanted.emit(lambda services: services.stories.write(id_, JottingKind.SERVES, "", about=choice.value))

    def _write(self, words: str) -> None:
        id_ = self._id
        self._helps.line.setText(words)
        if words != self._kept:
            self.wanted.emit(lambda services: services.stories.write(id_, JottingKind.HELPS_WITH, words))


class HalfYearPage(Page):
    """Renders a circle; says what the user wants by signals."""

    back_wanted = Signal()
    people_wanted = Signal()
    pair_opened = Signal(str)
    told = Signal(object)
    """A `Deed`: something is to be written."""
    finished = Signal()
    """That was the look; the next one is in half a year."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        named(self, "half-year-page", text("people.half-year.title"))
        self._zone = zone
        self._cards: dict[str, PersonCard] = {}
        self._kept_missing = ""
        self._missing = Writing("missing", text("people.half-year.missing"), button=text("story.keep"))
        self._missing.written.connect(self._miss)

    def read_in(self, zone: tzinfo) -> None:
        """Show days on the calendar of `zone` from the next look on."""
        self._zone = zone

    def show_circle(self, circle: Circle, review: Review) -> None:
        """Show everybody of `review` with whom meetings go on."""
        people = sorted(
            (one for one in review.mentorships if not one.finished and not one.mentorship.told.safe),
            key=lambda one: phrases.who(one).casefold(),
        )
        missing = next((one for one in circle.challenges if not one.mentorship), None)
        self._show_missing(missing)
        self.refill(self._parts(circle, review, people))

    def _show_missing(self, missing: Jotting | None) -> None:
        words = missing.words if missing is not None else ""
        if words != self._kept_missing:
            self._kept_missing = words
            self._missing.line.setText(words)

    def _parts(self, circle: Circle, review: Review, people: list[MentorshipReview]) -> Iterator[QWidget]:
        yield self._head()
        yield self._questions()
        cards, self._cards = self._cards, {}
        for one in people:
            id_ = one.mentorship.id
            card = self._cards[id_] = cards.get(id_) or self._person(one)
            card.show_circle(circle, self._zone)
            yield card
        if not people:
            yield named(style.body(text("people.nobody")), "half-year-nobody")
        yield self._third(list(map_lines(circle, review)))
        yield self._foot()

    def _head(self) -> QWidget:
        back = named(LinkButton(text("common.back"), back=True), "half-year-back")
        back.clicked.connect(self.back_wanted)
        head = QWidget()
        title = named(style.title(text("people.half-year.title")), "half-year-title")
        says = named(style.caption(text("people.half-year.says")), "half-year-says")
        head.setLayout(style.column(back, title, says))
        return head

    def _questions(self) -> QWidget:
        """The first two, above the people they are asked about."""
        asked = QWidget()
        lines = [style.body(text(f"people.half-year.{name}")) for name in ("first", "second")]
        for number, line in enumerate(lines, 1):
            named(line, f"half-year-question-{number}")
        asked.setLayout(style.column(*lines, gap=Space.TINY))
        return asked

    def _person(self, one: MentorshipReview) -> PersonCard:
        card = PersonCard(one)
        card.wanted.connect(self.told)
        card.opened.connect(self.pair_opened)
        return card

    def _third(self, lines: list[str]) -> Card:
        card = named(Card(), "half-year-third", text("people.half-year.third"))
        card.layout_.addWidget(named(style.body(text("people.half-year.third")), "half-year-question-3"))
        for line in lines:
            card.layout_.addWidget(named(style.caption(line), "half-year-map"))
        card.layout_.addWidget(self._missing)
        people = named(LinkButton(text("people.half-year.people")), "half-year-people")
        people.clicked.connect(self.people_wanted)
        card.layout_.addWidget(people)
        return card

    def _foot(self) -> QWidget:
        done = named(PrimaryButton(text("people.half-year.done")), "half-year-done")
        done.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        done.clicked.connect(self.finished)
        foot = QWidget()
        foot.setLayout(style.row(done, push=True))
        return foot

    def _miss(self, words: str) -> None:
        self._missing.line.setText(words)
        if words != self._kept_missing:
            self.told.emit(lambda services: services.stories.write("", JottingKind.CHALLENGE, words))
