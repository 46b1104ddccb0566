""" "Read it as them": everything that reaches the other person, in the order in which it does (A57, M4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.mentoring.letters import presentable
from desktop.mentoring.sheet import Written
from desktop.ui import style
from desktop.ui.style import Space, named, one_line
from desktop.ui.wizard.calendars_card import CalendarsCard
from desktop.ui.wizard.letter_views import View
from desktop.ui.wizard.step_wording import people_words
from desktop.ui.wizard.texts_card import TextCard
from resources.texts import text

if TYPE_CHECKING:
    from desktop.mentoring.plan import Plan
    from desktop.services.records import Message, Preview


class ThemView(View):
    """Nothing of the user's own side is on it: only what they get, and their calendar."""

    def __init__(
        self, parent: QWidget, plan: Plan, preview: Preview, letters: Sequence[Written], zone: tzinfo, *, goes_on: bool
    ) -> None:
        people = people_words(plan.people)
        super().__init__(parent, "asThem", text("wizard.them.title", people=people))
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, Space.MEDIUM, 0)
        rows.setSpacing(Space.MEDIUM)
        for part in self._parts(preview, letters):
            rows.addWidget(part)
        calendar = CalendarsCard("asThem")
        whose = text("wizard.agenda.theirs", people=people)
        calendar.show_calendars(whose, "", preview.theirs_before, preview.theirs_after, zone, goes_on=goes_on)
        rows.addWidget(calendar)
        if preview.note:
            rows.addWidget(named(style.caption(preview.note), "asThemNote"))
        rows.addStretch(1)
        area = named(QScrollArea(), "asThemScroll", text("wizard.them.title", people=people))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        self.column.addWidget(area, 1)
        self.column.addWidget(named(style.strong(text("wizard.them.ask")), "asThemAsk"))
        close = named(QPushButton(text("common.close")), "close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        self.column.addWidget(buttons)

    def _parts(self, preview: Preview, letters: Sequence[Written]) -> Sequence[QWidget]:
        found: list[QWidget] = []
        for number, letter in enumerate(letters, 1):
            card = TextCard(f"asThemLetter{number}")
            about = text("wizard.them.letter")
            card.show_text(about, one_line(presentable(letter.subject), 200), presentable(letter.body))
            found.append(card)
        for number, message in enumerate((*preview.letters, *preview.messages), 1):
            found.append(_message(message, number))
        if not found:
            found.append(named(style.body(text("wizard.check.no-messages")), "asThemNothing"))
        return found


def _message(message: Message, number: int) -> QWidget:
    """When it arrives, what their program makes of it, and its words."""
    card = TextCard(f"asThemMessage{number}")
    about = " ".join(filter(None, (message.arrives, message.shows)))
    card.show_text(about, one_line(message.subject), message.body)
    return card
