"""The one window: welcome, home and pair pages, files dropped anywhere, a message line at its foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop.mentoring.mentorship import Level, MentorshipReview, Review, Slot, SlotState
from desktop.ui import dialogs
from desktop.ui.home.asking import Asking
from desktop.ui.home.drop import DropSheet, calendar_files
from desktop.ui.home.message_line import MessageLine
from desktop.ui.home.page import HomePage
from desktop.ui.home.plan_records import PlanRecords
from desktop.ui.home.problems import tell_problems
from desktop.ui.home.questions import WHO_ARE_YOU
from desktop.ui.home.summary import summary
from desktop.ui.pair.page import PairPage
from desktop.ui.people.pages import PeoplePages
from desktop.ui.session import Session
from desktop.ui.settings.pages import SettingsPages
from desktop.ui.story.desk import StoryDesk
from desktop.ui.style import named, one_line
from desktop.ui.welcome.page import WelcomePage
from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.mentoring.reminders import Quiet
    from desktop.services.importing import ImportReport
    from desktop.services.options import Chosen
    from desktop.services.reminders import Reminder
    from desktop.ui.accounts.desk import Standing

_GEOMETRY = "window/geometry"


class Window(QWidget):
    """Shows the session's state and passes intentions on to it."""

    closed = Signal()
    samples_wanted = Signal()
    quit_wanted = Signal()
    quiet_wanted = Signal(str)
    """How long to be quiet about a pair is to be asked."""
    lately_answered = Signal(str, str, str)
    lately_stepped = Signal(str, str)
    lately_seen = Signal(str)

    def __init__(self, session: Session, settings: QSettings, *, offers_samples: bool) -> None:
        super().__init__()
        named(self, "window", text("common.app"))
        self.setWindowTitle(text("home.window"))
        self.setAcceptDrops(True)
        self.setMinimumSize(560, 420)
        self._session = session
        self._settings = settings
        self._plans = PlanRecords(session, self)
        self._wanted = ""
        self._staying: QWidget | None = None
        """The page that a new look does not take away: the settings, or an account that is being connected."""
        self._home = HomePage(session.zone)
        self._pair = PairPage(session.zone)
        self._welcome = WelcomePage(offers_samples=offers_samples)
        self._pages = QStackedWidget()
        for page in (self._welcome, self._home, self._pair):
            self._pages.addWidget(page)
        self.message = MessageLine()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.message)
        self._sheet = DropSheet(self)
        self._asking = Asking(session, self)
        self._asking.again.connect(self._open_wizard)
        self._people = PeoplePages(session, self)
        self._people.back_wanted.connect(self.open_home)
        self._people.pair_opened.connect(self.open_pair)
        self._people.shown.connect(self._stay_on)
        self._setting_up = SettingsPages(session, self, offers_login=offers_samples)
        self._setting_up.back_wanted.connect(self.open_home)
        self._setting_up.shown.connect(self._stay_on)
        self._stories = StoryDesk(session, self._pair, self)
        self._stories.people_wanted.connect(self.open_people)
        self._connect_pages()
        self._connect_session()
        self._add_shortcuts()
        self._restore_size()
        if session.holding.holds:
            self._holding()
        if session.review is not None:
            self._reviewed(session.review)

    def _connect_pages(self) -> None:
        home, pair, session = self._home, self._pair, self._session
        self._welcome.import_wanted.connect(self.choose_files)
        self._welcome.samples_wanted.connect(self.samples_wanted)
        self._welcome.connect_wanted.connect(self.open_connect)
        home.import_wanted.connect(self.choose_files)
        home.settings_wanted.connect(self.open_settings)
        home.connect_wanted.connect(self.open_connect)
        home.pair_opened.connect(self.open_pair)
        home.people_wanted.connect(self.open_people)
        home.answered.connect(self._answered)
        home.marked.connect(session.mark)
        home.lately_answered.connect(self.lately_answered)
        home.lately_stepped.connect(self.lately_stepped)
        home.lately_seen.connect(self.lately_seen)
        pair.quiet_wanted.connect(self.quiet_wanted)
        pair.back_wanted.connect(self.open_home)
        pair.carry_on_wanted.connect(session.carry_on)
        pair.change_wanted.connect(self._open_wizard)
        pair.corrected.connect(self._corrected)
        pair.side_chosen.connect(session.set_side)
        pair.talked.connect(session.talked)
        pair.undo_wanted.connect(self._asking.undo)
        pair.forget_wanted.connect(self._asking.forget)
        pair.untagged.connect(self._untagged)
        for page_finish, page_back in (
            (home.plan_finished, home.plan_taken_back),
            (pair.finish_wanted, pair.take_back_wanted),
        ):
            page_finish.connect(session.finish)
            page_back.connect(session.take_back)

    def _connect_session(self) -> None:
        self._session.chose.connect(self._chose)
        self._session.reviewed.connect(self._reviewed)
        self._session.imported.connect(self._imported)
        self._session.troubled.connect(self._troubled)
        self._session.changing_plan.connect(
            lambda operation: self.message.watch(operation, text("home.progress.plan"), stoppable=False)
        )
        self._session.holding.begun.connect(self._holding)
        self._session.holding.over.connect(self.message.clear)
        self._session.accounts.changed.connect(self._show_accounts)
        self._session.accounts.load()
        self._plans.read.connect(self._plans_read)
        self._plans.load()

    def _add_shortcuts(self) -> None:
        pairs: tuple[tuple[QKeySequence | QKeySequence.StandardKey, Callable[[], object]], ...] = (
            (QKeySequence.StandardKey.Open, self.choose_files),
            (QKeySequence.StandardKey.Quit, self.quit_wanted.emit),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Back, self.open_home),
            (QKeySequence(Qt.Key.Key_Escape), self.open_home),
            (QKeySequence.StandardKey.Refresh, self._session.refresh),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Comma), self.open_settings),
        )
        for keys, deed in pairs:
            QShortcut(keys, self).activated.connect(deed)

    # What the session says

    def _chose(self, _: Chosen) -> None:
        self._home.read_in(self._session.zone)
        self._pair.read_in(self._session.zone)

    def _reviewed(self, review: Review) -> None:
        if self._staying is not None:
            self._pages.setCurrentWidget(self._staying)
            return
        accounts = self._session.accounts.standing.accounts
        self._home.show_accounts(accounts, self._session.graduand.clock())
        if not (review.mentorships or review.suggested or review.problems or review.questions or accounts):
            self._pages.setCurrentWidget(self._welcome)
            return
        self._home.show_review(review, self._plans.waiting())
        wanted = self._session.find(self._wanted) if self._wanted else None
        if wanted is not None:
            self._show_pair(wanted, review)
        else:
            self._wanted = ""
            self._pages.setCurrentWidget(self._home)

    def _show_accounts(self, standing: Standing) -> None:
        """Once an account is connected, nobody needs to be welcomed any more."""
        self._home.show_accounts(standing.accounts, self._session.graduand.clock())
        review, welcome = self._session.review, self._pages.currentWidget() is self._welcome
        if review is not None and welcome is bool(standing.accounts):
            self._reviewed(review)

    def _holding(self) -> None:
        self.message.offer(text("home.hold.says"), text("home.hold.undo"), self._session.holding.let_be)

    def _plans_read(self) -> None:
        self._pair.know_recounted(self._plans.recounted)
        if self._session.review is not None:
            self._reviewed(self._session.review)

    def _imported(self, report: ImportReport) -> None:
        review = self._session.review
        shown = review.mentorships if review is not None else ()
        looks = any(one.level in {Level.LOOK, Level.NOTE} for one in shown)
        self.message.say(summary(report, found=bool(shown), looks=looks))
        if report.problems:
            tell_problems(self, report.problems)
        self._wanted = ""
        self._staying = None
        self._plans.load()

    def _troubled(self, trouble: Trouble) -> None:
        dialogs.tell(self, trouble)

    def show_lately(self, reminders: Sequence[Reminder]) -> None:
        """What was said lately and waits for an answer."""
        self._home.show_lately(reminders)

    def know_quiet(self, quiet: Mapping[str, Quiet]) -> None:
        """The "not now" of each pair that has one today."""
        self._pair.know_quiet(quiet)

    # Where to go

    def open_home(self) -> None:
        """Show every pair."""
        self._wanted = ""
        self._staying = None
        if self._session.review is not None:
            self._reviewed(self._session.review)

    def open_pair(self, mentorship: str) -> None:
        """Show one pair, where it is still known."""
        self._wanted = mentorship
        self._staying = None
        if self._session.review is not None:
            self._reviewed(self._session.review)

    def open_people(self) -> None:
        """Show everybody at once: who helps with what, and the next touch."""
        self._people.show_people()

    def open_half_year(self) -> None:
        """Show the private look at everybody."""
        self._people.show_half_year()

    def _stay_on(self, page: QWidget) -> None:
        """Show a page that a new look does not take away."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._staying = page
        self._pages.setCurrentWidget(page)

    def open_lighter(self, mentorship: str) -> None:
        """Words to ask for a shorter meeting, or to leave one out (A99)."""
        self._stories.open_lighter(mentorship)

    def open_settings(self) -> None:
        """Show the settings, as they are now."""
        self._setting_up.show_settings()

    def open_connect(self, account: str = "") -> None:
        """Show the page that connects a calendar account; `account` is one to sign in to again."""
        self._setting_up.show_connect(account)

    def _show_pair(self, one: MentorshipReview, review: Review) -> None:
        self._pair.show_pair(one, self._plans.of(one), review.now)
        self._pages.setCurrentWidget(self._pair)

    def _open_wizard(self, mentorship: str, read: str = "") -> None:
        from desktop.ui.wizard import open_wizard  # only when it is wanted

        wizard = open_wizard(self._session.graduand, mentorship, self, read=read)
        wizard.finished.connect(self._wizard_finished)
        wizard.left.connect(self._leave)

    def _leave(self) -> None:
        """Nothing of this program is to be seen any more, at once (R19)."""
        self.open_home()
        self.close()

    def _wizard_finished(self, _: int) -> None:
        self._plans.load()
        self._session.refresh()

    # What the user wants

    def choose_files(self) -> None:
        """Let the user choose calendar files."""
        dialog = QFileDialog(self, text("home.import-dialog"))
        dialog.setObjectName("choose-files")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(text("home.import-filter"))
        dialog.filesSelected.connect(lambda names: self.import_files([Path(name) for name in names]))
        dialog.open()

    def import_files(self, files: Sequence[Path]) -> None:
        """Read calendar files, watched in the message line."""
        if not files:
            return
        operation = self._session.import_files(files)
        name = one_line(files[0].name, 60)
        many = text("home.progress.reading-many", n=len(files))
        self.message.watch(operation, text("home.progress.reading", name=name) if len(files) == 1 else many)

    def _answered(self, question: str, value: str) -> None:
        review = self._session.review
        kinds = {asked.id: asked.kind for asked in review.questions} if review is not None else {}
        if kinds.get(question) == WHO_ARE_YOU:
            self._session.set_me((value,))
        else:
            self._session.answer(question, value)

    def _corrected(self, slot: Slot, state: SlotState | None) -> None:
        self._session.correct(slot.uid, slot.start, state)

    def _untagged(self, uids: tuple[str, ...]) -> None:
        self._wanted = ""
        self._session.unmark(uids)

    # What Qt calls

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome calendar files."""
        if calendar_files(event.mimeData()):
            event.acceptProposedAction()
            self._sheet.setGeometry(self.rect())
            self._sheet.show()
            self._sheet.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They are gone again."""
        self._sheet.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read them."""
        self._sheet.hide()
        event.acceptProposedAction()
        self.import_files(calendar_files(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sheet covers everything."""
        self._sheet.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the size."""
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self.closed.emit()
        super().closeEvent(event)

    def _restore_size(self) -> None:
        geometry = self._settings.value(_GEOMETRY)
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableGeometry().size()
            self.resize(min(860, room.width() - 40), min(720, room.height() - 60))
