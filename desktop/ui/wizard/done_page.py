"""The end of the wizard: what was written and where, what is left to do by hand, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.mentoring.freed import freed
from desktop.mentoring.plan import Outcome, PlanState
from desktop.mentoring.sheet import Way
from desktop.mentoring.transition import asks_first
from desktop.ui import dialogs, style
from desktop.ui.story.closing_sections import ClosingSection
from desktop.ui.style import Card, Space, named
from desktop.ui.wizard.parts import CopyButton, Page
from desktop.ui.wizard.sections import Section
from desktop.ui.wizard.session import Session, Stopped, Written
from desktop.ui.wizard.step_wording import people_words, receipt_words, step_words
from desktop.ui.wizard.versions_card import VersionsCard
from resources.texts import has_text, text

if TYPE_CHECKING:
    from desktop.services.pair_story import PairStory
    from desktop.services.records import Message as PlanMessage
    from desktop.services.records import PlanRecord


class DonePage(Page):
    """What became of the plan."""

    def __init__(self, session: Session) -> None:
        super().__init__("done")
        self._session = session
        self._state = named(style.heading(), "doneState")
        self._says = named(style.body(), "doneSays")
        self._files = Card(gap=Space.TINY)
        self._folder = named(style.caption(), "doneFolder")
        self._list = Section("doneFiles")
        self.open = named(QPushButton(text("wizard.done.open")), "doneOpen")
        self.copy = CopyButton("doneCopy", text("wizard.done.copy"))
        self._steps = Section("doneSteps", text("wizard.done.steps"))
        self._versions = VersionsCard("doneVersions")
        self._howto = Section("doneHowto", text("wizard.done.howto"))
        self._freed = named(style.body(), "doneFreed")
        self.closing = ClosingSection()
        self.undo = named(QPushButton(text("wizard.done.undo")), "doneUndo")
        self.resume = named(QPushButton(text("wizard.done.resume")), "doneResume")
        self._build()
        self._connect()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.open, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._files.layout_.addWidget(self._folder)
        self._files.layout_.addWidget(self._list)
        self._files.layout_.addSpacing(Space.SMALL)
        self._files.layout_.addLayout(buttons)
        ways = QHBoxLayout()
        ways.addWidget(self.resume)
        ways.addWidget(self.undo)
        ways.addStretch(1)
        self.body.addLayout(style.column(self._state, self._says, self._freed, gap=Space.TINY))
        self.body.addWidget(self._steps)
        self.body.addWidget(self._versions)
        self.body.addWidget(self._files)
        self.body.addWidget(self._howto)
        self.body.addWidget(self.closing)
        self.body.addStretch(1)
        ways.setContentsMargins(Space.TINY, 0, 0, 0)
        self.column.addLayout(ways)

    def _connect(self) -> None:
        session = self._session
        session.undoing.done.connect(self._show)
        session.undoing.declined.connect(self._decline)
        session.undoing.busy.connect(lambda busy: self.undo.setEnabled(not busy))
        session.applying.done.connect(self._show)
        session.applying.declined.connect(self._decline)
        session.storied.connect(self._show_story)
        self.closing.wanted.connect(session.tell)
        self.open.clicked.connect(self._open)
        self.undo.clicked.connect(self._ask_undo)
        self.resume.clicked.connect(self._resume)

    def nextId(self) -> int:
        """What comes after follows where something was agreed."""
        return super().nextId() if self._agreed else -1

    @property
    def _agreed(self) -> bool:
        written = self._session.written
        if written is None or _asked(written.record):
            return False
        return written.record.state in (PlanState.APPLIED, PlanState.WAITING)

    def initializePage(self) -> None:
        """Show the record."""
        if self._session.written is not None:
            self._show(self._session.written)

    def _show(self, written: Written | Stopped) -> None:
        if isinstance(written, Stopped):
            if written.written is not None:
                self._show(written.written)
            self._decline(written.why)
            return
        record = written.record
        self.message.hide()
        self.setTitle(text("wizard.done.title" if record.state is PlanState.APPLIED else "wizard.done.outcome"))
        self._state.setText(text(f"wizard.done.{_state(record)}.title"))
        self._says.setText(text(f"wizard.done.{_state(record)}.says"))
        self._show_steps(record)
        self._versions.show_versions(written.versions, self._session.zone)
        self._show_files(record)
        self._show_howto(written.howto)
        self._show_freed(record)
        self._show_closing()
        interrupted = record.state is PlanState.INTERRUPTED
        self.resume.setVisible(interrupted)
        self.undo.setVisible(record.state in UNDOABLE)
        self.undo.setText(text("wizard.done.take-back" if interrupted else "wizard.done.undo"))

    def _show_freed(self, record: PlanRecord) -> None:
        """The hours that a year has back (A69)."""
        begun = self._session.begun
        hours = round(freed(begun.found, record.plan)) if begun is not None and self._agreed else 0
        self._freed.setText(text("wizard.done.freed-slower" if record.plan.rungs else "wizard.done.freed", n=hours))
        self._freed.setVisible(hours >= 1)

    def _show_closing(self) -> None:
        """The ticks of a good close (A21); on the safe branch none is asked for (R19)."""
        self.closing.hide()
        wanted = self._agreed and self._session.chosen.way is not Way.WRONG
        if wanted:
            self._session.load_story()
        self.setFinalPage(True)
        self.completeChanged.emit()

    def _show_story(self, story: PairStory) -> None:
        if self._agreed and self._session.chosen.way is not Way.WRONG:
            self.closing.show_story(story)

    def _show_steps(self, record: PlanRecord) -> None:
        """The receipt of what was done in a calendar: each step, what became of it, when, and whom it told."""
        self._steps.clear()
        shown = record.plan.source.live and record.state is not PlanState.DRAFT
        self._steps.setVisible(shown)
        if not shown:
            return
        for n, step in enumerate(record.steps, 1):
            words = text("wizard.step.numbered", n=n, says=step_words(step.step, self._session.zone))
            self._steps.rows.addWidget(named(style.body(words), f"doneStep{n}"))
            receipt = style.caption(receipt_words(step, self._session.zone, yes=_asked(record)))
            receipt.setContentsMargins(Space.LARGE, 0, 0, 0)
            self._steps.rows.addWidget(named(receipt, f"doneReceipt{n}"))

    def _show_files(self, record: PlanRecord) -> None:
        self._files.setVisible(bool(record.files))
        self._list.clear()
        if not record.files:
            return
        folder = record.out or record.files[0].parent
        self._folder.setText(text("wizard.done.folder", path=str(folder)))
        self.copy.carry(str(folder))
        for n, path in enumerate(sorted(record.files, key=_place), 1):
            self._list.rows.addWidget(_line(path, n))

    def _show_howto(self, howto: str) -> None:
        self._howto.clear()
        blocks = [block.strip() for block in howto.split("\n\n") if block.strip()]
        self._howto.setVisible(bool(blocks))
        for n, block in enumerate(blocks, 1):
            self._howto.rows.addWidget(named(style.body(block), f"doneHowto{n}"))

    def _open(self) -> None:
        written = self._session.written
        if written is None or not written.record.files:
            return
        folder = written.record.out or written.record.files[0].parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.message.say(text("wizard.done.no-opener.title"), text("wizard.done.no-opener.says"))

    def _ask_undo(self) -> None:
        written = self._session.written
        if written is not None:
            self._session.would_be_sent(written.record.plan.id, self._ask)

    def _ask(self, messages: tuple[PlanMessage, ...]) -> None:
        """Others who were told hear of the undo too: ask, and name them (product rule R16)."""
        people = tuple(dict.fromkeys(message.to for message in messages))
        if not people:
            self._undo()
            return
        dialogs.ask(
            self,
            text("wizard.undo.title"),
            (text("wizard.undo.says", people=people_words(people), n=len(messages)),),
            text("wizard.undo.yes"),
            self._undo,
        )

    def _undo(self) -> None:
        written = self._session.written
        if written is None:
            return
        if written.record.state is PlanState.INTERRUPTED:
            self._session.take_back(written.record.plan.id)
        else:
            self._session.undo(written.record.plan.id)

    def _resume(self) -> None:
        written = self._session.written
        if written is not None:
            self._session.finish(written.record.plan.id)

    def _decline(self, why: Exception) -> None:
        if self.isVisible():
            self.message.say_why(why)


UNDOABLE = (PlanState.APPLIED, PlanState.WAITING, PlanState.INTERRUPTED)


def _asked(record: PlanRecord) -> bool:
    return record.state is PlanState.WAITING and asks_first(record.plan)


def _state(record: PlanRecord) -> str:
    """The name of what the page says: the plan's state, or what its steps tell besides."""
    outcomes = {step.outcome for step in record.steps}
    if Outcome.NOT_CHANGED in outcomes:
        return "not-changed"
    if _asked(record):
        return "asked"
    if record.plan.source.live and record.state in (PlanState.DRAFT, PlanState.WAITING):
        return "asking"
    if record.state is PlanState.APPLIED and Outcome.CONFLICT in outcomes:
        return "left-alone"
    known = has_text(f"wizard.done.{record.state}.title")
    return str(record.state) if known else "interrupted"


def _place(path: Path) -> tuple[bool, str]:
    """Calendars first, what is to be read after them."""
    return path.suffix != ".ics", path.name


def _line(path: Path, n: int) -> QWidget:
    line = QWidget()
    line.setLayout(
        style.column(named(style.strong(path.name), f"doneFile{n}"), style.caption(_what(path)), gap=Space.TINY)
    )
    return line


def _what(path: Path) -> str:
    key = f"wizard.file.{path.name.replace('.', '-')}"
    return text(key) if has_text(key) else text("wizard.file.other")
