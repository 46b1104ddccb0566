"""The page that connects a calendar account: what is read, the browser's turn, which calendars, the first read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import style
from desktop.ui.accounts.client_card import ClientCard
from desktop.ui.accounts.connected_card import ConnectedCard
from desktop.ui.accounts.desk import AccountsDesk, Standing
from desktop.ui.accounts.sign_in_card import SignInCard
from desktop.ui.bridge import Operation
from desktop.ui.scroll import Page
from desktop.ui.style import Card, LinkButton, PrimaryButton, Space, named
from desktop.ui.wizard.parts import Message
from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.accounts import AccountState

_READS = ("meetings", "absences", "rest")
_NEVER = ("write", "share", "people")


class ConnectPage(Page):
    """One thing at a time: start (or the client's steps), the wait, then the calendars."""

    back_wanted = Signal()
    finished = Signal()
    """Connected and read; there is something to look at."""

    def __init__(self, desk: AccountsDesk) -> None:
        super().__init__()
        named(self, "connect-page", text("accounts_ui.title"))
        self._desk = desk
        self._account = ""
        self._signing_in: Operation | None = None
        self._message = Message("connect")
        self._endpoint = named(style.caption(), "connect-endpoint")
        self._open = named(PrimaryButton(text("accounts_ui.start.open")), "open-browser")
        self._start = self._start_part()
        self._client = ClientCard()
        self._waiting = SignInCard()
        self._connected = ConnectedCard(desk)
        self._parts = (self._start, self._client, self._waiting, self._connected)
        back = named(LinkButton(text("accounts_ui.back"), back=True), "back")
        back.clicked.connect(self._leave)
        self.column.addWidget(back)
        self.column.addWidget(named(style.title(text("accounts_ui.title")), "connect-title"))
        self.column.addWidget(self._endpoint)
        self.column.addWidget(self._message)
        for part in self._parts:
            self.column.addWidget(part)
        self.column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self._open.clicked.connect(self._sign_in)
        self._message.acted.connect(self._sign_in)
        self._client.page_wanted.connect(self._desk.open_page)
        self._client.given.connect(self._take_client)
        self._waiting.cancelled.connect(self._cancel)
        self._connected.finished.connect(self.finished)
        self._desk.browser_opened.connect(self._waiting.opened)
        self._desk.changed.connect(self._changed)

    def begin(self, account: str = "") -> None:
        """Start anew; with `account`, sign in to that one again at once."""
        self._account = account
        self._message.hide()
        self._changed(self._desk.standing)
        if account:
            self._sign_in()
        else:
            self._show_first()
        self.verticalScrollBar().setValue(0)

    def _start_part(self) -> QWidget:
        reads, never = named(Card(), "connect-reads"), named(Card(), "connect-never")
        for card, key, lines in ((reads, "reads", _READS), (never, "never", _NEVER)):
            card.layout_.addWidget(style.heading(text(f"accounts_ui.start.{key}")))
            for line in lines:
                card.layout_.addWidget(style.body(text(f"accounts_ui.start.{key}-{line}")))
        self._open.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        lead = named(style.body(text("accounts_ui.start.lead")), "connect-lead")
        start = named(QWidget(), "connect-start")
        start.setLayout(style.column(lead, reads, never, style.row(self._open, push=True), gap=Space.LARGE))
        return start

    def _changed(self, standing: Standing) -> None:
        self._endpoint.setText(text("accounts_ui.test-endpoint", endpoint=standing.endpoint))
        self._endpoint.setVisible(bool(standing.endpoint))
        if not self._client.isHidden() and standing.ready:
            self._show_first()

    def _show_first(self) -> None:
        if self._desk.standing.ready:
            self._show(self._start)
            self._open.setFocus()
        else:
            self._show(self._client)

    def _show(self, shown: QWidget) -> None:
        for part in self._parts:
            part.setVisible(part is shown)

    def _sign_in(self) -> None:
        if self._signing_in is not None:
            return
        if not self._desk.standing.ready:
            self._message.hide()
            self._show_first()
            return
        self._message.hide()
        self._waiting.begin()
        self._show(self._waiting)
        self._waiting.focus()
        operation = self._signing_in = self._desk.sign_in(self._account)
        operation.succeeded.connect(self._signed_in)
        operation.troubled.connect(self._troubled)
        operation.stopped.connect(self._show_first)
        operation.ended.connect(self._sign_in_ended)

    def _sign_in_ended(self) -> None:
        self._signing_in = None

    def _cancel(self) -> None:
        if self._signing_in is not None:
            self._waiting.cancel.setEnabled(False)
            self._signing_in.cancel()

    def _leave(self) -> None:
        self._cancel()
        self.back_wanted.emit()

    def _signed_in(self, account: AccountState) -> None:
        self._account = account.id
        self._desk.attend(account.id)
        self._show(self._connected)
        self._connected.show_account(account)

    def _troubled(self, trouble: Trouble) -> None:
        self._show_first()
        again = text("accounts_ui.trouble.reconnect" if self._account else "accounts_ui.trouble.again")
        self._message.say_why(trouble, again if self._desk.standing.ready else "")
        self.verticalScrollBar().setValue(0)

    def _take_client(self, path: Path) -> None:
        self._message.hide()
        self._desk.use_client_file(path).troubled.connect(self._client_troubled)

    def _client_troubled(self, trouble: Trouble) -> None:
        self._message.say_why(trouble)
        self.verticalScrollBar().setValue(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for a browser behind a page that was left."""
        super().hideEvent(event)
        if not event.spontaneous() and self.isHidden():
            self._cancel()
            self._desk.attend("")
