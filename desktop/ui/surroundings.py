"""The desktop around the program: its clock, its notifications, its locked screen and its sleep.

Everything here comes from threads of its own, `graduand-clock` and `graduand-bus`, and arrives as a
Qt signal on the GUI thread. No method waits for anybody.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, Qt, Signal

from integrations.notifications import Inbox, Notifier, makers
from integrations.scheduler import Scheduler
from integrations.session_bus import (
    do_not_disturb,
    on_do_not_disturb,
    on_lock,
    on_sleep,
    session,
    system,
)

_LOOK = "look"
_SYNC = "sync"


class Surroundings(QObject):
    """One for the life of the program, once its icon is up. Connect by queued connections."""

    acted = Signal(str, str)
    """A notification was answered: its identity and the action's code."""
    inbox_changed = Signal()
    ticked = Signal()
    """The moment that `look_after` named has come."""
    sync_due = Signal()
    """The moment that `sync_after` named has come."""
    woken = Signal(object)
    """What happened to the machine's time, a `Woken`; all has settled by then."""
    locked = Signal(bool)
    """Others may see the screen, or may not any more."""
    _permitted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._system = session(), system()
        self._stops: list[Callable[[], None]] = []
        self.inbox = Inbox(self.inbox_changed.emit)
        self.notifier = Notifier(
            makers(self._session), self.inbox, on_action=self.acted.emit, on_permitted=self._permitted.emit
        )
        self._permitted.connect(_may_come_to_the_front, Qt.ConnectionType.QueuedConnection)
        self._scheduler = Scheduler()

    def start(self) -> None:
        """Begin to watch the clock, the lock and the machine's sleep."""
        self._scheduler.on_wake(self.woken.emit)
        self._scheduler.start()
        if sys.platform.startswith("linux"):
            self._stops = [
                on_sleep(self._system, self._scheduler.sleep_announced),
                on_lock(self._session, self.locked.emit),
                on_do_not_disturb(self._session, self.ticked.emit),
            ]

    def look_after(self, wait: timedelta) -> None:
        """Tick once after so long; takes the place of an earlier wish."""
        self._scheduler.every(_LOOK, wait, self.ticked.emit)

    def sync_after(self, wait: timedelta) -> None:
        """Say `sync_due` once after so long; takes the place of an earlier wish."""
        self._scheduler.every(_SYNC, wait, self.sync_due.emit)

    def disturbing(self) -> bool:
        """Whether the user asked the desktop for quiet. Waits for the desktop's answer: for the worker's thread."""
        return sys.platform.startswith("linux") and do_not_disturb(self._session)

    def close(self) -> None:
        """End the threads. What is on the screen stays."""
        self.notifier.close()
        for stop in self._stops:
            stop()
        self._scheduler.stop()
        self._session.close()
        self._system.close()


def _may_come_to_the_front(token: str) -> None:
    """Where Qt's Wayland part looks for leave to raise a window; it is used up by the next one that is raised."""
    os.environ["XDG_ACTIVATION_TOKEN"] = token
