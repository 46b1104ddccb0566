"""What is simply so about a mentorship: with whom, since when, until when, whose series it is."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy

from desktop.mentoring.mentorship import MentorshipReview, Side
from desktop.ui import phrases, style
from desktop.ui.style import Card, Space, named, one_line
from resources.texts import text

_SIDES = (Side.UNKNOWN, Side.MENTOR, Side.MENTEE, Side.PEER)
_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class FactsCard(Card):
    """A table of two columns, and the one thing to choose: the user's own side."""

    side_chosen = Signal(object)
    """A `Side`."""

    def __init__(self, review: MentorshipReview, zone: tzinfo, now: datetime) -> None:
        super().__init__(gap=Space.MEDIUM)
        named(self, "facts-card", text("pair.facts"))
        self.layout_.addWidget(style.heading(text("pair.facts")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.WIDE)
        grid.setVerticalSpacing(Space.SMALL)
        grid.setColumnStretch(1, 1)
        for number, (key, words) in enumerate(facts(review, zone, now)):
            grid.addWidget(style.label(text(f"pair.fact.{key}")), number, 0, _TOP)
            grid.addWidget(named(style.body(words), f"fact-{key}"), number, 1)
        self._add_side(grid, review)
        self.layout_.addLayout(grid)

    def _add_side(self, grid: QGridLayout, review: MentorshipReview) -> None:
        if not review.mentorship.others:
            return
        self._sides = named(QComboBox(), "side", text("pair.fact.side"))
        for side in _SIDES:
            self._sides.addItem(text(f"pair.side.{side.value}"))
        self._sides.setCurrentIndex(_SIDES.index(review.mentorship.side))
        self._sides.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._sides.activated.connect(lambda index: self.side_chosen.emit(_SIDES[index]))
        label = style.label(text("pair.fact.side"))
        label.setBuddy(self._sides)
        line = grid.rowCount()
        grid.addWidget(label, line, 0, _MIDDLE)
        grid.addWidget(self._sides, line, 1, _MIDDLE)


def facts(review: MentorshipReview, zone: tzinfo, now: datetime) -> list[tuple[str, str]]:
    """Key and words of each fact that is known."""
    mentorship, ledger = review.mentorship, review.ledger
    people = [
        text("pair.fact.person", name=one_line(person.name), email=one_line(person.email))
        if person.name.strip()
        else one_line(person.email)
        for person in mentorship.others
    ]
    marked = [text(f"pair.marked.{tag.value}") for tag in mentorship.tagged_by]
    rows = [
        ("with", "\n".join(people)),
        ("rhythm", phrases.rhythm(review, zone)),
        ("next", phrases.upcoming(ledger.next, zone, now)),
        ("ends", phrases.ending(review, zone, now)),
        ("since", phrases.date_words(ledger.first, zone, now) if ledger.first is not None else ""),
        ("title", one_line(mentorship.current.title, 200)),
        ("calendar", one_line(mentorship.current.calendar)),
        ("role", text(f"pair.role.{mentorship.role.value}")),
        ("marked", ", ".join(marked)),
    ]
    return [(key, words) for key, words in rows if words]
