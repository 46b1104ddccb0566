"""What was said lately and waits for an answer: the same words and answers as the notification had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QSizePolicy

from desktop.mentoring.pulses import IN_OTHER_WORDS, Answer
from desktop.mentoring.reminders import Action, ReminderKind
from desktop.ui import style
from desktop.ui.speaking import DISMISS
from desktop.ui.style import Card, LinkButton, Space, named, one_line, unaccelerated
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.reminders import Reminder

_LONGEST = 500
_FEELINGS = frozenset({Action.ENERGISED, Action.NEUTRAL, Action.DRAINED})
"""They stand in a row of their own: with all the others it would be wider than the narrowest window."""


class LatelyCard(Card):
    """One reminder. `names` are the people behind the ids that it knows: in their own window they may be named."""

    answered = Signal(str, str, str)
    """Its identity, an action's or an answer's code, and what was written."""
    stepped = Signal(str, str)
    """Its identity, and a next step that was written; `answered` follows."""
    seen = Signal(str)
    """It stands before the user's eyes."""

    def __init__(self, reminder: Reminder, names: Mapping[str, str]) -> None:
        super().__init__(tinted=True)
        self._identity = reminder.identity
        self._about = reminder.title
        named(self, "lately-card", reminder.title)
        self.layout_.addWidget(named(style.strong(reminder.title), "lately-title"))
        for number, id_ in enumerate(one for one in reminder.mentorships if one in names):
            self.layout_.addWidget(named(style.caption(one_line(names[id_])), f"lately-who-{number}"))
        self.layout_.addWidget(named(style.body(reminder.body), "lately-body"))
        self._words: QLineEdit | None = None
        self._step: QLineEdit | None = None
        if reminder.kind == ReminderKind.AFTER_MEETING:
            self._words = self._line("lately-words", text("home.lately.words"))
            self._step = self._line("lately-step", text("home.lately.step"))
        feelings = [self._button(action.value, label) for action, label in reminder.actions if action in _FEELINGS]
        if feelings:
            self.layout_.addLayout(style.row(*feelings, self._other_words(), gap=Space.SMALL, push=True))
        others = [self._button(action.value, label) for action, label in reminder.actions if action not in _FEELINGS]
        buttons = style.row(*others, gap=Space.SMALL, push=True)
        if Action.NOT_NEEDED not in dict(reminder.actions):
            away = named(LinkButton(text("home.dismiss")), f"{DISMISS}-{reminder.identity}")
            away.clicked.connect(lambda: self._answer(DISMISS))
            buttons.addWidget(away)
        self.layout_.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """The window shows it."""
        super().showEvent(event)
        self.seen.emit(self._identity)

    def _line(self, name: str, asks: str) -> QLineEdit:
        line = named(QLineEdit(), name, asks)
        line.setPlaceholderText(asks)
        line.setMaxLength(_LONGEST)
        line.returnPressed.connect(lambda: self._answer(DISMISS))
        self.layout_.addWidget(line)
        return line

    def _button(self, code: str, label: str) -> QPushButton:
        button = named(QPushButton(unaccelerated(label)), f"{code}-{self._identity}")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setAccessibleDescription(self._about)
        button.clicked.connect(lambda: self._answer(code))
        return button

    def _other_words(self) -> QPushButton:
        """The other private answers in one menu: none stands out, and nothing is kept before one is chosen."""
        asks = text("home.lately.other-words")
        button = named(QPushButton(asks), f"other-words-{self._identity}")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setAccessibleDescription(self._about)
        menu = named(QMenu(button), "other-words-menu", asks)
        for answer in IN_OTHER_WORDS:
            self._add(menu, answer)
        button.setMenu(menu)
        return button

    def _add(self, menu: QMenu, answer: Answer) -> None:
        action = menu.addAction(text(f"reminders.answers.{answer}"))
        action.setObjectName(f"{answer}-{self._identity}")
        action.triggered.connect(lambda: self._answer(answer.value))

    def _answer(self, code: str) -> None:
        step = self._step.text().strip() if self._step is not None else ""
        if step and code != Action.OPEN:
            self.stepped.emit(self._identity, step)
        self.answered.emit(self._identity, code, self._words.text() if self._words is not None else "")
