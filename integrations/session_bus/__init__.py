"""D-Bus: `Bus` calls and listens on a thread of its own; `wire` is the one place that knows the library."""

from integrations.session_bus.announcements import on_lock, on_sleep
from integrations.session_bus.bus import (
    ABSENT,
    LOST,
    PATIENCE,
    TIMED_OUT,
    UNSENDABLE,
    Bus,
    Reply,
    Stop,
    session,
    system,
)
from integrations.session_bus.do_not_disturb import NOTIFICATIONS, do_not_disturb, on_do_not_disturb
from integrations.session_bus.wire import Place, Signal

__all__ = [
    "ABSENT",
    "LOST",
    "NOTIFICATIONS",
    "PATIENCE",
    "TIMED_OUT",
    "UNSENDABLE",
    "Bus",
    "Place",
    "Reply",
    "Signal",
    "Stop",
    "do_not_disturb",
    "on_do_not_disturb",
    "on_lock",
    "on_sleep",
    "session",
    "system",
]
