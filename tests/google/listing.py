"""`events.list` and `events.instances`: bounds, pages that may be empty, tombstones, sync tokens (sections 1, 2)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.google import tokens
from tests.google.answers import Answer, Body, Refusal, invalid, not_found, updated_min_too_long_ago
from tests.google.moments import as_instant, printed, slot_of, stamp, zone_named
from tests.google.query import Query
from tests.google.resources import Instance, Row, View, encoded, find, whole
from tests.google.world import Account, Calendar, Stored, World, properties

OLDEST_UPDATED_MIN = timedelta(days=28)


@dataclass(frozen=True)
class Listing:
    """What one listing asks for; its pages keep to it."""

    single: bool = False
    deleted: bool = False
    since: int | None = None
    """A change number: only what changed after it (a sync token)."""
    time_min: datetime | None = None
    time_max: datetime | None = None
    updated_min: datetime | None = None
    event_types: tuple[str, ...] = ()
    uid: str = ""
    text: str = ""
    private: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    order: str = ""

    @property
    def filters(self) -> bool:
        return bool(self.uid or self.text or self.private or self.shared or self.event_types)

    @property
    def yields_token(self) -> bool:
        return not (self.order or self.text or self.uid or self.private or self.shared or self.updated_min)


@dataclass
class Pages:
    """A listing under way: its rows as they were when it began."""

    calendar_id: str
    listing: Listing
    rows: list[Row]
    size: int
    begun_at: int
    given: int = 0
    empty_left: int = 0


class Lists:
    """The listings of one server."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, Pages] = {}

    def forget_pages(self) -> None:
        """Page tokens given so far are no longer known."""
        self._open.clear()

    def events(self, account: Account, calendar_id: str, query: Query) -> Answer:
        calendar, role = self._world.calendar(account, calendar_id)
        view = self._view(account, calendar, role, query)
        pages = self._pages(calendar, query)
        pages.size = min(query.number("maxResults", pages.size), 2500, self._world.modes.rows_per_page)
        rows, following = self._cut(pages)
        listing = pages.listing
        items = [encoded(row, calendar, view, cut=_is_cut(row, listing)) for row in rows if _visible(row, listing)]
        meta: Body = {
            "kind": "calendar#events",
            "etag": f'"p{self._world.changes}"',
            "summary": calendar.summary,
            "updated": printed(
                max((e.updated for e in calendar.events.values()), default=datetime(2020, 1, 1, tzinfo=UTC))
            ),
            "timeZone": calendar.zone_name,
            "accessRole": role,
            "defaultReminders": [{"method": "popup", "minutes": 10}] if calendar.primary else [],
        }
        if following:
            meta["nextPageToken"] = following
        elif listing.yields_token:
            meta["nextSyncToken"] = tokens.issue(calendar, pages.begun_at, query, self._world.now())
        return Answer(200, _joined(meta, items))

    def instances(self, account: Account, calendar_id: str, event_id: str, query: Query) -> Answer:
        calendar, role = self._world.calendar(account, calendar_id)
        row = find(calendar, event_id)
        if row is None:
            raise not_found()
        view = self._view(account, calendar, role, query)
        token = query.text("pageToken")
        if token:
            pages = self._known(token, calendar)
        else:
            listing = Listing(
                single=True,
                deleted=query.flag("showDeleted"),
                time_min=_bound(query, "timeMin"),
                time_max=_bound(query, "timeMax"),
            )
            asked = _asked(_instances_of(row, calendar), calendar, query.text("originalStart"))
            rows = [one for one in asked if _within(one, calendar, listing)]
            pages = Pages(calendar.id, listing, rows, 250, self._world.changes)
        pages.size = min(query.number("maxResults", pages.size), 2500, self._world.modes.rows_per_page)
        part, following = self._cut(pages)
        items = [
            encoded(one, calendar, view, cut=one.cancelled)
            for one in part
            if pages.listing.deleted or not _is_cancelled(one)
        ]
        meta: Body = {"kind": "calendar#events", "summary": calendar.summary, "timeZone": calendar.zone_name}
        meta |= {"accessRole": role} | ({"nextPageToken": following} if following else {})
        return Answer(200, _joined(meta, items))

    def _view(self, account: Account, calendar: Calendar, role: str, query: Query) -> View:
        zone_name = query.text("timeZone") or calendar.zone_name
        if zone_named(zone_name) is None:
            raise invalid("Bad Request", "timeZone")
        most = query.number("maxAttendees", -1)
        return View(account.email, role, zone_name, None if most < 0 else most)

    def _pages(self, calendar: Calendar, query: Query) -> Pages:
        if token := query.text("pageToken"):
            return self._known(token, calendar)
        listing = self._listing(calendar, query)
        rows = [row for row in _rows(calendar, listing) if _within(row, calendar, listing)]
        if listing.order == "startTime":
            rows.sort(key=lambda row: _begin(row, calendar))
        elif listing.order == "updated":
            rows.sort(key=lambda row: (row.master if isinstance(row, Instance) else row).updated)
        empty = self._world.modes.leading_empty_pages
        return Pages(calendar.id, listing, rows, 250, self._world.changes, empty_left=empty)

    def _known(self, token: str, calendar: Calendar) -> Pages:
        pages = self._open.get(token)
        if pages is None or pages.calendar_id != calendar.id:
            raise invalid("Invalid page token value.", "pageToken")
        return Pages(**vars(pages))  # asking for a page twice gives the same page

    def _cut(self, pages: Pages) -> tuple[list[Row], str]:
        if pages.empty_left:
            pages.empty_left -= 1
            part: list[Row] = []
        else:
            part = pages.rows[pages.given : pages.given + pages.size]
            pages.given += len(part)
        if pages.given >= len(pages.rows) and not pages.empty_left and (part or not pages.rows):
            return part, ""
        token = uuid.uuid4().hex
        self._open[token] = pages
        return part, token

    def _listing(self, calendar: Calendar, query: Query) -> Listing:
        token = query.text("syncToken")
        if token:
            since = tokens.read(token, calendar, query, strict=self._world.modes.strict_sync)
            return Listing(
                single=query.flag("singleEvents"),
                deleted=query.flag("showDeleted"),
                since=since,
                event_types=query.all("eventTypes"),
            )
        listing = Listing(
            single=query.flag("singleEvents"),
            deleted=query.flag("showDeleted"),
            time_min=_bound(query, "timeMin"),
            time_max=_bound(query, "timeMax"),
            updated_min=_bound(query, "updatedMin"),
            event_types=query.all("eventTypes"),
            uid=query.text("iCalUID"),
            text=query.text("q").lower(),
            private=query.all("privateExtendedProperty"),
            shared=query.all("sharedExtendedProperty"),
            order=query.text("orderBy"),
        )
        if listing.time_min and listing.time_max and listing.time_min >= listing.time_max:
            raise Refusal(
                400, "timeRangeEmpty", "The specified time range is empty.", domain="calendar", location="timeMax"
            )
        if listing.order == "startTime" and not listing.single:
            raise invalid("The requested ordering is not available for the particular query.", "orderBy")
        if listing.updated_min and listing.updated_min < self._world.now() - OLDEST_UPDATED_MIN:
            raise updated_min_too_long_ago()
        return listing


