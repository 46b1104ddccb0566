"""A private desktop for a test: its own display, session bus, home and panel, each ended by its own pid.

Traps that shaped it: Xvfb writes the display's number and the newline separately, so it is read up to
the newline; a bus with the system's service folder would start a notification daemon behind our
back, so ours knows nothing but the panel's settings store; where there is no system bus, programs
are pointed at the private one.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ROOT = Path(__file__).resolve().parents[2]
WATCHER = "org.kde.StatusNotifierWatcher"
_CONFIG = Path(__file__).parent / "config"
_XFCONF = Path("/usr/share/dbus-1/services/org.xfce.Xfconf.service")
_PATIENCE = 20.0


@dataclass
class Desktop:
    """What a test starts programs on. `environment` is all they are given besides PATH."""

    place: Path
    environment: dict[str, str]
    _children: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _bus: DBusConnection | None = None

    def start(
        self, *words: str, quiet: bool = False, environment: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program; it is ended with the desktop. Its output goes to a file named after it."""
        log = self.place / f"{Path(words[0]).name}-{len(self._children)}.log"
        with log.open("wb") as output:
            child = subprocess.Popen(
                words,
                env={"PATH": os.environ["PATH"], **self.environment, **(environment or {})},
                cwd=self.place,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if quiet else output,
                stderr=subprocess.DEVNULL if quiet else subprocess.STDOUT,
                start_new_session=True,
            )
        self._children.append(child)
        return child

    def start_graduand(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the program itself from this tree."""
        return self.start(sys.executable, "-m", "desktop", *words, environment={"PYTHONPATH": str(ROOT)})

    def programs(self, name: str) -> list[subprocess.Popen[bytes]]:
        """What was started under that name and still runs, the youngest first."""
        return [child for child in reversed(self._children) if _name(child) == name and child.poll() is None]

    def said(self) -> str:
        """What the programs wrote, for a failing test's message."""
        return "\n".join(f"{log.name}: {log.read_text(errors='replace')}" for log in sorted(self.place.glob("*.log")))

    def start_panel(self) -> None:
        """A real panel with a real tray; ready when the tray's name is on the bus."""
        folder = self.place / "home" / ".config" / "xfce4" / "xfconf" / "xfce-perchannel-xml"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(_CONFIG / "xfce4-panel.xml", folder)
        self.start("xfce4-panel", "--disable-wm-check", "--sm-client-disable", quiet=True)
        wait_for(lambda: self.owns(WATCHER), "the panel's tray")

    @property
    def bus(self) -> DBusConnection:
        """A connection of the test's own."""
        if self._bus is None:
            self._bus = open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        return self._bus

    def call(
        self, address: DBusAddress, method: str, signature: str = "", body: tuple[object, ...] = ()
    ) -> tuple[object, ...]:
        """One call on the session bus. Raises RuntimeError with the error's text."""
        reply = self.bus.send_and_get_reply(new_method_call(address, method, signature or None, body), timeout=10)
        if reply.header.message_type is MessageType.error:
            raise RuntimeError(f"{method}: {reply.body}")
        values: tuple[object, ...] = reply.body
        return values

    def owns(self, name: str) -> bool:
        """Whether a name is taken on the session bus."""
        daemon = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        return bool(self.call(daemon, "NameHasOwner", "s", (name,))[0])

    def kill_bus(self) -> None:
        """The session bus dies without a word; `start_bus` brings another one at the same address."""
        (child,) = [one for one in self._children if _is_bus(one) and one.poll() is None]
        child.kill()
        child.wait()
        (self.place / "bus").unlink(missing_ok=True)
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def start_bus(self) -> None:
        """A session bus with the configuration of this desktop."""
        self.start("dbus-daemon", f"--config-file={self.place}/bus.conf", "--nofork", "--nopidfile", quiet=True)
        wait_for(lambda: _listens(self.place / "bus"), "the session bus")

    def close(self) -> None:
        """End everything that was started, the youngest first."""
        if self._bus is not None:
            self._bus.close()
        for child in reversed(self._children):
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(5)
                except subprocess.TimeoutExpired:
                    os.killpg(child.pid, signal.SIGKILL)
                    child.wait()


@contextmanager
def private_desktop(*, panel: bool = True, size: str = "1280x900") -> Iterator[Desktop]:
    """A desktop for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="graduand-desktop-") as name:
        place = Path(name)
        desktop = Desktop(place, _environment(place))
        try:
            _start_display(desktop, size)
            _start_bus(desktop)
            if panel:
                desktop.start_panel()
            yield desktop
        finally:
            desktop.close()


def wait_for(true: Callable[[], object], what: str, patience: float = _PATIENCE) -> None:
    """Wait until something is so. Raises TimeoutError that names `what`."""
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {patience:.0f} s")
        time.sleep(0.02)


def _listens(path: Path) -> bool:
    """A socket is there a moment before anybody may call."""
    with socket.socket(socket.AF_UNIX) as one:
        return one.connect_ex(str(path)) == 0


def _name(child: subprocess.Popen[bytes]) -> str:
    words = child.args
    return str(words[0]) if isinstance(words, list | tuple) else str(words)


def _environment(place: Path) -> dict[str, str]:
    home, run, temporary = place / "home", place / "run", place / "tmp"
    home.mkdir()
    temporary.mkdir()
    run.mkdir(mode=0o700)
    return {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "XDG_RUNTIME_DIR": str(run),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CURRENT_DESKTOP": "XFCE",
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/London",
        "QT_QPA_PLATFORM": "xcb",
        "NO_AT_BRIDGE": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _start_display(desktop: Desktop, size: str) -> None:
    reader, writer = os.pipe()
    words = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        f"{size}x24",
        "-nolisten",
        "tcp",
        "-fbdir",
        str(desktop.place),
    ]
    child = subprocess.Popen(
        words, pass_fds=[writer], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writer)
    desktop._children.append(child)
    with os.fdopen(reader, "rb") as numbers:
        number = numbers.readline().strip().decode()
    if not number:
        raise RuntimeError("Xvfb did not start")
    desktop.environment["DISPLAY"] = f":{number}"


def _start_bus(desktop: Desktop) -> None:
    services = desktop.place / "services"
    services.mkdir()
    if _XFCONF.exists():
        shutil.copy(_XFCONF, services)
    address = f"unix:path={desktop.place}/bus"
    config = (_CONFIG / "session-bus.conf").read_text(encoding="utf-8")
    (desktop.place / "bus.conf").write_text(config.format(address=address, services=services), encoding="utf-8")
    desktop.environment["DBUS_SESSION_BUS_ADDRESS"] = address
    desktop.environment["DBUS_SYSTEM_BUS_ADDRESS"] = address
    desktop.start_bus()


def _is_bus(child: subprocess.Popen[bytes]) -> bool:
    return isinstance(child.args, tuple) and child.args[0] == "dbus-daemon"


def programs_missing(names: Sequence[str] = ("Xvfb", "dbus-daemon", "xfce4-panel", "xwininfo")) -> list[str]:
    """Programs that are not installed."""
    return [name for name in names if shutil.which(name) is None]
