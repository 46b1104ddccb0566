"""What the server holds: accounts, calendars, events with their exceptions, a clock, and a count of changes."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from tests.google.answers import not_found
from tests.google.mail import Outbox
from tests.google.moments import Slot, own_zone, slot_of, stamp_id
from tests.google.recurrence import MOST, Anchor, slots

Body = dict[str, Any]
WRITERS = frozenset({"owner", "writer", "writerWithoutPrivateAccess"})


@dataclass
class Modes:
    """Where Google's behaviour is not settled, or a test wants it worse than usual; all may be set at any time."""

    beyond_end: Literal["reset", "kept", "cancelled"] = "reset"
    """Exceptions whose slot a changed rule no longer has (section 3): gone, live as before, or turned `cancelled`."""
    until_before_start: Literal["reject", "accept"] = "reject"
    external: Literal["not-google", "other-domain"] = "not-google"
    """Whom `externalOnly` reaches (section 7): as the reference says, or as seen live."""
    guest_private_properties: Literal["allow", "forbid", "ignore"] = "allow"
    guest_shared_properties: Literal["allow", "forbid", "ignore"] = "allow"
    guest_writes: Literal["forbid", "ignore"] = "forbid"
    """A guest's change of what is shared: 403 (section 6), or a 200 that has changed nothing."""
    ignore_writes: bool = False
    """Every write is answered as if it had worked, and changes nothing."""
    rows_per_page: int = 2500
    """Pages are cut over all rows, tombstones too, before those are left out: so pages are short, or empty."""
    leading_empty_pages: int = 0
    testing: bool = False
    """The consent screen's publishing status "Testing": refresh tokens live for seven days."""
    requests_per_minute: int | None = None
    """Above it: 403 `rateLimitExceeded`; the parts of a batch count singly."""
    strict_sync: bool = True
    """A sync token used with other parameters than its first listing is 400; "undefined behavior" at Google."""


@dataclass
class Account:
    """Somebody who can sign in; `roles` are the calendars of the list, with what may be done there."""

    email: str
    roles: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Body] = field(default_factory=dict)
    """More fields of a calendar list entry: `selected`, `hidden`, `summaryOverride`, `deleted`…"""


class Stored:
    """One event as kept: the whole of a master or single event, only the differences of an exception."""

    def __init__(self, event_id: str, body: Body, master: Stored | None = None, original: Slot | None = None) -> None:
        self.id = event_id
        self.body = body
        self.master = master
        self.original = original
        self.created = self.updated = datetime(1970, 1, 1, tzinfo=UTC)
        self.change = 0
        self.sequence = 0
        self.exceptions: dict[Slot, Stored] = {}
        self.encoded: dict[object, bytes] = {}
        self._slots: list[Slot] | None = None

    @property
    def cancelled(self) -> bool:
        return self.body.get("status") == "cancelled"

    @property
    def recurring(self) -> bool:
        return self.master is None and bool(self.body.get("recurrence"))

    @property
    def etag(self) -> str:
        return f'"{3_400_000_000_000_000 + self.change * 2}"'

    def anchor(self, fallback: ZoneInfo) -> Anchor | None:
        start = slot_of(self.body.get("start"), fallback)
        return None if start is None else Anchor(start, own_zone(self.body["start"], fallback))

    def slots(self, fallback: ZoneInfo) -> list[Slot]:
        """The slots of the rule, exceptions included; bad rules have the start alone."""
        if self._slots is None:
            anchor = self.anchor(fallback)
            try:
                self._slots = slots(self.body.get("recurrence") or [], anchor, MOST) if anchor else []
            except (ValueError, TypeError, OverflowError):
                self._slots = [anchor.start] if anchor else []
        return self._slots

    def touched(self, change: int, at: datetime) -> None:
        self.change, self.updated, self._slots = change, at, None
        self.encoded.clear()
        for exception in self.exceptions.values():
            exception.encoded.clear()


