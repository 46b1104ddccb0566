"""A sign as a card: one kind sentence; why it is shown, and what would make it go away, on demand."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.mentoring.mentorship import MentorshipReview, Sign, SignKind
from desktop.services.wording import sign_away, sign_says, sign_why
from desktop.ui import phrases, style
from desktop.ui.style import Card, LinkButton, Space, named
from integrations.calendars.model import Moment
from resources.texts import text

_SHOWN_SLOTS = 12
_ACROSS = 3


class SignCard(Card):
    """One sign. `pointed_out` asks to mark its slots in the drawing, `slot_wanted` to go to one."""

    pointed_out = Signal(object)
    """The slots' starts; empty to stop."""
    slot_wanted = Signal(object)
    talked = Signal()

    def __init__(self, sign: Sign, review: MentorshipReview, zone: tzinfo, now: datetime) -> None:
        super().__init__(gap=Space.SMALL)
        self._sign = sign
        self._known = {slot.start for slot in review.ledger.slots}
        self._zone, self._now = zone, now
        words = sign_says(sign, review)
        named(self, f"sign-{sign.kind}", words)
        self.layout_.addWidget(named(style.strong(words), f"sign-says-{sign.kind}"))
        self._why = self._folded(self._why_widget(sign_why(sign, review)), "why")
        self._away = self._folded(named(style.body(sign_away(sign, review)), "sign-away"), "away")
        why = self._opener(text("pair.sign.why"), f"why-{sign.kind}", self._why)
        away = self._opener(text("pair.sign.away"), f"away-{sign.kind}", self._away)
        why.toggled.connect(lambda shown: self.pointed_out.emit(sign.slots if shown else ()))
        line = style.row(why, away, gap=Space.LARGE, push=True)
        if sign.kind is SignKind.ENDED_WITHOUT_GOODBYE:
            line.addWidget(self._talked_button())
        self.layout_.addLayout(line)
        self.layout_.addWidget(self._why)
        self.layout_.addWidget(self._away)

    def _talked_button(self) -> QPushButton:
        button = named(QPushButton(text("pair.talked")), "talked", described=text("pair.talked-says"))
        button.clicked.connect(self.talked)
        return button

    def _folded(self, inside: QWidget, name: str) -> QWidget:
        fold = named(QWidget(), f"{name}-fold")
        fold.setLayout(style.column(inside))
        fold.hide()
        return fold

    def _opener(self, words: str, name: str, fold: QWidget) -> LinkButton:
        button = named(LinkButton(words, opens=True), name)
        button.toggled.connect(fold.setVisible)
        return button

    def _why_widget(self, why: str) -> QWidget:
        inside = QWidget()
        reason = named(style.body(why), "sign-why")
        column = style.column(reason)
        starts = self._sign.slots[-_SHOWN_SLOTS:]
        column.addWidget(style.caption(text("pair.sign.slots" if starts else "pair.sign.no-slots")))
        grid = QGridLayout()
        grid.setSpacing(Space.TINY)
        for number, start in enumerate(starts):
            grid.addWidget(self._slot_button(start), number // _ACROSS, number % _ACROSS)
        grid.setColumnStretch(_ACROSS, 1)
        column.addLayout(grid)
        hidden = len(self._sign.slots) - len(starts)
        if hidden:
            column.addWidget(style.caption(text("pair.sign.more", n=hidden)))
        column.addWidget(named(style.caption(text("pair.sign.purpose")), "sign-purpose"))
        inside.setLayout(column)
        return inside

    def _slot_button(self, start: Moment) -> QPushButton:
        button = QPushButton(phrases.date_words(start, self._zone, self._now))
        button.setEnabled(start in self._known)
        button.clicked.connect(lambda: self.slot_wanted.emit(start))
        return button
