"""HTTP for Google's library, over httplib2: a request is sent once, and what is not known about it is said.

httplib2 by itself sends a POST a second time when the server closes the connection without an answer, so one insert
makes two events and two mails. Its connections are replaced by ones that do not let it. Redirects are not followed: a
token goes to the address that it is for.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import httplib2

from integrations.calendars.google.endpoints import is_loopback

TIMEOUT = 30.0
"""Seconds that may pass without a byte."""
STALE = 20.0
"""Seconds after which a kept connection is not trusted any more: servers close what is idle without a word."""


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


class _NeverSent(OSError):
    """There was no connection, so nothing arrived."""


class _Unanswered(OSError):
    """What httplib2 would take as a reason to send again."""


class _Once:
    """A connection over which a request is sent once."""

    host: str
    port: int

    def connect(self) -> None:
        """As the standard library does it, which knows the system's proxies and lets no socket lie about."""
        try:
            self._reach()
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise _NeverSent(type(error).__name__) from error

    def _reach(self) -> None:
        raise NotImplementedError

    def getresponse(self) -> http.client.HTTPResponse:
        try:
            return super().getresponse()  # type: ignore[misc, no-any-return] # httplib2 has no types
        except (http.client.BadStatusLine, http.client.ResponseNotReady) as error:
            raise _Unanswered(type(error).__name__) from error


class _Plain(_Once, httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc] # httplib2 has no types
    """Only ever to this machine, see `endpoints`, and so through no proxy."""

    def _reach(self) -> None:
        http.client.HTTPConnection.connect(self)


class _Secure(_Once, httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc] # httplib2 has no types
    """Everything else. Whom the system trusts is trusted as well: companies look into what leaves their network."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._context.load_default_certs()
        self._target = (self.host, self.port)

    def _reach(self) -> None:
        host, port = self._target
        proxy = "" if is_loopback(host) else _proxy_for(host)
        if proxy:
            through = urlsplit(proxy if "//" in proxy else f"//{proxy}")
            self.host, self.port = through.hostname or "", through.port or 80
            self.set_tunnel(host, port, _credentials(through.username, through.password))
        http.client.HTTPSConnection.connect(self)


class Transport:
    """What Google's library sends its requests over: `HttpRequest.execute(http=transport)`.

    One request at a time; any thread may call. Proxies are the environment's or the system's, and NO_PROXY is honoured.
    """

    def __init__(self, *, timeout: float = TIMEOUT, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._turn = threading.Lock()
        self._monotonic = monotonic
        self._used = 0.0
        self._http = httplib2.Http(timeout=timeout, proxy_info=None)
        self._http.follow_redirects = False

    def request(
        self, uri: str, method: str = "GET", body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[httplib2.Response, bytes]:
        """Send once; over a new connection where it writes, since a kept one may have been closed. Raises Unreachable.

        The signature is the one that Google's library calls.
        """
        with self._turn:
            if method != "GET" or self._monotonic() - self._used > STALE:
                self._http.close()
            kind = _Secure if uri.startswith("https:") else _Plain
            try:
                answer, content = self._http.request(uri, method, body, dict(headers or {}), connection_type=kind)
            except (OSError, ValueError, http.client.HTTPException, httplib2.error.HttpLib2Error) as error:
                self._http.close()
                raise _unreachable(error) from error
            except BaseException:
                self._http.close()
                raise
            self._used = self._monotonic()
            return answer, content

    def send(self, verb: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """The same for what is no call of the library's: the token endpoint. Raises Unreachable."""
        answer, content = self.request(url, verb, body, headers)
        return Answer(answer.status, answer, content)

    def close(self) -> None:
        """Let go of the connections; the next request makes new ones."""
        with self._turn:
            self._http.close()


def _unreachable(error: Exception) -> Unreachable:
    cause = error.__cause__ or error
    never = isinstance(error, _NeverSent | httplib2.ServerNotFoundError)
    return Unreachable(type(cause).__name__, sent=not never, insecure=isinstance(cause, ssl.SSLCertVerificationError))


def _proxy_for(host: str) -> str:
    from urllib.request import getproxies, proxy_bypass  # only where something is asked

    return "" if proxy_bypass(host) else getproxies().get("https", "")


def _credentials(user: str | None, password: str | None) -> dict[str, str]:
    if not user:
        return {}
    from base64 import b64encode  # few proxies ask for a password

    pair = f"{unquote(user)}:{unquote(password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