@dataclass
class Calendar:
    """One calendar; the address of a primary one is its id."""

    id: str
    summary: str
    zone_name: str
    owner: str
    primary: bool = True
    labels: list[Body] = field(default_factory=list)
    more: Body = field(default_factory=dict)
    events: dict[str, Stored] = field(default_factory=dict)
    """By id, exceptions beside their masters, in the order in which they came."""
    sync_epoch: int = 0
    """Sync tokens of an earlier epoch are lost."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    def add(self, event: Stored) -> None:
        self.events[event.id] = event
        if event.master is not None and event.original is not None:
            event.master.exceptions[event.original] = event

    def drop(self, event: Stored) -> None:
        self.events.pop(event.id, None)
        if event.master is not None and event.original is not None:
            event.master.exceptions.pop(event.original, None)


class World:
    """All of it, under one lock: a commit is whole or did not happen."""

    def __init__(self, now: datetime | None = None) -> None:
        self.lock = threading.RLock()
        self.modes = Modes()
        self.accounts: dict[str, Account] = {}
        self.calendars: dict[str, Calendar] = {}
        self.outbox = Outbox()
        self.google_addresses: set[str] = set()
        self.remarks: list[str] = []
        """What a careful client would not have done, in words: a write without `sendUpdates`, an insert without id…"""
        self.changes = 0
        self.commits = 0
        self._here = threading.local()
        self._offset = timedelta()
        self._fixed: datetime | None = None
        if now is not None:
            self.set_now(now)

    def now(self) -> datetime:
        return (self._fixed or datetime.now(UTC)) + self._offset

    def set_now(self, now: datetime) -> None:
        """From now on the server's clock stands there, until it is set again or advanced."""
        self._fixed, self._offset = now.astimezone(UTC), timedelta()

    def advance(self, by: timedelta) -> None:
        self._offset += by

    def account(self, email: str) -> Account:
        return self.accounts.setdefault(email, Account(email))

    def calendar(self, account: Account, calendar_id: str) -> tuple[Calendar, str]:
        """The calendar and what the account may do there; 404 for one that it does not see."""
        wanted = account.email if calendar_id == "primary" else calendar_id
        calendar, role = self.calendars.get(wanted), account.roles.get(wanted, "none")
        if calendar is None or role == "none":
            raise not_found()
        return calendar, role

    def commit(self, *events: Stored) -> None:
        """These have changed, all by one call."""
        self.commits += 1
        self._here.commits = self.commits_here + 1
        for event in events:
            self.touch(event)

    @property
    def commits_here(self) -> int:
        """Those of this thread: what one request of several at a time has done."""
        return int(getattr(self._here, "commits", 0))

    def touch(self, event: Stored) -> None:
        self.changes += 1
        at = self.now() + timedelta(milliseconds=self.changes)
        if event.change == 0:
            event.created = at
        event.touched(self.changes, at)
        if event.master is not None:
            event.master.encoded.clear()

    def copies(self, event_id: str, but: Calendar) -> Iterator[tuple[Calendar, Stored]]:
        """The other calendars on which an event of this id stands."""
        for calendar in self.calendars.values():
            if calendar is not but and (event := calendar.events.get(event_id)):
                yield calendar, event


def address(body: Body, role: str, default: str = "") -> str:
    """Whose event it is (`organizer`) or who made it (`creator`); bad events have something else there."""
    person = body.get(role)
    return str(person.get("email") or default) if isinstance(person, dict) else default


def properties(body: Body, kind: str) -> Body:
    """The `private` or `shared` extended properties."""
    both = body.get("extendedProperties")
    return dict(both.get(kind) or {}) if isinstance(both, dict) else {}


def exception_of(master: Stored, slot: Slot, body: Body | None = None) -> Stored:
    """A new exception of a master, not yet in any calendar."""
    return Stored(f"{master.id}_{stamp_id(slot)}", copy.deepcopy(body or {}), master, slot)
