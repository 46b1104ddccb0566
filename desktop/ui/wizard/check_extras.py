"""What helps to be sure before anything changes: reading it as they do, a proposal, and what else should stop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.mentoring.letters import LetterKind, Stage
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import Way, Written
from desktop.services.copies import is_copied, thanks_of_others
from desktop.ui import style
from desktop.ui.style import LinkButton, Space, named
from desktop.ui.wizard.closing_page import Pair
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.parts import indent
from desktop.ui.wizard.session import Prepared, Session
from desktop.ui.wizard.step_wording import leaves
from desktop.ui.wizard.tell_kinds import telling
from resources.texts import text

if TYPE_CHECKING:
    from desktop.mentoring.letters import Thanks
    from desktop.mentoring.plan import Draft

NOTE = "note"
"""The kind of draft that tells the other person of an end."""
STRAYS = ("holds", "reminders", "documents", "lists")
"""What tends to be left over when the meetings have ended (A68); codes as in `Sheet.swept`."""


class CheckExtras(QWidget):
    """Each of these can be left alone."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        named(self, "checkExtras")
        self._session = session
        self._prepared: Prepared | None = None
        self.as_them = _button("checkAsThem", text("wizard.check.as-them"))
        self.proposal = _button("checkProposal", text("wizard.check.proposal"))
        self.sweep = named(LinkButton(text("wizard.check.sweep"), opens=True), "checkSweep")
        self._copied = named(style.body(text("wizard.check.copied")), "checkCopied")
        self._strays = QWidget()
        self._ticks = {
            code: named(QCheckBox(text(f"wizard.check.stray.{code}")), f"checkStray{code.title()}") for code in STRAYS
        }
        self._looking = Job(session.words, self)
        self._build()
        self._looking.done.connect(self._show_copied)
        self.as_them.clicked.connect(self._read)
        self.proposal.clicked.connect(self._propose)
        self.sweep.toggled.connect(self._strays.setVisible)
        for tick in self._ticks.values():
            tick.toggled.connect(self._swept)

    def _build(self) -> None:
        strays = QVBoxLayout(self._strays)
        strays.setContentsMargins(indent(), 0, 0, 0)
        strays.setSpacing(Space.TINY)
        strays.addWidget(style.caption(text("wizard.check.sweep-says")))
        for tick in self._ticks.values():
            strays.addWidget(tick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._copied)
        layout.addLayout(style.row(self.as_them, self.proposal, gap=Space.SMALL, push=True))
        layout.addWidget(self.sweep)
        layout.addWidget(self._strays)
        self._copied.hide()
        self._strays.hide()

    def show_plan(self, prepared: Prepared) -> None:
        """For this plan; on the safe branch nothing of it is asked for (R19)."""
        self._prepared = prepared
        session = self._session
        others = bool(prepared.plan.people)
        safe = session.chosen.way is Way.WRONG
        self.as_them.setVisible(others)
        self.proposal.setVisible(others and not safe and not leaves(prepared.plan))
        self.sweep.setVisible(not safe)
        swept = session.sheet.swept
        with QSignalBlocker(self.sweep):
            self.sweep.setChecked(bool(swept))
        self._strays.setVisible(bool(swept) and not safe)
        for code, tick in self._ticks.items():
            with QSignalBlocker(tick):
                tick.setChecked(code in swept)
        self._copied.hide()
        if session.side is Side.MENTOR and not safe:
            graduand, pair = session.graduand, Pair.of(session).id
            self._looking.run(lambda: thanks_of_others(graduand.store, graduand.stories, pair))

    def _show_copied(self, others: tuple[tuple[Thanks, ...], ...]) -> None:
        """Two people should not get the same three thanks (J12)."""
        begun = self._session.begun
        names = [person.name for person in begun.found.mentorship.others] if begun is not None else []
        self._copied.setVisible(is_copied(self._session.sheet.thanks, others, names))

    def _swept(self) -> None:
        self._session.write(swept=tuple(code for code, tick in self._ticks.items() if tick.isChecked()))

    def _read(self) -> None:
        from desktop.ui.wizard.them_view import ThemView  # only when it is wanted

        if self._prepared is None:
            return
        session, prepared = self._session, self._prepared
        letters = told_letters(session)
        ThemView(self, prepared.plan, prepared.preview, letters, session.zone, goes_on=session.goes_on).open()

    def _propose(self) -> None:
        from desktop.ui.story.letter_dialog import LetterDialog  # only when it is wanted

        session = self._session
        to = Pair.of(session).addresses
        LetterDialog(self, session.letters, session.words, LetterKind.PROPOSAL, session.values, to=to).open()


def told_letters(session: Session) -> tuple[Written, ...]:
    """The letter that tells them, where the user has written one."""
    sheet, choices = session.sheet, session.choices
    group = Pair.of(session).group
    leaving = choices is not None and choices.leaves
    fitting = telling(sheet, session.chosen.way, session.side, Stage.UNKNOWN, group=group, leaves=leaving)
    kinds = [sheet.letter] if sheet.letter else [kind.value for kind in fitting]
    found = (sheet.letter_of(kind) for kind in kinds)
    return tuple(letter for letter in found if letter is not None)[:1]


def fitting_note(session: Session) -> Draft:
    """A note of a change in the words of the user's side, stage and reason: as the page of telling has it (product 5).

    An invitation to talk tells of no change, and is left to that page.
    """
    sheet, group = session.sheet, Pair.of(session).group
    fitting = telling(sheet, session.chosen.way, session.side, session.stage, group=group, leaves=False)
    chosen = [LetterKind(sheet.letter)] if sheet.letter else []
    kind = next(kind for kind in (*chosen, *fitting) if kind is not LetterKind.ASK_TO_TALK)
    return replace(session.letters.letter(kind, session.values).draft, kind=NOTE)


def _button(name: str, words: str) -> QPushButton:
    button = named(QPushButton(words), name)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.setAutoDefault(False)
    return button
