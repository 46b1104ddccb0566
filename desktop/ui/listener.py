"""Receives on the GUI thread what later starts hand over. Only the holder of the lock listens.

A plain socket where the system has one; Qt's local server, three megabytes more, elsewhere.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from desktop.ui.single_instance import OK, TOKEN, Request, parsed

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

Receive = Callable[[Request], None]

_LONGEST = 1_000_000
_WAITING = 16
_CHUNK = 65_536


class Listener(Protocol):
    """Something that listens until it is closed."""

    def close(self) -> None:
        """Stop, and take the socket away."""


def listen(where: Path, receive: Receive) -> Listener:
    """Listen at `where`; `receive` gets each request."""

    def to_the_front(request: Request) -> None:
        if request.token:
            os.environ[TOKEN] = request.token
        receive(request)

    return UnixListener(where, to_the_front) if hasattr(socket, "AF_UNIX") else QtListener(where, receive)


class UnixListener(QObject):
    """A Unix socket that only this user may talk to."""

    def __init__(self, where: Path, receive: Receive) -> None:
        super().__init__()
        self._where = where
        self._receive = receive
        self._open: list[_Wire] = []
        where.unlink(missing_ok=True)  # left by a process that was killed; the lock says that it is gone
        self._socket = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            self._socket.bind(str(where))
        finally:
            os.umask(before)
        self._socket.listen(_WAITING)
        self._socket.setblocking(False)
        self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._connected)

    def close(self) -> None:
        """Stop, and take the socket away."""
        self._notifier.setEnabled(False)
        for wire in list(self._open):
            wire.close()
        self._socket.close()
        self._where.unlink(missing_ok=True)

    def _connected(self) -> None:
        with suppress(BlockingIOError):
            while True:
                connection, _ = self._socket.accept()
                wire = _Wire(connection, self._receive, self)
                wire.finished.connect(self._open.remove)
                self._open.append(wire)


class _Wire(QObject):
    """One later start: a line in, an answer out."""

    finished = Signal(object)
    """Itself, when it has hung up."""

    def __init__(self, connection: socket.socket, receive: Receive, parent: QObject) -> None:
        super().__init__(parent)
        self._connection = connection
        self._receive = receive
        self._said = b""
        connection.setblocking(False)
        self._notifier = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        try:
            part = self._connection.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        self._said += part
        if b"\n" in self._said:
            self._answer(parsed(self._said.partition(b"\n")[0]))
        elif not part or len(self._said) > _LONGEST:
            self.close()

    def _answer(self, understood: Request | None) -> None:
        if understood is not None:
            with suppress(OSError):  # it did not wait; what it said counts all the same
                self._connection.send(OK)
        self.close()
        if understood is not None:
            self._receive(understood)

    def close(self) -> None:
        """Hang up."""
        self._notifier.setEnabled(False)
        self._connection.close()
        self.finished.emit(self)
        self.deleteLater()


class QtListener:
    """The same by Qt's local server."""

    def __init__(self, where: Path, receive: Receive) -> None:
        from PySide6.QtNetwork import QLocalServer  # only where there is no plain socket

        self._receive = receive
        self._open: set[QLocalSocket] = set()
        QLocalServer.removeServer(str(where))
        self._server: QLocalServer = QLocalServer()
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        self._server.listen(str(where))

    def close(self) -> None:
        """Stop, and take the socket away."""
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
        wire.write(OK)
        wire.flush()
        self._receive(understood)

    def _gone(self, wire: QLocalSocket) -> None:
        self._open.discard(wire)
        wire.deleteLater()
