"""Calendars made full: from .ics files as Google would hold them, by hand without any check, or by the thousand."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar as IcsCalendar
from icalendar import Event as IcsEvent

from tests.google.copies import settle_exceptions
from tests.google.moments import Slot, event_time, length, slot_of
from tests.google.resources import Instance, View, encoded, find
from tests.google.world import Calendar, Stored, World, exception_of

Body = dict[str, Any]

_ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}


def put(world: World, calendar: Calendar, body: Body) -> str:
    """An event exactly as given: nothing is checked, nothing added but an id, and `status` in the answer.

    With `recurringEventId` and `originalStartTime` it is an exception of a master that is there already.
    """
    with world.lock:
        number = world.changes + 1
        event_id = str(body.get("id") or f"raw{number:06d}")
        kept = {key: value for key, value in copy.deepcopy(body).items() if key != "id"}
        master = calendar.events.get(str(body.get("recurringEventId")))
        original = slot_of(body.get("originalStartTime"), calendar.zone)
        if master is not None and original is not None:
            kept = {key: value for key, value in kept.items() if key not in ("recurringEventId", "originalStartTime")}
            event = exception_of(master, original, kept)
            event.id = str(body.get("id") or event.id)
        else:
            event = Stored(event_id, kept)
        sequence = kept.get("sequence")
        if isinstance(sequence, int):
            event.sequence = kept.pop("sequence")
        calendar.add(event)
        world.touch(event)
    return event.id


def load_ics(
    world: World,
    calendar: Calendar,
    path: Path,
    *,
    exdates: str = "lines",
    organizer: str = "",
    self_made: bool = False,
) -> list[str]:
    """Masters with their lines, overrides as exceptions, iCalUID kept; the ids, masters first.

    `exdates`: "lines" keeps EXDATE in `recurrence`, "cancelled" makes each a cancelled exception, as a deletion in
    Google's own window does. An event without an organizer belongs to the calendar; so does every event with
    `self_made`.
    """
    events = [one for one in IcsCalendar.from_ical(path.read_bytes()).walk("VEVENT") if isinstance(one, IcsEvent)]
    by_uid: dict[str, str] = {}
    ids: list[str] = []
    for ics in events:
        if "RECURRENCE-ID" not in ics:
            uid = str(ics["UID"])
            body = _body(ics, calendar, organizer, self_made=self_made)
            lines = _lines(ics)
            body |= {"recurrence": lines} if lines else {}
            removed = _take_exdates(body, ics, calendar) if exdates == "cancelled" else []
            by_uid[uid] = put(world, calendar, body | {"id": _id(uid)})
            ids.append(by_uid[uid])
            for slot in removed:
                _cancel(world, calendar, calendar.events[by_uid[uid]], slot)
    for ics in events:
        if "RECURRENCE-ID" in ics and str(ics["UID"]) in by_uid:
            full = _body(ics, calendar, organizer, self_made=self_made)
            master = calendar.events[by_uid[str(ics["UID"])]]
            different = {
                key: value for key, value in full.items() if master.body.get(key) != value or key in ("start", "end")
            }
            original = _time(ics.RECURRENCE_ID)
            ids.append(put(world, calendar, different | {"recurringEventId": master.id, "originalStartTime": original}))
    return ids


def _id(uid: str) -> str:
    """Google's own ids are a part of the UID; for other UIDs it makes one up. `_R…` stays, it names a split series."""
    head = uid.removesuffix("@google.com") if uid.endswith("@google.com") else ""
    return head or hashlib.sha256(uid.encode()).hexdigest()[:26]


def _time(moment: date | datetime) -> Body:
    if not isinstance(moment, datetime):
        return {"date": moment.isoformat()}
    time = {"dateTime": moment.isoformat()}
    name = getattr(moment.tzinfo, "key", None) or str(moment.tzinfo)
    return time | ({"timeZone": "UTC" if name in ("UTC", "None") else name})


def _lines(ics: IcsEvent) -> list[str]:
    text = ics.to_ical(sorted=False).decode().replace("\r\n ", "")
    return [line for line in text.split("\r\n") if line.startswith(("RRULE", "EXRULE", "RDATE", "EXDATE"))]


def _take_exdates(body: Body, ics: IcsEvent, calendar: Calendar) -> list[Slot]:
    body["recurrence"] = [line for line in body.get("recurrence", []) if not line.startswith("EXDATE")]
    slots = (slot_of(_time(moment), calendar.zone) for moment in ics.exdates)
    return [slot for slot in slots if slot is not None]


def _cancel(world: World, calendar: Calendar, master: Stored, slot: Slot) -> None:
    exception = exception_of(master, slot, {"status": "cancelled"})
    calendar.add(exception)
    world.touch(exception)


def _body(ics: IcsEvent, calendar: Calendar, organizer: str, *, self_made: bool) -> Body:
    host = calendar.id if self_made else organizer or _address(ics.get("ORGANIZER", calendar.id))
    body: Body = {
        "status": {"CANCELLED": "cancelled", "TENTATIVE": "tentative"}.get(str(ics.get("STATUS", "")), "confirmed"),
        "iCalUID": str(ics["UID"]),
        "sequence": int(ics.get("SEQUENCE", 0)),
        "start": _time(ics.start),
        "end": _time(ics.end),
        "creator": {"email": host},
        "organizer": {"email": host},
        "eventType": "default",
        "reminders": {"useDefault": True},
    }
    for name, key in (("SUMMARY", "summary"), ("DESCRIPTION", "description"), ("LOCATION", "location")):
        if name in ics:
            body[key] = str(ics[name])
    if str(ics.get("TRANSP", "")) == "TRANSPARENT":
        body["transparency"] = "transparent"
    rows = ics.get("ATTENDEE", [])
    people = [_attendee(row) for row in (rows if isinstance(rows, list) else [rows])]
    return body | ({"attendees": people} if people else {})


