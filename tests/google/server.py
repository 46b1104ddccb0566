"""The server itself: a thread in the test's own process, or a process of its own (`python -m tests.google`)."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
import traceback
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.google import control, filling
from tests.google.answers import Answer
from tests.google.api import Api
from tests.google.connection import Connection
from tests.google.consent import Consent, Screen
from tests.google.faults import Fault, Faults, Name
from tests.google.mail import Mail
from tests.google.oauth import PREFIX, OAuth
from tests.google.requests import Noted, Request
from tests.google.resources import View, shown
from tests.google.world import Calendar, Modes, World

READ_SCOPES = ("calendar.events.readonly", "calendar.calendarlist.readonly")
WRITE_SCOPES = ("calendar.events", "calendar.calendarlist.readonly")


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    google: GoogleServer

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.open: set[socket.socket] = set()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.open.discard(request)

    def hang_up(self) -> None:
        """Ends the connections that clients keep open, and their threads with them."""
        for connection in list(self.open):
            with suppress(OSError):  # it ended by itself in the meantime
                connection.shutdown(socket.SHUT_RDWR)
        end = time.monotonic() + 5
        while self.open and time.monotonic() < end:
            time.sleep(0.005)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the signature is socketserver's
        self.google.keep_crash()


class GoogleServer:
    """Google Calendar and Google's sign-in on loopback; `with GoogleServer() as google: google.base_url`.

    `account` is the person who signs in unless the test says otherwise, `zone` that of the primary calendar,
    `now` a fixed clock (without it the machine's).
    """

    def __init__(
        self,
        account: str = "mentee@example.org",
        zone: str = "Europe/London",
        now: datetime | None = None,
        port: int = 0,
    ) -> None:
        self.world = World(now)
        self.api = Api(self.world)
        self.faults = Faults()
        self.requests: list[Noted] = []
        self.crashes: list[str] = []
        """Tracebacks of the server's own mistakes; a test with one is worth nothing."""
        self._victim: int | None = None
        self._given = threading.Condition()
        self._stopping = threading.Event()
        handler = type("Handler", (Connection,), {"google": self})
        self._listener = _Listener(("127.0.0.1", port), handler)
        self._listener.google = self
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,), name="google", daemon=True)
        self.account = account
        self.add_calendar(account, zone=zone, owner=account)

    @property
    def base_url(self) -> str:
        """Without a slash at its end; good for both base-URL settings."""
        return f"http://127.0.0.1:{self._listener.server_address[1]}"

    def __enter__(self) -> GoogleServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._stopping.set()
        self._listener.shutdown()
        self._listener.hang_up()
        self._listener.server_close()
        self._thread.join(5)

    # what it holds

    @property
    def modes(self) -> Modes:
        return self.world.modes

    @property
    def oauth(self) -> OAuth:
        return self.api.oauth

    @property
    def screen(self) -> Screen:
        return self.api.screen

    @property
    def mails(self) -> list[Mail]:
        return self.world.outbox.mails

    def add_calendar(
        self,
        calendar_id: str,
        *,
        summary: str = "",
        zone: str = "Europe/London",
        owner: str = "",
        role: str = "",
        primary: bool | None = None,
        labels: list[dict[str, str]] | None = None,
        **entry: Any,
    ) -> Calendar:
        """A calendar in the owner's list and, with `role` or its own, in that of the server's account.

        An id that is the owner's address is a primary one. `entry` are more fields of the list entry.
        """
        owner = owner or self.account
        primary = calendar_id == owner if primary is None else primary
        calendar = Calendar(calendar_id, summary or calendar_id, zone, owner, primary, labels or [])
        with self.world.lock:
            self.world.calendars[calendar_id] = calendar
            self.world.account(owner).roles[calendar_id] = "owner"
            mine = self.world.account(self.account)
            if role:
                mine.roles[calendar_id] = role
            if entry:
                mine.entries[calendar_id] = dict(entry)
        return calendar

    def add_account(self, email: str, zone: str = "Europe/London") -> Calendar:
        """Somebody else, with a primary calendar of their own; events that invite them are copied there."""
        return self.add_calendar(email, zone=zone, owner=email)

    def load_ics(self, path: str | Path, calendar_id: str = "", **how: Any) -> list[str]:
        """The events of an .ics file as Google would hold them; see `filling.load_ics`. Returns the ids."""
        return filling.load_ics(self.world, self.calendar(calendar_id), Path(path), **how)

    def put(self, body: dict[str, Any], calendar_id: str = "") -> str:
        """An event exactly as given, unchecked: what no client could write but Google may hold. Returns its id."""
        return filling.put(self.world, self.calendar(calendar_id), body)

    def edit(self, event_id: str, calendar_id: str = "", **changes: Any) -> None:
        """Somebody else has changed an event, or one instance of a series: new etag, no mail, no request."""
        filling.edit(self.world, self.calendar(calendar_id), event_id, changes)

    def events(self, calendar_id: str = "") -> list[dict[str, Any]]:
        """Everything on a calendar as its owner sees it, cancelled events and exceptions too."""
        calendar = self.calendar(calendar_id)
        view = View(calendar.owner, "owner", calendar.zone_name)
        with self.world.lock:
            return [shown(event, calendar, view) for event in calendar.events.values()]

    def warm(self, calendar_id: str = "") -> None:
        """Before a benchmark: no event has to be encoded any more."""
        calendar = self.calendar(calendar_id)
        role = self.world.account(self.account).roles[calendar.id]
        filling.warm(calendar, View(self.account, role, calendar.zone_name))

    def split_series(self, event_id: str, at: datetime, calendar_id: str = "", **changes: Any) -> str:
        """ "This and following" in Google's own window: a second master from that slot on. Returns its id."""
        return filling.split_series(self.world, self.calendar(calendar_id), event_id, at, changes)

    def calendar(self, calendar_id: str = "") -> Calendar:
        return self.world.calendars[calendar_id or self.account]

    # signing in

    def sign_in(self, account: str = "", scopes: tuple[str, ...] = WRITE_SCOPES) -> tuple[str, str]:
        """An access and a refresh token without any browser; scopes without their common prefix."""
        return self.oauth.grant(account or self.account, frozenset(PREFIX + name for name in scopes))

    def client_file(self, path: Path) -> Path:
        """The OAuth client's JSON as one downloads it; its addresses are Google's and must not be used."""
        installed = {
            "client_id": self.oauth.client_id,
            "project_id": "graduand-test",
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": "https://oauth2.googleapis.com/token",
            "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
            "client_secret": self.oauth.client_secret,
            "redirect_uris": ["http://localhost"],
        }
        path.write_text(json.dumps({"installed": installed}), encoding="utf-8")
        return path

    def next_consent(self, *steps: Consent) -> None:
        """What the user does at the next consent screens, in order."""
        self.screen.script.extend(steps)

    # bad luck

    def fault(self, name: Name, **how: Any) -> Fault:
        """A fault to come; see `Fault` for its fields."""
        return self.faults.add(Fault(name, **how))

    def set_victim(self, pid: int) -> None:
        """The process that `kill` means; it may be named after the fault is scripted."""
        with self._given:
            self._victim = pid
            self._given.notify_all()

    def victim(self) -> int:
        with self._given:
            if not self._given.wait_for(lambda: self._victim is not None, timeout=20):
                raise RuntimeError("a kill was scripted, but nobody was named")
            assert self._victim is not None
            return self._victim

    def wait(self, seconds: float, connection: socket.socket | None = None) -> None:
        """Until the time is over, the server stops, or the client hangs up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._stopping.wait(0.02):
            if connection is not None and select.select([connection], [], [], 0)[0]:
                return

    def lose_sync_tokens(self, calendar_id: str = "") -> None:
        """All sync tokens given so far answer 410 `fullSyncRequired`."""
        for calendar in self.world.calendars.values():
            if calendar_id in ("", calendar.id):
                calendar.sync_epoch += 1

    def advance(self, **by: float) -> None:
        """Moves the server's clock: `advance(days=7)`."""
        self.world.advance(timedelta(**by))

    # counting

    def note(self, noted: Noted) -> None:
        with self._given:
            self.requests.append(noted)

    def noted_done(self, noted: Noted) -> None:
        """A request has been answered, or its connection has ended."""
        with self._given:
            noted.done = True
            self._given.notify_all()

    def settle(self, seconds: float = 10) -> None:
        """Waits until nothing is under way, for instance after the client was killed."""
        with self._given:
            if not self._given.wait_for(lambda: all(noted.done for noted in self.requests), timeout=seconds):
                raise TimeoutError("a request is still under way")

    @property
    def counts(self) -> Counter[str]:
        """Requests by kind, those that met a fault included."""
        return Counter(noted.kind for noted in self.requests)

    @property
    def connections(self) -> frozenset[socket.socket]:
        """Those that are open now."""
        return frozenset(self._listener.open)

    @property
    def own_seconds(self) -> float:
        """The server's own time over all requests, for benchmarks to subtract."""
        return sum(noted.seconds for noted in self.requests)

    def forget_requests(self) -> None:
        with self._given:
            self.requests.clear()

    def keep_crash(self) -> None:
        self.crashes.append(traceback.format_exc())

    def control(self, request: Request) -> Answer:
        return control.answer(self, request)
