"""The sources that pass the contract, each with a calendar that a check fills, and changes by other hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from integrations.calendars.files import Files
from integrations.calendars.google.client import Client
from integrations.calendars.google.endpoints import endpoints_from
from integrations.calendars.google.source import GoogleSource
from integrations.calendars.google.tokens import Access as Token
from integrations.calendars.icalendar.joining import joined
from integrations.calendars.icalendar.occurrences import occurrence_put
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.icalendar.writing import folded
from integrations.calendars.memory import MAIN, Memory
from integrations.calendars.model import Series
from integrations.calendars.port import Access, Calendar, CalendarSource
from tests.google.server import GoogleServer

ME, OTHER = "mentee@example.org", "mentor@example.org"
ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 4, 14, 14, 0, tzinfo=UTC)
LENGTH = timedelta(minutes=45)
_KINDS = {"invitation", "update", "cancellation"}


class Bench(Protocol):
    """What a check needs besides the source."""

    source: CalendarSource
    calendar: Calendar
    writes: bool
    """Whether this source can be written at all."""

    def put(self, text: str) -> None:
        """Another hand writes a series, or several, into the calendar."""

    def move(self, uid: str, slot: datetime, start: datetime) -> None:
        """Another hand moves one occurrence."""

    def remove(self, uid: str) -> None:
        """Another hand deletes a series."""

    def mails(self) -> list[tuple[str, str]]:
        """To whom, and what: invitation, update, cancellation."""

    def keep_exceptions(self) -> None:
        """From now on the calendar keeps single changed meetings beyond a new end."""

    def forget_cursors(self) -> None:
        """No cursor that was given is known any more."""

    def read_only(self) -> None:
        """The user may only read the calendar."""


class OfFile:
    """A file on the disk."""

    writes = False

    def __init__(self, folder: Path) -> None:
        self._path = folder / "Meetings.ics"
        self._texts: dict[str, str] = {}
        self._write()
        self.source: CalendarSource = Files([self._path], ZONE)
        (self.calendar,) = self.source.calendars()

    def _write(self) -> None:
        self._path.write_bytes(folded(joined(self._texts.values())))

    def put(self, text: str) -> None:
        self._texts |= {one.uid: one.text for one in _series(text)}
        self._write()

    def move(self, uid: str, slot: datetime, start: datetime) -> None:
        self._texts[uid] = _moved(self._texts[uid], slot, start)
        self._write()

    def remove(self, uid: str) -> None:
        del self._texts[uid]
        self._write()

    def mails(self) -> list[tuple[str, str]]:
        return []

    def keep_exceptions(self) -> None:
        """A file has nobody who would drop them."""

    def forget_cursors(self) -> None:
        """The cursor is the file's own sum: another file has another."""
        self._path.write_bytes(self._path.read_bytes() + b"\r\n")

    def read_only(self) -> None:
        """It always is."""


class OfMemory:
    """A calendar in memory."""

    writes = True

    def __init__(self) -> None:
        self._memory = Memory(me=[ME], clock=lambda: NOW)
        self.source: CalendarSource = self._memory
        self.calendar = MAIN

    def put(self, text: str) -> None:
        for one in _series(text):
            self._memory.put(one.text, changeable=_is_mine(one) or "X-GUESTS-MAY-CHANGE" in one.text)

    def move(self, uid: str, slot: datetime, start: datetime) -> None:
        found = self._memory.standing(self.calendar.id, uid)
        assert found is not None
        self._memory.put(_moved(found.series.text, slot, start))

    def remove(self, uid: str) -> None:
        found = self._memory.standing(self.calendar.id, uid)
        assert found is not None
        self._memory.delete(self.calendar.id, uid, etag=found.etag, notify=False)

    def mails(self) -> list[tuple[str, str]]:
        return [(mail.to, mail.what) for mail in self._memory.mails]

    def keep_exceptions(self) -> None:
        self._memory.keeps_exceptions = True

    def forget_cursors(self) -> None:
        self._memory.forget_cursors()

    def read_only(self) -> None:
        self.calendar = replace(MAIN, access=Access.READER)
        self._memory.set_calendars([self.calendar])


class OfGoogle:
    """Google's calendar, as the project's own server has it, over real sockets."""

    writes = True

    def __init__(self, google: GoogleServer, folder: Path) -> None:
        self._google = google
        self._folder = folder
        names = dict.fromkeys(("GRADUAND_GOOGLE_API_BASE_URL", "GRADUAND_GOOGLE_OAUTH_BASE_URL"), google.base_url)
        self._client = Client(endpoints_from(names), Signed(google.sign_in()[0]), sleep=lambda _: None)
        self._source()

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _source(self) -> None:
        self.source: CalendarSource = GoogleSource(self._client, ME)
        self.calendar = self.source.calendars()[0]

    def put(self, text: str) -> None:
        path = self._folder / "put.ics"
        for one in _series(text):
            path.write_bytes(folded(one.text))
            (event, *_) = self._google.load_ics(path)
            if "X-GUESTS-MAY-CHANGE" in one.text:
                self._google.edit(event, guestsCanModify=True)

    def move(self, uid: str, slot: datetime, start: datetime) -> None:
        times = {"start": start, "end": start + LENGTH}
        self._google.edit(
            f"{uid.removesuffix('@google.com')}_{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            **{name: {"dateTime": at.isoformat(), "timeZone": ZONE.key} for name, at in times.items()},
        )

    def remove(self, uid: str) -> None:
        self._google.edit(uid.removesuffix("@google.com"), status="cancelled")

    def mails(self) -> list[tuple[str, str]]:
        return [(mail.to, mail.kind) for mail in self._google.mails if mail.kind in _KINDS]

    def keep_exceptions(self) -> None:
        self._google.modes.beyond_end = "kept"

    def forget_cursors(self) -> None:
        self._google.lose_sync_tokens()

    def read_only(self) -> None:
        self._google.world.account(ME).roles[ME] = "reader"
        self._source()


class Signed(Token):
    """The right to ask, without a token endpoint."""

    def __init__(self, token: str) -> None:
        self._one = token

    def token(self) -> str:
        return self._one

    def reject(self, token: str) -> None:
        """There is no other."""


@contextmanager
def _file(folder: Path) -> Iterator[Bench]:
    yield OfFile(folder)


@contextmanager
def _memory(_: Path) -> Iterator[Bench]:
    yield OfMemory()


@contextmanager
def _google(folder: Path) -> Iterator[Bench]:
    with GoogleServer(ME, zone=ZONE.key, now=NOW) as google:
        bench = OfGoogle(google, folder)
        try:
            yield bench
        finally:
            bench.close()
        assert not google.crashes, google.crashes[0]
        assert google.world.remarks == []


SOURCES: dict[str, Callable[[Path], AbstractContextManager[Bench]]] = {
    "memory": _memory,
    "file": _file,
    "google": _google,
}
"""By the name that the table has."""


def _series(text: str) -> tuple[Series, ...]:
    return read_text(text, zone=ZONE).series


def _is_mine(series: Series) -> bool:
    return next((person.email for person in series.people if person.organizer), ME) == ME


def _moved(text: str, slot: datetime, start: datetime) -> str:
    (one,) = _series(text)
    return occurrence_put(text, slot, title=one.title, start=start, end=start + LENGTH, now=NOW)
