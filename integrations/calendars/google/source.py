"""Google Calendar as a source: reading and writing over one account, and what stands there at this moment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.calendars.google.calls import request
from integrations.calendars.google.client import Client
from integrations.calendars.google.mapping import Whose, values
from integrations.calendars.google.reading import EVENT, PAGE, GoogleReading, differs, items_of
from integrations.calendars.google.trimming import Body, held, kind_of, trimmed
from integrations.calendars.google.troubles import Refused
from integrations.calendars.google.writing import (
    DETAILS,
    UID_END,
    GoogleWriting,
    Stood,
    event_id,
    original_of,
    slot_key,
)
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.model import Meeting, Moment, Series
from integrations.calendars.moments import wall
from integrations.calendars.port import Access, Calendar, Standing
from integrations.errors import Trouble

_INSTANCE = f"{EVENT},etag,location,visibility"
_WHOLE = f"{_INSTANCE},guestsCanModify"
_MOST_PAGES = 100
_OF_BOTH = tuple(
    "summary description location visibility organizer attendees attendeesOmitted eventType transparency colorId "
    "eventLabelId extendedProperties".split()
)
"""What an instance that nobody touched has from its series."""


class GoogleSource(GoogleReading, GoogleWriting):
    """A `CalendarSource` over one account. `me` is the account's address. One thread at a time."""

    def __init__(self, client: Client, me: str) -> None:
        GoogleReading.__init__(self, client, me)
        GoogleWriting.__init__(self, client)
        self._listed: dict[str, Calendar] = {}

    def close(self) -> None:
        """Let go of the connection; the next request makes a new one."""
        self._client.close()

    def standing(self, calendar: str, uid: str, wanted: Wanted | None = None) -> Standing | None:
        """See the port: the event, and every instance that differs, also where it is cancelled or beyond the end."""
        event = self._event(calendar, uid)
        if event is None:
            self.saw(calendar, uid, None)
            return None
        where = self._calendar(calendar)
        instances = tuple(self._instances(calendar, event))
        stood = Stood(event, instances, tuple(one for one in instances if not _is_plain(one, event)))
        self.saw(calendar, uid, stood)
        series = self._series(where, stood, uid, wanted)
        return Standing(
            series,
            stood.etag,
            changeable=_changeable(event, where),
            organizer=_organizes(event, where),
            details=_details(stood, series),
        )

    def _calendar(self, id_: str) -> Calendar:
        if id_ not in self._listed:
            self._listed = {one.id: one for one in self.calendars()}
        if id_ not in self._listed:
            raise Trouble("google-calendar-gone", id_)
        return self._listed[id_]

    def _event(self, calendar: str, uid: str) -> Body | None:
        """By its id where the UID holds it, else by the UID; None where it is not, or is no more."""
        if uid.endswith(UID_END):
            found = self._got(request("events.get", calendarId=calendar, eventId=event_id(uid), fields=_WHOLE))
            if found is not None and found.get("iCalUID", uid) == uid:
                return None if found.get("status") == "cancelled" else found
        asked = request(
            "events.list",
            calendarId=calendar,
            iCalUID=uid,
            singleEvents=False,
            maxResults=PAGE,
            fields=f"items({_WHOLE})",
        )
        masters = (one for one in items_of(self._got(asked) or {}) if "recurringEventId" not in one)
        return next((dict(one) for one in masters if one.get("status") != "cancelled"), None)

    def _got(self, asked: Any) -> Body | None:
        try:
            return self._client.read(asked)
        except Refused as refused:
            if refused.status in (404, 410):
                return None
            raise

    def _instances(self, calendar: str, event: Body) -> Iterator[Body]:
        """Without bounds in time: what was moved far away counts by where it was (google's `originalStartTime`)."""
        if not event.get("recurrence"):
            return
        page: str | None = None
        for _ in range(_MOST_PAGES):
            answer = self._got(
                request(
                    "events.instances",
                    calendarId=calendar,
                    eventId=event["id"],
                    showDeleted=True,
                    maxResults=PAGE,
                    pageToken=page,
                    fields=f"nextPageToken,items({_INSTANCE})",
                )
            )
            yield from (dict(one) for one in items_of(answer or {}) if "originalStartTime" in one)
            page = (answer or {}).get("nextPageToken")
            if not page:
                return

    def _series(self, calendar: Calendar, stood: Stood, uid: str, wanted: Wanted | None) -> Series:
        """As a synchronisation would write it."""
        words = wanted.words if wanted is not None else ()
        labels = self._labels_of(calendar.id, None) if wanted is not None and stood.event.get("eventLabelId") else {}

        def cut(event: Mapping[str, Any]) -> Body:
            return trimmed(event, words, labels)

        master = cut(stood.event)
        exceptions = [one for one in map(cut, stood.exceptions) if differs(one, master)]
        kept = [held(master, uid), *(held(one, uid) for one in exceptions)]
        read = values(Whose(calendar, self._me, calendar.zone or UTC), kept)
        if read.series:
            return read.series[0]
        if read.meetings:
            return _single(read.meetings[0])
        raise Trouble("google-refused")


def _is_plain(instance: Body, event: Body) -> bool:
    """Whether an instance surely is as its series says: seen without reading it, for there are hundreds of them."""
    if instance.get("start") != instance.get("originalStartTime") or instance.get("status") == "cancelled":
        return False
    if any(instance.get(name) != event.get(name) for name in _OF_BOTH):
        return False
    return (length := _length(instance)) is not None and length == _length(event)


def _details(stood: Stood, series: Series) -> dict[Moment, str]:
    """What exceptions have of their own besides title and time, as JSON."""
    slots = {slot_key(one.slot): one.slot for one in series.overrides}
    found: dict[Moment, str] = {}
    for one in stood.exceptions:
        own = {name: one[name] for name in DETAILS if name in one and one[name] != stood.event.get(name)}
        slot = slots.get(original_of(one))
        if own and slot is not None:
            found[slot] = json.dumps(own, ensure_ascii=False)
    return found


def _length(event: Body) -> timedelta | None:
    try:
        start, end = (datetime.fromisoformat(event[name]["dateTime"]) for name in ("start", "end"))
        return end - start
    except (KeyError, TypeError, ValueError):
        return None


def _single(meeting: Meeting) -> Series:
    """An event that does not repeat, in the terms of a series."""
    zone = meeting.start.tzinfo if isinstance(meeting.start, datetime) and meeting.start.tzinfo else UTC
    return Series(
        uid=meeting.uid,
        title=meeting.title,
        form=meeting.form,
        zone=zone,
        zone_name=getattr(zone, "key", None),
        start=meeting.start,
        duration=wall(meeting.end) - wall(meeting.start),
        rules=(),
        people=meeting.people,
        calendar=meeting.calendar,
        source=meeting.source,
        cancelled=meeting.cancelled,
        hints=meeting.hints,
        text=meeting.text,
    )


def _organizes(event: Mapping[str, Any], calendar: Calendar) -> bool:
    """The organizer of an event is a calendar; an event without one is the calendar's own."""
    organizer = event.get("organizer") or {}
    return bool(organizer.get("self")) or organizer.get("email", calendar.id) == calendar.id


def _changeable(event: Mapping[str, Any], calendar: Calendar) -> bool:
    """Decided before a write: Google may say yes to a guest and change nothing."""
    if calendar.access not in (Access.OWNER, Access.WRITER) or kind_of(event) != "default":
        return False
    return _organizes(event, calendar) or event.get("guestsCanModify") is True
