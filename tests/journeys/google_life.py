"""The program over a Google server in a process of its own, both forked from this one, so that either can be killed.

A zygote makes a calendar ready once; every case then gets a fork of it, with a port of its own. The program is forked
as well: it runs one call and ends, or is ended by the server's hand.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from desktop.composition import Graduand, build
from desktop.services.transition import Transitions
from desktop.store.accounts import Account
from integrations.calendars.google.client import Client
from integrations.calendars.google.endpoints import endpoints_from
from integrations.calendars.google.source import GoogleSource
from integrations.calendars.google.tokens import Access, OAuthClient, TokenEndpoint
from integrations.calendars.google.transport import Transport
from integrations.calendars.model import Batch
from tests.google.process import Remote
from tests.google.scenario import built
from tests.google.server import GoogleServer

ME, MENTOR = "mentee@example.org", "mentor@example.org"
ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 4, 14, 14, 0, tzinfo=UTC)
ACCOUNT = "google-test"
SHORT, LONG = 0.2, 20.0
"""Seconds after which a silent server is given up: the short is for a server that is meant to be silent."""
ENDED, NAMED, BROKEN = 0, 3, 9
"""How a forked call ends: done, with a `Trouble` for the user, with a bug."""


def _sleeps(_: float) -> None:
    """Nobody waits between two attempts."""


class Zygote:
    """A server made ready by a scenario, in a process of its own; every `spawn` is a fork of it as it then was."""

    def __init__(self, scenario: dict[str, Any]) -> None:
        self._ask, ask = os.pipe()[::-1]
        answer, self._answer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._ask)
            os.close(answer)
            _serve_forks(scenario, ask, self._answer)
        os.close(ask)
        os.close(self._answer)
        self._answer = answer
        self.remote = Remote(self._line())

    def _line(self) -> str:
        raw = b""
        while not raw.endswith(b"\n"):
            raw += os.read(self._answer, 1) or _dead()
        return raw.decode().strip()

    def freeze(self) -> None:
        """The server ends; its calendar stays as it is, for every `spawn`."""
        os.write(self._ask, b"f")
        assert self._line() == "frozen"

    @contextmanager
    def spawn(self) -> Iterator[Remote]:
        """A server of its own, for one case."""
        os.write(self._ask, b"s")
        base_url, pid = self._line().split()
        try:
            yield Remote(base_url)
        finally:
            os.kill(int(pid), signal.SIGKILL)

    def close(self) -> None:
        os.close(self._ask)
        os.close(self._answer)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _dead() -> NoReturn:
    raise RuntimeError("the server is gone")


def _serve_forks(scenario: dict[str, Any], ask: int, answer: int) -> NoReturn:
    """The zygote: it never comes back into the test."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks are killed and waited for by nobody
    try:
        google = built(scenario)
        google.__enter__()
        os.write(answer, f"{google.base_url}\n".encode())
        while command := os.read(ask, 1):
            if command == b"f":
                google.stop()
                google.requests.clear()
                os.write(answer, b"frozen\n")
            elif os.fork() == 0:
                os.close(ask)
                _serve(google, answer)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - nothing of this process may reach the test
        traceback.print_exc()
        os._exit(BROKEN)


def _serve(prepared: GoogleServer, answer: int) -> NoReturn:
    """One fork: a new listener over the calendar that was made ready. It ends by a signal."""
    google = GoogleServer(prepared.account)
    google.world, google.api, google.requests = prepared.world, prepared.api, []
    google.__enter__()
    os.write(answer, f"{google.base_url} {os.getpid()}\n".encode())
    os.close(answer)
    parent = os.getppid()
    while os.getppid() == parent:
        threading.Event().wait(1)
    os._exit(0)


@dataclass(frozen=True)
class Signed:
    """What the program needs to ask a server: its address, the OAuth client, and a refresh token."""

    base_url: str
    refresh: str
    client: tuple[str, str]
    patience: float = LONG

    def source(self) -> GoogleSource:
        """As `Accounts.source`, but for the keyring."""
        names = dict.fromkeys(("GRADUAND_GOOGLE_API_BASE_URL", "GRADUAND_GOOGLE_OAUTH_BASE_URL"), self.base_url)
        endpoints, transport = endpoints_from(names), Transport(timeout=self.patience)
        tokens = TokenEndpoint(endpoints, OAuthClient(*self.client), transport, sleep=_sleeps)
        access = Access(tokens, self.refresh, rotated=lambda _: None)
        return GoogleSource(Client(endpoints, access, transport=transport, sleep=_sleeps), ME)


def signed(remote: Remote, folder: Path) -> Signed:
    """Signed in with the right to write."""
    written = json.loads(Path(remote.call("client_file", path=str(folder / "client.json"))).read_text())
    client = (written["installed"]["client_id"], written["installed"]["client_secret"])
    return Signed(remote.base_url, remote.call("sign_in")[1], client)


@contextmanager
def program(folder: Path, by: Signed, *, now: datetime = NOW, store: Path | None = None) -> Iterator[Graduand]:
    """The program, started over the store in `folder`, or over another."""
    graduand = build(store or folder / "store", clock=lambda: now, zone=ZONE, me=[ME])
    sources: list[GoogleSource] = []

    def source(_: str) -> GoogleSource:
        if not sources:
            sources.append(by.source())
        return sources[0]

    graduand.__dict__["transitions"] = Transitions(graduand.reviewing, graduand.clock, source=source, sleep=_sleeps)
    try:
        yield graduand
    finally:
        graduand.close()
        for one in sources:
            one.close()


def connect(folder: Path, by: Signed, *uids: str) -> None:
    """The account, and these series as a synchronisation would have brought them."""
    with program(folder, by) as graduand:
        source = by.source()
        store = graduand.store
        store.accounts.add(Account(ACCOUNT, "google", ME, by.base_url, True, NOW))
        calendars = source.calendars()
        store.accounts.put_calendars(ACCOUNT, calendars)
        for uid in uids:
            found = source.standing(ME, uid, None)
            assert found is not None
            mine = [uid] if found.changeable else []
            store.calendars.put(Batch(series=(found.series,)), at=NOW, origin=f"{ACCOUNT}/{ME}", mine=mine)
        source.close()


def forked(call: Callable[[], None], folder: Path, victim: Callable[[int], None] = lambda _: None) -> int:
    """Run a call in a process of its own: its exit code, or the signal that killed it, negative.

    A bug's traceback is left in `folder`.
    """
    child = os.fork()
    if child == 0:
        from integrations.errors import Trouble

        status = BROKEN
        try:
            call()
            status = ENDED
        except Trouble:
            status = NAMED
        except BaseException:  # noqa: BLE001 - the test reads it
            (folder / "bug.txt").write_text(traceback.format_exc())
        finally:
            os._exit(status)
    victim(child)
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended)


def instances(base_url: str, token: str, event: str) -> list[tuple[str, str, str, str]]:
    """Original start, start, end and title of every instance that lives, asked of the server without our code."""
    url = f"{base_url}/calendar/v3/calendars/{ME}/events/{event}/instances?maxResults=2500"
    asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=10) as answer:
        items = json.load(answer).get("items", [])
    return sorted(
        (_time(one["originalStartTime"]), _time(one["start"]), _time(one["end"]), one.get("summary", ""))
        for one in items
        if one["status"] != "cancelled"
    )


def _time(time: dict[str, str]) -> str:
    return time.get("dateTime") or time["date"]