def _bound(query: Query, name: str) -> datetime | None:
    text = query.text(name)
    return stamp(text, name) if text else None


def _joined(meta: Body, items: Sequence[bytes]) -> bytes:
    head = json.dumps(meta, ensure_ascii=False).encode()[:-1]
    return head + b',"items":[' + b",".join(items) + b"]}"


def _begin(row: Row, calendar: Calendar) -> datetime:
    """Rows without a readable start come first."""
    start = slot_of(whole(row, calendar).get("start"), calendar.zone)
    return datetime.min.replace(tzinfo=UTC) if start is None else as_instant(start, calendar.zone)


def _instances_of(row: Row, calendar: Calendar) -> Iterator[Row]:
    """All instances of a series, those beyond its end that are still kept included; an instance has itself."""
    if isinstance(row, Instance) or row.master is not None:
        yield row
        return
    slots = row.slots(calendar.zone) if row.recurring else []
    seen = set(slots)
    for slot in slots:
        yield row.exceptions.get(slot) or Instance(row, slot)
    for slot in sorted(row.exceptions, key=lambda one: as_instant(one, calendar.zone)):
        if slot not in seen:
            yield row.exceptions[slot]


def _asked(rows: Iterator[Row], calendar: Calendar, original: str) -> Iterator[Row]:
    if not original:
        yield from rows
        return
    time = {"date": original} if len(original) == len("2026-01-01") else {"dateTime": original}
    wanted = slot_of(time, calendar.zone)
    if wanted is None:
        raise invalid("Bad Request", "originalStart")
    for row in rows:
        if (row.slot if isinstance(row, Instance) else row.original) == wanted:
            yield row


