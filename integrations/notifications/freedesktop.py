"""Notifications by the desktop's own service (Desktop Notifications Specification 1.2), over D-Bus.

What the service can do is asked before the first notification and again whenever another one takes
over. All state lives on the bus's thread; no method waits for anything.
"""

from __future__ import annotations

import html
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from integrations.notifications.picture import NAME, picture
from integrations.notifications.plain import one_line, paragraph
from integrations.notifications.port import Closed, Events, Notification
from integrations.session_bus import NOTIFICATIONS, TIMED_OUT, Bus, Reply, Signal

SERVICE = NOTIFICATIONS
PATIENCE = 5.0
"""Seconds that the service may take. It may have to be started first."""

STILL_TRUE = 600.0
"""Seconds for which a notification that found no service is shown to one that comes up."""

DEFAULT = "default"
"""The specification's name for a click on the notification itself."""

_CLOSED = {1: Closed.EXPIRED, 2: Closed.DISMISSED, 3: Closed.WITHDRAWN}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quirk:
    """What a server does other than it says. None: believe it."""

    actions: bool | None = None
    markup: bool | None = None
    shows_default: bool = False


QUIRKS: dict[str, Quirk] = {
    # Makes a modal dialog of anything that carries actions (measured with 0.9.35).
    "notify-osd": Quirk(actions=False),
    # Draws a button for the click on the text as well, so that the first action stood there twice (0.7.3).
    "xfce notify daemon": Quirk(shows_default=True),
    # The same in its menu of actions (1.9.0).
    "dunst": Quirk(shows_default=True),
}
"""By the server's name in lower case."""


@dataclass(frozen=True, slots=True)
class Server:
    """The service that runs now, quirks considered."""

    actions: bool
    markup: bool
    shows_default: bool = False
    """Offers the click on the text as one of the buttons."""

    @classmethod
    def described(cls, name: object, capabilities: object) -> Server:
        """From what it says about itself, whatever types it says it in."""
        known = {one for one in capabilities if isinstance(one, str)} if isinstance(capabilities, list) else set()
        quirk = QUIRKS.get(str(name).lower(), Quirk())
        return cls(
            actions="actions" in known if quirk.actions is None else quirk.actions,
            markup="body-markup" in known if quirk.markup is None else quirk.markup,
            shows_default=quirk.shows_default,
        )


