"""Sync tokens: what they remember, what may not stand beside them, and when they are lost (section 1)."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from tests.google.answers import full_sync_required, invalid, restricted_sync
from tests.google.query import Query
from tests.google.world import Calendar

FORBIDDEN = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
_TO_BE_EQUAL = ("singleEvents", "eventTypes", "maxAttendees", "showHiddenInvitations", "timeZone")


def _asked(query: Query) -> list[list[str]]:
    return [[name, *sorted(query.all(name))] for name in _TO_BE_EQUAL if query.all(name) not in ((), ("false",))]


def issue(calendar: Calendar, change: int, query: Query, now: datetime) -> str:
    """A token for all that changes after this number."""
    kept = {"c": calendar.id, "n": change, "e": calendar.sync_epoch, "q": _asked(query), "t": now.isoformat()}
    return base64.urlsafe_b64encode(json.dumps(kept).encode()).decode().rstrip("=")


def read(token: str, calendar: Calendar, query: Query, *, strict: bool) -> int:
    """The change number of a token; 400 for what may not stand beside it, 410 for a token that is lost."""
    for name in FORBIDDEN:
        if query.has(name):
            raise restricted_sync(name)
    if query.text("showDeleted") == "false":
        raise restricted_sync("showDeleted")
    try:
        kept = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        number, epoch, asked = int(kept["n"]), int(kept["e"]), kept["q"]
    except (ValueError, KeyError, TypeError):
        raise invalid("Invalid sync token value.", "syncToken") from None
    if kept["c"] != calendar.id:
        raise invalid("Invalid sync token value.", "syncToken")
    if epoch != calendar.sync_epoch:
        raise full_sync_required()
    if strict and asked != _asked(query):
        raise restricted_sync("syncToken")
    return number
