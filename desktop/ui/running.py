"""The program once its icon is up: connects tray, window and session; none of them knows the others."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.ui.bridge import Bridge
from desktop.ui.bugs import BugReporter
from desktop.ui.listener import Listener, listen
from desktop.ui.phrases import who
from desktop.ui.session import Session
from desktop.ui.single_instance import CHOOSE, QUIT, Request
from desktop.ui.start import Wishes
from desktop.ui.tray import Tray
from desktop.ui.tray_state import Standing, loading, out_of_order, tray_state
from desktop.ui.unix_signals import UnixSignals
from integrations.calendars.moments import day_of
from resources.texts import text

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.mentoring.mentorship import Review
    from desktop.services.options import Chosen
    from desktop.ui.appearance import Appearance
    from desktop.ui.around import Around
    from desktop.ui.home.window import Window
    from desktop.ui.speaking import Lately, Speaking
    from desktop.ui.story.quick_note import QuickNote
    from desktop.ui.surroundings import Surroundings
    from desktop.ui.syncing import InStep
    from integrations.errors import Trouble

_HINT = "hints/no-tray"


class Running(QObject):
    """One run over one store."""

    def __init__(self, tray: Tray, wishes: Wishes, data_dir: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._tray = tray
        self._wishes = wishes
        self._data_dir = data_dir
        self._window: Window | None = None
        self._listener: Listener | None = None
        self._wants_window = not wishes.background or not tray.available
        self._wanted_pair = ""
        self._wants_settings = False
        self._appearance: Appearance | None = None
        self._files: list[Path] = list(wishes.files)
        self._wants_files = wishes.choose
        self._standing = Standing()
        self._surroundings: Surroundings | None = None
        self._speaking: Speaking | None = None
        self._note: QuickNote | None = None
        self._in_step: InStep | None = None
        self._settings = QSettings(str(data_dir / "window.ini"), QSettings.Format.IniFormat)
        self._bridge = Bridge(self)
        self._session = Session(self._build, self._bridge, self)
        self._bugs = BugReporter(self)
        self._signals = UnixSignals(self)

    def start(self, where: Path) -> None:
        """Listen for later starts, open the store, show what is wanted."""
        QApplication.setApplicationDisplayName(text("common.app"))
        self._start_log()
        self._bugs.install()
        self._signals.asked_to_end.connect(self.quit)
        self._listener = listen(where, self._handed_over)
        tray, session = self._tray, self._session
        tray.window_wanted.connect(self.show_window)
        tray.pair_wanted.connect(self.show_pair)
        tray.quiet_wanted.connect(self._ask_quiet)
        tray.note_wanted.connect(self._ask_note)
        tray.import_wanted.connect(self._choose_files)
        tray.settings_wanted.connect(self.show_settings)
        tray.quit_wanted.connect(self.quit)
        tray.show_state(loading())
        session.opened.connect(self._opened)
        session.chose.connect(self._chose)
        session.reviewed.connect(self._show_tray)
        session.busy_reading.connect(lambda busy: self._stand(working=busy))
        session.troubled.connect(self._troubled)
        session.open()

    def _build(self) -> Graduand:
        from desktop.composition import build  # on the worker's thread

        wishes = self._wishes
        graduand = build(self._data_dir, clock=wishes.clock, zone=wishes.zone, region=wishes.region, me=wishes.me)
        if wishes.demo:
            from desktop.ui.demo import fill  # only for the demo

            fill(graduand)
        return graduand

    def _start_log(self) -> None:
        from integrations import log  # the icon is up by now
        from integrations.errors import Trouble

        try:
            log.start(self._data_dir, verbosity=self._wishes.verbosity)
        except Trouble as trouble:
            sys.stderr.write(f"{trouble}\n")
            log.start(self._data_dir, environment={})

    def _stop_log(self) -> None:
        from integrations import log  # loaded long since

        log.stop()

    def _opened(self) -> None:
        if self._wants_window or self._files or self._wants_files:
            self.show_window()
        if self._wanted_pair:
            self.show_pair(self._wanted_pair)
        if self._wants_settings:
            self.show_settings()
        self._import_waiting()
        if self._wants_files:
            self._choose_files()
        QTimer.singleShot(0, self, self._start_speaking)

    def _start_speaking(self) -> None:
        from desktop.ui.speaking import Speaking  # what is to be seen at once comes first
        from desktop.ui.surroundings import Surroundings

        self._surroundings = Surroundings(self)
        self._speaking = speaking = Speaking(self._session, self._surroundings, self)
        speaking.looked.connect(self._looked)
        speaking.troubled.connect(lambda _: self._stand(troubled=True))
        speaking.lately_changed.connect(self._show_lately)
        speaking.home_wanted.connect(self._show_home)
        speaking.pair_wanted.connect(self.show_pair)
        speaking.people_wanted.connect(self._show_people)
        speaking.half_year_wanted.connect(self._show_half_year)
        speaking.lighter_wanted.connect(self._ask_lighter)
        speaking.quiet_wanted.connect(self._ask_quiet)
        if self._window is not None:
            self._connect_lately(self._window, speaking)
        speaking.start()
        self._start_syncing(self._surroundings)

    def _start_syncing(self, surroundings: Surroundings) -> None:
        from desktop.ui.syncing import InStep  # what is to be seen at once comes first

        self._in_step = in_step = InStep(self._session, surroundings, self)
        in_step.stands.connect(lambda signed_out, first: self._stand(signed_out=signed_out, first_read=first))
        in_step.start()
        in_step.know_window(self._window is not None and self._window.isVisible())

    def _connect_lately(self, window: Window, speaking: Speaking) -> None:
        window.lately_answered.connect(speaking.answer)
        window.lately_stepped.connect(speaking.note_step)
        window.lately_seen.connect(speaking.note_seen)
        window.quiet_wanted.connect(self._ask_quiet)
        window.know_quiet(self._standing.quiet)
        window.show_lately(speaking.lately.reminders)

    def _looked(self, found: Around) -> None:
        self._stand(quiet=found.quiet, interrupted=found.interrupted, troubled=False)
        if self._window is not None:
            self._window.know_quiet(found.quiet)

    def _show_lately(self, lately: Lately) -> None:
        self._stand(after=lately.after_meetings, agreed=lately.agreed)
        if self._window is not None:
            self._window.show_lately(lately.reminders)

    def _stand(self, **changes: Any) -> None:
        self._standing = replace(self._standing, **changes)
        self._show_tray(self._session.review)

    def _show_tray(self, review: Review | None) -> None:
        if review is not None:
            self._tray.show_state(tray_state(review, self._session.zone, self._standing))

    def _ask_quiet(self, mentorship: str) -> None:
        one, speaking = self._session.find(mentorship), self._speaking
        if one is None or speaking is None:
            return
        from desktop.ui.not_now import NotNow  # only when it is wanted

        window = self._window if self._window is not None and self._window.isVisible() else None
        today = day_of(self._session.graduand.clock(), self._session.zone)
        quiet = self._standing.quiet.get(mentorship)
        asking = NotNow(window, who(one), today, quiet, partial(speaking.be_quiet, mentorship))
        asking.open()
        asking.activateWindow()

    def _ask_note(self, what: str) -> None:
        review = self._session.review
        if review is None:
            return
        from desktop.ui.story.cards import last_meeting  # only when it is wanted
        from desktop.ui.story.quick_note import NoteFor, QuickNote

        people = [(one.mentorship.id, who(one), last_meeting(one)) for one in review.mentorships]
        window = self._window if self._window is not None and self._window.isVisible() else None
        pairs = sorted(people, key=lambda one: one[1].casefold())
        self._note = QuickNote(window, NoteFor(what), pairs, self._session.write)
        self._note.open()
        self._note.activateWindow()

    def _chose(self, chosen: Chosen) -> None:
        if self._appearance is None:
            if chosen.appearance == "system":
                return
            from desktop.ui.appearance import Appearance  # most never ask for it

            self._appearance = Appearance(self)
        self._appearance.choose(chosen.appearance)

    def _troubled(self, trouble: Trouble) -> None:
        if self._window is not None:
            return  # the window says it
        from desktop.ui.dialogs import tell  # only when it is needed

        notice = tell(None, trouble)
        if not self._session.is_open:
            self._tray.show_state(out_of_order())
            notice.finished.connect(lambda _: QApplication.exit(1))

    def show_window(self) -> None:
        """Show the window, raised; as soon as the store is open."""
        if not self._session.is_open:
            self._wants_window = True
            return
        window = self._window or self._make_window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        from desktop.ui.dialogs import to_front  # loaded with the window

        to_front(window)
        if self._in_step is not None:
            self._in_step.know_window(True)

    def _show_home(self) -> None:
        self.show_window()
        if self._window is not None:
            self._window.open_home()

    def _show_people(self) -> None:
        self.show_window()
        if self._window is not None:
            self._window.open_people()

    def _show_half_year(self) -> None:
        self.show_window()
        if self._window is not None:
            self._window.open_half_year()

    def _ask_lighter(self, mentorship: str) -> None:
        if self._window is not None:
            self._window.open_lighter(mentorship)

    def show_pair(self, mentorship: str) -> None:
        """Show the window with one pair."""
        self._wanted_pair = mentorship
        self.show_window()
        if self._window is not None:
            self._window.open_pair(mentorship)

    def show_settings(self) -> None:
        """Show the window with the settings; as soon as the store is open."""
        self._wants_settings = not self._session.is_open
        self.show_window()
        if self._window is not None:
            self._window.open_settings()

    def _make_window(self) -> Window:
        from desktop.ui.home.window import Window  # only when it is wanted

        window = Window(self._session, self._settings, offers_samples=not self._wishes.demo)
        window.closed.connect(self._window_closed)
        window.quit_wanted.connect(self.quit)
        window.samples_wanted.connect(self._start_samples)
        self._window = window
        if self._speaking is not None:
            self._connect_lately(window, self._speaking)
        if not self._tray.available and not self._settings.value(_HINT, False, bool):
            self._settings.setValue(_HINT, True)
            window.message.say(text("home.no-tray"))
        return window

    def _window_closed(self) -> None:
        if self._in_step is not None:
            self._in_step.know_window(False)
        if not self._tray.available:
            self.quit()

    def _choose_files(self) -> None:
        self.show_window()
        self._wants_files = self._window is None
        if self._window is not None:
            self._window.choose_files()

    def _handed_over(self, request: Request) -> None:
        if request.deed == QUIT:
            self.quit()
            return
        self._files += request.files
        if request.raise_window or request.files:
            self.show_window()
        self._import_waiting()
        if request.deed == CHOOSE:
            self._choose_files()

    def _import_waiting(self) -> None:
        if self._window is not None and self._files:
            files, self._files = self._files, []
            self._window.import_files(files)

    def _start_samples(self) -> None:
        from PySide6.QtCore import QProcess  # only when it is wanted

        program: Sequence[str] = [] if getattr(sys, "frozen", False) else ["-m", "desktop"]
        QProcess.startDetached(sys.executable, [*program, "--demo"])

    def quit(self) -> None:
        """End the program; what runs is cancelled."""
        QApplication.exit(0)

    def close(self) -> None:
        """Put everything away, after the event loop has ended."""
        if self._surroundings is not None:
            self._surroundings.close()
        if self._window is not None:
            self._window.close()
            shiboken6.delete(self._window)  # while Python still stands: what reads the window is written in it
            self._window = None
        if self._listener is not None:
            self._listener.close()
        self._bridge.close()
        self._session.close()
        self._settings.sync()
        self._signals.close()
        self._bugs.remove()
        self._stop_log()
