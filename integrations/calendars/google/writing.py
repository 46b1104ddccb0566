"""Changing a calendar of Google's: patches of what changes and nothing else, each bound to the state it was made for.

Google's guide ends a series by an edit of its rule (developers.google.com/calendar/api/guides/recurringevents); what
becomes of single changed meetings beyond the new end is not settled there, so whoever calls looks afterwards.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.calendars.ending import Ending
from integrations.calendars.google.calls import request
from integrations.calendars.google.client import Client
from integrations.calendars.google.trimming import Body
from integrations.calendars.google.troubles import REFUSED, Refused
from integrations.calendars.model import Form, Moment, Series
from integrations.calendars.moments import wall
from integrations.calendars.port import Conflict, NewEvent
from integrations.errors import Trouble

UID_END = "@google.com"
"""The UID of an event that was made with an id of the client's own is that id and this."""

DETAILS = ("description", "location", "transparency", "visibility", "colorId")
"""What an exception may have of its own besides title and time, and gets back when it is put back."""

_ALARMS = (14 * 24 * 60, 24 * 60)
"""Minutes before the talk at which the user is reminded of it; four weeks is the most that Google takes."""
_NAMED = re.compile(r"\s*(RRULE|RDATE|EXDATE|EXRULE)([^:]*):(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stood:
    """What was seen of one event when it was looked at: enough to change exactly that state.

    `exceptions` are those of its `instances` that may differ from the series.
    """

    event: Body
    instances: Sequence[Body] = ()
    exceptions: Sequence[Body] = ()

    @property
    def etag(self) -> str:
        """Names the event and all its exceptions in this state."""
        own = str(self.event.get("etag", ""))
        parts = sorted(f"{one.get('id')} {one.get('etag')}" for one in self.exceptions)
        return f"{own} {hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"

    def instance(self, slot: Moment) -> Body | None:
        """The instance at this slot, by its original start: its start may be anywhere."""
        key = slot_key(slot)
        return next((one for one in self.instances if original_of(one) == key), None)


class GoogleWriting:
    """The writing half of a source. A state has to be seen (`saw`) before it can be changed."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._stood: dict[tuple[str, str], Stood] = {}

    def saw(self, calendar: str, uid: str, stood: Stood | None) -> None:
        """Note what a look has shown; None: nothing is there."""
        if stood is None:
            self._stood.pop((calendar, uid), None)
        else:
            self._stood[calendar, uid] = stood

    def create(self, calendar: str, event: NewEvent, *, notify: bool) -> str:
        """See the port. The id is the client's own, so that a repetition is refused."""
        body = {"id": event_id(event.uid), **_new(event)}
        made = request("events.insert", calendarId=calendar, sendUpdates=_told(notify, body), body=body)
        return _etag(self._client.write(made))

    def revive(self, calendar: str, event: NewEvent, *, notify: bool) -> str:
        """See the port. A deleted event keeps its id for ever, and can be confirmed again."""
        id_ = event_id(event.uid)
        try:
            found = self._client.read(request("events.get", calendarId=calendar, eventId=id_, fields="id,etag,status"))
        except Refused as refused:
            raise Conflict(refused.reason) from refused
        if found.get("status") != "cancelled":
            raise Conflict("not deleted")
        body = {"status": "confirmed", **_new(event)}
        return self._patch(calendar, found, body, notify=notify)

    def end(self, calendar: str, uid: str, ending: Ending, *, etag: str, notify: bool) -> str:
        """See the port."""
        stood = self._expected(calendar, uid, etag)
        lines = _ended(stood.event, ending)
        return self._patch(calendar, stood.event, {"recurrence": lines}, notify=notify)

    def restore_rules(self, calendar: str, uid: str, before: Series, *, etag: str, notify: bool) -> str:
        """See the port."""
        stood = self._expected(calendar, uid, etag)
        lines = [
            *(f"RRULE:{rule}" for rule in before.rules),
            *(f"EXRULE:{rule}" for rule in before.exrules),
            *(f"RDATE{_value(moment, before)}" for moment in before.rdates),
            *(f"EXDATE{_value(moment, before)}" for moment in before.exdates),
        ]
        return self._patch(calendar, stood.event, {"recurrence": lines}, notify=notify)

    def remove_occurrence(self, calendar: str, uid: str, slot: Moment, *, etag: str, notify: bool) -> str:
        """See the port."""
        instance = self._instance(calendar, uid, slot, etag)
        self._client.write(
            request(
                "events.delete",
                calendarId=calendar,
                eventId=instance["id"],
                sendUpdates=_told(notify, instance),
                etag=_etag(instance),
            )
        )
        return ""

    def put_occurrence(
        self,
        calendar: str,
        uid: str,
        slot: Moment,
        *,
        title: str,
        start: Moment,
        end: Moment,
        etag: str,
        notify: bool,
        details: str = "",
        place: str | None = None,
    ) -> str:
        """See the port. What is so already is left out: a field that is written is an exception's own from then on."""
        instance = self._instance(calendar, uid, slot, etag)
        zone = str((instance.get("originalStartTime") or {}).get("timeZone") or "")
        wanted: Body = {"summary": title, "start": _time(start, zone), "end": _time(end, zone)}
        if place is not None:
            wanted["location"] = place or str(self._expected(calendar, uid, etag).event.get("location") or "")
        if details:
            wanted |= {key: value for key, value in json.loads(details).items() if key in DETAILS}
        back = instance.get("status") == "cancelled"
        body = {key: value for key, value in wanted.items() if back or not _alike(instance.get(key) or "", value)}
        if back:
            body["status"] = "confirmed"
        return self._patch(calendar, instance, body, notify=notify)

    def delete(self, calendar: str, uid: str, *, etag: str, notify: bool) -> None:
        """See the port."""
        stood = self._expected(calendar, uid, etag)
        self._client.write(
            request(
                "events.delete",
                calendarId=calendar,
                eventId=stood.event["id"],
                sendUpdates=_told(notify, stood.event),
                etag=_etag(stood.event),
            )
        )

    def _patch(self, calendar: str, event: Body, body: Body, *, notify: bool) -> str:
        """Change these fields of one event in the state that its etag names."""
        etag = _etag(event)
        if not etag:
            raise Trouble(REFUSED)  # without one, a change of somebody else's would be written over
        told = _told(notify, {**event, **body})
        changed = request(
            "events.patch", calendarId=calendar, eventId=event["id"], sendUpdates=told, etag=etag, body=body
        )
        return _etag(self._client.write(changed))

    def _expected(self, calendar: str, uid: str, etag: str) -> Stood:
        stood = self._stood.get((calendar, uid))
        if stood is None or stood.etag != etag:
            raise Conflict("another state")
        return stood

    def _instance(self, calendar: str, uid: str, slot: Moment, etag: str) -> Body:
        found = self._expected(calendar, uid, etag).instance(slot)
        if found is None:
            raise Conflict("no such instance")
        return found


def event_id(uid: str) -> str:
    """The id that goes with a UID of the client's own making."""
    return uid.removesuffix(UID_END)


def slot_key(slot: Moment) -> str:
    """An original start in one writing, whatever zone it is shown in."""
    return slot.astimezone(UTC).isoformat() if isinstance(slot, datetime) else slot.isoformat()


def original_of(instance: Mapping[str, Any]) -> str:
    """The same of an instance as Google writes it; "" where it has none that can be read."""
    time = instance.get("originalStartTime")
    if not isinstance(time, Mapping):
        return ""
    try:
        return slot_key(datetime.fromisoformat(time["dateTime"])) if "dateTime" in time else str(time.get("date", ""))
    except (ValueError, TypeError):
        return ""


def _told(notify: bool, event: Mapping[str, Any]) -> str:
    """Never left out: by default nobody is told, and "none" leaves events on guests' calendars (R8), a room's too."""
    rows = event.get("attendees") or ()
    guests = any(not (one.get("self") or one.get("organizer")) for one in rows)
    return "all" if notify or guests else "none"


def _etag(body: Mapping[str, Any]) -> str:
    return str(body.get("etag", ""))


def _new(event: NewEvent) -> Body:
    zone = event.zone_name or "UTC"
    body: Body = {
        "summary": event.title,
        "description": event.body,
        "start": _time(event.start, zone),
        "end": _time(event.end, zone),
        "recurrence": [f"RRULE:{event.rule}"],
        "reminders": {"useDefault": True},
    }
    if event.far_ahead:
        overrides = [{"method": "popup", "minutes": minutes} for minutes in _ALARMS]
        body["reminders"] = {"useDefault": False, "overrides": overrides}
    if event.form is Form.DATE:
        body["transparency"] = "transparent"
    if event.attendees:
        body["attendees"] = [
            {"email": one.email, **({"displayName": one.name} if one.name else {})} for one in event.attendees
        ]
    return body


def _time(moment: Moment, zone: str) -> Body:
    """An `EventDateTime`; the zone is needed where an event repeats, offset or not."""
    if not isinstance(moment, datetime):
        return {"date": moment.isoformat()}
    return {"dateTime": moment.isoformat(timespec="seconds"), **({"timeZone": zone} if zone else {})}


def _alike(there: object, wanted: object) -> bool:
    if isinstance(there, Mapping) and isinstance(wanted, Mapping) and "dateTime" in there and "dateTime" in wanted:
        try:
            first, second = (datetime.fromisoformat(one["dateTime"]) for one in (there, wanted))
            return first - second == timedelta()
        except (ValueError, TypeError):
            return False
    if isinstance(there, Mapping) and isinstance(wanted, Mapping):
        return there.get("date") == wanted.get("date")
    return there == wanted


def _ended(event: Body, ending: Ending) -> list[str]:
    """The recurrence with its end: rules anew, RDATEs beyond it gone, slots excluded, every other line as it was.

    Raises Trouble where the rules are not those that the ending was made for.
    """
    rules = list(ending.rules_after)
    gone = frozenset(ending.dropped_rdates)
    lines: list[str] = []
    for line in event.get("recurrence", ()):
        named = _NAMED.fullmatch(line)
        if named is not None and named[1].upper() == "RRULE":
            if not rules:
                raise Trouble(REFUSED)
            lines.append(f"RRULE:{rules.pop(0)}")
        elif named is not None and named[1].upper() == "RDATE" and gone:
            lines += _without(named, gone)
        else:
            lines.append(line)
    if rules:
        raise Trouble(REFUSED)
    zone = str((event.get("start") or {}).get("timeZone") or "")
    return [*lines, *(f"EXDATE{_dated(slot, zone)}" for slot in ending.excluded)]


def _without(named: re.Match[str], gone: Collection[Moment]) -> Iterable[str]:
    """An RDATE line without the slots that go; times in it stand in the series' zone, or in UTC."""
    kept = [value for value in named[3].split(",") if not _names(value, gone)]
    return [f"{named[1]}{named[2]}:{','.join(kept)}"] if kept else []


def _names(value: str, gone: Collection[Moment]) -> bool:
    try:
        read = datetime.fromisoformat(value.strip().partition("/")[0])
    except ValueError:
        return False
    if read.tzinfo is not None:
        return any(isinstance(slot, datetime) and slot == read for slot in gone)
    return any(wall(slot) == read for slot in gone)


def _value(moment: Moment, series: Series) -> str:
    return _dated(moment, series.zone_name or "")


def _dated(moment: Moment, zone: str) -> str:
    """Parameters and value of an RDATE or EXDATE (RFC 5545, 3.8.5)."""
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{moment:%Y%m%d}"
    if zone and zone != "UTC":
        return f";TZID={zone}:{moment:%Y%m%dT%H%M%S}"
    return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
