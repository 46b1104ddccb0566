"""The browser has the next step: a calm wait with a way out, and the address for where no page opened."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton, QSizePolicy, QWidget

from desktop.ui import style
from desktop.ui.style import Card, LinkButton, Space, named
from desktop.ui.wizard.parts import CopyButton, announce
from resources.texts import text


class SignInCard(Card):
    """Shown from the press of the button until the browser is done. No clock: nobody is to feel hurried."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__(gap=Space.MEDIUM)
        named(self, "sign-in", text("accounts_ui.waiting.title"))
        self._says = named(style.body(), "sign-in-says")
        self._bar = named(QProgressBar(), "sign-in-progress", text("accounts_ui.waiting.progress"))
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(Space.SMALL)
        self.cancel = named(QPushButton(text("accounts_ui.waiting.cancel")), "sign-in-cancel")
        self.cancel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.cancel.clicked.connect(self.cancelled)
        self._none = named(LinkButton(text("accounts_ui.waiting.none"), opens=True), "sign-in-no-page")
        self._address = named(QLineEdit(), "sign-in-address", text("accounts_ui.waiting.address"))
        self._address.setReadOnly(True)
        self._copy = CopyButton("sign-in-copy", text("accounts_ui.waiting.copy"))
        self._by_hand = QWidget()
        self._by_hand.setLayout(
            style.column(style.caption(text("accounts_ui.waiting.address")), style.row(self._address, self._copy))
        )
        self._none.toggled.connect(self._by_hand.setVisible)
        for part in (style.heading(text("accounts_ui.waiting.title")), self._says, self._bar):
            self.layout_.addWidget(part)
        self.layout_.addLayout(style.row(self.cancel, self._none, gap=Space.LARGE, push=True))
        self.layout_.addWidget(self._by_hand)

    def begin(self, *, writing: bool = False) -> None:
        """A sign-in has begun; its address is not known yet."""
        self._says.setText(text("accounts_ui.waiting.says-write" if writing else "accounts_ui.waiting.says"))
        self._none.setChecked(False)
        self._none.setEnabled(False)
        self._by_hand.hide()
        self.cancel.setEnabled(True)
        announce(self, text("accounts_ui.waiting.title"))

    def opened(self, address: str) -> None:
        """This is what the browser was asked to open."""
        self._address.setText(address)
        self._address.setCursorPosition(0)
        self._copy.carry(address)
        self._none.setEnabled(True)

    def focus(self) -> None:
        """The keyboard starts at the way out."""
        self.cancel.setFocus()
