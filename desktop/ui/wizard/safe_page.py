"""Something is wrong: no thanks, no meeting and no reason are asked for, and nothing is seen that is not wanted (R19).

It is no safeguarding tool and says so (R20). Its words are neutral on purpose: somebody else may look at the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWizard

from desktop.mentoring.letters import LetterKind
from desktop.ui import style
from desktop.ui.style import LinkButton, Separator, Space, named
from desktop.ui.wizard.closing_page import LetterPage
from desktop.ui.wizard.parts import announce, indent
from desktop.ui.wizard.session import Session
from integrations.errors import Trouble
from resources.texts import text


class SafePage(LetterPage):
    """Words to close with, where help is, and a way to keep the pair out of sight everywhere."""

    left = Signal()
    """Out of sight, at once."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "safe", area="wizard")
        self._wizard = session
        self.leave = named(QPushButton(text("wizard.safe.leave")), "safeLeave")
        self.leave.setAccessibleDescription(text("wizard.safe.leave-says"))
        self.leave.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.leave.setAutoDefault(False)
        self.hide_pair = named(QCheckBox(text("wizard.safe.hide")), "safeHide", described=text("wizard.safe.hide-says"))
        self._build()
        self.leave.clicked.connect(self.left)
        self.hide_pair.toggled.connect(self._hide)
        self.setButtonText(QWizard.WizardButton.FinishButton, text("wizard.close"))
        self.setButtonText(QWizard.WizardButton.NextButton, text("wizard.safe.calendar"))
        self.setFinalPage(True)

    def _build(self) -> None:
        head = style.row(style.body(text("wizard.safe.first")), self.leave, gap=Space.LARGE)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self._add_opening("questions")
        self._add_opening("help")
        self.body.addWidget(Separator())
        self.body.addWidget(style.strong(text("wizard.safe.letter")))
        self.body.addWidget(self.editor)
        self.body.addWidget(Separator())
        says = style.caption(text("wizard.safe.hide-says"))
        says.setContentsMargins(indent(), 0, 0, 0)
        self.body.addLayout(style.column(self.hide_pair, says, gap=Space.TINY))
        self.body.addStretch(1)

    def _add_opening(self, what: str) -> None:
        """A line that opens some sentences; what is read of them is noted nowhere."""
        words = text(f"wizard.safe.{what}-says")
        says = named(style.body(words), f"safe{what.title()}Says")
        says.setContentsMargins(indent(), 0, 0, 0)
        opener = named(LinkButton(text(f"wizard.safe.{what}"), opens=True), f"safe{what.title()}")
        opener.toggled.connect(says.setVisible)
        opener.toggled.connect(lambda on: announce(self, words) if on else None)
        says.hide()
        self.body.addWidget(opener)
        self.body.addWidget(says)

    def show_told(self) -> None:
        """Whether the pair is hidden already."""
        with QSignalBlocker(self.hide_pair):
            self.hide_pair.setChecked(self._wizard.hidden)

    def kinds(self) -> tuple[LetterKind, ...]:
        """The neutral one, and no other."""
        return (LetterKind.NEUTRAL_CLOSE,)

    def enter(self) -> None:
        """The keyboard starts at the way out."""
        self.leave.setFocus()

    def validatePage(self) -> bool:
        """Nothing is asked for."""
        return True

    def _hide(self, hidden: bool) -> None:
        """At once: whoever ticks this may have to leave in the next moment."""
        try:
            self._wizard.hide(hidden)
        except Trouble as trouble:
            self.show_told()
            self.message.say_why(trouble)
