"""The first page: what would help? Keeping the meetings always stands first (product rule R28)."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QWizard

from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import Refusal
from desktop.ui import style
from desktop.ui.style import named, one_line, unaccelerated
from desktop.ui.wizard.chosen import Way
from desktop.ui.wizard.parts import Option, OptionCard, Page
from desktop.ui.wizard.session import Session
from desktop.ui.wizard.texts_card import TextCard
from resources.texts import text


class HelpPage(Page):
    """Four ways. Loads what can be chosen when it is first shown."""

    def __init__(self, session: Session, *, read: str = "") -> None:
        """`read` is an account whose calendars are read first."""
        super().__init__("help")
        self._read = read
        self._session = session
        self._waiting = named(style.caption(text("wizard.loading")), "helpLoading")
        self._note = named(style.body(), "helpNote")
        self._options = {
            way: Option(f"help{way.name.title()}", text(f"wizard.help.{way}.title"), text(f"wizard.help.{way}.says"))
            for way in Way
        }
        self._cards = {way: OptionCard(option) for way, option in self._options.items()}
        self._group = QButtonGroup(self)
        self._drafts = TextCard("helpDraft")
        self._build()
        session.loading.done.connect(self._loaded)
        session.loading.declined.connect(self._refused)
        self.message.acted.connect(session.load)

    def _build(self) -> None:
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._note)
        for way, option in self._options.items():
            self._group.addButton(option.button)
            option.button.toggled.connect(lambda on, way=way: self._took(way) if on else None)
            self._cards[way].hide()
            self.body.addWidget(self._cards[way])
        self.body.addWidget(self._drafts)
        self.body.addStretch(1)
        self._note.hide()
        self._drafts.hide()

    def initializePage(self) -> None:
        """Ask the services; a second visit shows what was chosen."""
        if self._session.choices is None:
            self._session.load(read=self._read)

    def isComplete(self) -> bool:
        """Keeping everything is always possible; another way once it is known what can be chosen."""
        if self._session.chosen.way is Way.KEEP:
            return True
        choices = self._session.choices
        return choices is not None and choices.role is not Role.UNKNOWN

    def enter(self) -> None:
        """The keyboard starts at the chosen way."""
        checked = self._group.checkedButton()
        if checked is not None:
            checked.setFocus()

    def nextId(self) -> int:
        """Keeping everything ends here."""
        return -1 if self._session.chosen.way is Way.KEEP else super().nextId()

    def _loaded(self) -> None:
        choices = self._session.choices
        if choices is None:
            return
        self.message.hide()
        self._waiting.hide()
        if choices.role is Role.UNKNOWN:
            self.message.say_why(Refusal("who-are-you"))
            return
        self._explain()
        self.setButtonText(QWizard.WizardButton.FinishButton, text("wizard.help.apply"))
        for card in self._cards.values():
            card.show()
        way = self._session.chosen.way
        if self._group.checkedButton() is None and choices.other_series and choices.may_close:
            way = Way.FULL
        self._options[way].button.setChecked(True)
        if self.isVisible():
            self.enter()
        self.completeChanged.emit()

    def _explain(self) -> None:
        choices = self._session.choices
        assert choices is not None
        notes = []
        if choices.role is Role.ATTENDEE:
            notes.append(text("wizard.help.attendee"))
        if not choices.may_close:
            notes.append(text("wizard.help.early"))
        if choices.other_series:
            title = one_line(choices.other_series[0][1], 40)
            full = self._options[Way.FULL]
            full.retitle(text("wizard.help.full-other.title", title=unaccelerated(title)))
            full.explain(text("wizard.help.full-other.says"))
        self._note.setText("\n\n".join(notes))
        self._note.setVisible(bool(notes))

    def _took(self, way: Way) -> None:
        self._session.chosen = self._session.chosen.going(way)
        # The wizard asks for the next page only when it turns one, or when this flag changes.
        self.setFinalPage(way is Way.KEEP)
        self.completeChanged.emit()

    def _refused(self, why: Exception) -> None:
        self._waiting.hide()
        again = "" if isinstance(why, Refusal) else text("wizard.try-again")
        self.message.say_why(why, again)
        if isinstance(why, Refusal) and why.drafts:
            self._drafts.show_draft(why.drafts[0])
