"""Signed in: which calendars are read, and the first read with how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QSizePolicy

from desktop.ui import style
from desktop.ui.accounts.calendar_boxes import CalendarBoxes
from desktop.ui.accounts.desk import AccountsDesk
from desktop.ui.accounts.wording import found_words
from desktop.ui.bridge import Operation
from desktop.ui.style import Card, PrimaryButton, Space, named
from desktop.ui.wizard.parts import announce
from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.accounts import AccountState
    from desktop.services.syncing import SyncReport

_UNITS = 1000


class ConnectedCard(Card):
    """Nothing is read before its button is pressed."""

    finished = Signal()

    def __init__(self, desk: AccountsDesk) -> None:
        super().__init__(gap=Space.MEDIUM)
        named(self, "connected", text("accounts_ui.done.title"))
        self._desk = desk
        self._account = ""
        self._operation: Operation | None = None
        self._who = named(style.body(), "connected-who")
        self._boxes = CalendarBoxes()
        self._which = style.body(text("accounts_ui.done.which"))
        self._hint = style.caption(text("accounts_ui.done.hint"))
        self._bar = named(QProgressBar(), "first-read-progress", text("accounts_ui.done.reading"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(Space.SMALL)
        self._says = named(style.body(), "first-read-says")
        self._read = named(PrimaryButton(text("accounts_ui.done.read")), "first-read")
        self._stop = named(QPushButton(text("accounts_ui.done.stop")), "first-read-stop")
        self._go = named(PrimaryButton(text("accounts_ui.done.finished")), "show-meetings")
        for part in (
            style.heading(text("accounts_ui.done.title")),
            self._who,
            self._which,
            self._boxes,
            self._hint,
            self._bar,
            self._says,
        ):
            self.layout_.addWidget(part)
        buttons = (self._read, self._stop, self._go)
        for button in buttons:
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.layout_.addLayout(style.row(*buttons, push=True))
        self._read.clicked.connect(self._begin)
        self._stop.clicked.connect(self._stop_reading)
        self._go.clicked.connect(self.finished)
        self._boxes.chosen.connect(lambda ids: self._read.setEnabled(bool(ids)))

    def show_account(self, account: AccountState) -> None:
        """Ask which of its calendars are read; one that was read before goes on as it was."""
        self._account = account.id
        self._who.setText(text("accounts_ui.done.who", address=style.one_line(account.address)))
        self._boxes.show_calendars(account)
        self._boxes.setEnabled(True)
        self._read.setText(text("accounts_ui.done.read"))
        self._read.setEnabled(bool(self._boxes.ticked))
        if account.synced_at is not None:
            self._wait()
            self._read_them(None)
            return
        self._show(self._which, self._hint, self._read)
        self._read.setFocus()
        announce(self, self._who.text())

    def _show(self, *shown: object) -> None:
        for part in (self._which, self._hint, self._bar, self._says, self._read, self._stop, self._go):
            part.setVisible(part in shown)

    def _wait(self) -> None:
        self._boxes.setEnabled(False)
        self._bar.setRange(0, 0)
        self._show(self._bar, self._stop)
        self._stop.setEnabled(True)
        self._stop.setFocus()

    def _begin(self) -> None:
        self._wait()
        chosen = self._desk.choose(self._account, self._boxes.ticked)
        chosen.succeeded.connect(self._read_them)
        chosen.troubled.connect(self._troubled)

    def _read_them(self, _: object) -> None:
        operation = self._operation = self._desk.sync(self._account)
        operation.progressed.connect(self._progressed)
        operation.succeeded.connect(self._found)
        operation.troubled.connect(self._troubled)
        operation.stopped.connect(lambda: self._say(text("accounts_ui.done.stopped")))

    def _stop_reading(self) -> None:
        self._stop.setEnabled(False)
        if self._operation is not None:
            self._operation.cancel()

    def _progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, _UNITS if total else 0)
        self._bar.setValue(min(_UNITS, done * _UNITS // total) if total else 0)

    def _found(self, report: SyncReport) -> None:
        trouble = next((one.trouble for one in report.accounts if one.trouble is not None), None)
        if trouble is not None:
            self._troubled(trouble)
            return
        self._say(found_words(report.changed))

    def _say(self, words: str) -> None:
        self._operation = None
        self._says.setText(words)
        self._show(self._says, self._go)
        self._go.setFocus()
        announce(self, words)

    def _troubled(self, trouble: Trouble) -> None:
        self._operation = None
        self._boxes.setEnabled(True)
        self._says.setText(str(trouble))
        self._show(self._says, self._read)
        self._read.setText(text("accounts_ui.trouble.again"))
        announce(self, str(trouble))
