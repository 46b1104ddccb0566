"""What was read from calendars: raw iCalendar text by UID, and nothing that was not given (R22)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, slot_key, written_instant
from integrations.calendars.model import Batch, DayOff, Form, Meeting, Series
from integrations.files import sha256

_STAMP = re.compile(r"(?:DTSTAMP|PRODID)[;:]", re.IGNORECASE)


class Kind(StrEnum):
    """Which of the three tables."""

    SERIES = "series"
    MEETING = "meetings"
    DAY_OFF = "days_off"


class Change(StrEnum):
    """What a `put` did. CHANGED: another revision or calendar than before, or back after a removal."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Put:
    """One value that was put. `before` is the text that it replaced, "" for none."""

    kind: Kind
    uid: str
    slot: str
    change: Change
    before: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One stored value. `text` is what `icalendar.reading.read_text` turns back into it.

    `slot` tells apart the rows of one UID: "" for a series or a one-off meeting, the RECURRENCE-ID of an
    override without master, the start of a day off. `revision` is `revision_of(text)`. `read_at` is
    when this state was first read; `removed_at` when the calendar took it back, None while it stands.
    """

    kind: Kind
    uid: str
    slot: str
    calendar: str
    source: str
    text: str
    revision: str
    read_at: datetime
    removed_at: datetime | None


def revision_of(text: str) -> str:
    """How a state of a series is known again: sha256 of its text without DTSTAMP and PRODID, in hexadecimal.

    Some calendars (Google's export) write the time of the export there, and who wrote a file is no part of the
    meeting either: neither is a change of it.
    `text` is unfolded, as `Series.text` is.
    """
    return sha256("\n".join(line for line in text.split("\n") if not _STAMP.match(line)).encode())


class Calendars:
    """Series, single meetings and days off. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, batch: Batch, *, at: datetime) -> tuple[Put, ...]:
        """Add or update everything in `batch`, in one transaction; answers in the batch's order.

        The same again changes nothing. What is not in the batch stays: a file need not hold everything.
        A UID that has become a series takes its single meetings' place, and the reverse. `at` is aware.
        """
        with self._database.transaction():
            return (
                *(self._put(Kind.SERIES, value, "", value.source, at) for value in batch.series),
                *(self._put(Kind.MEETING, value, _meeting_slot(value), value.source, at) for value in batch.meetings),
                *(self._put(Kind.DAY_OFF, value, slot_key(value.start), "ics", at) for value in batch.days_off),
            )

    def _put(self, kind: Kind, value: Series | Meeting | DayOff, slot: str, source: str, at: datetime) -> Put:
        former = self._taken_over(kind, value.uid, slot)
        found = self._found(kind, value.uid, slot)
        revision = revision_of(value.text)
        before = found[3] if found else former
        if found and found[:3] == (value.calendar, source, revision) and not found[4]:
            return Put(kind, value.uid, slot, Change.UNCHANGED, before)
        columns = {
            "uid": value.uid,
            **({} if kind is Kind.SERIES else {"slot": slot}),
            "calendar": value.calendar,
            "source": source,
            "text": value.text,
            "revision": revision,
            "read_at": written_instant(at),
            "removed_at": None,
        }
        places = ", ".join("?" for _ in columns)
        self._database.run(f"REPLACE INTO {kind} ({', '.join(columns)}) VALUES ({places})", tuple(columns.values()))
        return Put(kind, value.uid, slot, Change.CHANGED if before else Change.NEW, before)

    def _found(self, kind: Kind, uid: str, slot: str) -> tuple[str, str, str, str, str | None] | None:
        """Calendar, source, revision, text and removal of what is there."""
        where, values = ("uid = ?", (uid,)) if kind is Kind.SERIES else ("uid = ? AND slot = ?", (uid, slot))
        rows = self._database.rows(
            f"SELECT calendar, source, revision, text, removed_at FROM {kind} WHERE {where}", values
        )
        return (rows[0][0], rows[0][1], rows[0][2], rows[0][3], rows[0][4]) if rows else None

    def _taken_over(self, kind: Kind, uid: str, slot: str) -> str:
        """Remove what this UID was before it became of another kind; gives the former text, or ""."""
        if kind is Kind.SERIES:
            other = Kind.MEETING
        elif kind is Kind.MEETING and not slot:
            other = Kind.SERIES
        else:
            return ""
        rows = self._database.rows(f"SELECT text FROM {other} WHERE uid = ? ORDER BY 1 LIMIT 1", (uid,))
        self._database.run(f"DELETE FROM {other} WHERE uid = ?", (uid,))
        return str(rows[0][0]) if rows else ""

    def remove(self, uids: Iterable[str], *, at: datetime) -> tuple[str, ...]:
        """Note that the calendar took these back (METHOD:CANCEL); their text stays as evidence of the past.

        Gives the UIDs that stood until now. A later `put` brings one back.
        """
        with self._database.transaction():
            return tuple(uid for uid in uids if self._remove(uid, written_instant(at)))

    def _remove(self, uid: str, at: str) -> bool:
        touched = 0
        for kind in Kind:
            touched += self._database.run(
                f"UPDATE {kind} SET removed_at = ? WHERE uid = ? AND removed_at IS NULL", (at, uid)
            )
        return touched > 0

    def rows(self) -> tuple[Row, ...]:
        """Everything, removed rows too: series, then meetings, then days off, each by UID and slot."""
        with self._database.reading():
            return tuple(row for kind in Kind for row in self._rows(kind))

    def series(self, uid: str) -> Row | None:
        """One series, removed or not; None where it was never put."""
        return next(iter(self._rows(Kind.SERIES, uid)), None)

    def series_uids(self) -> frozenset[str]:
        """The UIDs of all series and meetings, for the scan of the next file."""
        found = self._database.rows("SELECT uid FROM series UNION SELECT uid FROM meetings")
        return frozenset(row[0] for row in found)

    def _rows(self, kind: Kind, uid: str | None = None) -> Iterable[Row]:
        column = "''" if kind is Kind.SERIES else "slot"
        found = self._database.rows(
            f"SELECT uid, {column}, calendar, source, text, revision, read_at, removed_at FROM {kind}"
            " WHERE uid = coalesce(?, uid) ORDER BY 1, 2",
            (uid,),
        )
        for of, slot, calendar, source, text, revision, read_at, removed_at in found:
            removed = read_instant(removed_at) if removed_at else None
            yield Row(kind, of, slot, calendar, source, text, revision, read_instant(read_at), removed)


def _meeting_slot(meeting: Meeting) -> str:
    """ "" for a one-off; else its RECURRENCE-ID, for a floating one without the zone that the reader assumed."""
    if meeting.slot is None:
        return ""
    if meeting.form is Form.FLOATING and isinstance(meeting.slot, datetime):
        return meeting.slot.replace(tzinfo=None).isoformat()
    return slot_key(meeting.slot)
