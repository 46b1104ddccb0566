"""HTTP: a request is sent once, and what is not known about it is said. Nothing here knows of calendars.

Not `httplib2`: it sends a POST a second time when the server closes the connection without an answer, so one insert
makes two events and two mails. Redirects are not followed either: a token goes to the address that it is for.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from integrations.calendars.google.endpoints import is_loopback

TIMEOUT = 30.0
"""Seconds that may pass without a byte."""
WHOLE = 180.0
"""Seconds that an answer may take from its first byte to its last."""
LARGEST = 128 * 1024 * 1024
"""Bytes of an answer, unpacked."""
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What came back, unpacked. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Unreachable(Exception):
    """No whole answer came.

    `sent`: the request may have arrived. `insecure`: whoever answered could not prove to be the server.
    """

    def __init__(self, why: str, *, sent: bool, insecure: bool = False) -> None:
        super().__init__(why)
        self.sent = sent
        self.insecure = insecure


class Transport:
    """One kept connection for each server. One request at a time; any thread may call.

    Proxies are the environment's or the system's, and NO_PROXY is honoured; this machine never goes through one.
    """

    def __init__(
        self, *, timeout: float = TIMEOUT, whole: float = WHOLE, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._timeout = timeout
        self._whole = whole
        self._monotonic = monotonic
        self._turn = threading.Lock()
        self._kept: dict[tuple[str, str], http.client.HTTPConnection] = {}
        self._context: ssl.SSLContext | None = None

    def send(
        self, verb: str, url: str, headers: Mapping[str, str], body: bytes | None = None, *, fresh: bool = False
    ) -> Answer:
        """Send once. `fresh`: over a new connection, since a kept one may have been closed meanwhile.

        Raises Unreachable.
        """
        parts = urlsplit(url)
        place = (parts.scheme, parts.netloc)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        with self._turn:
            kept = self._kept.pop(place, None)
            if kept is not None and fresh:
                kept.close()
                kept = None
            connection = kept or self._connected(parts.scheme, parts.hostname or "", parts.port)
            try:
                answer = self._exchanged(connection, verb, target, headers, body)
            except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
                connection.close()
                raise Unreachable(type(error).__name__, sent=True) from error
            except BaseException:
                connection.close()
                raise
            if connection.sock is not None:
                self._kept[place] = connection
            return answer

    def close(self) -> None:
        """Let go of the connections; the next request makes new ones."""
        with self._turn:
            for connection in self._kept.values():
                connection.close()
            self._kept.clear()

    def _connected(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        connection = self._made(scheme, host, port)
        try:
            connection.connect()
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            insecure = isinstance(error, ssl.SSLCertVerificationError)
            raise Unreachable(type(error).__name__, sent=False, insecure=insecure) from error
        return connection

    def _made(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "http":  # only ever on this machine, see `endpoints`
            return http.client.HTTPConnection(host, port, timeout=self._timeout)
        proxy = "" if is_loopback(host) else _proxy_for(host)
        if not proxy:
            return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=self._secure())
        through = urlsplit(proxy if "//" in proxy else f"//{proxy}")
        connection = http.client.HTTPSConnection(
            through.hostname or "", through.port or 80, timeout=self._timeout, context=self._secure()
        )
        connection.set_tunnel(host, port or 443, _credentials(through.username, through.password))
        return connection

    def _secure(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
            paths = ssl.get_default_verify_paths()
            if not any(path and Path(path).exists() for path in (paths.cafile, paths.capath)):
                import certifi  # noqa: PLC0415 - a packaged Python knows no place of the system's

                self._context.load_verify_locations(certifi.where())
        return self._context

    def _exchanged(
        self,
        connection: http.client.HTTPConnection,
        verb: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> Answer:
        connection.request(verb, target, body, {"Accept-Encoding": "gzip", **headers})
        response = connection.getresponse()
        with response:
            content = self._content(response)
            found = {name.lower(): value for name, value in response.getheaders()}
        if response.will_close:
            connection.close()
        return Answer(response.status, found, content)

    def _content(self, response: http.client.HTTPResponse) -> bytes:
        """All of it, unpacked. Raises OSError, HTTPException, ValueError or zlib.error where it is not whole."""
        deadline = self._monotonic() + self._whole
        packed = response.headers.get("Content-Encoding", "").strip().lower() == "gzip"
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
        parts, size = [], 0
        while chunk := response.read1(_CHUNK):
            part = unpack.decompress(chunk, LARGEST + 1 - size) if unpack else chunk
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise ValueError("an answer that is too large")
            if self._monotonic() > deadline:
                raise TimeoutError("an answer that does not end")
        if response.length or (unpack is not None and size and not unpack.eof):
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(parts)


def _proxy_for(host: str) -> str:
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - 20 ms that a call without network is spared

    return "" if proxy_bypass(host) else getproxies().get("https", "")


def _credentials(user: str | None, password: str | None) -> dict[str, str]:
    if not user:
        return {}
    from base64 import b64encode  # noqa: PLC0415

    pair = f"{unquote(user)}:{unquote(password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
