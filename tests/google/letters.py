"""Who is told of a change, by `sendUpdates` and by what the change is (section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.google import fields
from tests.google.mail import Kind
from tests.google.query import Query
from tests.google.world import Calendar, World, address

Body = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """An event before and after a commit; nothing before for a new one."""

    event_id: str
    before: Body
    after: Body


def send(world: World, calendar: Calendar, change: Change, query: Query, actor: str) -> None:
    """Mails for the commit just made. The default of `sendUpdates` is that nobody is told."""
    chosen = query.text("sendUpdates") or "none"
    for kind, people in _concerned(calendar, change.before, change.after, actor).items():
        external = [person for person in people if _external(world, calendar, person)]
        told = {"all": people, "externalOnly": external}.get(chosen, [])
        world.outbox.post(told, kind, change.event_id, calendar.id, world.commits)
        left = [person for person in people if person not in told]
        world.outbox.withhold(left, kind, change.event_id, calendar.id, world.commits)


def _concerned(calendar: Calendar, before: Body, after: Body, actor: str) -> dict[Kind, list[str]]:
    organizer = address(after, "organizer") or address(before, "organizer", calendar.id)
    if organizer != calendar.id and not before.get("guestsCanModify"):
        return _of_guest(calendar, before, after, organizer)
    was = _people(before, calendar, actor, organizer)
    now = _people(after, calendar, actor, organizer)
    if after.get("status") == "cancelled":
        return {"cancellation": was}
    if not before or before.get("status") == "cancelled":
        return {"invitation": now}
    told: dict[Kind, list[str]] = {
        "invitation": [person for person in now if person not in was],
        "cancellation": [person for person in was if person not in now],
    }
    if _noticed(before, after, calendar):
        told["update"] = [person for person in now if person in was]
    return told


def _of_guest(calendar: Calendar, before: Body, after: Body, organizer: str) -> dict[Kind, list[str]]:
    """A guest's own answer goes to the organizer; people whom a guest adds are invited."""
    was = {row["email"]: row for row in fields.rows(before.get("attendees"))}
    now = {row["email"]: row for row in fields.rows(after.get("attendees"))}
    removed = after.get("status") == "cancelled" and before.get("status") != "cancelled"
    answered = (was.get(calendar.id) or {}).get("responseStatus") != (now.get(calendar.id) or {}).get("responseStatus")
    return {
        "response": [organizer] if removed or answered else [],
        "invitation": [email for email in now if email not in was],
    }


def _people(body: Body, calendar: Calendar, actor: str, organizer: str) -> list[str]:
    guests = [row["email"] for row in fields.rows(body.get("attendees")) if not row.get("resource")]
    if organizer not in (actor, calendar.id) and organizer not in guests:
        guests.append(organizer)
    mine = {calendar.id} if calendar.id != organizer else {organizer, actor}
    return [person for person in guests if person not in mine]


def _noticed(before: Body, after: Body, calendar: Calendar) -> bool:
    seen = fields.WRITABLE - fields.QUIET - {"attendees", "sequence"}
    if before.get("organizer") != after.get("organizer"):
        return True  # moved to another calendar
    return any(not fields.alike(key, before.get(key), after.get(key), calendar.zone) for key in seen)


def _external(world: World, calendar: Calendar, person: str) -> bool:
    if world.modes.external == "other-domain":
        return person.rpartition("@")[2] != calendar.owner.rpartition("@")[2]
    return not (person in world.accounts or person in world.google_addresses or person.endswith("@gmail.com"))
