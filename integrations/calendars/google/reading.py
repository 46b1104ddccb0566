"""What changed in a calendar of Google's: whole once, then by sync tokens (google's guide "Synchronize resources").

A listing that is continued by a token must be asked for in the same words as the first, so both are made in one place.
What a whole read saw and did not keep is remembered for as long as this object lives, which is one synchronisation:
when another calendar then makes a new pair known, nothing has to be asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from integrations.calendars.google.calendar_list import read_calendars
from integrations.calendars.google.calls import request
from integrations.calendars.google.choosing import MOST_PEOPLE, Choosing, Seen, chosen
from integrations.calendars.google.client import Client
from integrations.calendars.google.mapping import Whose, is_over, values
from integrations.calendars.google.trimming import Body, Label, body_of, held, labels_of, trimmed
from integrations.calendars.google.troubles import Refused
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.model import Batch
from integrations.calendars.port import Access, Calendar, Changes, Held, Progress
from integrations.errors import Cancelled, Trouble

PAGE = 2500
"""Events of one page, the most that Google gives."""

_MOST_PAGES = 1000
_AHEAD = timedelta(days=5 * 366)
"""How far behind the bound of a first read the exceptions of one series are looked for."""
EVENT = (
    "id,iCalUID,status,recurringEventId,originalStartTime,summary,description,start,end,recurrence,"
    "organizer(email,displayName,self),attendees(email,displayName,self,organizer,resource,responseStatus),"
    "attendeesOmitted,eventType,transparency,colorId,eventLabelId,extendedProperties,sequence,created,updated"
)
"""The fields of an event that are asked for; the others never leave Google."""

_FIELDS = f"nextPageToken,nextSyncToken,items({EVENT})"
_OWN_PLACE = ("id", "recurringEventId", "originalStartTime", "start", "end", "recurrence", "updated", "created")


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Where a calendar was read to, and what was looked for until then, as short digests."""

    token: str
    asked: frozenset[str]

    @classmethod
    def read(cls, written: str) -> _Cursor:
        asked, _, token = written.partition(" ")
        return cls(token, frozenset(asked.split(",")))

    def written(self) -> str:
        return f"{','.join(sorted(self.asked))} {self.token}" if self.token else ""


@dataclass(frozen=True, slots=True)
class _Remembered:
    token: str
    seen: dict[str, Seen]
    listed: int


@dataclass
class _Listing:
    """One listing being read."""

    choosing: Choosing
    stop: Callable[[], bool] | None
    progress: Progress | None
    words: tuple[str, ...] = ()
    listed: int = 0
    token: str = ""


