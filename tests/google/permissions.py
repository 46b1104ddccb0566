"""Who may change what (section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.google import fields
from tests.google.answers import Refusal, not_the_creator, not_the_organizer, type_restriction, writer_needed
from tests.google.world import WRITERS, Account, Calendar, Modes, address, properties

Body = dict[str, Any]

_FROM_GMAIL = frozenset(
    {"colorId", "eventLabelId", "reminders", "visibility", "transparency", "status", "attendees", "attachments"}
) | {"extendedProperties"}
_BIRTHDAY = frozenset(
    {"colorId", "eventLabelId", "reminders", "summary", "start", "end", "extendedProperties", "status"}
)


@dataclass(frozen=True)
class Change:
    """A write that somebody wants: what is there, what shall be there, and which fields that touches."""

    before: Body
    after: Body
    changed: frozenset[str]


def is_organizer(body: Body, calendar: Calendar) -> bool:
    """The organizer is the calendar: its address, or a secondary calendar's id."""
    return address(body, "organizer", calendar.id) == calendar.id


def check_role(role: str, body: Body | None = None) -> None:
    """403 on calendars that may only be read, and on private events for a writer without access to them."""
    if role not in WRITERS:
        raise writer_needed()
    private = (body or {}).get("visibility") in ("private", "confidential")
    if role == "writerWithoutPrivateAccess" and private:
        raise writer_needed()


def check_type(change: Change) -> None:
    kind = change.before.get("eventType", "default")
    if kind == "birthday" and change.changed - _BIRTHDAY:
        raise type_restriction(kind)
    if kind == "fromGmail" and change.changed - _FROM_GMAIL:
        raise type_restriction(kind)


def check_change(change: Change, calendar: Calendar, account: Account, modes: Modes) -> Change:
    """Raises what Google would; returns the change without what Google would silently leave out."""
    check_type(change)
    creator = address(change.before, "creator", account.email)
    if "source" in change.changed and creator != account.email:
        raise not_the_creator()
    if is_organizer(change.before, calendar) or change.before.get("guestsCanModify") is True:
        return change
    if change.changed - fields.OWN - {"status"}:
        if modes.guest_writes == "ignore":
            return Change(change.before, change.before, frozenset())
        raise not_the_organizer()
    if "status" in change.changed and change.after.get("status") not in ("cancelled", "confirmed", None):
        raise not_the_organizer()
    if "attendees" in change.changed:
        _check_rows(change, calendar)
    if "extendedProperties" in change.changed:
        return _check_properties(change, modes)
    return change


def _check_rows(change: Change, calendar: Calendar) -> None:
    before = {row["email"]: row for row in fields.rows(change.before.get("attendees"))}
    after = {row["email"]: row for row in fields.rows(change.after.get("attendees"))}
    if change.before.get("guestsCanSeeOtherGuests") is False:
        before = {email: row for email, row in before.items() if email == calendar.id}
    for email, row in before.items():
        if email != calendar.id and after.get(email) != row:
            raise not_the_organizer()
    if set(after) - set(before) and change.before.get("guestsCanInviteOthers") is False:
        raise not_the_organizer()


def _check_properties(change: Change, modes: Modes) -> Change:
    left = change
    for kind, mode in (("private", modes.guest_private_properties), ("shared", modes.guest_shared_properties)):
        before = properties(change.before, kind)
        after = properties(change.after, kind)
        if before == after or mode == "allow":
            continue
        if mode == "forbid":
            raise Refusal(403, "forbiddenForNonOrganizer", not_the_organizer().message, domain="calendar")
        kept = dict(left.after.get("extendedProperties") or {}) | {kind: before}
        same = kept == (change.before.get("extendedProperties") or {kind: {}})
        left = Change(
            left.before,
            left.after | {"extendedProperties": kept},
            left.changed - {"extendedProperties"} if same else left.changed,
        )
    return left
