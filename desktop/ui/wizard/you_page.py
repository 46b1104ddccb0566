"""Two things that are asked once: where the user is at work, and on which side of this pair."""

from __future__ import annotations

from desktop.mentoring.letters.kinds import Stage
from desktop.mentoring.mentorship import Side
from desktop.ui.wizard.choice import Answer, Choice
from desktop.ui.wizard.parts import Page
from desktop.ui.wizard.session import Session
from resources.texts import text

SKIP = "skip"
_STAGES = (Stage.EARLY.value, Stage.MID.value, Stage.LEADER.value, SKIP)
_SIDES = (Side.MENTEE, Side.MENTOR, Side.PEER)


class YouPage(Page):
    """Both order the steps and choose the texts; neither is ever guessed, and neither needs an answer (0.3, 5)."""

    def __init__(self, session: Session) -> None:
        super().__init__("you")
        self._session = session
        self.stage = Choice(
            "youStage",
            text("wizard.you.stage"),
            [Answer(stage, stage.title(), text(f"settings.you.stage.choice.{stage}")) for stage in _STAGES],
        )
        self.side = Choice(
            "youSide",
            text("wizard.you.side"),
            [Answer(side, side.value.title(), text(f"wizard.you.{side}")) for side in _SIDES],
        )
        self.body.addWidget(self.side)
        self.body.addWidget(self.stage)
        self.body.addStretch(1)
        self.stage.picked.connect(session.say_stage)
        self.side.picked.connect(session.say_side)

    def initializePage(self) -> None:
        """What was said before is shown; nothing is chosen for anybody."""
        begun = self._session.begun
        if begun is None:
            return
        self.side.setVisible(bool(begun.found.mentorship.others))
        if begun.stage in _STAGES:
            self.stage.pick(begun.stage)
        if begun.side in _SIDES:
            self.side.pick(begun.side)

    def enter(self) -> None:
        """The keyboard starts at the first answer."""
        (self.side if self.side.isVisibleTo(self) else self.stage).focus()

    def validatePage(self) -> bool:
        """The stage is asked once, answered or not."""
        if self.stage.value is None:
            self._session.say_stage(SKIP)
        return True
