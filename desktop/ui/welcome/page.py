"""The first page: what this is, a place to drop a file, and something to try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.home.drop import DropField
from desktop.ui.scroll import Page
from desktop.ui.style import Card, PrimaryButton, Space, named
from resources.texts import text


class DropArea(DropField):
    """The whole window takes what is dropped."""

    def __init__(self, choose: QPushButton) -> None:
        super().__init__()
        named(self, "drop-area")
        heading = named(style.heading(text("welcome.drop-title")), "drop-title")
        says = named(style.caption(text("welcome.drop-says")), "drop-says")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.VAST, Space.VAST, Space.VAST, Space.VAST)
        layout.setSpacing(Space.SMALL)
        for label in (heading, says):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(Space.MEDIUM)
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)


class WelcomePage(Page):
    """Shown while the store is empty."""

    import_wanted = Signal()
    samples_wanted = Signal()
    connect_wanted = Signal()

    def __init__(self, *, offers_samples: bool) -> None:
        super().__init__()
        named(self, "welcome-page", text("welcome.title"))
        choose = named(QPushButton(text("welcome.choose")), "import-button")
        choose.clicked.connect(self.import_wanted)
        self.column.addWidget(named(style.title(text("welcome.title")), "welcome-title"))
        self.column.addWidget(named(style.body(text("welcome.lead")), "welcome-lead"))
        self.column.addWidget(self._account())
        self.column.addWidget(DropArea(choose))
        if offers_samples:
            self.column.addWidget(self._samples())
        self.column.addWidget(_how())
        self.column.addWidget(named(style.caption(text("welcome.promise")), "welcome-promise"))
        self.column.addStretch(1)

    def _account(self) -> QWidget:
        card = named(Card(gap=Space.TINY), "account-card")
        button = named(PrimaryButton(text("accounts_ui.connect")), "connect-google")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self.connect_wanted)
        words = style.column(style.heading(text("welcome.account-title")), style.body(text("welcome.account-says")))
        line = style.row(words, gap=Space.LARGE)
        line.setStretch(0, 1)
        line.addWidget(button)
        card.layout_.addLayout(line)
        return card

    def _samples(self) -> QWidget:
        card = Card(gap=Space.TINY)
        button = named(QPushButton(text("welcome.samples")), "samples-button")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self.samples_wanted)
        line = style.row(style.body(text("welcome.samples-says")), gap=Space.LARGE)
        line.setStretch(0, 1)
        line.addWidget(button)
        card.layout_.addLayout(line)
        return card


def _how() -> QWidget:
    card = named(Card(), "how-card")
    card.layout_.addWidget(style.strong(text("welcome.how-title")))
    for program in ("google", "apple", "outlook", "thunderbird"):
        card.layout_.addWidget(style.caption(text(f"welcome.how-{program}")))
    return card
