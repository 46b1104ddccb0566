"""What a screen reader sees of the programs on a private desktop (AT-SPI over its own bus)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.desktop.session import Desktop, wait_for

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))


class State(IntEnum):
    """Numbers of states (at-spi2-core, atspi-constants.h)."""

    CHECKED = 4
    ENABLED = 8
    FOCUSABLE = 11
    FOCUSED = 12
    SHOWING = 25


@dataclass(frozen=True)
class Node:
    """One thing on the screen, as it is read out."""

    bus: DBusConnection
    service: str
    path: str

    def _call(self, interface: str, method: str, signature: str = "", body: tuple[object, ...] = ()) -> Any:
        message = new_method_call(DBusAddress(self.path, self.service, interface), method, signature or None, body)
        reply = self.bus.send_and_get_reply(message, timeout=10)
        if reply.header.message_type is MessageType.error:
            raise RuntimeError(f"{method}: {reply.body}")
        return reply.body[0]

    @property
    def name(self) -> str:
        """What is read out first."""
        return str(self._call(_PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Name"))[1])

    @property
    def role(self) -> str:
        """What it is: "list", "list item", "push button"."""
        return str(self._call(_ACCESSIBLE, "GetRoleName"))

    @property
    def description(self) -> str:
        """What is read out after the name."""
        return str(self._call(_PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Description"))[1])

    @property
    def parent(self) -> Node:
        """What it is in."""
        return Node(self.bus, *self._call(_PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Parent"))[1])

    @property
    def words(self) -> str:
        """What stands in a field."""
        return str(self._call("org.a11y.atspi.Text", "GetText", "ii", (0, -1)))

    @property
    def states(self) -> frozenset[State]:
        """Those of `State` that it is in; the first of the two numbers holds them all."""
        bits = self._call(_ACCESSIBLE, "GetState")[0]
        return frozenset(state for state in State if bits >> state & 1)

    @property
    def showing(self) -> bool:
        """Whether it stands on the screen, and not on a page behind."""
        return State.SHOWING in self.states

    def children(self) -> list[Node]:
        """What is in it."""
        return [Node(self.bus, service, path) for service, path in self._call(_ACCESSIBLE, "GetChildren")]

    def press(self) -> None:
        """Do its first action."""
        self._call("org.a11y.atspi.Action", "DoAction", "i", (0,))

    def write(self, words: str) -> None:
        """Put `words` into a field, in place of what stands there."""
        self._call("org.a11y.atspi.EditableText", "SetTextContents", "s", (words,))

    def walk(self) -> Iterator[Node]:
        """Itself and everything below; what vanishes meanwhile is left out."""
        yield self
        with suppress(RuntimeError):
            for child in self.children():
                yield from child.walk()

    def find(self, role: str, name: str) -> Node | None:
        """The first of that role whose name begins so."""
        for node in self.walk():
            with suppress(RuntimeError):
                if node.role == role and node.name.startswith(name):
                    return node
        return None


@contextmanager
def screen_reader(desktop: Desktop) -> Iterator[Node]:
    """The root of everything that is shown. Programs must be started inside the block."""
    launcher = next(path for path in _LAUNCHERS if path.exists())
    desktop.environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    desktop.environment.pop("NO_AT_BRIDGE", None)
    desktop.start(str(launcher), "--launch-immediately", quiet=True)
    wait_for(lambda: desktop.owns("org.a11y.Bus"), "the accessibility bus")
    address = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
    bus = open_dbus_connection(str(desktop.call(address, "GetAddress")[0]))
    try:
        yield Node(bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
    finally:
        bus.close()
