"""One connection: reads requests, lets faults strike, counts, answers."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.google import batch
from tests.google.answers import Answer
from tests.google.faults import Fault, said
from tests.google.query import Query
from tests.google.requests import Noted, Request, target_of

if TYPE_CHECKING:
    from tests.google.server import GoogleServer

_VERBS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})
_SILENT = frozenset({"time-out", "reset", "close"})


class Gone(Exception):
    """The connection is to be ended without another word."""


class Connection(BaseHTTPRequestHandler):
    """HTTP/1.1 with connections kept open, as Google's."""

    protocol_version = "HTTP/1.1"
    server_version = "ESF"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    google: GoogleServer

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_") and name[3:] in _VERBS:
            return self._serve
        raise AttributeError(name)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are kept in `GoogleServer.requests` and not printed."""

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError, Gone):
            self.close_connection = True  # the client is gone, perhaps killed by the test: the server goes on

    def finish(self) -> None:
        try:
            super().finish()
        except (ConnectionError, ValueError):
            self.close_connection = True

    def _serve(self) -> None:
        began = time.perf_counter()
        request = self._read()
        if request.path.startswith("/control/"):
            self._send(self.google.control(request))
            return
        target = target_of(request)
        noted = Noted(target.kind, request.method, request.path, _without_secrets(target.kind, request), b"")
        noted.body = b"" if target.kind.startswith(("token", "revoke", "auth")) else request.body
        self.google.note(noted)
        try:
            self._answer(request, noted, began)
        finally:
            self.google.noted_done(noted)

    def _answer(self, request: Request, noted: Noted, began: float) -> None:
        fault = self.google.faults.strike(noted.kind, request.method, request.target, request.body)
        if fault and fault.when == "before" and fault.name not in ("slow", "ignored"):
            noted.seconds = time.perf_counter() - began
            self._suffer(fault, noted, None)
            return
        commits = self.google.world.commits_here
        answer = self._ignored(request) if fault and fault.name == "ignored" else self._real(request)
        noted.committed = self.google.world.commits_here > commits
        encode(answer)
        noted.seconds = time.perf_counter() - began
        if fault and fault.name != "ignored":
            self._suffer(fault, noted, answer)
            return
        noted.status = answer.status
        self._send(answer, noted.seconds)  # not timed: a big answer waits for its reader

    def _real(self, request: Request) -> Answer:
        target = target_of(request)
        if target.kind == "batch":
            return batch.answer(request, self._part)
        return self.google.api.answer(request, target)

    def _part(self, request: Request) -> Answer:
        """A part of a batch is counted and may be struck on its own, by faults that have an answer."""
        target = target_of(request)
        noted = Noted(target.kind, request.method, request.path, request.query.pairs, request.body)
        self.google.note(noted)
        fault = self.google.faults.strike(noted.kind, request.method, request.target, request.body)
        commits = self.google.world.commits_here
        answer = None if fault and fault.when == "before" else self.google.api.answer(request, target)
        noted.committed = self.google.world.commits_here > commits
        if fault:
            noted.fault = fault.name
            answer = said(fault, self.google.base_url) or answer or Answer(503, {})
        assert answer is not None
        noted.status = answer.status
        self.google.noted_done(noted)
        return answer

    def _ignored(self, request: Request) -> Answer:
        modes = self.google.world.modes
        with self.google.world.lock:
            modes.ignore_writes, usual = True, modes.ignore_writes
            try:
                return self._real(request)
            finally:
                modes.ignore_writes = usual

    def _suffer(self, fault: Fault, noted: Noted, answer: Answer | None) -> None:
        noted.fault = f"{fault.name}-{fault.when}"
        if fault.kill == "instead":
            self._kill()
            raise Gone
        if fault.name == "token-revoked":
            self.google.api.oauth.revoke_account()
        elif fault.name == "token-expired":
            self.google.api.oauth.expire_access()
        if fault.name in _SILENT:
            self._fall_silent(fault)
        elif fault.name == "slow":
            self.google.wait(fault.seconds)
        words = said(fault, self.google.base_url, noted.kind) or answer or Answer(200, {})
        noted.status = words.status
        if fault.name in ("truncated", "cut-json"):
            self._send_half(words, whole_length=fault.name == "truncated")
        else:
            self._send(words)
        if fault.kill == "then":
            self.wfile.flush()
            self._kill()
        if fault.name == "truncated":
            raise Gone

    def _fall_silent(self, fault: Fault) -> None:
        if fault.kill == "then":
            self._kill()
        if fault.name == "time-out":
            self.google.wait(fault.seconds, self.connection)
        elif fault.name == "reset":
            # a linger time of zero makes close() send RST (socket(7))
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        raise Gone

    def _kill(self) -> None:
        os.kill(self.google.victim(), signal.SIGKILL)

    def _read(self) -> Request:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            raise Gone  # the client died while it wrote: nothing of this request counts
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        method = headers.get("x-http-method-override", self.command)
        query = parts.query
        if method != self.command and method == "GET":
            query, body = body.decode(), b""  # googleapiclient sends long queries as a form
        return Request(method, parts.path, Query.read(query), headers, body)

    def _send(self, answer: Answer, seconds: float | None = None) -> None:
        content = encode(answer)
        self._head(answer, len(content), seconds)
        self.wfile.write(content)
        self.wfile.flush()

    def _send_half(self, answer: Answer, *, whole_length: bool) -> None:
        content = encode(answer)
        half = content[: len(content) // 2]
        self._head(answer, len(content) if whole_length else len(half), None)
        self.wfile.write(half)
        self.wfile.flush()

    def _head(self, answer: Answer, size: int, seconds: float | None) -> None:
        self.send_response(answer.status)
        if answer.status != 204:
            self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(size))
        if seconds is not None:
            self.send_header("Server-Timing", f"own;dur={seconds * 1000:.3f}")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()


def encode(answer: Answer) -> bytes:
    """The answer's bytes, made once."""
    if answer.content is None:
        answer.content = b""
    elif not isinstance(answer.content, bytes):
        answer.content = json.dumps(answer.content, ensure_ascii=False).encode()
    return answer.content


def _without_secrets(kind: str, request: Request) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in request.query.pairs if not (kind == "revoke" and pair[0] == "token"))