class Freedesktop:
    """The adapter. One for the life of the program."""

    name = "freedesktop"

    def __init__(
        self, bus: Bus, events: Events, *, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bus = bus
        self._events = events
        self._patience = patience
        self._clock = clock
        self._stops: list[Callable[[], None]] = []
        self._owner: str | None = None
        self._server: Server | None = None
        self._asking = False
        self._life = 0
        """Counts servers: what an earlier one answers is of no use, its ids least of all."""
        self._waiting: dict[str, Notification] = {}
        self._sent: dict[str, Notification] = {}
        self._unwanted: set[str] = set()
        """Withdrawn while they were sent."""
        self._ids: dict[str, tuple[int, Notification]] = {}
        self._refused: dict[str, tuple[float, Notification]] = {}

    def show(self, notification: Notification) -> None:
        """Show it as soon as the service has said what it can do."""
        self._bus.run(lambda: self._show(notification))

    def withdraw(self, identity: str) -> None:
        """Take it off the screen."""
        self._bus.run(lambda: self._withdraw(identity))

    def close(self) -> None:
        """Stop listening."""
        self._bus.run(self._stop)

    # --- on the bus's thread ----------------------------------------------------------------------

    def _show(self, notification: Notification) -> None:
        if not self._stops:
            self._start()
        self._refused.pop(notification.identity, None)
        self._unwanted.discard(notification.identity)
        self._waiting[notification.identity] = notification
        self._go_on()

    def _start(self) -> None:
        told = {"ActivationToken": self._permitted, "ActionInvoked": self._acted, "NotificationClosed": self._closed}
        for member, heard in told.items():
            self._stops.append(self._bus.listen(SERVICE.interface, member, heard, sender=SERVICE.name))
        self._stops.append(self._bus.watch(SERVICE.name, self._owned))

    def _stop(self) -> None:
        for stop in self._stops:
            stop()
        self._stops = [lambda: None]  # a late `show` must not start anew
        self._waiting.clear()
        self._refused.clear()
        self._ids.clear()
        self._life += 1

    def _withdraw(self, identity: str) -> None:
        self._waiting.pop(identity, None)
        self._refused.pop(identity, None)
        if identity in self._sent:
            self._unwanted.add(identity)
        number, _ = self._ids.pop(identity, (0, None))
        if number:
            self._take_down(number)

    def _take_down(self, number: int) -> None:
        self._bus.call(SERVICE, "CloseNotification", "u", (number,))

    def _owned(self, owner: str) -> None:
        """The service came, went or was replaced; at first, who it is."""
        before, self._owner = self._owner, owner
        if before is None or before == owner:
            return
        self._life += 1
        self._server, self._asking = None, False
        gone, self._ids = list(self._ids), {}
        lost, self._sent = list(self._sent.values()), {}
        for identity in gone:
            self._events.closed(identity, Closed.GONE)
        for notification in lost:
            self._refuse(notification, "gone")
        self._unwanted.clear()
        if owner:
            self._try_refused_again()
        self._go_on()

    def _try_refused_again(self) -> None:
        refused, self._refused = self._refused, {}
        for since, notification in refused.values():
            if self._clock() - since <= STILL_TRUE:
                self._waiting.setdefault(notification.identity, notification)

    def _go_on(self) -> None:
        if self._server is None:
            self._ask()
            return
        for identity, notification in list(self._waiting.items()):
            if identity not in self._sent:
                del self._waiting[identity]
                self._send(notification, self._server)

    def _ask(self) -> None:
        if self._asking or not self._waiting:
            return
        self._asking = True
        said = partial(self._introduced, self._life)
        self._bus.call(SERVICE, "GetServerInformation", then=said, seconds=self._patience)

    def _introduced(self, life: int, reply: Reply) -> None:
        if life != self._life:
            return
        if reply.error:
            self._give_up(reply.error)
            return
        name = reply.values[0] if reply.values else ""
        said = partial(self._described, life, name)
        self._bus.call(SERVICE, "GetCapabilities", then=said, seconds=self._patience)

    def _described(self, life: int, name: object, reply: Reply) -> None:
        if life != self._life:
            return
        if reply.error:
            self._give_up(reply.error)
            return
        self._asking = False
        self._server = Server.described(name, reply.values[0] if reply.values else [])
        self._go_on()

    def _give_up(self, why: str) -> None:
        self._asking = False
        waiting, self._waiting = self._waiting, {}
        for notification in waiting.values():
            self._refuse(notification, why)

    def _refuse(self, notification: Notification, why: str) -> None:
        if notification.identity not in self._unwanted:
            self._refused[notification.identity] = (self._clock(), notification)
            self._events.refused(notification.identity, why)

    def _send(self, notification: Notification, server: Server) -> None:
        identity = notification.identity
        self._sent[identity] = notification
        number, _ = self._ids.get(identity, (0, None))
        self._bus.call(
            SERVICE,
            "Notify",
            "susssasa{sv}i",
            message(notification, server, number),
            then=partial(self._answered, self._life, notification),
            late=partial(self._answered_late, self._life, notification),
            seconds=self._patience,
        )

    def _answered(self, life: int, notification: Notification, reply: Reply) -> None:
        if life != self._life:
            return
        identity = notification.identity
        del self._sent[identity]
        number = _number(reply)
        if not number:
            self._refuse(notification, reply.error or "answer")
            if reply.error != TIMED_OUT:
                self._unwanted.discard(identity)
        elif identity in self._unwanted:
            self._unwanted.discard(identity)
            self._take_down(number)
        else:
            self._ids[identity] = (number, notification)
            self._events.shown(identity)
        self._go_on()

    def _answered_late(self, life: int, notification: Notification, reply: Reply) -> None:
        """It hung, and shows now what was given up: that is taken over, or taken down if a newer one is on its way."""
        identity, number = notification.identity, _number(reply)
        if life != self._life or not number:
            return
        if self._refused.get(identity, (0.0, None))[1] is notification:
            del self._refused[identity]
            self._ids[identity] = (number, notification)
            self._events.shown(identity)
        else:
            self._unwanted.discard(identity)
            self._take_down(number)

    def _permitted(self, signal: Signal) -> None:
        """Comes before the action: with it a compositor lets the window that answers come to the front."""
        match signal.values:
            case (int(number), str(token)) if signal.sender == self._owner and self._shown_as(number)[0]:
                self._events.permitted(token)

    def _acted(self, signal: Signal) -> None:
        match signal.values:
            case (int(number), str(action)) if signal.sender == self._owner:
                identity, notification = self._shown_as(number)
                if notification is None:
                    return
                if action == DEFAULT and notification.actions:
                    action = notification.actions[0][0]
                del self._ids[identity]
                self._take_down(number)  # some servers leave it on the screen
                self._events.acted(identity, action)

    def _closed(self, signal: Signal) -> None:
        match signal.values:
            case (int(number), int(reason)) if signal.sender == self._owner:
                identity, notification = self._shown_as(number)
                if notification is None:
                    return
                how = _CLOSED.get(reason, Closed.EXPIRED)
                if how is not Closed.EXPIRED:  # what expired may be called back from the server's history
                    del self._ids[identity]
                self._events.closed(identity, how)

    def _shown_as(self, number: int) -> tuple[str, Notification | None]:
        found = ((identity, one) for identity, (its, one) in self._ids.items() if its == number)
        return next(found, ("", None))


def message(notification: Notification, server: Server, replaces: int = 0) -> tuple[Any, ...]:
    """The arguments of Notify, as this server understands them."""
    body = paragraph(notification.body)
    actions: list[str] = []
    if server.actions and notification.actions:
        actions = [DEFAULT, one_line(notification.actions[0][1])]
        for identity, label in notification.actions[server.shows_default :]:
            actions += [identity, one_line(label)]
    hints = {
        "desktop-entry": ("s", NAME),
        "urgency": ("y", int(notification.urgency)),
        "suppress-sound": ("b", True),
    }
    said = html.escape(body, quote=False) if server.markup else body
    return ("Graduand", replaces, picture(), one_line(notification.title), said, actions, hints, -1)


def _number(reply: Reply) -> int:
    """The id that the server gave; 0 for an error, or for an answer that is none."""
    match reply:
        case Reply(values=(int(number),), error=""):
            return number
        case _:
            return 0
