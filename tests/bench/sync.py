"""A first synchronisation of 8,000 events in 40 series, one with a change, and an idle one, over real sockets.

The server is a process of its own. Time of ours is what our process computes: waiting for the server is none of it,
decoding what it sent is.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from desktop.store import Account, Store
from integrations.secrets import Secrets
from tests.bench import files
from tests.bench.measuring import run, spread
from tests.bench.report import Part, Ratio, Row
from tests.google.process import GoogleProcess, Remote
from tests.google.server import READ_SCOPES
from tests.helpers.keyring_in_file import BACKEND, VARIABLE

ME = "mentee@example.org"
EVENTS, SERIES, CALENDARS = 8000, 40, 3
PAGE = 2500
LEAST = 1 + -(-EVENTS // PAGE) + CALENDARS - 1
"""Requests of a first read: the list of calendars, the pages of the full one, one page of each of the others."""

SCENARIO = {
    "now": "2025-11-24T09:00:00+00:00",
    "do": [
        ["crowd", {"first": "2024-01-01"}],
        ["add_calendar", {"calendar_id": "one@group.calendar.google.com", "owner": ME}],
        ["add_calendar", {"calendar_id": "two@group.calendar.google.com", "owner": ME}],
        ["warm", {}],
    ],
}


@dataclass(frozen=True)
class Sync:
    """One synchronisation. `cpu`: seconds of ours; `beside`: of the wall clock without the server's own."""

    cpu: float
    beside: float
    peak_mb: float
    requests: int
    new: int
    changed: int


def _profile(place: Path, google: Remote) -> dict[str, str]:
    """A store with an account, as signing in leaves it."""
    env = {
        "HOME": str(place),
        "PYTHONPATH": str(files.ROOT),
        "LC_ALL": "C.UTF-8",
        "NO_PROXY": "127.0.0.1",
        "GRADUAND_GOOGLE_API_BASE_URL": google.base_url,
        "GRADUAND_GOOGLE_OAUTH_BASE_URL": google.base_url,
        "GRADUAND_GOOGLE_CLIENT_FILE": google.call("client_file", path=str(place / "client.json")),
        "PYTHON_KEYRING_BACKEND": BACKEND,
        VARIABLE: str(place / "keyring.json"),
    }
    with patch.dict(os.environ, env):
        _, refresh = google.call("sign_in", scopes=list(READ_SCOPES))
        Secrets(f"Graduand ({google.base_url})").put("google-1", refresh)
    with Store.open(place / "store") as store:
        store.accounts.add(Account("google-1", "google", ME, google.base_url, False, datetime(2025, 1, 1, tzinfo=UTC)))
    return env


def _sync(place: Path, env: Mapping[str, str], google: Remote) -> Sync:
    google.call("forget_requests")
    before = google.call("own_seconds")
    result = run([sys.executable, Path(__file__).parent / "sync_graduand.py", place / "store"], env, place)
    told: dict[str, Any] = json.loads(result.out)
    if told["troubles"]:
        raise RuntimeError(f"the synchronisation ended with {told['troubles']}")
    counts = google.call("counts")
    asked = sum(n for kind, n in counts.items() if not kind.startswith("token")) - 1  # that loaded the library
    if asked != told["requests"]:
        raise RuntimeError(f"the server saw {asked} requests, the report says {told['requests']}")
    beside = told["seconds"] - (google.call("own_seconds") - before)
    return Sync(told["cpu"], beside, result.peak_mb, asked, told["new"], told["changed"])


def _change(google: Remote, turn: int) -> None:
    """Somebody moves one date and renames one series."""
    google.call("edit", event_id="crowd00007", summary=f"Mentoring {turn}")
    begin = f"2026-11-{10 + turn:02}T10:00:00Z"
    end = f"2026-11-{10 + turn:02}T11:00:00Z"
    event = next(one["id"] for one in google.call("events") if one["id"].startswith("crowd00003_"))
    google.call("edit", event_id=event, start={"dateTime": begin}, end={"dateTime": end}, status="confirmed")


def measure(runs: int) -> Part:
    """Each round begins with a fresh profile."""
    first: list[Sync] = []
    after: list[Sync] = []
    idle: list[Sync] = []
    with GoogleProcess(SCENARIO) as google:
        for turn in range(runs):
            with tempfile.TemporaryDirectory() as name:
                place = Path(name)
                env = _profile(place, google)
                first.append(_sync(place, env, google))
                _change(google, turn)
                after.append(_sync(place, env, google))
                idle.append(_sync(place, env, google))
    if {one.new for one in first} != {SERIES} or {one.changed for one in after} != {2}:
        raise RuntimeError("it did not find what is there")
    return _part(first, after, idle)


def _row(name: str, found: list[Sync]) -> Row:
    beside = spread([one.beside for one in found])
    remark = f"{found[0].requests} requests; {beside.middle:.2f} s of the clock without the server's"
    return Row(name, spread([one.cpu for one in found]), spread([one.peak_mb for one in found]), remark)


def _part(first: list[Sync], after: list[Sync], idle: list[Sync]) -> Part:
    a_second = EVENTS / spread([one.cpu for one in first]).least  # other programs on the machine only ever add
    peak = max(one.peak_mb for one in (*first, *after, *idle))
    ratios = (
        Ratio("events mapped and stored a second, best first sync", a_second, 10_000, at_least=True, unit=""),
        Ratio("requests of a first sync, three calendars", max(o.requests for o in first), LEAST, False, ""),
        Ratio("requests of a sync with a change", max(o.requests for o in after), CALENDARS, False, ""),
        Ratio("requests of an idle sync", max(o.requests for o in idle), CALENDARS, False, ""),
        Ratio("sync, peak resident memory", peak, 100, at_least=False, unit="MB"),
    )
    rows = (
        _row(f"first: {EVENTS:,} events in {SERIES} series", first),
        _row("one date moved, one series renamed", after),
        _row("idle", idle),
    )
    return Part(f"Synchronisation of {CALENDARS} calendars, seconds of our process", rows, ratios)
