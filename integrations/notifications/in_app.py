"""The inbox in Graduand's own window: holds everything that was said, and is the way that cannot fail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from integrations.notifications.port import Closed, Notification

NAME = "in-app"


@dataclass(frozen=True, slots=True)
class Entry:
    """One notification and where it is to be seen."""

    notification: Notification
    shown_by: str = ""
    """The adapter that shows it; "in-app" if no other could; empty while one is asked."""
    closed: Closed | None = None
    """How it left the screen, if it did. It stays here until it is answered or withdrawn."""

    @property
    def only_here(self) -> bool:
        """Whether nobody saw it unless the window shows it."""
        return self.shown_by == NAME


class Inbox:
    """May be asked from any thread. `changed` is called after every change, on the thread that made it."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self._changed = changed
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that is still to be answered, the newest first."""
        with self._lock:
            return tuple(reversed(self._entries.values()))

    def put(self, notification: Notification) -> None:
        """Hold it, in the place of one with the same identity."""
        with self._lock:
            self._entries.pop(notification.identity, None)
            self._entries[notification.identity] = Entry(notification)
        self._changed()

    def hold(self, notification: Notification) -> None:
        """Hold what an earlier run of the program showed: it left the screen with that."""
        with self._lock:
            self._entries.pop(notification.identity, None)
            self._entries[notification.identity] = Entry(notification, closed=Closed.GONE)
        self._changed()

    def shown(self, identity: str, by: str) -> None:
        """Note who shows it."""
        self._note(identity, lambda entry: replace(entry, shown_by=by, closed=None))

    def closed(self, identity: str, how: Closed) -> None:
        """Note that it left the screen."""
        self._note(identity, lambda entry: replace(entry, closed=how))

    def remove(self, identity: str) -> None:
        """It is answered, or not true any more."""
        with self._lock:
            gone = self._entries.pop(identity, None)
        if gone is not None:
            self._changed()

    def _note(self, identity: str, change: Callable[[Entry], Entry]) -> None:
        with self._lock:
            entry = self._entries.get(identity)
            if entry is None:
                return
            self._entries[identity] = change(entry)
        self._changed()
