"""What a change does elsewhere: exceptions beyond a new end, and the guests' copies (sections 2, 3, 6, 7)."""

from __future__ import annotations

import copy
from typing import Any

from tests.google import fields
from tests.google.world import Calendar, Stored, World, address, exception_of, properties

Body = dict[str, Any]

MOST_ANSWERS = 200
"""Above so many guests responses are not propagated."""
_OF_THE_COPY = ("colorId", "eventLabelId", "reminders", "transparency", "visibility")


def settle_exceptions(world: World, calendar: Calendar, master: Stored) -> None:
    """After a rule or start has changed: what becomes of exceptions whose slot is no longer generated."""
    slots = set(master.slots(calendar.zone))
    for slot, exception in list(master.exceptions.items()):
        if slot in slots and master.recurring:
            world.touch(exception)
        elif not master.recurring or world.modes.beyond_end == "reset":
            calendar.drop(exception)
        elif world.modes.beyond_end == "cancelled" and not exception.cancelled:
            exception.body["status"] = "cancelled"
            world.touch(exception)


def spread(world: World, calendar: Calendar, event: Stored, *, told: bool) -> None:
    """The organizer's event as it now is, on the calendars of those guests whom this server knows.

    A guest who was taken off without a word keeps the copy, as after a deletion (section 7).
    """
    whole = event.master or event
    organizer = address(whole.body, "organizer", calendar.id)
    if organizer != calendar.id:
        host = world.calendars.get(organizer)
        if host is not None and whole.id in host.events and whole.body.get("guestsCanModify"):
            _put(world, host, whole)
            spread(world, host, host.events[whole.id], told=told)
        _answer(world, calendar, event, organizer)
        return
    guests = {row["email"] for row in fields.rows(_body_of(event).get("attendees"))} - {calendar.id}
    for guest in guests & set(world.calendars):
        _put(world, world.calendars[guest], whole)
    for other, held in world.copies(whole.id, calendar):
        if other.id not in guests and event.master is None and told and not held.cancelled:
            held.body["status"] = "cancelled"
            world.touch(held)


def _body_of(event: Stored) -> Body:
    if event.master is None or "attendees" in event.body:
        return event.body
    return event.master.body


def _put(world: World, calendar: Calendar, source: Stored) -> None:
    held = calendar.events.get(source.id)
    if held is None:
        held = Stored(source.id, {})
        calendar.add(held)
    own = {key: held.body[key] for key in _OF_THE_COPY if key in held.body}
    private = properties(held.body, "private")
    held.body = {key: value for key, value in copy.deepcopy(source.body).items() if key not in _OF_THE_COPY} | own
    _own_properties(held.body, private)
    for slot in set(held.exceptions) - set(source.exceptions):
        calendar.drop(held.exceptions[slot])
    world.touch(held)
    for slot, exception in source.exceptions.items():
        mine = held.exceptions.get(slot) or exception_of(held, slot)
        mine.body = copy.deepcopy(exception.body)
        calendar.add(mine)
        world.touch(mine)


def _own_properties(body: Body, private: Body) -> None:
    both = {"shared": properties(body, "shared"), "private": private}
    body.pop("extendedProperties", None)
    if any(both.values()):
        body["extendedProperties"] = {kind: values for kind, values in both.items() if values}


def withdraw(world: World, calendar: Calendar, event: Stored, *, told: bool) -> None:
    """After the organizer's deletion: the copies go as well, unless nobody was told (section 7)."""
    if not told:
        return
    for other, held in world.copies((event.master or event).id, calendar):
        mine = held
        if event.master is not None and event.original is not None:
            mine = held.exceptions.get(event.original) or exception_of(held, event.original)
            other.add(mine)
        mine.body["status"] = "cancelled"
        world.touch(mine)


def decline(world: World, calendar: Calendar, event: Stored) -> None:
    """A guest has removed the own copy: the organizer sees a decline."""
    whole = event.master or event
    organizer = address(whole.body, "organizer")
    _set_answer(world, calendar, event, organizer, "declined")


def _answer(world: World, calendar: Calendar, event: Stored, organizer: str) -> None:
    own = next((row for row in fields.rows(_body_of(event).get("attendees")) if row["email"] == calendar.id), None)
    if own is not None:
        _set_answer(world, calendar, event, organizer, own["responseStatus"])


def _set_answer(world: World, calendar: Calendar, event: Stored, organizer: str, answer: str) -> None:
    target = world.calendars.get(organizer)
    held = target.events.get((event.master or event).id) if target else None
    if target is None or held is None or len(fields.rows(held.body.get("attendees"))) > MOST_ANSWERS:
        return
    mine = held
    if event.master is not None and event.original is not None:
        mine = held.exceptions.get(event.original) or exception_of(held, event.original)
        target.add(mine)
    rows = fields.rows(_body_of(mine).get("attendees"))
    mine.body["attendees"] = [row | {"responseStatus": answer} if row["email"] == calendar.id else row for row in rows]
    world.touch(mine)