def _rows(calendar: Calendar, listing: Listing) -> Iterator[Row]:
    for event in list(calendar.events.values()):
        if listing.since is not None and event.change <= listing.since:
            continue
        if not listing.single:
            if event.master is None or not event.master.cancelled:
                yield event
        elif event.recurring:
            yield from _instances_of(event, calendar)
        elif event.master is None or (listing.since is not None and event.master.change <= listing.since):
            yield event  # else it came with its master


def _within(row: Row, calendar: Calendar, listing: Listing) -> bool:
    """Bounds and filters; `timeMin` bounds the end, both are exclusive. A row without a readable start is always in."""
    base = row.master if isinstance(row, Instance) else row
    if listing.updated_min and base.updated < listing.updated_min:
        return False
    gone = listing.since is not None and _is_cancelled(row)
    if listing.filters and not gone and not _matches(whole(row, calendar), listing):
        return False
    if listing.time_min is None and listing.time_max is None:
        return True
    if isinstance(row, Stored) and row.recurring:
        return any(_overlaps(whole(one, calendar), calendar, listing) for one in _instances_of(row, calendar))
    return _overlaps(whole(row, calendar), calendar, listing)


def _overlaps(body: Body, calendar: Calendar, listing: Listing) -> bool:
    start = slot_of(body.get("start"), calendar.zone)
    end = slot_of(body.get("end"), calendar.zone) or start
    if start is None or end is None:
        return True
    if listing.time_min and as_instant(end, calendar.zone) <= listing.time_min:
        return False
    return not (listing.time_max and as_instant(start, calendar.zone) >= listing.time_max)


def _matches(body: Body, listing: Listing) -> bool:
    if listing.event_types and body.get("eventType", "default") not in listing.event_types:
        return False
    if listing.uid and body.get("iCalUID") != listing.uid:
        return False
    words = " ".join(str(body.get(key, "")) for key in ("summary", "description", "location", "attendees", "organizer"))
    if listing.text and not all(word in words.lower() for word in listing.text.split()):
        return False
    for kind, wanted in (("private", listing.private), ("shared", listing.shared)):
        for pair in wanted:
            name, _, value = pair.partition("=")
            if properties(body, kind).get(name) != value:
                return False
    return True


def _is_cancelled(row: Row) -> bool:
    return row.cancelled or (row.master is not None and row.master.cancelled)


def _visible(row: Row, listing: Listing) -> bool:
    """Tombstones come when asked for, or with changes; cancelled exceptions of a living series always, unexpanded."""
    if not _is_cancelled(row) or listing.deleted:
        return True
    if listing.since is not None or listing.updated_min is not None:
        return True
    return row.master is not None and not row.master.cancelled and not listing.single


def _is_cut(row: Row, listing: Listing) -> bool:
    if row.master is not None:
        return row.cancelled
    return row.cancelled and not listing.deleted
