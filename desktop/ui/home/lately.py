"""What was said lately and waits for an answer: the same words and answers as the notification had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy

from desktop.mentoring.reminders import Action, ReminderKind
from desktop.ui import style
from desktop.ui.speaking import DISMISS
from desktop.ui.style import Card, LinkButton, Space, named, one_line, unaccelerated
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.reminders import Reminder


class LatelyCard(Card):
    """One reminder. `names` are the people behind the ids that it knows: in their own window they may be named."""

    answered = Signal(str, str, str)
    """Its identity, an action's code, and what was written."""
    seen = Signal(str)
    """It stands before the user's eyes."""

    def __init__(self, reminder: Reminder, names: Mapping[str, str]) -> None:
        super().__init__(tinted=True)
        self._identity = reminder.identity
        named(self, "lately-card", reminder.title)
        self.layout_.addWidget(named(style.strong(reminder.title), "lately-title"))
        for number, id_ in enumerate(one for one in reminder.mentorships if one in names):
            self.layout_.addWidget(named(style.caption(one_line(names[id_])), f"lately-who-{number}"))
        self.layout_.addWidget(named(style.body(reminder.body), "lately-body"))
        self._words: QLineEdit | None = None
        if reminder.kind == ReminderKind.AFTER_MEETING:
            self._words = named(QLineEdit(), "lately-words", text("home.lately.words"))
            self._words.setMaxLength(500)
            self._words.returnPressed.connect(lambda: self._answer(DISMISS))
            self.layout_.addWidget(self._words)
        buttons = style.row(gap=Space.SMALL)
        for action, label in reminder.actions:
            buttons.addWidget(self._button(action.value, label, reminder.title))
        buttons.addStretch(1)
        if Action.NOT_NEEDED not in dict(reminder.actions):
            away = named(LinkButton(text("home.dismiss")), f"{DISMISS}-{reminder.identity}")
            away.clicked.connect(lambda: self._answer(DISMISS))
            buttons.addWidget(away)
        self.layout_.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """The window shows it."""
        super().showEvent(event)
        self.seen.emit(self._identity)

    def _button(self, action: str, label: str, about: str) -> QPushButton:
        button = named(QPushButton(unaccelerated(label)), f"{action}-{self._identity}")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setAccessibleDescription(about)
        button.clicked.connect(lambda: self._answer(action))
        return button

    def _answer(self, action: str) -> None:
        self.answered.emit(self._identity, action, self._words.text() if self._words is not None else "")
