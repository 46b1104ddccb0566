"""One account is read: each of its chosen calendars, and what that means for what is held. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from desktop.mentoring.people import addresses
from desktop.mentoring.tagging import Looking
from desktop.services import knowledge
from desktop.store.accounts import AccountCalendar
from integrations.calendars.model import Batch, Series
from integrations.calendars.port import Access, CalendarReading, Changes, Held
from integrations.errors import Cancelled, Trouble

REACHES_BACK = timedelta(days=760)
"""How far back a first read goes: the 24 months that count as evidence, and a month of doubt."""

_OF_ONE_CALENDAR = frozenset({"google-calendar-gone", "google-not-yours", "google-refused"})
"""Troubles that say nothing of the account's other calendars."""
_MOST_ROUNDS = 3
_MANY_SERIES = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a calendar before it is read: where to go on, and what is held, here and in the store's rows."""

    calendar: AccountCalendar
    held: Mapping[str, Held]
    uids: frozenset[str]
    """Of the rows that came from it and stand."""


@dataclass(frozen=True, slots=True)
class Read:
    """A calendar that was read. `about`: the UIDs of which `batch` is all there is; `after`: what is held then."""

    known: Known
    changes: Changes
    after: Mapping[str, Held]
    about: frozenset[str]
    batch: Batch
    likely: tuple[Series, ...]
    pairs: frozenset[frozenset[str]]
    """The pairs that it was searched for."""

    def mine(self, me: frozenset[str]) -> frozenset[str]:
        """The UIDs that are the user's to change: they may write there, and organise it or nobody does."""
        if self.known.calendar.calendar.access not in (Access.OWNER, Access.WRITER):
            return frozenset()
        people = {series.uid: series.people for series in self.batch.series}
        people |= {meeting.uid: meeting.people for meeting in self.batch.meetings}
        hosts = {uid: next((one.email for one in of if one.organizer), "") for uid, of in people.items()}
        return frozenset(uid for uid, host in hosts.items() if not host or host in me)

    def emptied(self) -> bool:
        """Whether it held meetings and holds none of them any more: a fault somewhere, until the user says that not.

        One or two series may well be deleted; a calendar that lists nothing at all, or many at once, may not.
        """
        former = [held for held in self.known.held.values() if not held.parent]
        left = [held for held in self.after.values() if not held.parent]
        return bool(former) and not left and (self.bare or len(former) >= _MANY_SERIES)

    @property
    def bare(self) -> bool:
        """Whether it was read whole and lists nothing at all, which need not be true."""
        return self.changes.whole and not self.changes.listed


@dataclass
class Visit:
    """One account, asked once. `step` is told the id of every calendar that is done."""

    source: CalendarReading
    looking: Looking
    now: datetime
    zone: tzinfo
    step: Callable[[str], None]
    cancelled: Callable[[], bool] | None = None
    troubles: dict[str, Trouble] = field(default_factory=dict)
    """Of single calendars, by id."""
    reads: dict[str, Read] = field(default_factory=dict)

    def read(self, calendars: Mapping[str, Known]) -> None:
        """Read them all, and those once more that were read before a pair became known by another.

        Raises a `Trouble` of the whole account, with `reads` as far as it came, and Cancelled.
        """
        due = list(calendars.values())
        for _ in range(_MOST_ROUNDS):
            for known in due:
                self._one(known)
            due = [one.known for one in self.reads.values() if self.looking.pairs - one.pairs]
            if not due:
                return

    def _one(self, known: Known) -> None:
        id_ = known.calendar.id
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        try:
            self.reads[id_] = self._read(known, self.reads.get(id_))
        except Trouble as trouble:
            if trouble.code not in _OF_ONE_CALENDAR:
                raise
            self.troubles[id_] = trouble
            self.reads.pop(id_, None)
            return
        self.step(id_)
        self._learn(self.reads[id_].batch)

    def _read(self, known: Known, former: Read | None) -> Read:
        """What changed since the store was written, or since `former`, which is then a part of it."""
        calendar = known.calendar.calendar
        held = former.after if former else known.held
        cursor = former.changes.cursor if former else known.calendar.cursor
        since = self.now - REACHES_BACK
        changes = self.source.changes(calendar, cursor, self.looking, held, since=since, cancelled=self.cancelled)
        after = self._applied(held, changes)
        if former is not None:
            changes = replace(changes, there={**former.changes.there, **changes.there})
        if former is not None and after == former.after:
            return replace(former, changes=replace(changes, whole=former.changes.whole), pairs=self.looking.pairs)
        if changes.whole:
            about = _uids(known.held) | _uids(after) | known.uids
        else:
            about = _touched(held, changes, after) | (former.about if former else frozenset())
        batch = self.source.values(calendar, (one for one in after.values() if uid_of(one, after) in about), self.zone)
        batch = knowledge.followable(replace(batch, problems=(*batch.problems, *changes.problems)))
        likely = knowledge.followable(self.source.values(calendar, changes.likely, self.zone)).series
        own = _pairs(batch) if changes.whole else frozenset()  # a whole read has looked for its own pairs as well
        return Read(known, changes, after, about, batch, likely, self.looking.pairs | own)

    def _applied(self, held: Mapping[str, Held], changes: Changes) -> dict[str, Held]:
        """What is held after these changes: an exception goes with its series, and what the user does not want goes."""
        gone = set(changes.gone)
        after = {one.id: one for one in held.values() if not changes.whole and not {one.id, one.parent} & gone}
        after |= {one.id: one for one in changes.put}
        unwanted = {uid for uid, mark in self.looking.marks.items() if not mark}
        return {id_: one for id_, one in after.items() if uid_of(one, after) not in unwanted}

    def _learn(self, batch: Batch) -> None:
        """The next calendar is searched for what this one brought."""
        known = frozenset(series.uid for series in batch.series)
        self.looking = replace(self.looking, pairs=self.looking.pairs | _pairs(batch), known=self.looking.known | known)


def _pairs(batch: Batch) -> frozenset[frozenset[str]]:
    return frozenset(found for found in map(addresses, batch.series) if found)


def uid_of(one: Held, among: Mapping[str, Held]) -> str:
    """The UID that an item belongs to: an exception need not name its own."""
    parent = among.get(one.parent) if one.parent else None
    return parent.uid if parent is not None else one.uid


def _uids(held: Mapping[str, Held]) -> frozenset[str]:
    return frozenset(uid_of(one, held) for one in held.values())


def _touched(held: Mapping[str, Held], changes: Changes, after: Mapping[str, Held]) -> frozenset[str]:
    """The UIDs that changes, and the user's own words, concern."""
    put = {uid_of(one, after) for one in changes.put if one.id in after}
    return frozenset(put | {uid_of(one, held) for id_, one in held.items() if id_ not in after})
