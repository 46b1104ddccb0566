"""What was read from calendars: raw iCalendar text by UID, and nothing that was not given (R22)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, slot_key, written_instant
from integrations.calendars.model import Batch, DayOff, Form, Meeting, Series
from integrations.files import sha256

_STAMPS = re.compile(r"^(?:DTSTAMP|PRODID)[;:].*(?:\n|\Z)", re.IGNORECASE | re.MULTILINE)


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
    `origin` is "" for files, else `origin_of(…)`; `rank` 0 for files, 1 for a live one that is not the user's to
    change, 2 for a live one that is.
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
    origin: str = ""
    rank: int = 0


def origin_of(account: str, calendar: str) -> str:
    """How rows say which calendar of which account they were read from. An account's id holds no slash."""
    return f"{account}/{calendar}"


def shown(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Of each UID the rows of one origin, in the order given: what two calendars, or a file and one, both hold is one.

    What is live outweighs files, also where it is gone there by now; of live ones what stands, then what may be
    changed. So whoever disconnects has the files' rows again.
    """
    rows = tuple(rows)
    best: dict[str, tuple[tuple[object, ...], str]] = {}
    for row in rows:
        live = row.rank > 0
        weight = (live, row.removed_at is None, row.rank) if live else (False, False, 0)
        known = best.get(row.uid)
        if known is None or weight > known[0] or (weight == known[0] and row.origin < known[1]):
            best[row.uid] = (weight, row.origin)
    return tuple(row for row in rows if best[row.uid][1] == row.origin)


def revision_of(text: str) -> str:
    """How a state of a series is known again: sha256 of its text without DTSTAMP and PRODID, in hexadecimal.

    Some calendars (Google's export) write the time of the export there, and who wrote a file is no part of the
    meeting either: neither is a change of it.
    `text` is unfolded, as `Series.text` is.
    """
    return sha256(_STAMPS.sub("", text).encode())


class Calendars:
    """Series, single meetings and days off. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, batch: Batch, *, at: datetime, origin: str = "", mine: Collection[str] = ()) -> tuple[Put, ...]:
        """Add or update everything in `batch`, in one transaction; answers in the batch's order.

        The same again changes nothing. What is not in the batch stays: a file need not hold everything.
        A UID that has become a series takes its single meetings' place, and the reverse. `at` is aware. Another
        `origin` has rows of its own; `mine` are the UIDs that are the user's to change there.
        """
        place = _Place(origin, frozenset(mine), written_instant(at))
        days_from = "google" if origin else "ics"
        with self._database.transaction():
            return (
                *(self._put(Kind.SERIES, value, "", value.source, place) for value in batch.series),
                *(self._put(Kind.MEETING, v, _meeting_slot(v), v.source, place) for v in batch.meetings),
                *(self._put(Kind.DAY_OFF, value, slot_key(value.start), days_from, place) for value in batch.days_off),
            )

    def _put(self, kind: Kind, value: Series | Meeting | DayOff, slot: str, source: str, place: _Place) -> Put:
        former = self._taken_over(kind, value.uid, slot, place.origin)
        found = self._found(kind, value.uid, slot, place.origin)
        revision = revision_of(value.text)
        before = found[3] if found else former
        if (
            found
            and found[:3] == (value.calendar, source, revision)
            and not found[4]
            and found[5] == place.rank(value.uid)
        ):
            return Put(kind, value.uid, slot, Change.UNCHANGED, before)
        columns = {
            "uid": value.uid,
            **({} if kind is Kind.SERIES else {"slot": slot}),
            "origin": place.origin,
            "rank": place.rank(value.uid),
            "calendar": value.calendar,
            "source": source,
            "text": value.text,
            "revision": revision,
            "read_at": place.at,
            "removed_at": None,
        }
        places = ", ".join("?" for _ in columns)
        names = ", ".join(columns)
        self._database.run(f"REPLACE INTO {kind} ({names}) VALUES ({places})", tuple(columns.values()))
        return Put(kind, value.uid, slot, Change.CHANGED if before else Change.NEW, before)

    def _found(self, kind: Kind, uid: str, slot: str, origin: str) -> tuple[str, str, str, str, str | None, int] | None:
        """Calendar, source, revision, text, removal and rank of what is there."""
        where, values = ("uid = ?", [uid]) if kind is Kind.SERIES else ("uid = ? AND slot = ?", [uid, slot])
        rows = self._database.rows(
            f"SELECT calendar, source, revision, text, removed_at, rank FROM {kind} WHERE {where} AND origin = ?",
            [*values, origin],
        )
        return (rows[0][0], rows[0][1], rows[0][2], rows[0][3], rows[0][4], rows[0][5]) if rows else None

    def _taken_over(self, kind: Kind, uid: str, slot: str, origin: str) -> str:
        """Remove what this UID was before it became of another kind; gives the former text, or ""."""
        if kind is Kind.SERIES:
            other = Kind.MEETING
        elif kind is Kind.MEETING and not slot:
            other = Kind.SERIES
        else:
            return ""
        where = "WHERE uid = ? AND origin = ?"
        rows = self._database.rows(f"SELECT text FROM {other} {where} ORDER BY 1 LIMIT 1", (uid, origin))
        self._database.run(f"DELETE FROM {other} {where}", (uid, origin))
        return str(rows[0][0]) if rows else ""

    def remove(self, uids: Iterable[str], *, at: datetime, origin: str = "") -> tuple[str, ...]:
        """Note that the calendar took these back (METHOD:CANCEL); their text stays as evidence of the past.

        Gives the UIDs that stood until now. A later `put` brings one back.
        """
        with self._database.transaction():
            return tuple(uid for uid in uids if self._remove(uid, written_instant(at), origin))

    def _remove(self, uid: str, at: str, origin: str) -> bool:
        touched = 0
        for kind in Kind:
            touched += self._database.run(
                f"UPDATE {kind} SET removed_at = ? WHERE uid = ? AND origin = ? AND removed_at IS NULL",
                (at, uid, origin),
            )
        return touched > 0

    def settle(
        self, uids: Iterable[str], batch: Batch, *, at: datetime, origin: str, mine: Collection[str] = ()
    ) -> tuple[Put, ...]:
        """Make `batch` all there is of these UIDs in a live calendar; what is not in it any more was taken back.

        A series or meeting that was taken back stays as evidence of the past, a day off goes.
        """
        with self._database.transaction():
            puts = self.put(batch, at=at, origin=origin, mine=mine)
            there = {(put.kind, put.uid, put.slot) for put in puts}
            for uid in uids:
                for kind in Kind:
                    column = "''" if kind is Kind.SERIES else "slot"
                    slots = self._database.rows(
                        f"SELECT {column} FROM {kind} WHERE uid = ? AND origin = ? AND removed_at IS NULL",
                        (uid, origin),
                    )
                    for (slot,) in slots:
                        if (kind, uid, slot) not in there:
                            self._take_back(kind, uid, slot, origin, written_instant(at))
            return puts

    def _take_back(self, kind: Kind, uid: str, slot: str, origin: str, at: str) -> None:
        where, values = ("uid = ?", [uid]) if kind is Kind.SERIES else ("uid = ? AND slot = ?", [uid, slot])
        if kind is Kind.DAY_OFF:
            self._database.run(f"DELETE FROM {kind} WHERE {where} AND origin = ?", [*values, origin])
        else:
            self._database.run(f"UPDATE {kind} SET removed_at = ? WHERE {where} AND origin = ?", [at, *values, origin])

    def drop(self, origin: str, uids: Iterable[str] | None = None) -> None:
        """Delete what was read of a live calendar, or these UIDs of it."""
        with self._database.transaction():
            for kind in Kind:
                if uids is None:
                    self._database.run(f"DELETE FROM {kind} WHERE origin = ?", (origin,))
                for uid in uids or ():
                    self._database.run(f"DELETE FROM {kind} WHERE origin = ? AND uid = ?", (origin, uid))

    def rows(self) -> tuple[Row, ...]:
        """What is shown, removed rows too: series, then meetings, then days off, each by UID and slot."""
        with self._database.reading():
            return shown(row for kind in Kind for row in self._rows(kind))

    def series(self, uid: str) -> Row | None:
        """The series that is shown under this UID, removed or not; None where there is none."""
        with self._database.reading():
            found = shown(row for kind in Kind for row in self._rows(kind, uid))
        return next((row for row in found if row.kind is Kind.SERIES), None)

    def uids_from(self, origin: str) -> frozenset[str]:
        """The UIDs of everything that was read from there and stands."""
        found = self._database.rows(
            " UNION ".join(f"SELECT uid FROM {kind} WHERE origin = ?1 AND removed_at IS NULL" for kind in Kind),
            (origin,),
        )
        return frozenset(row[0] for row in found)

    def series_uids(self) -> frozenset[str]:
        """The UIDs of all series and meetings, for the scan of the next file."""
        found = self._database.rows("SELECT uid FROM series UNION SELECT uid FROM meetings")
        return frozenset(row[0] for row in found)

    def _rows(self, kind: Kind, uid: str | None = None) -> Iterable[Row]:
        column = "''" if kind is Kind.SERIES else "slot"
        found = self._database.rows(
            f"SELECT uid, {column}, calendar, source, text, revision, read_at, removed_at, origin, rank FROM {kind}"
            " WHERE uid = coalesce(?, uid) ORDER BY 1, 2, 9",
            (uid,),
        )
        for of, slot, calendar, source, text, revision, read_at, removed_at, origin, rank in found:
            removed = read_instant(removed_at) if removed_at else None
            yield Row(kind, of, slot, calendar, source, text, revision, read_instant(read_at), removed, origin, rank)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rows are put, and when."""

    origin: str
    mine: frozenset[str]
    at: str

    def rank(self, uid: str) -> int:
        return 1 + (uid in self.mine) if self.origin else 0


def _meeting_slot(meeting: Meeting) -> str:
    """ "" for a one-off; else its RECURRENCE-ID, for a floating one without the zone that the reader assumed."""
    if meeting.slot is None:
        return ""
    if meeting.form is Form.FLOATING and isinstance(meeting.slot, datetime):
        return meeting.slot.replace(tzinfo=None).isoformat()
    return slot_key(meeting.slot)
