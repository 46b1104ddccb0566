"""The wizard itself: its pages, its buttons, and what closing it means while something is written."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget, QWizard

from desktop.ui.bridge import Bridge
from desktop.ui.style import named
from desktop.ui.wizard.check_page import CheckPage
from desktop.ui.wizard.chosen import Way
from desktop.ui.wizard.date_page import DatePage
from desktop.ui.wizard.done_page import DonePage
from desktop.ui.wizard.help_page import HelpPage
from desktop.ui.wizard.parts import Page
from desktop.ui.wizard.session import Session
from desktop.ui.wizard.talk_page import TalkPage
from resources.texts import text

if TYPE_CHECKING:
    from desktop.composition import Graduand

USUAL = QSize(900, 720)
LEAST = QSize(640, 420)


class At(IntEnum):
    """The pages' ids, in order; the gaps are for pages that come between."""

    HELP = 0
    DATE = 50
    TALK = 60
    CHECK = 90
    DONE = 100


class ClosingWizard(QWizard):
    """Nothing changes before its last page but one. `changed` comes whenever a plan was carried out or taken back."""

    changed = Signal()

    def __init__(
        self, graduand: Graduand, mentorship_id: str, parent: QWidget | None = None, *, read: str = ""
    ) -> None:
        super().__init__(parent)
        self._bridge = Bridge(self)
        self.session = Session(graduand, mentorship_id, self._bridge, self)
        self.help = HelpPage(self.session, read=read)
        self.date = DatePage(self.session)
        self.talk = TalkPage(self.session)
        self.check = CheckPage(self.session)
        self.done_page = DonePage(self.session)
        self._dress()
        for at, page in (
            (At.HELP, self.help),
            (At.DATE, self.date),
            (At.TALK, self.talk),
            (At.CHECK, self.check),
            (At.DONE, self.done_page),
        ):
            self.setPage(at, page)
        self._name_buttons()
        self.session.changed.connect(self.changed)
        self.session.applying.busy.connect(self._hold)
        self.check.live.busy.connect(self.button(QWizard.WizardButton.BackButton).setDisabled)
        self.currentIdChanged.connect(self._turned)
        self.finished.connect(self._bridge.close)
        self.finished.connect(self.session.close)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._bridge.close)
            application.aboutToQuit.connect(self.session.close)

    def _dress(self) -> None:
        named(self, "closingWizard")
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setWindowTitle(text("wizard.title"))
        self.setTitleFormat(Qt.TextFormat.PlainText)
        self.setSubTitleFormat(Qt.TextFormat.PlainText)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setOption(QWizard.WizardOption.NoBackButtonOnLastPage)
        self.setOption(QWizard.WizardOption.NoCancelButtonOnLastPage)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(LEAST)
        screen = self.screen().availableGeometry().size()
        self.resize(USUAL.boundedTo(QSize(screen.width() - 40, screen.height() - 60)))
        for which, key in (
            (QWizard.WizardButton.BackButton, "back"),
            (QWizard.WizardButton.NextButton, "next"),
            (QWizard.WizardButton.CancelButton, "not-now"),
            (QWizard.WizardButton.FinishButton, "close"),
        ):
            self.setButtonText(which, text(f"wizard.{key}"))

    def _name_buttons(self) -> None:
        for which in ("Back", "Next", "Commit", "Finish", "Cancel"):
            named(self.button(getattr(QWizard.WizardButton, f"{which}Button")), f"wizard{which}")

    def nextId(self) -> int:
        """Without a talk, its page is left out."""
        here = self.currentId()
        if here == At.DATE and self.session.chosen.way is Way.FULL:
            return At.CHECK
        return super().nextId()

    def reject(self) -> None:
        """Leave everything as it is: what can still be stopped is stopped, what is being written is waited for."""
        if self.check.live.stoppable:
            self.check.live.stop()
            return
        if not self.session.applying.running and not self.session.undoing.running:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        if self.check.live.stoppable:
            self.check.live.stop()
            event.ignore()
            return
        if self.session.applying.running or self.session.undoing.running:
            event.ignore()
            return
        super().closeEvent(event)

    def _hold(self, busy: bool) -> None:
        self.button(QWizard.WizardButton.BackButton).setEnabled(not busy)
        self.button(QWizard.WizardButton.CancelButton).setEnabled(not busy)

    def _turned(self, at: int) -> None:
        page = self.page(at)
        if isinstance(page, Page):
            page.enter()
