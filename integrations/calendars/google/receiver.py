"""Waits on 127.0.0.1 for the browser to bring Google's answer back (RFC 8252, 7.3), whatever else knocks meanwhile.

One thread and no blocking call: somebody who connects and says nothing holds up nobody. Only a GET of the one path
with the right state is an answer; a favicon, a scanner, another state get a page of their own and change nothing.
"""

from __future__ import annotations

import contextlib
import hmac
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from integrations.calendars.google.page import page
from integrations.errors import Cancelled, Trouble
from resources.texts import text

PATIENCE = 300.0
"""Seconds in which somebody finds a password and a second factor."""
_TICK = 0.1
_IDLE = 10.0
_MOST = 64
_LONGEST = 16 * 1024
_LINGER = 0.5


@dataclass(slots=True)
class _Visitor:
    connection: socket.socket
    until: float
    said: bytearray = field(default_factory=bytearray)


class Receiver:
    """One address for one sign-in. Use it in a `with`, from one thread; it listens from the start.

    Raises `Trouble("google-loopback")` where this machine lets nobody listen.
    """

    def __init__(self, state: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._state = state
        self._monotonic = monotonic
        self._selector = selectors.DefaultSelector()
        self._visitors: dict[socket.socket, _Visitor] = {}
        self._answering: list[socket.socket] = []
        self._last = b""
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._listener.bind(("127.0.0.1", 0))
            self._listener.listen(_MOST)
        except OSError as error:
            self._listener.close()
            self._selector.close()
            raise Trouble("google-loopback") from error
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def redirect(self) -> str:
        """Where the browser is to be sent back to."""
        return f"http://{self.address}/"

    def __enter__(self) -> Receiver:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in (*self._visitors, *self._answering):
            connection.close()
        self._listener.close()
        self._selector.close()

    def wait(self, *, patience: float = PATIENCE, cancelled: Callable[[], bool] | None = None) -> dict[str, str]:
        """What Google answered: `code`, or `error`. The browser waits for `finish` from then on.

        Raises Cancelled, and `Trouble("google-timed-out")` after `patience` seconds.
        """
        until = self._monotonic() + patience
        while self._monotonic() < until:
            if cancelled and cancelled():
                raise Cancelled
            for visitor in self._ready(_TICK):
                if found := self._answer_of(visitor):
                    return found
        raise Trouble("google-timed-out")

    def finish(self, content: bytes) -> None:
        """Show this page to whoever brought the answer, and for a moment to whoever brings it once more."""
        self._last = content
        for connection in self._answering:
            self._send(connection, "200 OK", content)
        self._answering.clear()
        until = self._monotonic() + _LINGER
        while self._visitors and self._monotonic() < until:
            for visitor in self._ready(_TICK):
                if self._answer_of(visitor):
                    self._send(self._answering.pop(), "200 OK", content)

    def _ready(self, seconds: float) -> list[_Visitor]:
        """Those who have said all that they wanted to ask."""
        for key, _ in self._selector.select(seconds):
            if key.fileobj is self._listener:
                self._welcome()
            elif key.data in self._visitors:
                self._hear(self._visitors[key.data])
        now = self._monotonic()
        for visitor in [one for one in self._visitors.values() if one.until < now]:
            self._leave(visitor).close()
        return [one for one in self._visitors.values() if b"\r\n\r\n" in one.said]

    def _welcome(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # it is gone already
            return
        if len(self._visitors) >= _MOST:
            self._leave(min(self._visitors.values(), key=lambda one: one.until)).close()
        connection.setblocking(False)
        self._visitors[connection] = _Visitor(connection, self._monotonic() + _IDLE)
        self._selector.register(connection, selectors.EVENT_READ, connection)

    def _hear(self, visitor: _Visitor) -> None:
        try:
            part = visitor.connection.recv(_LONGEST)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        visitor.said += part
        if not part or len(visitor.said) > _LONGEST:
            self._leave(visitor).close()

    def _leave(self, visitor: _Visitor) -> socket.socket:
        self._selector.unregister(visitor.connection)
        return self._visitors.pop(visitor.connection).connection

    def _answer_of(self, visitor: _Visitor) -> dict[str, str]:
        """Google's answer, its connection kept for `finish`; {} for everything else, which is answered here."""
        connection = self._leave(visitor)
        verb, target, host = _head(bytes(visitor.said))
        path, _, query = target.partition("?")
        if verb not in ("GET", "HEAD"):
            self._send(connection, "405 Method Not Allowed", b"")
        elif host != self.address or path != "/":
            self._send(connection, "404 Not Found", b"")
        elif verb == "HEAD":
            self._send(connection, "200 OK", b"")
        else:
            found = {name: values[0] for name, values in _query(query).items() if len(values) == 1}
            ours = hmac.compare_digest(found.get("state", "").encode(), self._state.encode())
            if ours and ("code" in found or "error" in found):
                self._answering.append(connection)
                return found
            self._send(connection, "400 Bad Request", page(text("accounts.page.stray"), text("accounts.page.waiting")))
        return {}

    def _send(self, connection: socket.socket, status: str, content: bytes) -> None:
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(content)}\r\n"
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nReferrer-Policy: no-referrer\r\n"
            "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
        with contextlib.suppress(OSError), connection:  # a browser that did not wait misses only the page
            connection.settimeout(1.0)
            connection.sendall(head.encode() + content)
            connection.shutdown(socket.SHUT_WR)


def _head(said: bytes) -> tuple[str, str, str]:
    """Verb, target and host of a request; empty ones where it is none."""
    first, *lines = said.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[1].startswith("/"):
        return "", "", ""
    hosts = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:")]
    return words[0], words[1], hosts[0] if len(hosts) == 1 else ""


def _query(written: str) -> dict[str, list[str]]:
    try:
        return parse_qs(written, max_num_fields=32, errors="strict")
    except ValueError:
        return {}
