"""An account over a real store and a real server, read at given moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.composition import Graduand, build
from desktop.services.syncing import SyncReport
from desktop.store import Row
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.journeys.conftest import graduand
from tests.journeys.connected import ACCOUNT, Life

__all__ = ["google", "graduand"]
Body = dict[str, Any]
ME, MENTOR = "mentee@example.org", "mentor@example.org"
TEAM, SHARED = "team@group.calendar.google.com", "shared@group.calendar.google.com"
NOW = datetime(2025, 11, 24, 9, tzinfo=UTC)


class Desk:
    """The program over one profile; the clock is the test's."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.google = life.google
        self.now = NOW
        self.program: Graduand = build(life.folder, clock=lambda: self.now, zone=UTC)

    def sync(self, **how: Any) -> SyncReport:
        self.google.forget_requests()
        return self.program.syncing.sync(**how)

    def rows(self) -> dict[str, Row]:
        return {row.uid.removesuffix("@google.com"): row for row in self.program.store.calendars.rows()}

    def held(self, calendar: str = ME) -> set[str]:
        return set(self.program.store.accounts.held(ACCOUNT, calendar))

    def health(self) -> tuple[str, dict[str, str]]:
        (account,) = self.program.accounts.all()
        code = account.trouble.code if account.trouble else ""
        return code, {one.id: one.trouble for one in account.calendars if one.trouble}

    def restart(self) -> None:
        self.program.close()
        self.program = build(self.life.folder, clock=lambda: self.now, zone=UTC)


@pytest.fixture
def desk(graduand: Any, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    google.world.set_now(NOW)
    google.add_calendar(TEAM, summary="Team", owner=ME)
    life = Life(graduand, google, tmp_path, monkeypatch, "UTC")
    life.connect()
    one = Desk(life)
    yield one
    one.program.close()


def when(moment: str) -> Body:
    return {"dateTime": moment, "timeZone": "Europe/London"}


def weekly(google: GoogleServer, uid: str = "talk", title: str = "Mentoring", calendar: str = "", **more: Any) -> None:
    body = {
        "id": uid,
        "iCalUID": f"{uid}@google.com",
        "summary": title,
        "start": when("2025-09-02T16:00:00+01:00"),
        "end": when("2025-09-02T17:00:00+01:00"),
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=TU"],
        "organizer": {"email": calendar or ME},
        "attendees": [{"email": ME, "responseStatus": "accepted"}, {"email": MENTOR, "responseStatus": "accepted"}],
        **more,
    }
    google.put({key: value for key, value in body.items() if value is not None}, calendar)


def single(google: GoogleServer, uid: str, title: str, calendar: str = "", **more: Any) -> None:
    weekly(google, uid, title, calendar, **{"recurrence": None, **more})


def cancelled(google: GoogleServer, day: str, of: str = "talk", calendar: str = "") -> None:
    slot = {"originalStartTime": when(f"{day}T16:00:00+01:00")}
    google.put({"recurringEventId": of, "status": "cancelled", **slot}, calendar)