class GoogleReading:
    """The reading half of a source over one account. `me` is the account's address. One thread at a time."""

    kind = "google"

    def __init__(self, client: Client, me: str) -> None:
        self._client = client
        self._me = me.lower()
        self._remembered: dict[str, _Remembered] = {}
        self._labels: dict[str, dict[str, Label]] = {}

    def calendars(self) -> tuple[Calendar, ...]:
        """See the port."""
        return read_calendars(self._client)

    def values(self, calendar: Calendar, held: Iterable[Held], zone: tzinfo) -> Batch:
        """See the port."""
        return values(Whose(calendar, self._me, zone), held)

    def changes(
        self,
        calendar: Calendar,
        cursor: str,
        wanted: Wanted,
        kept: Mapping[str, Held],
        *,
        since: datetime,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Changes:
        """See the port. A calendar is read whole once more when something new is looked for in it."""
        choosing = Choosing(calendar, wanted, self._me)
        listing = _Listing(choosing, cancelled, progress, choosing.words)
        asked = _asked(choosing)
        before = _Cursor.read(cursor)
        if calendar.access is Access.FREE_BUSY:
            return Changes((), (), "", whole=True)
        memory = self._remembered.get(calendar.id)
        if before.token and not asked <= before.asked and memory is not None and memory.token == before.token:
            return self._whole(listing, memory, asked, kept, since)
        try:
            if before.token and asked <= before.asked:
                try:
                    return self._news(listing, before.token, asked, kept, since)
                except Refused as refused:
                    if not _lost(refused):
                        raise
                    listing = _Listing(choosing, cancelled, progress, choosing.words)
            return self._whole(listing, self._read_all(listing, since), asked, kept, since)
        except Refused as refused:
            if refused.status == 404:
                raise Trouble("google-calendar-gone", calendar.name) from refused
            raise

    def _whole(
        self,
        listing: _Listing,
        read: _Remembered,
        asked: frozenset[str],
        kept: Mapping[str, Held],
        since: datetime,
    ) -> Changes:
        choice = chosen(listing.choosing, read.seen)
        there = {one.id for one in choice.put}
        put = [*choice.put, *(one for one in _former(kept, read.seen, since) if one.id not in there)]
        problems = tuple(listing.choosing.problems)
        cursor = _Cursor(read.token, asked | _digests(choice.pairs)).written()
        watched = {uid: id_ in read.seen for uid, id_ in listing.choosing.watched.items()}
        return Changes(tuple(put), (), cursor, True, tuple(choice.likely), problems, read.listed, watched)

    def _read_all(self, listing: _Listing, since: datetime) -> _Remembered:
        """Everything that has not ended before `since`."""
        seen: dict[str, Seen] = {}
        for body in self._pages(listing, since=_stamp(since)):
            one = listing.choosing.see(body)
            seen.pop(body["id"], None)  # an event that changed while it was read comes twice
            if one is not None:
                seen[body["id"]] = one
        read = _Remembered(listing.token, seen, listing.listed)
        self._remembered[listing.choosing.calendar.id] = read
        return read

    def _news(
        self, listing: _Listing, token: str, asked: frozenset[str], kept: Mapping[str, Held], since: datetime
    ) -> Changes:
        """What changed since the token."""
        choosing = listing.choosing
        self._remembered.pop(choosing.calendar.id, None)
        news = {body["id"]: body for body in self._pages(listing, token=token) if "id" in body}
        seen = {id_: one for id_, body in news.items() if (one := choosing.see(body)) is not None}
        refresh, put, likely = self._sorted(choosing, seen, kept)
        for id_ in refresh:
            put |= {one.id: one for one in self._series_whole(listing, id_, since)}
        gone = [
            id_ for id_ in news if id_ not in put and (id_ in kept or any(one.parent == id_ for one in kept.values()))
        ]
        gone += [
            one.id for one in kept.values() if one.parent in refresh and one.id not in put and not _before(one, since)
        ]
        return Changes(
            tuple(put.values()),
            tuple(dict.fromkeys(gone)),
            _Cursor(listing.token, asked).written(),
            False,
            tuple(likely),
            tuple(choosing.problems),
            listing.listed,
            {uid: id_ in seen for uid, id_ in choosing.watched.items() if id_ in news},
        )

    def _sorted(
        self, choosing: Choosing, seen: Mapping[str, Seen], kept: Mapping[str, Held]
    ) -> tuple[list[str], dict[str, Held], list[Held]]:
        """Which series' exceptions are to be asked for, what is kept, and what could be suggested."""
        choice = chosen(choosing, seen)
        put = {one.id: one for one in choice.put}
        refresh: dict[str, None] = {}
        for id_, one in seen.items():
            parent = one.held.parent
            if parent and parent in kept:
                put[id_] = Held(one.held.id, parent, one.held.uid or kept[parent].uid, one.held.body)
            elif parent and parent not in seen and id_ in put:
                refresh[parent] = None
            elif not parent and id_ in put and one.series:
                former = kept.get(id_)
                if former is None or _slots(body_of(former)) != _slots(body_of(one.held)):
                    refresh[id_] = None
        return list(refresh), put, choice.likely

    def _series_whole(self, listing: _Listing, id_: str, since: datetime) -> Iterator[Held]:
        """A series that is new here, or whose slots have changed, with all of its exceptions."""
        calendar = listing.choosing.calendar.id
        asked = request("events.get", calendarId=calendar, eventId=id_, fields=EVENT)
        try:
            master = self._trimmed(listing, self._client.read(asked, cancelled=listing.stop))
        except Refused as refused:
            if refused.status in (404, 410):
                return  # it has gone since
            raise
        one = listing.choosing.see(master)
        if one is None:
            return
        yield one.held
        uid = one.held.uid
        page: str | None = None
        for _ in range(_MOST_PAGES):
            asked = request(
                "events.instances",
                calendarId=calendar,
                eventId=id_,
                showDeleted=True,
                maxResults=PAGE,
                timeMin=_stamp(since),
                timeMax=_stamp(since + _AHEAD),
                pageToken=page,
                fields=f"nextPageToken,items({EVENT})",
            )
            answer = self._client.read(asked, cancelled=listing.stop)
            for item in items_of(answer):
                body = self._trimmed(listing, item)
                if body.get("recurringEventId") == id_ and differs(body, master):
                    yield held(body, uid)
            page = answer.get("nextPageToken")
            if not page:
                return

    def _pages(self, listing: _Listing, *, since: str | None = None, token: str | None = None) -> Iterator[Body]:
        """The trimmed events of all pages, early and empty ones included; the token stands on the last."""
        page: str | None = None
        for _ in range(_MOST_PAGES):
            if listing.stop is not None and listing.stop():
                raise Cancelled
            asked = request(
                "events.list",
                calendarId=listing.choosing.calendar.id,
                maxResults=PAGE,
                singleEvents=False,
                pageToken=page,
                fields=_FIELDS,
                timeMin=since,
                syncToken=token,
            )
            answer = self._client.read(asked, cancelled=listing.stop)
            for item in items_of(answer):
                listing.listed += 1
                body = self._trimmed(listing, item)
                if "id" in body:
                    yield body
            if listing.progress is not None:
                listing.progress(listing.listed, listing.listed)
            page, following = answer.get("nextPageToken"), answer.get("nextSyncToken")
            del answer  # two pages at once would be twelve megabytes more
            if not isinstance(page, str) or not page:
                listing.token = following if isinstance(following, str) else ""
                return

    def _trimmed(self, listing: _Listing, event: Mapping[str, Any]) -> Body:
        calendar = listing.choosing.calendar.id
        labels = self._labels_of(calendar, listing.stop) if event.get("eventLabelId") else {}
        return trimmed(event, listing.words, labels)

    def _labels_of(self, calendar: str, stop: Callable[[], bool] | None) -> dict[str, Label]:
        """The event labels of a calendar, asked for when the first labelled event is met.

        The smallest scopes do not reach them everywhere: without them an event has only its old colour.
        """
        if calendar not in self._labels:
            try:
                asked = request("calendars.get", calendarId=calendar, fields="labelProperties")
                self._labels[calendar] = labels_of(self._client.read(asked, cancelled=stop))
            except Refused:
                self._labels[calendar] = {}
        return self._labels[calendar]


def items_of(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The events of one page of a listing."""
    items = answer.get("items")
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _slots(body: Body) -> tuple[object, object]:
    """What the slots of a series come from; with other slots it has other exceptions."""
    return body.get("start"), body.get("recurrence")


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _lost(refused: Refused) -> bool:
    """Whether a token is no longer known; 410 `deleted` is another thing, so the reason decides."""
    if refused.reason in ("fullSyncRequired", "updatedMinTooLongAgo", "syncTokenWithRequestRestrictions"):
        return True
    return refused.status == 400 and refused.reason == "invalid"


def _asked(choosing: Choosing) -> frozenset[str]:
    """What this calendar is searched for, besides single names: marks, and the people of known pairs."""
    return _digests(choosing.pairs) | {_digest("\n".join(("marks", *sorted(choosing.words))))}


def _digests(pairs: Iterable[frozenset[str]]) -> frozenset[str]:
    """The pairs that are looked for; a crowd is none."""
    return frozenset(_digest(",".join(sorted(pair))) for pair in pairs if len(pair) <= MOST_PEOPLE)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _former(kept: Mapping[str, Held], seen: Mapping[str, Seen], since: datetime) -> Iterator[Held]:
    """What a bounded read does not list because it is over, and that is still true.

    An exception lives as long as its series does.
    """
    parts: dict[str, list[Held]] = {}
    for one in kept.values():
        if one.parent:
            parts.setdefault(one.parent, []).append(one)
    for parent, exceptions in parts.items():
        if parent in seen:
            yield from (one for one in exceptions if one.id not in seen and _before(one, since))
    for one in kept.values():
        if not one.parent and one.id not in seen:
            whole = [one, *parts.get(one.id, ())]
            if is_over(whole, since + timedelta(days=1)):
                yield from whole


def _before(one: Held, since: datetime) -> bool:
    """Whether an exception's slot lies before a bound."""
    slot = body_of(one).get("originalStartTime", {})
    return (slot.get("dateTime") or slot.get("date") or "9")[:10] < since.date().isoformat()


def differs(instance: Body, master: Body) -> bool:
    """Whether an instance is an exception: `instances` gives those that nobody touched as well."""
    if instance.get("status") == "cancelled" or instance.get("start") != instance.get("originalStartTime"):
        return True
    return _rest(instance) != _rest(master) or _length(instance) != _length(master)


def _rest(body: Body) -> Body:
    return {key: value for key, value in body.items() if key not in _OWN_PLACE and key != "sequence"}


def _length(body: Body) -> timedelta | None:
    start, end = (body.get(name, {}) for name in ("start", "end"))
    try:
        if "dateTime" in start:
            return datetime.fromisoformat(end["dateTime"]) - datetime.fromisoformat(start["dateTime"])
        return datetime.fromisoformat(end["date"]) - datetime.fromisoformat(start["date"])
    except (KeyError, ValueError, TypeError):
        return None
