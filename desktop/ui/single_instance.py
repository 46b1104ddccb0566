"""One Graduand a store: a second start hands its files over to the first and ends.

A lock file decides who is first (the system frees it when a process dies, however it dies); a local
socket receives. The second start asks by a plain socket before it pays for loading Qt.
This module imports nothing of Qt at its top for that reason.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE = 5.0
"""Seconds that a second start waits for a first one that is still starting."""

_ANSWER_TIME = 2.0
_LONGEST = 1_000_000
_OK = b"ok\n"


def address(data_dir: Path) -> Path:
    """Where the Graduand over this store listens: private to the user, short, and the same for every spelling."""
    mark = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return Path(runtime) / f"graduand-{mark}.socket"


def message(files: Sequence[Path], *, raise_window: bool) -> bytes:
    """What a second start says; paths absolute, since it may stand in another folder."""
    paths = [str(path.absolute()) for path in files]
    return json.dumps({"files": paths, "raise": raise_window}).encode() + b"\n"


def hand_over(where: Path, words: bytes) -> bool:
    """Whether a running Graduand took the message."""
    if not hasattr(socket, "AF_UNIX"):
        return False
    try:
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(_ANSWER_TIME)
            wire.connect(str(where))
            wire.sendall(words)
            return wire.recv(len(_OK)) == _OK
    except OSError:
        return False


def hand_over_patiently(where: Path, words: bytes) -> bool:
    """As `hand_over`, for a first instance that holds the lock but does not listen yet."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if hand_over(where, words) or _hand_over_by_qt(where, words):
            return True
        time.sleep(0.05)
    return False


def _hand_over_by_qt(where: Path, words: bytes) -> bool:
    """The same on a system without Unix sockets in Python."""
    if hasattr(socket, "AF_UNIX"):
        return False
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - see the module's docstring

    wire = QLocalSocket()
    wire.connectToServer(str(where))
    if not wire.waitForConnected(200):
        return False
    wire.write(words)
    return wire.waitForReadyRead(int(_ANSWER_TIME * 1000)) and bytes(wire.readAll().data()) == _OK


def lock(where: Path) -> QLockFile | None:
    """The lock of the first instance, to be kept while it runs; None where another holds it."""
    from PySide6.QtCore import QLockFile  # noqa: PLC0415 - see the module's docstring

    held = QLockFile(f"{where}.lock")
    held.setStaleLockTime(0)
    return held if held.tryLock(0) else None


class Listener:
    """Receives what later starts hand over, on the GUI thread. Only the holder of the lock makes one."""

    def __init__(self, where: Path, receive: Callable[[list[Path], bool], None]) -> None:
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - see the module's docstring

        self._receive = receive
        self._open: set[QLocalSocket] = set()
        QLocalServer.removeServer(str(where))
        self._server: QLocalServer = QLocalServer()
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        self._server.listen(str(where))

    def close(self) -> None:
        """Stop listening and take the socket away."""
        self._server.close()

    def _connected(self) -> None:
        while (wire := self._server.nextPendingConnection()) is not None:
            self._open.add(wire)
            wire.readyRead.connect(lambda wire=wire: self._read(wire))
            wire.disconnected.connect(lambda wire=wire: self._gone(wire))
            if wire.bytesAvailable():
                self._read(wire)

    def _read(self, wire: QLocalSocket) -> None:
        if not wire.canReadLine():
            if wire.bytesAvailable() > _LONGEST:
                wire.abort()
            return
        understood = parsed(bytes(wire.readLine(_LONGEST).data()))
        if understood is None:
            wire.abort()
            return
        wire.write(_OK)
        wire.flush()
        self._receive(*understood)

    def _gone(self, wire: QLocalSocket) -> None:
        self._open.discard(wire)
        wire.deleteLater()


def parsed(line: bytes) -> tuple[list[Path], bool] | None:
    """Files and whether to raise the window; None for anything that no Graduand says."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("files"), list):
        return None
    paths = [Path(name) for name in said["files"] if isinstance(name, str)]
    return [path for path in paths if path.is_absolute()], bool(said.get("raise"))
