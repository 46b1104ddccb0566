"""One card a pair: who, when, and one line in plain words."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from desktop.mentoring.mentorship import MentorshipReview
from desktop.ui import phrases, style
from desktop.ui.level import LevelMark
from desktop.ui.style import Card, Space, named, one_line
from resources.texts import text


class PairCard(Card):
    """A mentorship as a person would say it. A click anywhere opens its page; the button does for keyboards."""

    opened = Signal(str)
    """The mentorship's id."""

    def __init__(self, review: MentorshipReview, zone: tzinfo, now: datetime) -> None:
        super().__init__(gap=Space.TINY)
        self._id = review.mentorship.id
        who = one_line(phrases.who(review))
        named(self, "pair-card", who)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        heading = named(style.heading(who), "pair-who")
        level = LevelMark(review.level, phrases.level_words(review), finished=review.finished)
        top = style.row(heading, gap=Space.MEDIUM)
        top.setStretch(0, 1)
        top.addWidget(level, 0, Qt.AlignmentFlag.AlignTop)
        self.layout_.addLayout(top)
        self.layout_.addWidget(named(style.caption(phrases.rhythm(review, zone)), "pair-rhythm"))
        self.layout_.addSpacing(Space.SMALL)
        line = phrases.card_line(review)
        if line:
            self.layout_.addWidget(named(style.body(line), "pair-line"))
        self.layout_.addLayout(self._bottom(review, who, zone, now))

    def _bottom(self, review: MentorshipReview, who: str, zone: tzinfo, now: datetime) -> QHBoxLayout:
        ahead = phrases.ending(review, zone, now) if review.finished else _ahead(review, zone, now)
        button = QPushButton(text("home.open-pair"))
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        named(button, f"open-{self._id}", text("home.open-pair-named", who=who))
        button.clicked.connect(self._open)
        bottom = style.row(named(style.body(ahead), "pair-next"), gap=Space.MEDIUM)
        bottom.setStretch(0, 1)
        bottom.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return bottom

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the card opens the page."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def _open(self) -> None:
        self.opened.emit(self._id)


def _ahead(review: MentorshipReview, zone: tzinfo, now: datetime) -> str:
    return phrases.upcoming(review.ledger.next, zone, now)
