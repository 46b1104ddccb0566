"""insert, patch, update, delete and move: each checks, then commits once, then posts its mails."""

from __future__ import annotations

import copy
import uuid
from dataclasses import dataclass
from typing import Any

from tests.google import copies, fields, letters
from tests.google.answers import (
    Answer,
    Refusal,
    condition_not_met,
    duplicate,
    gone,
    invalid,
    not_found,
    required,
    type_restriction,
)
from tests.google.permissions import Change, check_change, check_role, is_organizer
from tests.google.query import Query
from tests.google.resources import Instance, Row, View, find, shown, whole
from tests.google.world import Account, Calendar, Stored, World, exception_of

Body = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request for a write, as far as the calendar is concerned."""

    account: Account
    calendar_id: str
    query: Query
    body: Body
    if_match: str = ""
    event_id: str = ""
    whole_body: bool = False
    """PUT: what is left out is taken away."""


class Writes:
    """The writes of one server."""

    def __init__(self, world: World) -> None:
        self._world = world

    def insert(self, call: Call) -> Answer:
        calendar, role = self._world.calendar(call.account, call.calendar_id)
        check_role(role)
        self._remark(call, "insert")
        given = call.body.get("id")
        if given is None:
            self._world.remarks.append("insert without an id of the client's own")
        event_id = fields.check_id(given) if given is not None else uuid.uuid4().hex[:26].translate(_TO_BASE32HEX)
        if event_id in calendar.events:
            raise duplicate()
        body = self._new_body(call, calendar, event_id)
        event = Stored(event_id, body)
        if not self._world.modes.ignore_writes:
            calendar.add(event)
            self._world.commit(event)
            self._tell(call, calendar, event.id, {}, body)
            copies.spread(self._world, calendar, event, told=_tells(call.query))
        return Answer(200, shown(event, calendar, self._view(call, calendar, role)))

    def _new_body(self, call: Call, calendar: Calendar, event_id: str) -> Body:
        kind = call.body.get("eventType", "default")
        if kind == "fromGmail" or (kind in ("outOfOffice", "focusTime") and not calendar.primary):
            raise type_restriction(kind)
        body = fields.merged({}, fields.versioned(call.body, call.query))
        fields.check_times(body, calendar.zone)
        accept = self._world.modes.until_before_start == "accept"
        fields.check_recurrence(body, calendar.zone, may_be_empty=accept)
        body["attendees"] = fields.rows(body.get("attendees"))
        if not body["attendees"]:
            del body["attendees"]
        if "conferenceData" in body:
            body["hangoutLink"] = body["conferenceData"].get("entryPoints", [{}])[0].get("uri", "")
        organizer = {"email": calendar.id} | ({} if calendar.primary else {"displayName": calendar.summary})
        return body | {
            "status": body.get("status", "confirmed"),
            "iCalUID": call.body.get("iCalUID") or f"{event_id}@google.com",
            "creator": {"email": call.account.email},
            "organizer": organizer,
            "eventType": kind,
            "reminders": body.get("reminders", {"useDefault": True}),
        }

    def change(self, call: Call) -> Answer:
        """PATCH and PUT."""
        calendar, role = self._world.calendar(call.account, call.calendar_id)
        row = find(calendar, call.event_id)
        if row is None:
            raise not_found()
        before = whole(row, calendar)
        check_role(role, before)
        self._remark(call, "update" if call.whole_body else "patch")
        self._check_match(call, row)
        wanted = check_change(self._wanted(call, calendar, before), calendar, call.account, self._world.modes)
        if "status" in wanted.changed and wanted.after.get("status") == "cancelled":
            if not self._world.modes.ignore_writes:
                self._cancel(call, calendar, row)
            return Answer(200, shown(find(calendar, call.event_id) or row, calendar, self._view(call, calendar, role)))
        self._check_shape(wanted, calendar)
        if wanted.changed and not self._world.modes.ignore_writes:
            row = self._store(call, calendar, row, wanted)
        return Answer(200, shown(row, calendar, self._view(call, calendar, role)))

    def _wanted(self, call: Call, calendar: Calendar, before: Body) -> Change:
        kind = before.get("eventType", "default")
        if call.body.get("eventType", "default" if call.whole_body else kind) != kind:
            raise invalid("Event type cannot be changed.")
        given = fields.versioned(call.body, call.query)
        if call.body.get("attendeesOmitted") and "attendees" in given:
            given["attendees"] = _with_own_row(before, given["attendees"], calendar)
        if call.whole_body:
            if not given.get("start") or not given.get("end"):
                raise required(f"Missing {'start' if not given.get('start') else 'end'} time.")
            kept = {key: value for key, value in before.items() if key not in fields.WRITABLE}
            silent = ("conferenceData", "attachments", "eventLabelId", "colorId", "sequence", "status", "reminders")
            kept |= {key: before[key] for key in silent if key in before and key not in given}
            after = kept | fields.merged({}, given)
            if call.query.text("eventLabelVersion") != "1" and "colorId" not in given:
                after.pop("colorId", None)
        else:
            after = fields.merged(before, given)
        if "attendees" in after:
            after["attendees"] = fields.rows(after["attendees"])
        if after.get("status") == "confirmed" and "status" not in before:
            del after["status"]
        changed = {
            key
            for key in fields.WRITABLE - {"sequence"}
            if not fields.alike(key, before.get(key), after.get(key), calendar.zone)
        }
        return Change(before, after, frozenset(changed))

    def _check_shape(self, wanted: Change, calendar: Calendar) -> None:
        if wanted.changed & {"start", "end", "recurrence"}:
            fields.check_times(wanted.after, calendar.zone)
            accept = self._world.modes.until_before_start == "accept"
            fields.check_recurrence(wanted.after, calendar.zone, may_be_empty=accept)

    def _store(self, call: Call, calendar: Calendar, row: Row, wanted: Change) -> Stored:
        # the mails go by what the guests had, so the old state is copied before it is changed in place
        before = copy.deepcopy(wanted.before)
        event = exception_of(row.master, row.slot) if isinstance(row, Instance) else row
        for key in wanted.changed:
            value = copy.deepcopy(wanted.after.get(key))
            if value is None and event.master is None:
                event.body.pop(key, None)
            else:
                event.body[key] = value
        if "status" in wanted.changed and event.master is not None and not wanted.after.get("status"):
            event.body["status"] = "confirmed"
        if wanted.changed & {"start", "end", "recurrence"}:
            event.sequence += 1
        calendar.add(event)
        self._world.commit(event)
        if event.master is None and wanted.changed & {"start", "recurrence"}:
            copies.settle_exceptions(self._world, calendar, event)
        elif event.master is None and wanted.changed - fields.QUIET:
            for exception in event.exceptions.values():
                self._world.touch(exception)
        after = whole(event, calendar)
        self._tell(call, calendar, event.id, before, after)
        copies.spread(self._world, calendar, event, told=_tells(call.query))
        return event

    def delete(self, call: Call) -> Answer:
        calendar, role = self._world.calendar(call.account, call.calendar_id)
        row = find(calendar, call.event_id)
        if row is None:
            raise not_found()
        check_role(role, whole(row, calendar))
        self._remark(call, "delete")
        if row.cancelled or (row.master is not None and row.master.cancelled):
            raise gone()
        self._check_match(call, row)
        if not self._world.modes.ignore_writes:
            self._cancel(call, calendar, row)
        return Answer(204)

    def _cancel(self, call: Call, calendar: Calendar, row: Row) -> None:
        before = copy.deepcopy(whole(row, calendar))
        event = exception_of(row.master, row.slot) if isinstance(row, Instance) else row
        event.body["status"] = "cancelled"
        calendar.add(event)
        self._world.commit(event)
        after = before | {"status": "cancelled"}
        self._tell(call, calendar, event.id, before, after)
        if is_organizer(before, calendar):
            copies.withdraw(self._world, calendar, event, told=_tells(call.query))
        else:
            copies.decline(self._world, calendar, event)

    def move(self, call: Call) -> Answer:
        """To another calendar, which becomes the organizer; the answer says `cancelled` though it worked."""
        calendar, role = self._world.calendar(call.account, call.calendar_id)
        target, target_role = self._world.calendar(call.account, call.query.text("destination"))
        check_role(role)
        check_role(target_role)
        self._remark(call, "move")
        event = calendar.events.get(call.event_id)
        if event is None:
            raise not_found()
        if event.master is not None or event.body.get("eventType", "default") != "default":
            raise Refusal(400, "invalid", "Cannot move this event.", domain="calendar")
        if not is_organizer(event.body, calendar):
            raise Refusal(403, "forbiddenForNonOrganizer", "Only the organizer can move an event.", domain="calendar")
        self._check_match(call, event)
        view = self._view(call, calendar, role)
        if self._world.modes.ignore_writes:
            return Answer(200, shown(event, calendar, view) | {"status": "cancelled"})
        before = copy.deepcopy(event.body)
        self._carry(calendar, target, event)
        self._tell(call, target, event.id, before, target.events[event.id].body)
        return Answer(200, shown(event, calendar, view) | {"status": "cancelled"})

    def _carry(self, source: Calendar, target: Calendar, event: Stored) -> None:
        left = Stored(event.id, {"status": "cancelled"})
        carried = Stored(event.id, copy.deepcopy(event.body) | {"organizer": {"email": target.id}})
        exceptions = list(event.exceptions.values())
        for exception in exceptions:
            source.drop(exception)
        source.events[event.id] = left
        target.add(carried)
        moved = []
        for exception in exceptions:
            assert exception.original is not None
            moved.append(exception_of(carried, exception.original, exception.body))
            target.add(moved[-1])
        self._world.commit(left, carried, *moved)

    def _tell(self, call: Call, calendar: Calendar, event_id: str, before: Body, after: Body) -> None:
        change = letters.Change(event_id, before, after)
        letters.send(self._world, calendar, change, call.query, call.account.email)

    def _check_match(self, call: Call, row: Row) -> None:
        if call.if_match and call.if_match not in ("*", row.etag):
            raise condition_not_met()
        if not call.if_match:
            self._world.remarks.append("change without If-Match")

    def _remark(self, call: Call, what: str) -> None:
        if call.query.text("sendUpdates") not in ("all", "externalOnly", "none"):
            self._world.remarks.append(f"{what} without sendUpdates")

    def _view(self, call: Call, calendar: Calendar, role: str) -> View:
        most = call.query.number("maxAttendees", -1)
        return View(call.account.email, role, calendar.zone_name, None if most < 0 else most)


_TO_BASE32HEX = str.maketrans("wxyz", "abcd")


def _tells(query: Query) -> bool:
    return query.text("sendUpdates") in ("all", "externalOnly")


def _with_own_row(before: Body, given: Any, calendar: Calendar) -> list[Body]:
    """A list marked as shortened changes the writer's own answer and nobody else's row."""
    own = {row["email"]: row for row in fields.rows(given) if row["email"] == calendar.id}
    return [own.get(row["email"], row) for row in fields.rows(before.get("attendees"))]
