"""On the first page: one quiet line for each account that is not up to date, with from when its meetings are."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.accounts.wording import state_words
from desktop.ui.style import LinkButton, Space, named, one_line
from resources.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.accounts import AccountState


class HealthLines(QWidget):
    """Hidden while all is well."""

    reconnect_wanted = Signal(str)
    settings_wanted = Signal()

    def __init__(self, page: QWidget) -> None:
        """`page` takes it into its column later; without it, this would come up as a window of its own."""
        super().__init__(page)
        named(self, "account-lines")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(Space.TINY)
        self.hide()

    def show_accounts(self, accounts: Sequence[AccountState], now: datetime, zone: tzinfo) -> None:
        """Show those in which something is in the way."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = [one for one in accounts if one.trouble is not None]
        for number, account in enumerate(shown, 1):
            self._rows.addWidget(self._line(account, number, now, zone))
        self.setVisible(bool(shown))

    def _line(self, account: AccountState, number: int, now: datetime, zone: tzinfo) -> QWidget:
        words = text("accounts_ui.line.says", address=one_line(account.address), state=state_words(account, now, zone))
        says = named(style.caption(words), f"account-line-{number}")
        wants_user = account.needs_sign_in
        key = "sign-in" if wants_user else "look"
        link = named(LinkButton(text(f"accounts_ui.line.{key}")), f"account-line-{number}-act")
        link.setAccessibleDescription(words)
        if wants_user:
            link.clicked.connect(lambda: self.reconnect_wanted.emit(account.id))
        else:
            link.clicked.connect(self.settings_wanted)
        layout = style.row(says, link, gap=Space.MEDIUM)
        layout.setStretch(0, 1)
        line = QWidget()
        line.setLayout(layout)
        return line
