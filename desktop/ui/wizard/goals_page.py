"""What the two set out to do, and what came of it (W2): ticked, added, or let go without a word."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop.mentoring.jottings import Jotting, JottingKind
from desktop.ui import style
from desktop.ui.style import LinkButton, Space, named
from desktop.ui.wizard.goal_card import GoalCard
from desktop.ui.wizard.parts import Page
from desktop.ui.wizard.session import Session
from resources.texts import text

MOST = 6
"""More goals than these are no help to anybody who is tired."""


class GoalsPage(Page):
    """A card for each goal; letters and the keepsake take them from the story."""

    def __init__(self, session: Session) -> None:
        super().__init__("goals")
        self._session = session
        self.cards: list[GoalCard] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.MEDIUM)
        self.add = named(LinkButton(text("wizard.goals.add")), "goalsAdd")
        self._purpose = named(style.caption(text("wizard.goals.purpose")), "goalsPurpose")
        self.body.addLayout(self._column)
        self.body.addWidget(self.add)
        self.body.addWidget(self._purpose)
        self.body.addStretch(1)
        self.add.clicked.connect(self._add)

    def initializePage(self) -> None:
        """The goals as they are kept, or room for the first."""
        begun = self._session.begun
        kept = begun.story.of(JottingKind.GOAL) if begun is not None else ()
        known = {card.goal.id: card for card in self.cards}
        for goal in kept:
            if goal.id in known:
                known[goal.id].show_goal(goal)
            else:
                self._show(goal)
        if not self.cards:
            self._show(self._session.jotting(JottingKind.GOAL))

    def enter(self) -> None:
        """The keyboard starts at the first goal."""
        self.cards[0].words.edit.setFocus()

    def _add(self) -> None:
        card = self._show(self._session.jotting(JottingKind.GOAL))
        card.words.edit.setFocus()

    def _show(self, goal: Jotting) -> GoalCard:
        card = GoalCard(goal, len(self.cards) + 1)
        card.changed.connect(self._session.jot)
        self.cards.append(card)
        self._column.addWidget(card)
        self.add.setVisible(len(self.cards) < MOST)
        return card
