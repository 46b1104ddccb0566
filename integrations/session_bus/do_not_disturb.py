"""Whether the user asked the desktop for quiet, where a desktop lets others know.

Known: KDE Plasma and whoever else has the property `Inhibited` (Plasma also sets it while the screen is shared or
mirrored, if the user wants that), xfce4-notifyd, dunst, and GNOME where its portal tells. Not known: that a screen is
shared elsewhere. A portal's ScreenCast sessions belong to the program that began them, and PipeWire's list of streams
takes a library of its own; so nobody can be asked, and what is said carries no name anyway (R25).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from integrations.session_bus.bus import Bus, Stop
from integrations.session_bus.wire import Place, Signal

NOTIFICATIONS = Place(
    "org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications"
)
"""The service that shows them (Desktop Notifications Specification 1.2)."""

PATIENCE = 1.0
"""Seconds for each of the few calls. A service that hangs counts as one that says nothing."""

_PROPERTIES = "org.freedesktop.DBus.Properties"
_DUNST = "org.dunstproject.cmd0"
_DRIVER = Place("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_OF_SERVICE = Place(NOTIFICATIONS.name, NOTIFICATIONS.path, _PROPERTIES)
_XFCONF = Place("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf")
_PORTAL = Place("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask, and which answer means quiet. `what` are the words by which its changes are announced as well."""

    to: Place
    method: str
    what: tuple[str, str]
    quiet: bool = True


_EVERYBODY = Question(_OF_SERVICE, "Get", (NOTIFICATIONS.interface, "Inhibited"))
_OWN = {
    "dunst": Question(_OF_SERVICE, "Get", (_DUNST, "paused")),
    "xfce notify daemon": Question(_XFCONF, "GetProperty", ("xfce4-notifyd", "/do-not-disturb")),
    "gnome-shell": Question(_PORTAL, "Read", ("org.gnome.desktop.notifications", "show-banners"), quiet=False),
}
"""By the name of the notification service, in lower case: only who shows notifications decides about them."""


def do_not_disturb(bus: Bus) -> bool:
    """Whether quiet is wanted now, as far as it can be known. Starts nothing. Waits for answers: for a worker."""
    if not _runs(bus, NOTIFICATIONS.name):
        return False
    said = bus.ask(NOTIFICATIONS, "GetServerInformation", seconds=PATIENCE)
    if said.error or not said.values:
        return False
    own = _OWN.get(str(said.values[0]).lower())
    return any(_holds(bus, question) for question in (own, _EVERYBODY) if question is not None)


def on_do_not_disturb(bus: Bus, changed: Callable[[], None]) -> Stop:
    """Call `changed` whenever it may have been turned on or off, on the bus's thread."""
    stops = [
        bus.listen(_PROPERTIES, "PropertiesChanged", partial(_property, changed), path=NOTIFICATIONS.path),
        bus.listen(_XFCONF.interface, "PropertyChanged", partial(_setting, changed), sender=_XFCONF.name),
        bus.listen(_PORTAL.interface, "SettingChanged", partial(_setting, changed), sender=_PORTAL.name),
    ]

    def stop() -> None:
        for one in stops:
            one()

    return stop


def _runs(bus: Bus, name: str) -> bool:
    owned = bus.ask(_DRIVER, "NameHasOwner", "s", (name,), seconds=PATIENCE)
    return owned.values == (True,)


def _holds(bus: Bus, question: Question) -> bool:
    if question.to.name != NOTIFICATIONS.name and not _runs(bus, question.to.name):
        return False
    reply = bus.ask(question.to, question.method, "ss", question.what, seconds=PATIENCE)
    found: object = reply.values[0] if reply.values and not reply.error else None
    while isinstance(found, tuple) and len(found) == 2:  # a variant, which may hold another one
        found = found[1]
    return found is question.quiet


def _property(changed: Callable[[], None], signal: Signal) -> None:
    """An interface, what has new values, and what lost them. Most of it counts notifications, which is no news."""
    match signal.values:
        case (str(interface), dict(new), list(lost)):
            if any((interface, name) in _WATCHED for name in (*new, *lost)):
                changed()


def _setting(changed: Callable[[], None], signal: Signal) -> None:
    if signal.values[:2] in _WATCHED:
        changed()


_WATCHED = frozenset(question.what for question in (_EVERYBODY, *_OWN.values()))
