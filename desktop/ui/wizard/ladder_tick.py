"""Slowing down step by step: whether, and on which days (product 7, M2)."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.mentoring.ladder import Rung
from desktop.mentoring.sheet import Chosen, Way
from desktop.mentoring.slowing import foreseen
from desktop.services.phrases import rung_says
from desktop.ui import style
from desktop.ui.style import Space, named
from desktop.ui.wizard.beginning import Beginning
from desktop.ui.wizard.parts import indent
from resources.texts import text


class LadderTick(QWidget):
    """A tick and the steps in words; hidden where the meetings are rare already, or another way was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.tick = named(QCheckBox(text("wizard.talk.ladder")), "talkLadder")
        self.steps = named(style.caption(), "talkLadderSteps")
        self.steps.setContentsMargins(indent(), 0, 0, 0)
        self.setLayout(style.column(self.tick, self.steps, gap=Space.TINY))

    def show_rungs(self, chosen: Chosen, begun: Beginning | None) -> None:
        """The steps after the last regular meeting as it is chosen now."""
        found: tuple[Rung, ...] = ()
        if begun is not None and chosen.final is not None and chosen.way is Way.SLOW:
            found = foreseen(begun.found.mentorship, begun.found.ledger.cadence_days, chosen.final)
        says = "\n".join(rung_says(rung) for rung in found)
        self.steps.setText(says)
        self.tick.setAccessibleDescription(says)
        self.tick.setChecked(chosen.ladder)
        self.setVisible(bool(found))
