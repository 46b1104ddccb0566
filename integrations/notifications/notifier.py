"""The one place that notifications are given to: asks the ways to show them in order, and holds them in the inbox."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial

from integrations.notifications.in_app import NAME, Inbox
from integrations.notifications.port import Adapter, Closed, Events, Missing, Notification
from integrations.session_bus import Bus

_log = logging.getLogger(__name__)

Make = Callable[[Events], Adapter]
"""Makes an adapter at its first use. Raises Missing where there is no such way."""


class Notifier:
    """Never blocks, never raises, loses nothing: what nobody can show is in the inbox, as is all the rest.

    `on_action`, `on_closed` and `on_permitted` are called on a thread of the adapter's; the last one, where the desktop
    gives a token for raising a window, before the action that opens it.
    """

    def __init__(
        self,
        makers: Sequence[Make],
        inbox: Inbox,
        *,
        on_action: Callable[[str, str], None],
        on_closed: Callable[[str, Closed], None] = lambda _identity, _how: None,
        on_permitted: Callable[[str], None] = lambda _token: None,
    ) -> None:
        self.inbox = inbox
        self._makers = tuple(makers)
        self._on_action = on_action
        self._on_closed = on_closed
        self._on_permitted = on_permitted
        self._lock = threading.Lock()
        self._made: dict[int, Adapter | None] = {}
        self._asked: dict[str, tuple[Notification, int]] = {}
        """What is to be seen, and the place of the adapter that was asked last."""
        self._discreet = False

    def show(self, notification: Notification) -> None:
        """Show it, or replace what is shown with its identity."""
        self.inbox.put(notification)
        self._ask(notification, 0)

    def withdraw(self, identity: str) -> None:
        """It is not true any more, or was answered in the window."""
        with self._lock:
            self._asked.pop(identity, None)
            adapters = [one for one in self._made.values() if one is not None]
        self.inbox.remove(identity)
        for adapter in adapters:
            adapter.withdraw(identity)

    def set_discreet(self, discreet: bool) -> None:
        """Use the discreet words from now on, and put them over those that are on the screen (R25)."""
        with self._lock:
            turned_on = discreet and not self._discreet
            self._discreet = discreet
            asked = list(self._asked.values()) if turned_on else []
        on_screen = {entry.notification.identity for entry in self.inbox.entries if entry.closed is None}
        for notification, place in asked:
            if notification.identity in on_screen and notification.discreet_title:
                self._ask(notification, place)

    def close(self) -> None:
        """Tell nobody any more. What is on the screen stays."""
        with self._lock:
            self._asked.clear()
            adapters = [one for one in self._made.values() if one is not None]
        for adapter in adapters:
            adapter.close()

    def _ask(self, notification: Notification, place: int) -> None:
        identity = notification.identity
        with self._lock:
            while place < len(self._makers) and self._adapter(place) is None:
                place += 1
            adapter = self._made[place] if place < len(self._makers) else None
            self._asked[identity] = (notification, place)
            said = notification.for_others_eyes() if self._discreet else notification
        if adapter is None:
            self.inbox.shown(identity, NAME)
        else:
            adapter.show(said)

    def _adapter(self, place: int) -> Adapter | None:
        if place not in self._made:
            events = Events(
                shown=partial(self._shown, place),
                refused=partial(self._refused, place),
                acted=self._acted,
                closed=self._closed,
                permitted=self._on_permitted,
            )
            try:
                self._made[place] = self._makers[place](events)
            except Missing:
                self._made[place] = None
        return self._made[place]

    def _shown(self, place: int, identity: str) -> None:
        with self._lock:
            asked = self._asked.get(identity)
            adapter = self._made.get(place)
            if asked is None or adapter is None:
                return
            self._asked[identity] = (asked[0], place)
        self.inbox.shown(identity, adapter.name)

    def _refused(self, place: int, identity: str, why: str) -> None:
        _log.info("a notification is refused, place %d: %s", place, why)
        with self._lock:
            asked = self._asked.get(identity)
        if asked is not None and asked[1] == place:
            self._ask(asked[0], place + 1)

    def _acted(self, identity: str, action: str) -> None:
        with self._lock:
            if self._asked.pop(identity, None) is None:
                return
        self.inbox.remove(identity)
        self._on_action(identity, action)

    def _closed(self, identity: str, how: Closed) -> None:
        with self._lock:
            if identity not in self._asked:
                return
        self.inbox.closed(identity, how)
        self._on_closed(identity, how)


def makers(bus: Bus, platform: str = sys.platform) -> tuple[Make, ...]:
    """The ways of this system, in the order in which they are asked; the inbox comes after all of them."""

    def freedesktop(events: Events) -> Adapter:
        from integrations.notifications.freedesktop import Freedesktop  # at the first notification

        return Freedesktop(bus, events)

    def native(events: Events) -> Adapter:
        from integrations.notifications.native import Native  # at the first notification

        return Native(events)

    return (native,) if platform in ("win32", "darwin") else (freedesktop,)
