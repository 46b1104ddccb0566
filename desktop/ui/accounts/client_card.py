"""How to make an OAuth client of one's own, step by step, and a place to drop its file.

The pages are those of Google's guide for desktop apps (developers.google.com/workspace/guides/create-credentials).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QPushButton, QSizePolicy, QVBoxLayout

from desktop.ui import style
from desktop.ui.home.drop import DropField
from desktop.ui.style import Card, LinkButton, Space, named
from resources.texts import text

PAGES = {
    "project": "https://console.cloud.google.com/projectcreate",
    "api": "https://console.cloud.google.com/apis/library/calendar-json.googleapis.com",
    "consent": "https://console.cloud.google.com/auth/branding",
    "key": "https://console.cloud.google.com/auth/clients",
}
"""Where each step is done."""


class ClientCard(Card):
    """Shown where this build cannot sign in yet."""

    page_wanted = Signal(str)
    """The address of a page to open in the browser."""
    given = Signal(object)
    """The path of the client's file."""

    def __init__(self) -> None:
        super().__init__(gap=Space.LARGE)
        named(self, "client", text("accounts_ui.client.lead"))
        self.layout_.addWidget(named(style.body(text("accounts_ui.client.lead")), "client-lead"))
        self.layout_.addLayout(self._steps())
        drop = ClientDrop()
        drop.given.connect(self.given)
        self.layout_.addWidget(drop)
        self.layout_.addWidget(style.caption(text("accounts_ui.client.kept")))

    def _steps(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(Space.MEDIUM)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for n, step in enumerate((*PAGES, "file"), 1):
            words = named(style.body(text(f"accounts_ui.client.{step}")), f"client-step-{n}")
            number = style.body(text("accounts_ui.client.step", n=n))
            for label in (number, words):
                label.setContentsMargins(0, Space.TINY, 0, 0)  # level with the words of the link
            grid.addWidget(number, n, 0, top)
            grid.addWidget(words, n, 1, top)
            if step in PAGES:
                grid.addWidget(self._link(n, PAGES[step]), n, 2, top)
        return grid

    def _link(self, n: int, page: str) -> LinkButton:
        words, accessible = text("accounts_ui.client.open-page"), text("accounts_ui.client.open-named", n=n)
        link = named(LinkButton(words), f"client-page-{n}", accessible)
        link.clicked.connect(lambda: self.page_wanted.emit(page))
        return link


class ClientDrop(DropField):
    """Takes one file, dropped or chosen."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        named(self, "client-drop", text("accounts_ui.client.drop"))
        self.setAcceptDrops(True)
        words = style.strong(text("accounts_ui.client.drop"))
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        choose = named(QPushButton(text("accounts_ui.client.choose")), "client-choose")
        choose.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        choose.clicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.WIDE)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(words)
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)

    def _choose(self) -> None:
        dialog = QFileDialog(self, text("accounts_ui.client.dialog"))
        dialog.setObjectName("client-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(text("accounts_ui.client.filter"))
        dialog.fileSelected.connect(lambda name: self.given.emit(Path(name)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome a JSON file."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.given.emit(path)


def dropped_file(dropped: QMimeData) -> Path | None:
    """The one local JSON file among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
    found = [path for path in paths if path.suffix.lower() == ".json"]
    return found[0] if len(found) == 1 else None
