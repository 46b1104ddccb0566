"""What the desktop announces by itself: sleep, and the locked screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from integrations.session_bus.bus import Bus, Stop
from integrations.session_bus.wire import Place, Signal

_LOGIND = Place("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SCREENS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.xfce.ScreenSaver", "org.mate.ScreenSaver")


def on_sleep(bus: Bus, happened: Callable[[bool], None]) -> Stop:
    """Call `happened(True)` when logind announces sleep on the system bus, `happened(False)` after waking."""
    told = partial(_tell, happened)
    return bus.listen(_LOGIND.interface, "PrepareForSleep", told, sender=_LOGIND.name, path=_LOGIND.path)


def on_lock(bus: Bus, happened: Callable[[bool], None]) -> Stop:
    """Call `happened(True)` when the screen is locked, on the session bus, `happened(False)` when it is not any more.

    Some desktops announce it twice, under their own name and the common one.
    """
    told = partial(_tell, happened)
    stops = [bus.listen(screen, "ActiveChanged", told, sender=screen) for screen in _SCREENS]

    def stop() -> None:
        for one in stops:
            one()

    return stop


def _tell(happened: Callable[[bool], None], signal: Signal) -> None:
    if signal.values and isinstance(signal.values[0], bool):
        happened(signal.values[0])
