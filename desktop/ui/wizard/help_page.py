"""The first page: what would help? Keeping the meetings always stands first (product rule R28)."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QWizard

from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import Refusal
from desktop.mentoring.sheet import Way
from desktop.ui import style
from desktop.ui.style import named, one_line, unaccelerated
from desktop.ui.wizard.parts import Option, OptionCard, Page
from desktop.ui.wizard.session import Session
from desktop.ui.wizard.texts_card import TextCard
from resources.texts import text

_QUIET = Way.WRONG
"""The way that stands last and without a card, so that nobody looking on reads it first (R19)."""


class HelpPage(Page):
    """Four ways of equal weight, and a quiet fifth. Loads what can be chosen when it is first shown."""

    def __init__(self, session: Session, *, read: str = "") -> None:
        """`read` is an account whose calendars are read first."""
        super().__init__("help")
        self._read = read
        self._session = session
        self._waiting = named(style.caption(text("wizard.loading")), "helpLoading")
        self._idea = named(style.body(text("wizard.help.idea")), "helpIdea")
        self._note = named(style.body(), "helpNote")
        self._options = {
            way: Option(f"help{way.name.title()}", text(f"wizard.help.{way}.title"), text(f"wizard.help.{way}.says"))
            for way in Way
        }
        self._cards = {way: OptionCard(option) for way, option in self._options.items() if way is not _QUIET}
        self._credit = named(style.caption(text("wizard.help.credit")), "helpCredit")
        self._group = QButtonGroup(self)
        self._drafts = TextCard("helpDraft")
        self._build()
        session.ready.connect(self._ready)
        session.loading.declined.connect(self._refused)
        self.message.acted.connect(session.load)

    def _build(self) -> None:
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._idea)
        self.body.addWidget(self._note)
        for way, option in self._options.items():
            self._group.addButton(option.button)
            option.button.toggled.connect(lambda on, way=way: self._took(way) if on else None)
            self.body.addWidget(self._cards.get(way, option))
        self.body.addWidget(self._credit)
        self.body.addWidget(self._drafts)
        self.body.addStretch(1)
        for part in (self._idea, self._note, self._credit, self._drafts, *self._cards.values(), self._options[_QUIET]):
            part.hide()

    def initializePage(self) -> None:
        """Ask the services; a second visit shows what was chosen."""
        if self._session.begun is None:
            self._session.load(read=self._read)

    def isComplete(self) -> bool:
        """Keeping everything is always possible; another way once it is known what can be chosen."""
        if self._session.over or self._session.chosen.way is Way.KEEP:
            return True
        choices = self._session.choices
        return choices is not None and choices.role is not Role.UNKNOWN

    def enter(self) -> None:
        """The keyboard starts at the chosen way."""
        checked = self._group.checkedButton()
        if checked is not None:
            checked.setFocus()

    def _ready(self) -> None:
        self._waiting.hide()
        over = self._session.begun.over if self._session.begun is not None else None
        if over is not None:
            self._show_over(over)
            return
        choices = self._session.choices
        if choices is None:
            return
        self.message.hide()
        if choices.role is Role.UNKNOWN:
            self.message.say_why(Refusal("who-are-you"))
            return
        self._explain()
        self.setButtonText(QWizard.WizardButton.FinishButton, text("wizard.help.apply"))
        for part in (self._idea, self._credit, *self._cards.values(), self._options[_QUIET]):
            part.show()
        # A group keeps its own pace: who leaves it does not slow it down.
        self._cards[Way.SLOW].setVisible(not choices.leaves)
        way = self._session.chosen.way
        self._options[way].button.setChecked(True)
        self._follow(way)
        if self.isVisible():
            self.enter()
        self.completeChanged.emit()

    def _explain(self) -> None:
        choices = self._session.choices
        assert choices is not None
        notes = []
        if choices.leaves:
            notes.append(text("wizard.help.leaves"))
        elif choices.role is Role.ATTENDEE:
            notes.append(text("wizard.help.attendee"))
        if not choices.may_close:
            notes.append(text("wizard.help.early"))
        if choices.leaves:
            for way in (Way.STAY, Way.FULL):
                self._options[way].retitle(text(f"wizard.help.{way}-group.title"))
                self._options[way].explain(text(f"wizard.help.{way}-group.says"))
        elif choices.other_series:
            title = one_line(choices.other_series[0][1], 40)
            full = self._options[Way.FULL]
            full.retitle(text("wizard.help.full-other.title", title=unaccelerated(title)))
            full.explain(text("wizard.help.full-other.says"))
        self._note.setText("\n\n".join(notes))
        self._note.setVisible(bool(notes))

    def _took(self, way: Way) -> None:
        self._session.go(way)
        self._follow(way)

    def _follow(self, way: Way) -> None:
        """Keeping everything may end here; a few words about why can follow."""
        keeps = way is Way.KEEP and not self._session.over
        self.setButtonText(QWizard.WizardButton.NextButton, text("wizard.help.why" if keeps else "wizard.next"))
        # The wizard asks for the next page only when it turns one, or when this flag changes.
        self.setFinalPage(keeps)
        self.completeChanged.emit()

    def _show_over(self, over: Refusal) -> None:
        """Nothing lies ahead; thanks are never too late."""
        self._refused(over)
        self.setFinalPage(True)
        self.completeChanged.emit()

    def _refused(self, why: Exception) -> None:
        self._waiting.hide()
        again = "" if isinstance(why, Refusal) else text("wizard.try-again")
        self.message.say_why(why, again)
        if isinstance(why, Refusal) and why.drafts:
            self._drafts.show_draft(why.drafts[0])
