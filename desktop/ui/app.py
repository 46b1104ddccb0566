"""The tray app: the icon first, then the store, then whatever the user asks for.

Nothing is imported at the top that the icon does not need; the services and what they load come in
on the worker's thread, once the icon is up.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop.ui.bridge import Bridge
from desktop.ui.icons import icon
from desktop.ui.session import Session
from desktop.ui.start import Wishes
from desktop.ui.tray import Tray
from desktop.ui.tray_state import tray_state
from resources.texts import text

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.mentoring.mentorship import Review
    from desktop.ui.home.window import Window
    from desktop.ui.single_instance import Listener
    from integrations.errors import Trouble

_HINT = "hints/no-tray"


class App(QObject):
    """Connects tray, window and session of one run; each of them knows nothing of the others."""

    def __init__(self, wishes: Wishes, data_dir: Path) -> None:
        super().__init__()
        self._wishes = wishes
        self._data_dir = data_dir
        self._window: Window | None = None
        self._listener: Listener | None = None
        self._wants_window = not wishes.background
        self._wanted_pair = ""
        self._files: list[Path] = list(wishes.files)
        self.settings = QSettings(str(data_dir / "window.ini"), QSettings.Format.IniFormat)
        self.bridge = Bridge(self)
        self.session = Session(self._build, self.bridge, self)
        self.tray = Tray(self)
        self.tray.window_wanted.connect(self.show_window)
        self.tray.pair_wanted.connect(self.show_pair)
        self.tray.import_wanted.connect(self._choose_files)
        self.tray.quit_wanted.connect(self.quit)
        self.session.opened.connect(self._opened)
        self.session.reviewed.connect(self._reviewed)
        self.session.troubled.connect(self._troubled)

    def start(self, where: Path) -> None:
        """Show the icon; everything else follows from the event loop."""
        self.tray.start()
        if not self.tray.available:
            self._wants_window = True
        QTimer.singleShot(0, self, lambda: self._go_on(where))

    def _go_on(self, where: Path) -> None:
        from desktop.ui.single_instance import Listener  # noqa: PLC0415 - after the icon is up

        self._listener = Listener(where, self._handed_over)
        self.session.open()

    def _build(self) -> Graduand:
        from desktop.composition import build  # noqa: PLC0415 - on the worker's thread

        wishes = self._wishes
        graduand = build(self._data_dir, clock=wishes.clock, zone=wishes.zone, region=wishes.region, me=wishes.me)
        if wishes.demo:
            from desktop.ui.demo import fill  # noqa: PLC0415 - only for the demo

            fill(graduand)
        return graduand

    def _opened(self) -> None:
        if self._wants_window or self._files:
            self.show_window()
        if self._wanted_pair:
            self.show_pair(self._wanted_pair)
        self._import_waiting()

    def _reviewed(self, review: Review) -> None:
        self.tray.show_state(tray_state(review, self.session.zone))

    def _troubled(self, trouble: Trouble) -> None:
        if self._window is not None:
            return
        from desktop.ui.dialogs import tell  # noqa: PLC0415 - only when it is needed

        notice = tell(None, trouble)
        if not self.session.is_open:
            notice.finished.connect(lambda _: QApplication.exit(1))

    def show_window(self) -> None:
        """Show the window, raised; as soon as the store is open."""
        if not self.session.is_open:
            self._wants_window = True
            return
        window = self._window or self._make_window()
        window.show()
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.raise_()
        window.activateWindow()

    def show_pair(self, mentorship: str) -> None:
        """Show the window with one pair."""
        self._wanted_pair = mentorship
        self.show_window()
        if self._window is not None:
            self._window.open_pair(mentorship)

    def _make_window(self) -> Window:
        from desktop.ui.home.window import Window  # noqa: PLC0415 - only when it is wanted

        window = Window(self.session, self.settings, offers_samples=not self._wishes.demo)
        window.closed.connect(self._window_closed)
        window.quit_wanted.connect(self.quit)
        window.samples_wanted.connect(self._start_samples)
        self._window = window
        if not self.tray.available and not self.settings.value(_HINT, False, bool):
            self.settings.setValue(_HINT, True)
            window.message.say(text("home.no-tray"))
        return window

    def _window_closed(self) -> None:
        if not self.tray.available:
            self.quit()

    def _choose_files(self) -> None:
        self.show_window()
        if self._window is not None:
            self._window.choose_files()

    def _handed_over(self, files: list[Path], raise_window: bool) -> None:
        self._files += files
        if raise_window or files:
            self.show_window()
        self._import_waiting()

    def _import_waiting(self) -> None:
        if self._window is not None and self._files:
            files, self._files = self._files, []
            self._window.import_files(files)

    def _start_samples(self) -> None:
        from PySide6.QtCore import QProcess  # noqa: PLC0415 - only when it is wanted

        program: Sequence[str] = [] if getattr(sys, "frozen", False) else ["-m", "desktop"]
        QProcess.startDetached(sys.executable, [*program, "--demo"])

    def quit(self) -> None:
        """End the program; what runs is cancelled."""
        QApplication.exit(0)

    def close(self) -> None:
        """Put everything away, after the event loop has ended."""
        self.tray.hide()
        if self._window is not None:
            self._window.close()
        if self._listener is not None:
            self._listener.close()
        self.bridge.close()
        self.session.close()
        self.settings.sync()


def run(wishes: Wishes, data_dir: Path, where: Path) -> int:
    """Run the app over the store in `data_dir`, listening at `where`. Returns the exit code."""
    qt = QApplication.instance() or QApplication(["graduand"])
    assert isinstance(qt, QApplication)
    qt.setApplicationName("graduand")
    qt.setApplicationDisplayName(text("common.app"))
    qt.setDesktopFileName("graduand")
    qt.setWindowIcon(icon("graduand"))
    qt.setQuitOnLastWindowClosed(False)
    app = App(wishes, data_dir)
    app.start(where)
    QTimer.singleShot(0, app, lambda: _guard(app))
    code = qt.exec()
    app.close()
    return code


def _guard(app: App) -> None:
    from desktop.ui.bugs import BugReporter  # noqa: PLC0415 - after the icon is up
    from desktop.ui.unix_signals import UnixSignals  # noqa: PLC0415 - after the icon is up

    BugReporter(app).install()
    UnixSignals(app).asked_to_end.connect(app.quit)
