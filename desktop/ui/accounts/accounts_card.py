"""The accounts in the settings: how each stands, which calendars are read, and what can be done about it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import dialogs, style
from desktop.ui.accounts.calendar_boxes import CalendarBoxes
from desktop.ui.accounts.desk import Standing
from desktop.ui.accounts.wording import state_words
from desktop.ui.style import Card, LinkButton, Separator, Space, named, one_line
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.accounts import AccountState


class AccountsCard(Card):
    """Renders a `Standing`; says what the user wants by signals."""

    connect_wanted = Signal()
    reconnect_wanted = Signal(str)
    read_wanted = Signal(str)
    remove_wanted = Signal(str)
    """Confirmed: the account is to be disconnected."""
    chosen = Signal(str, object)
    """An account and the ids of its calendars that are to be read."""

    def __init__(self) -> None:
        super().__init__(gap=Space.MEDIUM)
        named(self, "accounts-card", text("accounts_ui.settings.title"))
        self._rows: dict[str, AccountRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.MEDIUM)
        self._none = named(style.caption(text("accounts_ui.settings.none")), "accounts-none")
        self.add = named(QPushButton(text("accounts_ui.connect")), "connect-google")
        self.add.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add.clicked.connect(self.connect_wanted)
        self.layout_.addWidget(style.heading(text("accounts_ui.settings.title")))
        self.layout_.addWidget(self._none)
        self.layout_.addLayout(self._list)
        self.layout_.addWidget(Separator())
        self.layout_.addLayout(style.row(self.add, push=True))

    def show_accounts(self, standing: Standing, now: datetime, zone: tzinfo, *, reading: bool) -> None:
        """Show them; rows that are there stay, so that nothing closes under the user's hand."""
        if list(self._rows) != [one.id for one in standing.accounts]:
            self._fill(standing)
        for one in standing.accounts:
            self._rows[one.id].show_account(one, now, zone, reading=reading)
        self._none.setVisible(not standing.accounts)

    def _fill(self, standing: Standing) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = {}
        for number, one in enumerate(standing.accounts, 1):
            row = AccountRow(one, number)
            row.read.clicked.connect(lambda _=False, id_=one.id: self.read_wanted.emit(id_))
            row.reconnect.clicked.connect(lambda _=False, id_=one.id: self.reconnect_wanted.emit(id_))
            row.disconnect_.clicked.connect(lambda _=False, account=one: self._ask(account))
            row.boxes.chosen.connect(lambda ids, id_=one.id: self.chosen.emit(id_, ids))
            self._rows[one.id] = row
            self._list.addWidget(row)

    def _ask(self, account: AccountState) -> None:
        dialogs.ask(
            self,
            text("accounts_ui.disconnect.title", address=one_line(account.address)),
            (text("accounts_ui.disconnect.goes"), text("accounts_ui.disconnect.stays")),
            text("accounts_ui.disconnect.yes"),
            lambda: self.remove_wanted.emit(account.id),
            no=text("accounts_ui.disconnect.no"),
        )


class AccountRow(QWidget):
    """One account."""

    def __init__(self, account: AccountState, number: int) -> None:
        super().__init__()
        address = one_line(account.address)
        named(self, f"account-{number}", address)
        self._state = named(style.body(), f"account-{number}-state")
        self._write = style.caption(text("accounts_ui.settings.may-write"))
        self._endpoint = named(style.caption(), f"account-{number}-endpoint")
        self._more = named(LinkButton(text("accounts_ui.calendars.more"), opens=True), f"account-{number}-calendars")
        self._count = named(style.caption(), f"account-{number}-count")
        self.boxes = CalendarBoxes()
        self.boxes.setContentsMargins(Space.LARGE, 0, 0, 0)
        self.boxes.hide()
        self._more.toggled.connect(self.boxes.setVisible)
        self.read = self._button("read-now", number, address)
        self.reconnect = self._button("reconnect", number, address)
        self.disconnect_ = self._button("disconnect", number, address)
        which = style.row(self._count, self._more, gap=Space.MEDIUM)
        which.setStretch(0, 1)
        title = style.strong(address)
        layout = style.column(Separator(), title, style.caption(text(f"accounts_ui.settings.{account.kind}")))
        for part in (self._endpoint, self._state, self._write):
            layout.addWidget(part)
        layout.addLayout(which)
        layout.addWidget(self.boxes)
        layout.addLayout(style.row(self.reconnect, self.read, self.disconnect_, push=True))
        self.setLayout(layout)

    def _button(self, key: str, number: int, address: str) -> QPushButton:
        accessible = text(f"accounts_ui.settings.{key}-named", address=address)
        button = named(QPushButton(text(f"accounts_ui.settings.{key}")), f"account-{number}-{key}", accessible)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def show_account(self, account: AccountState, now: datetime, zone: tzinfo, *, reading: bool) -> None:
        """As it stands at `now`."""
        wants_user = account.needs_sign_in
        self._state.setText(text("accounts_ui.settings.reading") if reading else state_words(account, now, zone))
        self._write.setVisible(account.writing)
        self._endpoint.setText(text("accounts_ui.test-endpoint", endpoint=account.endpoint))
        self._endpoint.setVisible(bool(account.endpoint))
        ticked = sum(one.chosen for one in account.calendars)
        self._count.setText(text("accounts_ui.calendars.count", chosen=ticked, n=len(account.calendars)))
        self.boxes.show_calendars(account)
        self.read.setEnabled(not reading and not wants_user)
        self.reconnect.setVisible(account.trouble is not None)
