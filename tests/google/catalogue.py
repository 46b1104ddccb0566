"""The calendar list, single calendars with their labels, and the palette."""

from __future__ import annotations

import base64
from typing import Any

from tests.google.answers import Answer, full_sync_required, invalid
from tests.google.query import Query
from tests.google.world import Account, Calendar, World

Body = dict[str, Any]

RANKS = {"freeBusyReader": 0, "reader": 1, "writerWithoutPrivateAccess": 2, "writer": 3, "owner": 4}
COLORS = {str(number): {"background": f"#{number * 1118481:06x}", "foreground": "#1d1d1d"} for number in range(1, 12)}


def entries(world: World, account: Account, query: Query) -> Answer:
    """`calendarList.list`: pages, roles; the primary calendar's id is the address (section 10)."""
    if query.has("syncToken") and query.text("syncToken") != _token(world, account):
        raise full_sync_required()
    least = RANKS.get(query.text("minAccessRole"), 0)
    rows = [
        _entry(world, account, calendar_id)
        for calendar_id, role in account.roles.items()
        if role in RANKS and RANKS[role] >= least and calendar_id in world.calendars
    ]
    rows = [row for row in rows if query.flag("showHidden") or not row.get("hidden")]
    rows = [row for row in rows if query.flag("showDeleted") or not row.get("deleted")]
    if query.has("syncToken"):
        rows = []
    size = min(query.number("maxResults", 100), 250, world.modes.rows_per_page)
    token = query.text("pageToken")
    if token and not token.isdigit():
        raise invalid("Invalid page token value.", "pageToken")
    begin = int(token or 0)
    meta: Body = {"kind": "calendar#calendarList", "etag": f'"l{len(rows)}"', "items": rows[begin : begin + size]}
    if begin + size < len(rows):
        return Answer(200, meta | {"nextPageToken": str(begin + size)})
    return Answer(200, meta | {"nextSyncToken": _token(world, account)})


def _token(world: World, account: Account) -> str:
    listed = f"{sorted(account.roles.items())}{sorted((k, sorted(v.items())) for k, v in account.entries.items())}"
    return base64.urlsafe_b64encode(str(hash(listed)).encode()).decode().rstrip("=")


def one(world: World, account: Account, calendar_id: str) -> Answer:
    calendar, _ = world.calendar(account, calendar_id)
    return Answer(200, _entry(world, account, calendar.id))


def _entry(world: World, account: Account, calendar_id: str) -> Body:
    calendar, role = world.calendars[calendar_id], account.roles[calendar_id]
    entry: Body = {
        "kind": "calendar#calendarListEntry",
        "etag": f'"{abs(hash(calendar_id))}"',
        "id": calendar_id,
        "summary": calendar.summary,
        "timeZone": calendar.zone_name,
        "colorId": "14",
        "backgroundColor": "#9fe1e7",
        "foregroundColor": "#000000",
        "selected": True,
        "accessRole": role,
        "defaultReminders": [],
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    if calendar.primary and calendar_id == account.email:
        entry["primary"] = True
    elif not calendar.primary:
        entry["dataOwner"] = calendar.owner
    return entry | account.entries.get(calendar_id, {})


def calendar(world: World, account: Account, calendar_id: str) -> Answer:
    """`calendars.get`: here live the event labels (section 8)."""
    found, _ = world.calendar(account, calendar_id)
    return Answer(200, _body(found))


def _body(found: Calendar) -> Body:
    body: Body = {
        "kind": "calendar#calendar",
        "etag": f'"{abs(hash(found.id))}"',
        "id": found.id,
        "summary": found.summary,
        "timeZone": found.zone_name,
    }
    if not found.primary:
        body["dataOwner"] = found.owner
    if found.labels:
        body["labelProperties"] = {"eventLabels": found.labels}
    return body | found.more


def colors() -> Answer:
    return Answer(
        200, {"kind": "calendar#colors", "updated": "2012-02-14T00:00:00.000Z", "calendar": COLORS, "event": COLORS}
    )