def _address(value: object) -> str:
    return str(value).lower().removeprefix("mailto:")


def _attendee(row: Any) -> Body:
    name = row.params.get("CN")
    answer = _ANSWERS.get(str(row.params.get("PARTSTAT", "")), "needsAction")
    return {"email": _address(row), "responseStatus": answer} | ({"displayName": str(name)} if name else {})


def edit(world: World, calendar: Calendar, event_id: str, changes: Body) -> None:
    """Somebody else's hand, without a request, a check or a mail: None takes a field away. Instances by their id."""
    with world.lock:
        row = find(calendar, event_id)
        assert row is not None, event_id
        event = exception_of(row.master, row.slot) if isinstance(row, Instance) else row
        for key, value in changes.items():
            if value is None and event.master is None:
                event.body.pop(key, None)
            else:
                event.body[key] = value
        calendar.add(event)
        world.touch(event)
        if event.master is None and {"start", "recurrence"} & set(changes):
            settle_exceptions(world, calendar, event)


def warm(calendar: Calendar, view: View) -> None:
    """Encodes every event beforehand, so that the first listing costs as little as the next."""
    for event in calendar.events.values():
        encoded(event, calendar, view, cut=event.cancelled)


def split_series(world: World, calendar: Calendar, event_id: str, at: datetime, changes: Body) -> str:
    """The old series ends with the day before, the new one has an id and a UID with `_R` and its first slot."""
    with world.lock:
        old = calendar.events[event_id]
        anchor = old.anchor(calendar.zone)
        assert anchor is not None
        local = at.astimezone(anchor.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        end = (midnight.astimezone(UTC) - timedelta(seconds=1)).strftime("%Y%m%dT%H%M%SZ")
        new_id = f"{event_id}_R{at.astimezone(UTC):%Y%m%dT%H%M%S}"
        took = length(slot_of(old.body["start"], calendar.zone), slot_of(old.body["end"], calendar.zone))
        name = old.body["start"].get("timeZone")
        body = copy.deepcopy(old.body) | {"iCalUID": f"{new_id}@google.com"}
        body |= {"start": event_time(at, name, anchor.zone), "end": event_time(at + took, name, anchor.zone)}
        old.body["recurrence"] = [_ended(line, end) for line in old.body["recurrence"]]
        world.commit(old)
        settle_exceptions(world, calendar, old)
        return put(world, calendar, body | changes | {"id": new_id})


def _ended(line: str, end: str) -> str:
    if not line.startswith("RRULE:"):
        return line
    parts = [part for part in line.removeprefix("RRULE:").split(";") if not part.startswith(("UNTIL=", "COUNT="))]
    return "RRULE:" + ";".join([*parts, f"UNTIL={end}"])


def crowd(
    world: World,
    calendar: Calendar,
    *,
    series: int = 40,
    events: int = 8000,
    first: date = date(2022, 1, 3),
    title: str = "Mentoring {number}",
) -> None:
    """Many weekly series of which nearly every slot is an exception: moved, renamed or cancelled in turn.

    With `singleEvents=false` a listing gives `events` items, of which `series` are masters.
    """
    each, left = divmod(events, series)
    with world.lock:
        for number in range(series):
            master = Stored(f"crowd{number:05d}", _weekly(calendar, number, first, title.format(number=number)))
            calendar.add(master)
            world.touch(master)
            wanted = each + (number < left) - 1
            for place, exception in enumerate(_exceptions(master, calendar, wanted)):
                calendar.events[exception.id] = exception
                master.exceptions[exception.original or date.min] = exception
                exception.touched(world.changes + place + 1, world.now())
                exception.created = exception.updated
            world.changes += wanted


def _weekly(calendar: Calendar, number: int, first: date, title: str) -> Body:
    day = first + timedelta(days=number % 5)
    begin = datetime(day.year, day.month, day.day, 9 + number % 8, tzinfo=calendar.zone)
    guest = f"person{number}@example.net"
    return {
        "status": "confirmed",
        "summary": title,
        "iCalUID": f"crowd{number:05d}@google.com",
        "start": _time(begin),
        "end": _time(begin + timedelta(minutes=45)),
        "recurrence": ["RRULE:FREQ=WEEKLY"],
        "creator": {"email": calendar.id},
        "organizer": {"email": calendar.id},
        "attendees": [
            {"email": calendar.id, "responseStatus": "accepted"},
            {"email": guest, "responseStatus": "accepted", "displayName": f"Person {number}"},
        ],
        "eventType": "default",
        "reminders": {"useDefault": True},
    }


def _exceptions(master: Stored, calendar: Calendar, count: int) -> Iterator[Stored]:
    for place, slot in enumerate(master.slots(calendar.zone)[:count]):
        if place % 4 == 3:
            yield exception_of(master, slot, {"status": "cancelled"})
        elif place % 4 == 2:
            yield exception_of(master, slot, {"summary": f"{master.body['summary']}, notes to read"})
        else:
            assert isinstance(slot, datetime)
            moved = slot.astimezone(calendar.zone) + timedelta(days=1)
            yield exception_of(master, slot, {"start": _time(moved), "end": _time(moved + timedelta(minutes=45))})
