"""Start at login: off until somebody asks, and one way for each kind of system.

XDG autostart entry (Linux), the background portal (Flatpak), a LaunchAgent (macOS), the Run key
(Windows). Each is a property, `enabled`; setting it may touch the disk or ask the desktop, so it
belongs on a worker thread. Setting raises `Trouble`.
"""

from __future__ import annotations

import os
import plistlib
import queue
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from integrations.errors import Trouble
from integrations.session_bus import Bus, Place, Reply, Signal

NAME = "graduand"
_BACKGROUND = "--background"
_AGENT = "graduand.login"

PORTAL = Place("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Background")
_REQUEST = "org.freedesktop.portal.Request"
_DECISION = 60.0
"""Seconds that the user has for the portal's question."""

_RESERVED = frozenset("\"'\\><~|&;$*?#()` \t\n")


class Autostart(Protocol):
    """Whether Graduand starts, without a window, when the user logs in."""

    @property
    def enabled(self) -> bool:
        """What is so at this moment, as far as the system tells."""

    @enabled.setter
    def enabled(self, wanted: bool) -> None:
        """Make it so. Raises `Trouble`."""


class Registry(Protocol):
    """The values below the user's Run key, by name."""

    def read(self, name: str) -> str | None:
        """The value, if there is one."""

    def write(self, name: str, value: str) -> None:
        """Set it."""

    def remove(self, name: str) -> None:
        """Take it away, if it is there."""


def autostart(
    program: Sequence[str],
    bus: Bus,
    *,
    title: str,
    reason: str,
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
) -> Autostart:
    """The way of this system. `program` starts Graduand; `reason` is what a portal shows the user."""
    command = (*program, _BACKGROUND)
    home = Path(environment.get("HOME") or Path.home())
    if platform == "darwin":
        return LaunchAgent(command, home / "Library" / "LaunchAgents")
    if platform == "win32":
        return RunKey(command, _registry())
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    if environment.get("FLATPAK_ID"):
        return Portal(bus, ("graduand", _BACKGROUND), reason, config / NAME)
    everybody = [Path(one) / "autostart" for one in environment.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":") if one]
    return Entry(command, config / "autostart", title, everybody)


class Entry:
    """A file in the XDG autostart folder (Desktop Application Autostart Specification 0.5).

    The user's own goes before one that an administrator put into `everybody`, and can switch that off.
    """

    def __init__(self, command: Sequence[str], folder: Path, title: str, everybody: Sequence[Path] = ()) -> None:
        self._command = command
        self._file = folder / f"{NAME}.desktop"
        self._title = title
        self._everybodys = [one / self._file.name for one in everybody]

    @property
    def enabled(self) -> bool:
        """Whether there is an entry that neither the user nor a desktop's settings switched off."""
        for file in (self._file, *self._everybodys):
            try:
                return _is_on(file.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError):
                continue
        return False

    @enabled.setter
    def enabled(self, wanted: bool) -> None:
        if wanted:
            _write(self._file, entry(self._command, self._title).encode())
        elif any(file.exists() for file in self._everybodys):
            _write(self._file, (entry(self._command, self._title) + "Hidden=true\n").encode())
        else:
            _remove(self._file)


def _is_on(text: str) -> bool:
    said = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in text.splitlines())}
    return said.get("Hidden", "false") != "true" and said.get("X-GNOME-Autostart-enabled", "true") != "false"


