"""The tray app's first moment: the icon, and nothing that the icon does not need.

What the program is made of comes in with `desktop.ui.running`, once the icon is up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from desktop.ui.collecting import Collecting
from desktop.ui.icons import icon
from desktop.ui.tray import Tray

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.ui.running import Running
    from desktop.ui.start import Wishes


class App(QObject):
    """Shows the icon, then brings the rest to life from the event loop."""

    def __init__(self, wishes: Wishes, data_dir: Path, where: Path) -> None:
        super().__init__()
        self._wishes = wishes
        self._data_dir = data_dir
        self._where = where
        self._tray = Tray(self)
        self.running: Running | None = None

    def start(self) -> None:
        """Show the icon; everything else follows."""
        self._tray.start()
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        from desktop.ui.running import Running  # after the icon is up

        self.running = Running(self._tray, self._wishes, self._data_dir, self)
        self.running.start(self._where)

    def close(self) -> None:
        """Put everything away, after the event loop has ended."""
        self._tray.hide()
        if self.running is not None:
            self.running.close()


def _not_again(session: QSessionManager) -> None:
    session.setRestartHint(QSessionManager.RestartHint.RestartNever)


def run(wishes: Wishes, data_dir: Path, where: Path) -> int:
    """Run the app over the store in `data_dir`, listening at `where`. Returns the exit code."""
    qt = QApplication(["graduand"])
    qt.setApplicationName("graduand")
    qt.setDesktopFileName("graduand")
    qt.setWindowIcon(icon("graduand"))
    qt.setQuitOnLastWindowClosed(False)
    # A session is not to start it again by itself: start at login is the user's choice.
    qt.saveStateRequest.connect(_not_again)
    Collecting(qt)
    app = App(wishes, data_dir, where)
    app.start()
    code = qt.exec()
    app.close()
    return code
