"""An account that is read over real sockets, read after read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.tagging import Looking
from integrations.calendars.google.client import Client
from integrations.calendars.google.endpoints import endpoints_from
from integrations.calendars.google.reading import GoogleReading
from integrations.calendars.google.tokens import Access as Token
from integrations.calendars.model import Batch
from integrations.calendars.port import Access, Calendar, Changes, Held
from tests.google.fixture import google
from tests.google.server import READ_SCOPES, GoogleServer

__all__ = ["google"]

Body = dict[str, Any]
ME, MENTOR = "mentee@example.org", "mentor@example.org"
LONDON = ZoneInfo("Europe/London")
HOME = Calendar(ME, ME, Access.OWNER, main=True, zone=LONDON)
WORK = Calendar("work@group.calendar.google.com", "Work", Access.OWNER, zone=LONDON)
NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)
SINCE = NOW - timedelta(days=760)
NOTHING = Looking()


class _Signed(Token):
    """The right to ask, without a token endpoint."""

    def __init__(self, token: str) -> None:
        self._one = token

    def token(self) -> str:
        return self._one

    def reject(self, token: str) -> None:
        raise AssertionError(token)


def client(google: GoogleServer, *scopes: str) -> Client:
    names = dict.fromkeys(("GRADUAND_GOOGLE_API_BASE_URL", "GRADUAND_GOOGLE_OAUTH_BASE_URL"), google.base_url)
    return Client(endpoints_from(names), _Signed(google.sign_in(scopes=scopes)[0]), sleep=lambda _: None)


class Reader:
    """One account's reader with what it holds, as a synchronisation would keep it."""

    def __init__(self, google: GoogleServer) -> None:
        self.google = google
        self.client = client(google, *READ_SCOPES)
        self.reading = GoogleReading(self.client, ME)
        self.held: dict[str, Held] = {}
        self.cursor = ""

    def read(self, wanted: Looking = NOTHING, calendar: Calendar = HOME) -> Changes:
        changes = self.reading.changes(calendar, self.cursor, wanted, self.held, since=SINCE)
        if changes.whole:
            self.held.clear()
        for id_ in changes.gone:
            self.held = {key: one for key, one in self.held.items() if id_ not in (key, one.parent)}
        self.held |= {one.id: one for one in changes.put}
        self.cursor = changes.cursor
        return changes

    def asked(self) -> dict[str, int]:
        """The requests since the last time."""
        counts = dict(self.google.counts)
        self.google.forget_requests()
        return counts

    def values(self, calendar: Calendar = HOME) -> Batch:
        return self.reading.values(calendar, self.held.values(), LONDON)

    @property
    def titles(self) -> list[str]:
        found = self.values()
        days = [day.title for day in found.days_off]
        return sorted([one.title for one in found.series] + [one.title for one in found.meetings] + days)

    def begin_anew(self) -> None:
        """What another run of the program starts with: all that is on the disk, and no memory."""
        self.reading = GoogleReading(self.client, ME)


@pytest.fixture
def reader(google: GoogleServer) -> Iterator[Reader]:
    google.world.set_now(NOW)
    one = Reader(google)
    yield one
    one.client.close()


def time(moment: str) -> Body:
    return {"dateTime": moment, "timeZone": "Europe/London"}


def put(google: GoogleServer, uid: str, title: str = "", calendar: str = "", **more: Any) -> str:
    """An event of an hour on Tuesday 2 September at four, with the mentor."""
    body = {
        "id": uid,
        "iCalUID": f"{uid}@google.com",
        "summary": title,
        "start": time("2025-09-02T16:00:00+01:00"),
        "end": time("2025-09-02T17:00:00+01:00"),
        "organizer": {"email": calendar or ME},
        "attendees": [{"email": ME, "responseStatus": "accepted"}, {"email": MENTOR, "responseStatus": "accepted"}],
        **more,
    }
    return google.put({key: value for key, value in body.items() if value is not None}, calendar)


def weekly(google: GoogleServer, uid: str = "talk", title: str = "Mentoring", **more: Any) -> str:
    return put(google, uid, title, **{"recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=TU"], **more})


def exception(google: GoogleServer, day: str, of: str = "talk", calendar: str = "", **more: Any) -> str:
    hour = datetime.fromisoformat(f"{day}T16:00").replace(tzinfo=LONDON)
    body = {"recurringEventId": of, "originalStartTime": time(hour.isoformat())}
    return google.put(body | (more or {"status": "cancelled"}), calendar)