class LaunchAgent:
    """A property list that launchd reads at login."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = command
        self._file = folder / f"{_AGENT}.plist"

    @property
    def enabled(self) -> bool:
        """Whether the list is there and not switched off."""
        try:
            said = plistlib.loads(self._file.read_bytes())
        except (OSError, plistlib.InvalidFileException, ValueError):
            return False
        return bool(said.get("RunAtLoad")) and not said.get("Disabled")

    @enabled.setter
    def enabled(self, wanted: bool) -> None:
        if not wanted:
            _remove(self._file)
            return
        said = {
            "Label": _AGENT,
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        _write(self._file, plistlib.dumps(said))


class RunKey:
    """A value below `HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run`."""

    def __init__(self, command: Sequence[str], registry: Registry) -> None:
        self._command = command
        self._registry = registry

    @property
    def enabled(self) -> bool:
        """Whether the value is there. What the task manager switched off is not seen."""
        return self._registry.read(NAME) is not None

    @enabled.setter
    def enabled(self, wanted: bool) -> None:
        try:
            if wanted:
                self._registry.write(NAME, subprocess.list2cmdline(self._command))
            else:
                self._registry.remove(NAME)
        except OSError as problem:
            raise Trouble("autostart-unwritable", NAME) from problem


class Portal:
    """The background portal, the only way out of a Flatpak. It cannot be asked what is so, so its last word is kept."""

    def __init__(
        self, bus: Bus, command: Sequence[str], reason: str, folder: Path, decision: float = _DECISION
    ) -> None:
        self._bus = bus
        self._command = command
        self._reason = reason
        self._file = folder / "starts-at-login"
        self._decision = decision

    @property
    def enabled(self) -> bool:
        """What the portal answered last."""
        return self._file.exists()

    @enabled.setter
    def enabled(self, wanted: bool) -> None:
        granted = self._ask(wanted)
        if granted:
            _write(self._file, b"")
        else:
            _remove(self._file)
        if wanted and not granted:
            raise Trouble("autostart-refused")

    def _ask(self, wanted: bool) -> bool:
        """The user's decision. Raises `Trouble("autostart-no-portal")` if there is nobody to ask."""
        answers: queue.SimpleQueue[Signal] = queue.SimpleQueue()
        stop = self._bus.listen(_REQUEST, "Response", answers.put, sender=PORTAL.name)
        options = {
            "handle_token": ("s", f"{NAME}{os.getpid()}"),
            "reason": ("s", self._reason),
            "autostart": ("b", wanted),
            "commandline": ("as", list(self._command)),
        }
        try:
            reply = self._bus.ask(PORTAL, "RequestBackground", "sa{sv}", ("", options), seconds=10.0)
            if reply.error:
                raise Trouble("autostart-no-portal")
            return self._decided(answers, reply)
        finally:
            stop()

    def _decided(self, answers: queue.SimpleQueue[Signal], reply: Reply) -> bool:
        with suppress(queue.Empty):
            while True:
                answer = answers.get(timeout=self._decision)
                if answer.path != reply.values[0]:
                    continue
                match answer.values:
                    case (0, {"autostart": ("b", True)}):
                        return True
                    case _:
                        return False
        return False


def entry(command: Sequence[str], title: str) -> str:
    """The text of an autostart entry."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={title}",
        f"Exec={' '.join(map(_quoted, command))}",
        f"Icon={NAME}",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
    )
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    """A word of an Exec line (Desktop Entry Specification, "The Exec key"): quoted, then escaped as a string."""
    word = word.replace("%", "%%")
    if not _RESERVED & set(word):
        return word
    for sign in '\\"`$':
        word = word.replace(sign, "\\" + sign)
    return '"' + word.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") + '"'


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a login may read it at any moment."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as draft:
            draft.write(content)
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(path)
    except OSError as problem:
        raise Trouble("autostart-unwritable", str(path)) from problem


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as problem:
        raise Trouble("autostart-unwritable", str(path)) from problem


def _registry() -> Registry:
    if sys.platform == "win32":
        import winreg  # Windows has it, nobody else

        path = r"Software\Microsoft\Windows\CurrentVersion\Run"

        class Run:
            def read(self, name: str) -> str | None:
                try:
                    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                        return str(winreg.QueryValueEx(key, name)[0])
                except FileNotFoundError:
                    return None

            def write(self, name: str, value: str) -> None:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
                    winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)

            def remove(self, name: str) -> None:
                with suppress(FileNotFoundError), winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
                    winreg.DeleteValue(key, name)

        return Run()
    else:  # noqa: RET505 - the type checker reads one branch a system
        raise Trouble("autostart-unwritable", NAME)
