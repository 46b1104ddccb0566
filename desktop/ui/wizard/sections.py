"""The check page's sections: warnings, steps in their order, messages as they will read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.mentoring.plan import Plan
from desktop.mentoring.transition import asks_first, later
from desktop.ui import style
from desktop.ui.style import Card, Space, named, one_line
from desktop.ui.wizard.step_wording import asks, step_words, told_words, warning_words
from desktop.ui.wizard.texts_card import TextCard, breakable
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import Message


_SAID_ELSEWHERE = ("not-told", "leaving-group")
"""Cautions that a part of the page says by itself."""


def about_words(message: Message) -> str:
    """To whom, when it arrives, and what their own program makes of it."""
    to = text("wizard.check.message-to", to=one_line(message.to))
    return " ".join(filter(None, (to, message.arrives, message.shows)))


class Section(QWidget):
    """A heading and a column that is filled anew each time."""

    def __init__(self, name: str, heading: str = "") -> None:
        super().__init__()
        named(self, name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        self.heading = named(style.heading(heading), f"{name}Heading")
        if not heading:
            self.heading.hide()
        layout.addWidget(self.heading)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.SMALL)
        layout.addLayout(self.rows)

    def clear(self) -> None:
        """Take every row away."""
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class WarningsSection(Section):
    """What to know first; hidden where there is nothing."""

    def show_plan(self, plan: Plan) -> None:
        """One card with a sentence each."""
        self.clear()
        shown = [each for each in plan.warnings if each.kind not in _SAID_ELSEWHERE]
        self.setVisible(bool(shown))
        if not shown:
            return
        card = Card(tinted=True, gap=Space.TINY)
        card.layout_.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        for n, warning in enumerate(shown, 1):
            card.layout_.addWidget(named(style.body(warning_words(warning)), f"checkWarning{n}"))
        self.rows.addWidget(card)


class StepsSection(Section):
    """The steps, numbered in the order in which they are carried out, each with whom it tells."""

    def show_plan(self, plan: Plan, zone: tzinfo) -> None:
        """A line a step; without steps it says that nothing changes."""
        self.clear()
        by_file = plan.source.kind == "ics"
        if not plan.steps:
            key = "no-steps-ask" if asks(plan) else "no-steps"
            self.rows.addWidget(named(style.body(text(f"wizard.check.{key}")), "checkNoSteps"))
        for n, step in enumerate(plan.steps, 1):
            words = text("wizard.step.numbered", n=n, says=step_words(step, zone))
            self.rows.addWidget(named(style.body(breakable(words)), f"checkStep{n}"))
            waiting = text("wizard.step.waits-for-yes") if asks_first(plan) and later(plan, step) else ""
            told = " ".join(filter(None, (waiting, told_words(step, by_file=by_file))))
            if told:
                label = style.caption(told)
                label.setContentsMargins(Space.LARGE, 0, 0, 0)
                self.rows.addWidget(label)


class DeedsSection(Section):
    """What the user does by themselves, in its order: nothing here does it for them."""

    def show_deeds(self, keys: Sequence[str], **values: object) -> None:
        """A numbered line for each text; hidden where there is none."""
        self.clear()
        self.setVisible(bool(keys))
        for n, key in enumerate(keys, 1):
            words = text("wizard.step.numbered", n=n, says=text(key, **values))
            self.rows.addWidget(named(style.body(words), f"{self.objectName()}{n}"))


class MessagesSection(Section):
    """What the other person gets, in order of arrival, word for word; or that they get nothing."""

    def show_messages(self, messages: Sequence[Message], *, by_file: bool, possible: int = 0) -> None:
        """A card each. `possible`: so many more may go out for single meetings that a calendar keeps beyond the end."""
        self.clear()
        live = bool(messages) and not by_file
        self.heading.setText(text("wizard.messages-live", n=len(messages)) if live else text("wizard.check.messages"))
        if not messages:
            self.rows.addWidget(named(style.body(text("wizard.check.no-messages")), "checkNoMessages"))
            return
        if by_file:
            self.rows.addWidget(named(style.body(text("wizard.check.messages-file")), "checkMessagesFile"))
        for n, message in enumerate(messages, 1):
            card = TextCard(f"checkMessage{n}")
            self.rows.addWidget(card)
            card.show_text(about_words(message), one_line(message.subject), message.body)
        if possible:
            self.rows.addWidget(named(style.caption(text("wizard.possible", n=possible)), "checkPossible"))
