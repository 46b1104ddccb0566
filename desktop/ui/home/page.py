"""The home page: what asks for a word first, then one card a pair, then what has come to its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.mentoring.mentorship import MentorshipReview, Review
from desktop.ui import phrases, style
from desktop.ui.accounts.health_line import HealthLines
from desktop.ui.home.card import PairCard
from desktop.ui.home.lately import LatelyCard
from desktop.ui.home.problems import ProblemsLine
from desktop.ui.home.questions import InterruptedCard, QuestionCard, SuggestionCard, section
from desktop.ui.scroll import Page
from desktop.ui.style import LinkButton, Space, named
from integrations.calendars.moments import instant
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.accounts import AccountState
    from desktop.services.reminders import Reminder
    from desktop.services.transition import PlanRecord

_NEVER = datetime.max.replace(tzinfo=UTC)
AT_FIRST = 40
"""Cards shown before "Show all"."""


class HomePage(Page):
    """Renders a review; says what the user wants by signals."""

    pair_opened = Signal(str)
    import_wanted = Signal()
    settings_wanted = Signal()
    people_wanted = Signal()
    answered = Signal(str, str)
    marked = Signal(str, bool)
    plan_finished = Signal(str)
    plan_taken_back = Signal(str)
    lately_answered = Signal(str, str, str)
    """A reminder's identity, an action's code, and what was written."""
    lately_stepped = Signal(str, str)
    """A reminder's identity, and a next step that was written beside it."""
    lately_seen = Signal(str)
    connect_wanted = Signal(str)
    """An account is to be signed in to again."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        named(self, "home-page", text("home.title"))
        self._zone = zone
        self._review: Review | None = None
        self._interrupted: Sequence[PlanRecord] = ()
        self._lately: Sequence[Reminder] = ()
        self._kept: dict[str, LatelyCard] = {}
        """Cards that stay over a new look: somebody may be writing in one."""
        self._all = False
        self._accounts = HealthLines(self)
        self._accounts.reconnect_wanted.connect(self.connect_wanted)
        self._accounts.settings_wanted.connect(self.settings_wanted)

    def show_accounts(self, accounts: Sequence[AccountState], now: datetime) -> None:
        """Say which of them are not up to date."""
        self._accounts.show_accounts(accounts, now, self._zone)

    def read_in(self, zone: tzinfo) -> None:
        """Show times on the clock of `zone` from the next look on."""
        self._zone = zone

    def show_lately(self, reminders: Sequence[Reminder]) -> None:
        """Show what was said lately and waits for an answer."""
        if list(reminders) == list(self._lately):
            return
        self._lately = reminders
        if self._review is not None:
            self.show_review(self._review, self._interrupted)

    def show_review(self, review: Review, interrupted: Sequence[PlanRecord] = ()) -> None:
        """Show `review`; `interrupted` are plans that wait for a choice."""
        self._review = review
        self._interrupted = interrupted
        self.refill(self._parts(review))

    def _parts(self, review: Review) -> Iterator[QWidget]:
        shown = [one for one in review.mentorships if not one.mentorship.told.safe]
        yield self._head()
        yield self._accounts
        yield from self._interrupted_cards()
        yield from self._lately_cards(review)
        yield from self._question_cards(review)
        ongoing = sorted((one for one in shown if not one.finished), key=self._when)
        finished = [one for one in shown if one.finished]
        if not shown:
            yield _nothing()
        yield from self._cards(ongoing, review)
        yield from self._suggestion_cards(review)
        if finished:
            yield section(text("home.finished"), "finished-heading")
            yield from self._cards(finished, review)
        if review.problems:
            yield ProblemsLine(review.problems)

    def _when(self, one: MentorshipReview) -> tuple[bool, datetime]:
        """The next meeting first: an order that ranks nobody."""
        ahead = one.ledger.next
        return (ahead is None, instant(ahead.start, self._zone) if ahead is not None else _NEVER)

    def _head(self) -> QWidget:
        head = QWidget()
        title = named(style.title(text("home.title")), "home-title")
        button = named(QPushButton(text("home.import")), "import-button")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self.import_wanted)
        layout = style.row(title, gap=Space.LARGE)
        layout.setStretch(0, 1)
        settings = named(LinkButton(text("settings.open")), "settings-button")
        settings.clicked.connect(self.settings_wanted)
        people = named(LinkButton(text("people.open")), "people-button")
        people.clicked.connect(self.people_wanted)
        people.setVisible(self._review is not None and bool(self._review.mentorships))
        layout.addWidget(people)
        layout.addWidget(settings)
        layout.addWidget(button)
        head.setLayout(layout)
        return head

    def _interrupted_cards(self) -> Iterator[QWidget]:
        for record in self._interrupted:
            card = InterruptedCard(record.plan.id, record.plan.title)
            card.finished.connect(self.plan_finished)
            card.taken_back.connect(self.plan_taken_back)
            yield card

    def _lately_cards(self, review: Review) -> Iterator[QWidget]:
        names = {one.mentorship.id: phrases.who(one) for one in review.mentorships}
        if self._lately:
            yield section(text("home.lately.title"), "lately-heading")
        kept, self._kept = self._kept, {}
        for reminder in self._lately:
            card = kept.get(reminder.identity) or self._lately_card(reminder, names)
            self._kept[reminder.identity] = card
            yield card

    def _lately_card(self, reminder: Reminder, names: Mapping[str, str]) -> LatelyCard:
        card = LatelyCard(reminder, names)
        card.answered.connect(self.lately_answered)
        card.stepped.connect(self.lately_stepped)
        card.seen.connect(self.lately_seen)
        return card

    def _question_cards(self, review: Review) -> Iterator[QWidget]:
        names = {one.mentorship.id: phrases.who(one) for one in review.mentorships}
        for question in review.questions:
            card = QuestionCard(question, [names[about] for about in question.about if about in names])
            card.answered.connect(self.answered)
            yield card

    def _cards(self, reviews: list[MentorshipReview], review: Review) -> Iterator[QWidget]:
        shown = reviews if self._all else reviews[:AT_FIRST]
        for one in shown:
            card = PairCard(one, self._zone, review.now)
            card.opened.connect(self.pair_opened)
            yield card
        if len(shown) < len(reviews):
            more = named(QPushButton(text("home.show-all", n=len(reviews))), "show-all")
            more.clicked.connect(self._show_all)
            yield more

    def _suggestion_cards(self, review: Review) -> Iterator[QWidget]:
        if review.suggested:
            yield section(text("home.suggestions"), "suggestions-heading")
        for suggestion in review.suggested[:AT_FIRST]:
            card = SuggestionCard(suggestion)
            card.marked.connect(self.marked)
            yield card

    def _show_all(self) -> None:
        self._all = True
        if self._review is not None:
            self.show_review(self._review, self._interrupted)


def _nothing() -> QWidget:
    empty = named(style.Card(), "nothing-card")
    empty.layout_.addWidget(style.heading(text("home.nothing.title")))
    empty.layout_.addWidget(style.body(text("home.nothing.message")))
    return empty
