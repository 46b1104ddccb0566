"""Gentle cards for what only the user can say: questions, guesses, and changes that were not finished."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from desktop.mentoring.mentorship import Question, Suggestion
from desktop.services.phrases import suggestion_says
from desktop.services.wording import question_says
from desktop.ui import style
from desktop.ui.style import Card, Space, named, one_line, unaccelerated
from resources.texts import has_text, text

WHO_ARE_YOU = "who-are-you"


def _choice(words: str, name: str, about: str = "") -> QPushButton:
    button = named(QPushButton(unaccelerated(words)), name)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if about:
        button.setAccessibleDescription(about)
    return button


class QuestionCard(Card):
    """One question with a button for each choice. Leaving it alone is an answer, too.

    `about` names the mentorships concerned, a line each.
    """

    answered = Signal(str, str)
    """The question's id and the value."""

    def __init__(self, question: Question, about: Sequence[str] = ()) -> None:
        super().__init__(tinted=True)
        self._question = question
        words = question_says(question)
        named(self, "question-card", words)
        self.layout_.addWidget(named(style.strong(words), "question-says"))
        for number, line in enumerate(about):
            self.layout_.addWidget(named(style.caption(one_line(line)), f"question-about-{number}"))
        buttons = style.row(gap=Space.SMALL)
        for choice in question.choices:
            shown = text(f"home.choice.{choice}") if has_text(f"home.choice.{choice}") else one_line(choice)
            button = _choice(shown, f"answer-{question.id}-{choice}", words)
            button.clicked.connect(lambda _=False, value=choice: self.answered.emit(self._question.id, value))
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.layout_.addLayout(buttons)
        if question.kind == WHO_ARE_YOU:
            self.layout_.addLayout(self._own_address())

    def _own_address(self) -> QHBoxLayout:
        self._field = named(QLineEdit(), "own-address", text("home.question.write-address"))
        self._field.setPlaceholderText(text("home.question.other-address"))
        self._field.setMaximumWidth(320)
        use = _choice(text("home.question.use-address"), "use-address")
        use.setEnabled(False)
        self._field.textChanged.connect(lambda words: use.setEnabled(_is_address(words)))
        self._field.returnPressed.connect(use.click)
        use.clicked.connect(lambda: self.answered.emit(self._question.id, self._field.text().strip().lower()))
        return style.row(self._field, use, push=True)


def _is_address(words: str) -> bool:
    name, at, domain = words.strip().partition("@")
    return bool(name and at and "." in domain and " " not in words.strip())


class SuggestionCard(Card):
    """A series that may be mentoring; never assumed."""

    marked = Signal(str, bool)
    """The series' UID and the user's word."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(tinted=True)
        words = text("home.suggestion.says", title=one_line(suggestion.title))
        named(self, "suggestion-card", words)
        self.layout_.addWidget(named(style.strong(words), "suggestion-says"))
        self.layout_.addWidget(named(style.caption(suggestion_says(suggestion)), "suggestion-why"))
        yes = _choice(text("home.suggestion.yes"), f"mark-{suggestion.uid}", words)
        no = _choice(text("home.suggestion.no"), f"unmark-{suggestion.uid}", words)
        yes.clicked.connect(lambda: self.marked.emit(suggestion.uid, True))
        no.clicked.connect(lambda: self.marked.emit(suggestion.uid, False))
        self.layout_.addLayout(style.row(yes, no, push=True))


class InterruptedCard(Card):
    """A plan that was cut short while it was carried out: finish it, or have everything as before."""

    finished = Signal(str)
    taken_back = Signal(str)

    def __init__(self, plan_id: str, title: str) -> None:
        super().__init__(tinted=True)
        named(self, "interrupted-card", text("home.interrupted.title"))
        self.layout_.addWidget(style.strong(text("home.interrupted.title")))
        self.layout_.addWidget(style.body(text("home.interrupted.says", title=one_line(title))))
        finish = _choice(text("home.interrupted.finish"), f"finish-{plan_id}")
        back = _choice(text("home.interrupted.take-back"), f"take-back-{plan_id}")
        finish.clicked.connect(lambda: self.finished.emit(plan_id))
        back.clicked.connect(lambda: self.taken_back.emit(plan_id))
        self.layout_.addLayout(style.row(finish, back, push=True))


def section(words: str, name: str) -> QWidget:
    """A section's heading with room above it."""
    label = named(style.heading(words), name)
    label.setContentsMargins(0, Space.MEDIUM, 0, 0)
    return label
