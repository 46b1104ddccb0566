"""A dialog for a plan that was left alone because the calendar is not as it was: both versions, and a new start."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import Space, named
from desktop.ui.wizard.versions_card import VersionsCard
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import Versions

_WIDTH = 640


class VersionsNotice(QDialog):
    """Deleted when closed."""

    again = Signal()
    """Plan anew, with the calendar as it is."""

    def __init__(self, parent: QWidget, versions: Versions, zone: tzinfo) -> None:
        super().__init__(parent)
        named(self, "versionsNotice")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = text("wizard.done.left-alone.title")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setFixedWidth(_WIDTH)
        card = VersionsCard("versions")
        card.show_versions(versions, zone)
        close = named(QPushButton(text("common.close")), "close")
        again = named(QPushButton(text("wizard.conflict.plan-again")), "planAgain")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        again.clicked.connect(self.accept)
        again.clicked.connect(self.again)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(again, QDialogButtonBox.ButtonRole.ActionRole)
        says = text("wizard.done.left-alone.says")
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        style.page_margins(layout)
        layout.setSpacing(Space.MEDIUM)
        for part in (named(style.heading(title), "notice-title"), style.body(says), card, buttons):
            layout.addWidget(part)
        self.setAccessibleDescription(says)
        close.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need at its width, no higher."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(_WIDTH))
