"""One Graduand a store: a second start hands what it was asked for over to the first and ends.

A lock file decides who is first (the system frees it when a process dies, however it dies); a local
socket receives, see `listener`. The second start asks by a plain socket before it pays for loading
Qt. This module imports nothing of Qt at its top for that reason.
"""

from __future__ import annotations

import os
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile

PATIENCE = 5.0
"""Seconds that a second start waits for a first one that is still starting."""

_ANSWER_TIME = 2.0
OK = b"ok\n"

TOKEN = "XDG_ACTIVATION_TOKEN"
"""Where a launcher leaves it, and where Qt looks for it when a window is raised."""

CHOOSE, QUIT = "choose", "quit"
"""Deeds: let the user choose calendar files; end the program."""


class Request(NamedTuple):
    """What a start asks of the instance that runs: files to read, the window raised, a deed of this module's.

    `token` is the leave to come to the front that the launcher gave the later start (xdg-activation, on Wayland).
    """

    files: tuple[Path, ...] = ()
    raise_window: bool = True
    deed: str = ""
    token: str = ""


def address(data_dir: Path) -> Path:
    """Where the Graduand over this store listens: private to the user, short, and the same for every spelling."""
    spelling = os.fsencode(data_dir.resolve())
    mark = f"{zlib.crc32(spelling):08x}{zlib.adler32(spelling):08x}"
    return _runtime() / f"graduand-{mark}.socket"


def _runtime() -> Path:
    named = os.environ.get("XDG_RUNTIME_DIR")
    if named:
        return Path(named)
    import tempfile  # each millisecond before the icon counts

    return Path(tempfile.gettempdir())


def message(request: Request) -> bytes:
    """What a second start says; paths absolute, since it may stand in another folder."""
    import json  # see above

    paths = [str(path.absolute()) for path in request.files]
    token = request.token or os.environ.get(TOKEN, "")
    said = {"files": paths, "raise": request.raise_window, "deed": request.deed, "token": token}
    return json.dumps(said).encode() + b"\n"


def hand_over(where: Path, request: Request) -> bool:
    """Whether a running Graduand took the request."""
    if not where.exists():
        return False
    import socket  # see above

    if not hasattr(socket, "AF_UNIX"):
        return False
    try:
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(_ANSWER_TIME)
            wire.connect(str(where))
            wire.sendall(message(request))
            return wire.recv(len(OK)) == OK
    except OSError:
        return False


def hand_over_patiently(where: Path, request: Request) -> bool:
    """As `hand_over`, for a first instance that holds the lock but does not listen yet."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if hand_over(where, request):
            return True
        if os.name == "nt" and _hand_over_by_qt(where, message(request)):
            return True
        time.sleep(0.05)
    return False


def gone(where: Path) -> bool:
    """Whether the Graduand that listened there has put itself away, within the patience of a start."""
    end = time.monotonic() + PATIENCE
    while where.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return not where.exists()


def _hand_over_by_qt(where: Path, words: bytes) -> bool:
    """The same on a system where Python has no local sockets."""
    from PySide6.QtNetwork import QLocalSocket  # see the module's docstring

    wire = QLocalSocket()
    wire.connectToServer(str(where))
    if not wire.waitForConnected(200):
        return False
    wire.write(words)
    return wire.waitForReadyRead(int(_ANSWER_TIME * 1000)) and bytes(wire.readAll().data()) == OK


def lock(where: Path) -> QLockFile | None:
    """The lock of the first instance, to be kept while it runs; None where another holds it."""
    from PySide6.QtCore import QLockFile  # see the module's docstring

    held = QLockFile(f"{where}.lock")
    held.setStaleLockTime(0)
    return held if held.tryLock(0) else None


def parsed(line: bytes) -> Request | None:
    """What a second start said; None for anything that no Graduand says."""
    import json  # see above

    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("files"), list):
        return None
    paths = tuple(Path(name) for name in said["files"] if isinstance(name, str))
    deed, token = said.get("deed"), said.get("token")
    return Request(
        tuple(path for path in paths if path.is_absolute()),
        bool(said.get("raise")),
        deed if deed in (CHOOSE, QUIT) else "",
        token if isinstance(token, str) and token.isprintable() else "",
    )
