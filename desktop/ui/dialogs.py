"""The two small dialogs: something that went another way, and a question with a way out.

Both open without blocking and show foreign words as plain text (a `QMessageBox` would read its
second text as markup).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import PrimaryButton, Space, named
from integrations.errors import Trouble
from resources.texts import text

_WIDTH = 440
_alone: set[Notice] = set()
"""Those without a window to belong to: Python alone holds them, and would take them away as soon as they are open."""


class Notice(QDialog):
    """A title, a few sentences, and buttons below. Deleted when closed; Escape is always a way out."""

    def __init__(self, parent: QWidget | None, title: str, paragraphs: tuple[str, ...], name: str) -> None:
        super().__init__(parent)
        named(self, name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(parent is not None)
        self.setFixedWidth(_WIDTH)
        heading = named(style.heading(title), "notice-title")
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        style.page_margins(layout)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(heading)
        for paragraph in paragraphs:
            words = style.body(paragraph)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(words)
        self.buttons = QDialogButtonBox()
        layout.addSpacing(Space.SMALL)
        layout.addWidget(self.buttons)
        self.setAccessibleDescription(" ".join(paragraphs))
        if parent is None:
            _alone.add(self)
            self.destroyed.connect(lambda: _alone.discard(self))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need at its width, no higher."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(_WIDTH))


def to_front(window: QWidget) -> None:
    """Raise a window, and above it the dialog that keeps it from answering: else, without a window manager to see to
    that, it stands there as if it hung."""
    window.raise_()
    window.activateWindow()
    waits = QApplication.activeModalWidget()
    if waits is not None:
        waits.raise_()
        waits.activateWindow()


def tell(parent: QWidget | None, trouble: Trouble) -> Notice:
    """Say what happened, to what, and what to do about it."""
    return say(parent, trouble.title, (trouble.message, trouble.advice), "trouble")


def say(parent: QWidget | None, title: str, paragraphs: tuple[str, ...], name: str) -> Notice:
    """Say something that needs no answer."""
    notice = Notice(parent, title, paragraphs, name)
    close = named(QPushButton(text("common.close")), "close")
    notice.buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
    close.setDefault(True)
    close.clicked.connect(notice.accept)
    notice.open()
    return notice


def ask(
    parent: QWidget | None,
    title: str,
    paragraphs: tuple[str, ...],
    yes: str,
    then: Callable[[], None],
    *,
    no: str = "",
) -> Notice:
    """Ask before something happens. `yes` names the deed; the other button is "Not now" (R36) and the default."""
    notice = Notice(parent, title, paragraphs, "question")
    agree = named(PrimaryButton(style.unaccelerated(yes)), "yes")
    decline = named(QPushButton(no or text("common.not-now")), "not-now")
    notice.buttons.addButton(agree, QDialogButtonBox.ButtonRole.AcceptRole)
    notice.buttons.addButton(decline, QDialogButtonBox.ButtonRole.RejectRole)
    agree.setAutoDefault(False)
    decline.setDefault(True)
    agree.clicked.connect(notice.accept)
    decline.clicked.connect(notice.reject)
    notice.accepted.connect(then)
    notice.open()
    return notice
