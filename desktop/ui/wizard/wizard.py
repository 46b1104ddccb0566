"""The wizard itself: its route, its buttons, and what closing it means while something is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QPushButton, QWidget, QWizard, QWizardPage

from desktop.mentoring.letters.kinds import Stage
from desktop.mentoring.sheet import Way
from desktop.ui.bridge import Bridge
from desktop.ui.style import named
from desktop.ui.wizard.help_page import HelpPage
from desktop.ui.wizard.notices import ResumedCard, SkipCard
from desktop.ui.wizard.pages import MAKERS
from desktop.ui.wizard.parts import Page
from desktop.ui.wizard.route import LOCKED, RESUMABLE, SKIPPABLE, At
from desktop.ui.wizard.session import Session
from resources.texts import text

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.ui.wizard.check_page import CheckPage
    from desktop.ui.wizard.date_page import DatePage
    from desktop.ui.wizard.done_page import DonePage
    from desktop.ui.wizard.safe_page import SafePage
    from desktop.ui.wizard.talk_page import TalkPage
    from integrations.errors import Trouble

USUAL = QSize(900, 720)
LEAST = QSize(640, 420)
_BUTTON = QWizard.WizardButton
_LAYOUT = (
    *(_BUTTON.CustomButton1, _BUTTON.Stretch, _BUTTON.BackButton, _BUTTON.NextButton),
    *(_BUTTON.CommitButton, _BUTTON.FinishButton, _BUTTON.CancelButton),
)
_BEFORE = (_BUTTON.BackButton, _BUTTON.CancelButton)
"""Once a plan was carried out, there is no way back but undo, and nothing left to put off."""
_NAMES = {
    _BUTTON.BackButton: ("Back", "back"),
    _BUTTON.NextButton: ("Next", "next"),
    _BUTTON.CommitButton: ("Commit", ""),
    _BUTTON.FinishButton: ("Finish", "close"),
    _BUTTON.CancelButton: ("Cancel", "not-now"),
    _BUTTON.CustomButton1: ("Skip", "skip.button"),
}


class ClosingWizard(QWizard):
    """Nothing changes before its last page but one. `changed` comes whenever a plan was carried out or taken back."""

    changed = Signal()
    left = Signal()
    """The user wants nothing of this to be seen any more, at once."""

    def __init__(
        self, graduand: Graduand, mentorship_id: str, parent: QWidget | None = None, *, read: str = ""
    ) -> None:
        super().__init__(parent)
        self._bridge = Bridge(self)
        self.begun = False
        """Whether the first page, or the one where it was left, is there."""
        self._notice: QWidget | None = None
        self.session = Session(graduand, mentorship_id, self._bridge, self)
        self.help = HelpPage(self.session, read=read)
        self._dress()
        self.setPage(At.HELP, self.help)
        self.setStartId(At.HELP)
        self._connect()

    def _connect(self) -> None:
        session = self.session
        session.ready.connect(self._ready)
        session.changed.connect(self.changed)
        session.troubled.connect(self._say_trouble)
        self.currentIdChanged.connect(self._turned)
        self.help.completeChanged.connect(self._show_buttons)
        self.customButtonClicked.connect(lambda _: self.skip())
        application = QCoreApplication.instance()
        for end in (self.finished, *((application.aboutToQuit,) if application is not None else ())):
            end.connect(self._bridge.close)
            end.connect(session.close)

    def _dress(self) -> None:
        named(self, "closingWizard")
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setWindowTitle(text("wizard.title"))
        self.setTitleFormat(Qt.TextFormat.PlainText)
        self.setSubTitleFormat(Qt.TextFormat.PlainText)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(LEAST)
        screen = self.screen().availableGeometry().size()
        self.resize(USUAL.boundedTo(QSize(screen.width() - 40, screen.height() - 60)))
        for which, (_, key) in _NAMES.items():
            if key:
                self.setButtonText(which, text(f"wizard.{key}"))
        self.setButtonLayout(_LAYOUT)
        for which, (name, _) in _NAMES.items():
            named(self.button(which), f"wizard{name}")
        self.button(_BUTTON.CustomButton1).hide()

    # Pages, each made when it is first wanted

    def at(self, at: At) -> Page:
        """The page, made now where it was not there yet."""
        if at not in self.pageIds():
            page = MAKERS[at](self.session)
            self.setPage(at, page)
            page.completeChanged.connect(self._show_buttons)
            if at is At.CHECK:
                self._watch(cast("CheckPage", page))
            elif at is At.SAFE:
                cast("SafePage", page).left.connect(self.leave)
        return cast("Page", self.page(at))

    def _watch(self, check: CheckPage) -> None:
        """After the page's own connections: what it asks of the buttons gives way to what is being written."""
        check.live.busy.connect(self.button(_BUTTON.BackButton).setDisabled)
        self.session.applying.busy.connect(self._hold)
        self.at(At.DONE)  # hears what comes of a plan from the first moment on

    @property
    def date(self) -> DatePage:
        """The page of the last meeting."""
        return cast("DatePage", self.at(At.DATE))

    @property
    def talk(self) -> TalkPage:
        """The page of what it becomes."""
        return cast("TalkPage", self.at(At.BECOME))

    @property
    def check(self) -> CheckPage:
        """The last page before anything changes."""
        return cast("CheckPage", self.at(At.CHECK))

    @property
    def done_page(self) -> DonePage:
        """What became of it."""
        return cast("DonePage", self.at(At.DONE))

    @property
    def route(self) -> tuple[At, ...]:
        """The pages from the first to the last, as things stand."""
        return tuple(at for at in self.session.route if at is At.HELP or at in MAKERS)

    def after(self, page: QWizardPage) -> int:
        """The id of the page that follows, -1 for none."""
        here = next((At(each) for each in self.pageIds() if self.page(each) is page), None)
        route = self.route
        if here is None or here not in route or here is route[-1]:
            return -1
        return route[route.index(here) + 1]

    def validateCurrentPage(self) -> bool:
        """What follows is made before it is turned to."""
        if not super().validateCurrentPage():
            return False
        following = self.nextId()
        if following != -1:
            self.at(At(following))
        return True

    def skip(self) -> None:
        """Leave this step out; where the order is firm, with a word of why."""
        here = At(self.currentId())
        if here not in LOCKED or self.session.stage is not Stage.EARLY or self.session.chosen.way is Way.KEEP:
            self.next()
        elif not isinstance(self._notice, SkipCard):
            card = SkipCard(self.session.sheet.place_of(f"skip-{here.name.lower()}"))
            card.skipped.connect(self._skipped)
            self._put(card)
            card.ask()

    def _skipped(self, why: str) -> None:
        name = f"skip-{At(self.currentId()).name.lower()}"
        self.session.write(places=self.session.sheet.with_place(name, why).places)
        self.next()

    def _put(self, card: QWidget) -> None:
        """Above the body of the page that is shown, until it is turned."""
        page = self.currentPage()
        assert isinstance(page, Page)
        self._clear()
        self._notice = card
        page.body.insertWidget(0, card)
        card.show()

    def _clear(self) -> None:
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None

    # Where it was left

    def _ready(self) -> None:
        """Go on where a half-finished wizard was left."""
        if self.begun:
            return
        self.begun = True
        if self.session.resumed:
            self._go_on()

    def _go_on(self) -> None:
        wanted = At.__members__.get(self.session.sheet.page.upper())
        if wanted in RESUMABLE and wanted in self.route:
            while self.currentId() != wanted and self._turn():
                pass
        card = ResumedCard()
        card.anew.connect(self.begin_anew)
        self._put(card)

    def _turn(self) -> bool:
        here = self.currentId()
        self.next()
        return self.currentId() != here

    def begin_anew(self) -> None:
        """Forget what was typed, and start at the first page."""
        self._clear()
        self.session.keeper.begin_anew()
        self.session.resumed = False
        self.restart()
        self.session.ready.emit()

    # Ends

    def accept(self) -> None:
        """An end by the last button: what is not merely put off is not half-way any more."""
        here, session = At(self.currentId()), self.session
        if self._keeps or here is At.CHECK or (session.over and here is self.route[-1]):
            session.end()
        super().accept()

    @property
    def _keeps(self) -> bool:
        """Whether everything stays as it is."""
        return self.session.chosen.way is Way.KEEP and not self.session.over

    def reject(self) -> None:
        """Leave everything as it is: what can still be stopped is stopped, what is being written is waited for."""
        if self._stopped():
            return
        if not self.session.applying.running and not self.session.undoing.running:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        if self._stopped() or self.session.applying.running or self.session.undoing.running:
            event.ignore()
            return
        super().closeEvent(event)

    def leave(self) -> None:
        """Out of sight at once; what was typed is kept."""
        self.hide()
        self.left.emit()
        super().reject()

    def _stopped(self) -> bool:
        """Whether something could be stopped, and was."""
        if At.CHECK not in self.pageIds() or not self.check.live.stoppable:
            return False
        self.check.live.stop()
        return True

    def _show_buttons(self) -> None:
        """What may be skipped, and only where something follows; how far it is, as things stand."""
        if self.currentId() == -1:
            return
        here, follows = At(self.currentId()), self.nextId() != -1
        self.button(_BUTTON.CustomButton1).setVisible(here in SKIPPABLE and follows)
        if here is At.HELP and self._keeps:
            # Return does what was chosen; the words about why are one Tab away.
            cast("QPushButton", self.button(_BUTTON.FinishButton)).setDefault(True)
        page = self.currentPage()
        if isinstance(page, Page):
            page.progress.show_at(self.route if follows else self._so_far(here), here)
            page.progress.setVisible(self.session.chosen.way is not Way.WRONG)

    def _so_far(self, here: At) -> tuple[At, ...]:
        """The route where it ends early: nothing is counted that does not come."""
        route = self.route
        return route[: route.index(here) + 1] if here in route else route

    def _say_trouble(self, trouble: Trouble) -> None:
        """What was typed is still on the page, and is tried again; it is said where the user is."""
        page = self.currentPage()
        if isinstance(page, Page):
            page.message.say_why(trouble)

    def _hold(self, busy: bool) -> None:
        self.button(_BUTTON.BackButton).setEnabled(not busy)
        self.button(_BUTTON.CancelButton).setEnabled(not busy)

    def _turned(self, at: int) -> None:
        self._clear()
        page = self.page(at)
        if not isinstance(page, Page):
            return
        here = At(at)
        quiet = self.session.chosen.way is Way.WRONG and here is not At.HELP
        self.setWindowTitle(text("wizard.safe.window" if quiet else "wizard.title"))
        if here is not At.HELP or self.session.sheet.page:
            self.session.write(page=here.name.lower())
        self.session.flush()
        after = here in (At.DONE, At.AFTER)
        self.setButtonLayout([each for each in _LAYOUT if not after or each not in _BEFORE])
        self._show_buttons()
        page.enter()
