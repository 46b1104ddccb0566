"""Everybody on one page: who helps with what, the next touch, what was promised, and who was met (A12, A45, A52, A108).

People stand in the order of their names. Nobody is measured, compared or put before another (product 5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QPushButton, QSizePolicy, QWidget

from desktop.mentoring.jottings import MOST_LEADS, Jotting, JottingKind, JottingState, OfferKind
from desktop.mentoring.mentorship import MentorshipReview, Review, Side
from desktop.mentoring.together import last_quarter
from desktop.services.circle import Circle
from desktop.ui import phrases, style
from desktop.ui.people.map_lines import map_lines
from desktop.ui.scroll import Page
from desktop.ui.story.entries import Entries, Entry, Writing
from desktop.ui.story.person_sections import hours_words
from desktop.ui.style import Card, LinkButton, Space, named, one_line
from integrations.calendars.moments import day_of
from resources.guides import NAMES as GUIDES
from resources.texts import day, text

_OFFERS = frozenset(OfferKind)
_SECTIONS = ("advisors", "mentees", "peers")


class PeoplePage(Page):
    """Renders a circle; says what the user wants by signals."""

    back_wanted = Signal()
    pair_opened = Signal(str)
    told = Signal(object)
    """A `Deed`: something is to be written."""
    half_year_wanted = Signal()
    """The look at everybody."""
    guide_wanted = Signal(str)
    """One of the guides is to be read."""
    kit_wanted = Signal()
    """A programme's closing kit is to be opened."""
    coffee_wanted = Signal()
    """The letter of thanks after a coffee chat."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        named(self, "people-page", text("people.title"))
        self._zone = zone
        self._promises = Entries("promises")
        self._promises.done.connect(self._promise)
        self._leads = Entries("leads")
        self._leads.done.connect(self._lead)
        self._met = named(QDateEdit(), "lead-day", text("people.leads.day"))
        self._met.setCalendarPopup(True)
        self._met.setDisplayFormat("d MMMM yyyy")
        self._roles = Entries("roles")
        self._roles.done.connect(self._role)
        self._since = named(QDateEdit(), "role-day", text("people.roles.day"))
        self._since.setCalendarPopup(True)
        self._since.setDisplayFormat("d MMMM yyyy")
        changing = Writing("role", text("people.roles.asks"))
        changing.written.connect(self._write_role)
        self._writing = Writing("lead", text("people.leads.asks"))
        self._writing.written.connect(self._write)
        self._promises_card = self._card("promises-card", text("people.promises.title"), self._promises)
        adding = QWidget()
        line = style.row(self._writing, self._met, gap=Space.SMALL)
        line.setStretch(0, 1)
        adding.setLayout(line)
        self._adding = adding
        kit = named(LinkButton(text("people.kit"), opens=False), "people-kit", described=text("people.kit-says"))
        kit.clicked.connect(self.kit_wanted)
        self._kit = QWidget()
        self._kit.setLayout(style.column(kit, style.caption(text("people.kit-says")), gap=Space.TINY))
        self._leads_card = self._card("leads-card", text("people.leads.title"), self._leads, adding)
        since = QWidget()
        since.setLayout(style.row(changing, self._since, gap=Space.SMALL))
        says = named(style.caption(text("people.roles.says")), "roles-says")
        self._guides_card = self._card("guides-card", text("people.guides.title"), *self._guides())
        self._roles_card = self._card("roles-card", text("people.roles.title"), says, self._roles, since)

    def read_in(self, zone: tzinfo) -> None:
        """Show days on the calendar of `zone` from the next look on."""
        self._zone = zone

    def show_circle(self, circle: Circle, review: Review) -> None:
        """Show everybody of `review`."""
        names = {one.mentorship.id: one_line(phrases.who(one)) for one in review.mentorships}
        self._promises.show_entries(_promised(circle.promises, names))
        self._promises_card.setVisible(any(one.mentorship in names for one in circle.promises))
        self._leads.show_entries(_lead(one) for one in circle.leads)
        self._adding.setVisible(len(circle.leads) < MOST_LEADS)
        today = QDate(circle.today.year, circle.today.month, circle.today.day)
        self._roles.show_entries(_role(one) for one in circle.roles)
        for field in (self._met, self._since):
            field.setMaximumDate(today)
            if not field.hasFocus():
                field.setDate(today)
        self.refill(self._parts(circle, review))

    def _parts(self, circle: Circle, review: Review) -> Iterator[QWidget]:
        yield self._head(review)
        people = sorted(review.mentorships, key=lambda one: phrases.who(one).casefold())
        yield from self._map(circle, review)
        for section in _SECTIONS:
            mine = [one for one in people if _section(one, circle) == section]
            if mine:
                yield named(style.heading(text(f"people.section.{section}")), f"section-{section}")
                for one in mine:
                    yield self._person(one, circle, review.now)
        if not people:
            yield named(style.body(text("people.nobody")), "people-nobody")
        yield self._promises_card
        yield self._leads_card
        yield self._roles_card
        yield self._guides_card
        yield self._kit

    def _head(self, review: Review) -> QWidget:
        back = named(LinkButton(text("common.back"), back=True), "people-back")
        back.clicked.connect(self.back_wanted)
        head = QWidget()
        title = named(style.title(text("people.title")), "people-title")
        says = named(style.caption(text("people.says")), "people-says")
        look = named(LinkButton(text("people.half-year.open")), "half-year-open")
        look.clicked.connect(self.half_year_wanted)
        column = style.column(back, title, says, look)
        quarter = last_quarter(review.mentorships, review.now, self._zone)
        if quarter.sums.met:
            first, last = day(quarter.first), day(quarter.last, year=True)
            sums = text("people.quarter", first=first, last=last, sums=hours_words(quarter.sums))
            column.addWidget(named(style.caption(sums), "people-quarter"))
        head.setLayout(column)
        return head

    def _map(self, circle: Circle, review: Review) -> Iterator[QWidget]:
        """Overlaps and gaps, in words; without either, nothing."""
        lines = list(map_lines(circle, review))
        if lines:
            labels = [named(style.body(line), "map-line") for line in lines]
            yield self._card("map-card", text("people.map.title"), *labels)

    def _person(self, one: MentorshipReview, circle: Circle, now: datetime) -> Card:
        id_, who = one.mentorship.id, one_line(phrases.who(one))
        card = named(Card(gap=Space.TINY), "person-card", who)
        helps = circle.helps.get(id_)
        words = one_line(helps.words) if helps is not None else text("people.helps-nothing")
        open_ = named(QPushButton(text("home.open-pair")), f"open-{id_}", text("home.open-pair-named", who=who))
        open_.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        open_.clicked.connect(lambda: self.pair_opened.emit(id_))
        lines = style.column(
            named(style.strong(who), "person-who"),
            named(style.body(words), "person-helps"),
            named(style.caption(self._touch(one, circle, now)), "person-touch"),
            gap=Space.TINY,
        )
        row = style.row(lines, gap=Space.MEDIUM)
        row.setStretch(0, 1)
        row.addWidget(open_)
        card.layout_.addLayout(row)
        return card

    def _touch(self, one: MentorshipReview, circle: Circle, now: datetime) -> str:
        ahead = one.ledger.next
        meeting = day_of(ahead.start, self._zone) if ahead is not None else None
        touch = circle.next_touch(one.mentorship.id, meeting)
        closing = circle.closings.get(one.mentorship.id)
        since = ""
        if closing is not None and closing.final < circle.today:
            since = text("story.peers-since", day=day(closing.final, year=True))
        if touch is None:
            said = text("people.touch-none")
        else:
            said = text("people.touch", day=phrases.date_words(touch, self._zone, now))
        return text("people.join", first=since, second=said) if since else said

    def _card(self, name: str, title: str, *parts: QWidget) -> Card:
        card = named(Card(), name, title)
        card.layout_.addWidget(style.heading(title))
        for part in parts:
            card.layout_.addWidget(part)
        return card

    def _guides(self) -> Iterator[QWidget]:
        """What there is to read, for a beginning and for a rough patch (A112)."""
        for name in GUIDES:
            link = named(LinkButton(text(f"people.guides.{name}")), f"guide-{name}")
            link.clicked.connect(self._reads(name))
            yield link

    def _reads(self, name: str) -> Callable[[], None]:
        return lambda: self.guide_wanted.emit(name)

    def _promise(self, jotting: str, deed: str) -> None:
        state = JottingState.DONE if deed == "done" else JottingState.DROPPED
        self.told.emit(lambda services: services.stories.change(jotting, state=state))

    def _lead(self, jotting: str, deed: str) -> None:
        if deed == "write":
            self.coffee_wanted.emit()
        elif deed == "became":
            self.told.emit(lambda services: services.stories.change(jotting, state=JottingState.DONE))
        else:
            self.told.emit(lambda services: services.stories.remove(jotting))

    def _role(self, jotting: str, _: str) -> None:
        self.told.emit(lambda services: services.stories.remove(jotting))

    def _write_role(self, words: str) -> None:
        on = self._since.date().toPython()
        self.told.emit(lambda services: services.stories.write("", JottingKind.NEW_ROLE, words, due=on))

    def _write(self, words: str) -> None:
        on = self._met.date().toPython()
        self.told.emit(lambda services: services.stories.lead(words, on))


def _role(one: Jotting) -> Entry:
    about = text("people.roles.since", day=day(one.due, year=True)) if one.due is not None else ""
    return Entry(one.id, one.words, about)


def _section(one: MentorshipReview, circle: Circle) -> str:
    closing = circle.closings.get(one.mentorship.id)
    if one.mentorship.side is Side.PEER or (closing is not None and closing.final < circle.today):
        return "peers"
    return "mentees" if one.mentorship.side is Side.MENTOR else "advisors"


def _promised(promises: Sequence[Jotting], names: dict[str, str]) -> Iterator[Entry]:
    for one in promises:
        if one.mentorship in names:
            kind = text(f"story.offer.{one.about}") if one.about in _OFFERS else ""
            yield Entry(one.id, one.words or kind, names[one.mentorship], ("done", "let-go"))


def _lead(one: Jotting) -> Entry:
    about = text("people.leads.met", day=day(one.due, year=True)) if one.due is not None else ""
    return Entry(one.id, one.words, about, ("write", "became", "remove"))
