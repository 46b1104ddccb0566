"""A display, a session bus and a tray of their own: just enough to see when an icon arrives.

The tray is a StatusNotifierWatcher that writes down the moment of each registration; it draws nothing.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

from jeepney import HeaderFields, Message, MessageType, message_bus, new_error, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection

WATCHER = "org.kde.StatusNotifierWatcher"
_WAIT = 20.0

# No service folder, so nothing is started behind our back.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={place}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass
class TrayHost:
    """Where programs are started. `environment` is all they are given besides PATH."""

    place: Path
    environment: dict[str, str]
    arrivals: Queue[float] = field(default_factory=Queue)
    """`time.perf_counter()` of each icon that registered."""

    def wait(self) -> float:
        """The moment of the next icon. Raises TimeoutError."""
        try:
            return self.arrivals.get(timeout=_WAIT)
        except Empty:
            raise TimeoutError(f"no tray icon within {_WAIT:.0f} s") from None


def _answer(message: Message) -> Message:
    """What a watcher with a host says; Qt asks for the host before it registers."""
    member = message.header.fields.get(HeaderFields.member)
    if member == "Get":
        known: dict[str, tuple[str, object]] = {
            "IsStatusNotifierHostRegistered": ("b", True),
            "ProtocolVersion": ("i", 0),
            "RegisteredStatusNotifierItems": ("as", []),
        }
        value = known.get(message.body[1])
        return (
            new_method_return(message, "v", (value,))
            if value
            else new_error(message, "org.freedesktop.DBus.Error.UnknownProperty")
        )
    if member == "GetAll":
        return new_method_return(message, "a{sv}", ({"IsStatusNotifierHostRegistered": ("b", True)},))
    if member == "Introspect":
        return new_method_return(message, "s", ("<node/>",))
    return new_method_return(message)


def _serve(connection: DBusConnection, arrivals: Queue[float]) -> None:
    try:
        while True:
            message = connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            if message.header.fields.get(HeaderFields.member) == "RegisterStatusNotifierItem":
                arrivals.put(time.perf_counter())
            connection.send(_answer(message))
    except (OSError, ConnectionError):
        return  # the connection was closed: the host is gone


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def tray_host() -> Iterator[TrayHost]:
    """Everything up for the time of a `with`, each process ended by its own id."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        read, write = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        stack.callback(_ended, screen)
        os.close(write)
        with os.fdopen(read) as numbers:
            display = numbers.readline().strip()  # up to the newline, or Xvfb dies of a closed pipe
        (place / "bus.conf").write_text(_BUS.format(place=place), encoding="utf-8")
        bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={place}/bus.conf", "--nofork"], stderr=subprocess.DEVNULL
        )
        stack.callback(_ended, bus)
        address = f"unix:path={place}/bus"
        connection = _connected(address, place / "bus")
        stack.callback(connection.close)
        connection.send_and_get_reply(message_bus.RequestName(WATCHER))
        home, runtime = place / "home", place / "run"
        home.mkdir()
        runtime.mkdir(mode=0o700)
        environment = {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "DISPLAY": f":{display}",
            "DBUS_SESSION_BUS_ADDRESS": address,
            "DBUS_SYSTEM_BUS_ADDRESS": address,
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
            "TZ": "Europe/Berlin",
        }
        host = TrayHost(place, environment)
        threading.Thread(target=_serve, args=(connection, host.arrivals), daemon=True).start()
        yield host


def _connected(address: str, socket: Path) -> DBusConnection:
    end = time.monotonic() + _WAIT
    while not socket.exists():
        if time.monotonic() > end:
            raise TimeoutError("the session bus did not come up")
        time.sleep(0.01)
    return open_dbus_connection(address)
