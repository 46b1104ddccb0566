"""Events as a reader gets them: instances made of their masters, rows cut down to what the reader may see."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tests.google.moments import Slot, event_time, length, printed, slot_from_id, slot_of, stamp_id
from tests.google.world import Calendar, Stored, address

Body = dict[str, Any]

_BUSY = ("kind", "etag", "id", "status", "start", "end", "iCalUID", "transparency", "eventType")
_LINKS = ("recurringEventId", "originalStartTime")


@dataclass(frozen=True)
class Instance:
    """A slot of a series that nobody has touched: it exists only as a part of its master."""

    master: Stored
    slot: Slot

    @property
    def id(self) -> str:
        return f"{self.master.id}_{stamp_id(self.slot)}"

    @property
    def etag(self) -> str:
        return self.master.etag

    @property
    def cancelled(self) -> bool:
        return self.master.cancelled


Row = Stored | Instance


@dataclass(frozen=True)
class View:
    """Who reads, with which rights, in which zone."""

    account: str
    role: str
    zone_name: str
    max_attendees: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)


def find(calendar: Calendar, event_id: str) -> Row | None:
    """An event, an exception, or a slot of a series by the id that `instances` gave it."""
    if event := calendar.events.get(event_id):
        return event
    head, _, tail = event_id.rpartition("_")
    master, slot = calendar.events.get(head), slot_from_id(tail)
    if master is None or slot is None or not master.recurring or slot not in master.slots(calendar.zone):
        return None
    return Instance(master, slot)


def whole(row: Row, calendar: Calendar) -> Body:
    """The resource with everything in it, times as stored; what a change is compared with."""
    if isinstance(row, Stored) and row.master is None:
        return row.body
    master, slot = (row.master, row.slot) if isinstance(row, Instance) else (row.master, row.original)
    assert master is not None and slot is not None
    body = {key: value for key, value in master.body.items() if key != "recurrence"}
    zone_name = (master.body.get("start") or {}).get("timeZone")
    took = length(slot_of(body.get("start"), calendar.zone), slot_of(body.get("end"), calendar.zone))
    shown = master.anchor(calendar.zone)
    zone = shown.zone if shown else calendar.zone
    body["start"] = event_time(slot, zone_name, zone)
    if "end" in body:
        body["end"] = event_time(slot + took, (body["end"] or {}).get("timeZone"), zone)
    if master.cancelled:
        body["status"] = "cancelled"
    body |= {"recurringEventId": master.id, "originalStartTime": event_time(slot, zone_name, zone)}
    if isinstance(row, Stored):
        for key, value in row.body.items():
            if value is None:
                body.pop(key, None)
            else:
                body[key] = value
    return body


def shown(row: Row, calendar: Calendar, view: View) -> Body:
    """The resource as this reader gets it."""
    body = copy.deepcopy(whole(row, calendar))
    base = row.master if isinstance(row, Instance) else row
    head = {"kind": "calendar#event", "etag": row.etag, "id": row.id, "status": body.get("status", "confirmed")}
    body = head | {key: value for key, value in body.items() if key != "status"}
    body.setdefault("created", printed(base.created))
    body.setdefault("updated", printed(base.updated))
    body.setdefault("htmlLink", f"https://www.google.com/calendar/event?eid={row.id}")
    body.setdefault("sequence", base.sequence)
    _print_times(body, calendar, view)
    _mark_selves(body, calendar)
    _shorten(body, calendar, view)
    if body.get("source") and address(body, "creator") != view.account:
        del body["source"]
    return _hide(body, view)


def _print_times(body: Body, calendar: Calendar, view: View) -> None:
    for key in ("start", "end", "originalStartTime"):
        slot = slot_of(body.get(key), calendar.zone)
        if slot is not None:
            extra = {k: v for k, v in body[key].items() if k not in ("date", "dateTime", "timeZone")}
            body[key] = event_time(slot, body[key].get("timeZone"), view.zone) | extra


def _mark_selves(body: Body, calendar: Calendar) -> None:
    """`self` is the calendar, not the user: on a secondary calendar the user's own row carries none (section 6)."""
    for key in ("creator", "organizer"):
        if isinstance(body.get(key), dict) and body[key].get("email") == calendar.id:
            body[key]["self"] = True
    organizer = address(body, "organizer")
    rows = body.get("attendees")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("email"):
            marks = {"self": row["email"] == calendar.id, "organizer": row["email"] == organizer}
            row.update({name: True for name, holds in marks.items() if holds})


def _shorten(body: Body, calendar: Calendar, view: View) -> None:
    rows = body.get("attendees")
    if not isinstance(rows, list):
        return
    hidden = body.get("guestsCanSeeOtherGuests") is False and address(body, "organizer") != calendar.id
    if hidden or (view.max_attendees is not None and len(rows) > view.max_attendees):
        body["attendees"] = [row for row in rows if isinstance(row, dict) and row.get("self")]
        body["attendeesOmitted"] = True


def _hide(body: Body, view: View) -> Body:
    if view.role == "freeBusyReader":
        return {key: body[key] for key in (*_BUSY, *_LINKS) if key in body} | {"visibility": "private"}
    private = body.get("visibility") in ("private", "confidential")
    if private and view.role in ("reader", "writerWithoutPrivateAccess"):
        return {key: body[key] for key in (*_BUSY, *_LINKS, "updated", "created") if key in body} | {
            "visibility": "private"
        }
    return body


def bare(row: Row, calendar: Calendar, view: View) -> Body:
    """A cancelled event of which nothing but its identity is promised (section 1)."""
    body: Body = {"kind": "calendar#event", "etag": row.etag, "id": row.id, "status": "cancelled"}
    if row.master is not None:
        full = whole(row, calendar)
        original = slot_of(full["originalStartTime"], calendar.zone)
        assert original is not None
        name = full["originalStartTime"].get("timeZone")
        body |= {"recurringEventId": row.master.id, "originalStartTime": event_time(original, name, view.zone)}
    return body


def encoded(row: Row, calendar: Calendar, view: View, *, cut: bool) -> bytes:
    """The JSON of one event, kept until it changes: a list of thousands costs a join."""
    base = row.master if isinstance(row, Instance) else row
    key = (view, cut, row.id)
    text = base.encoded.get(key)
    if text is None:
        body = bare(row, calendar, view) if cut else shown(row, calendar, view)
        text = base.encoded[key] = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return text
