"""The fields a client may write, how a patch meets what is there, and what makes a body unfit (sections 4, 5, 8, 9)."""

from __future__ import annotations

import copy
import re
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from tests.google.answers import invalid, required
from tests.google.moments import slot_of, zone_named
from tests.google.query import Query
from tests.google.recurrence import Anchor, check

Body = dict[str, Any]

WRITABLE = frozenset(
    "anyoneCanAddSelf attachments attendees birthdayProperties colorId conferenceData description end eventLabelId "
    "extendedProperties focusTimeProperties guestsCanInviteOthers guestsCanModify guestsCanSeeOtherGuests "
    "location outOfOfficeProperties recurrence reminders sequence source start status summary transparency visibility "
    "workingLocationProperties".split()
)
OWN = frozenset(
    {"attendees", "colorId", "eventLabelId", "extendedProperties", "reminders", "transparency", "visibility"}
)
"""What belongs to the copy on one calendar; of `attendees` only the own row."""
QUIET = frozenset(
    {"colorId", "eventLabelId", "extendedProperties", "reminders", "transparency", "visibility", "source"}
)
"""Changes of which no guest is told."""

_CLIENT_ID = re.compile(r"[0-9a-v]{5,1024}")
_KEY_LIMIT, _VALUE_LIMIT = 44, 1024


def check_id(event_id: object) -> str:
    if not isinstance(event_id, str) or not _CLIENT_ID.fullmatch(event_id):
        raise invalid("Invalid resource id value.")
    return event_id


def versioned(body: Body, query: Query) -> Body:
    """Only the fields that this call may set: some are silently left out without their version parameter."""
    kept = {key: value for key, value in body.items() if key in WRITABLE}
    if query.number("conferenceDataVersion", 1) != 1 or not query.has("conferenceDataVersion"):
        kept.pop("conferenceData", None)
    if query.text("supportsAttachments") != "true":
        kept.pop("attachments", None)
    kept.pop("colorId" if query.text("eventLabelVersion") == "1" else "eventLabelId", None)
    if kept.get("eventLabelId") == "":
        kept["eventLabelId"] = None
    if isinstance(kept.get("conferenceData"), dict):
        kept["conferenceData"] = _conference(kept["conferenceData"])
    if isinstance(kept.get("extendedProperties"), dict):
        kept["extendedProperties"] = _limited(kept["extendedProperties"])
    return kept


def _conference(asked: Body) -> Body:
    request = asked.get("createRequest")
    if not isinstance(request, dict):
        return asked
    code = uuid.uuid4().hex[:10]
    return {
        "createRequest": request | {"status": {"statusCode": "success"}},
        "conferenceId": code,
        "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
        "entryPoints": [{"entryPointType": "video", "uri": f"https://meet.google.com/{code}"}],
    }


def _limited(properties: Body) -> Body:
    """Keys over the limit are dropped and values cut, without a word."""
    kept: Body = {}
    for kind in ("private", "shared"):
        if isinstance(properties.get(kind), dict):
            kept[kind] = {
                key: value[:_VALUE_LIMIT] if isinstance(value, str) else value
                for key, value in properties[kind].items()
                if len(key) <= _KEY_LIMIT
            }
    return kept


def merged(present: Body, patch: Body) -> Body:
    """Patch semantics: objects are merged, lists replaced, null takes away."""
    result = dict(present)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        elif isinstance(value, dict):
            result[key] = merged({}, value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def rows(value: object) -> list[Body]:
    """Attendees without what the server computes."""
    found: list[Body] = []
    for row in value if isinstance(value, list) else []:
        if isinstance(row, dict) and row.get("email"):
            kept = {
                key: one
                for key, one in row.items()
                if key not in ("self", "organizer", "id") and one not in (None, False)
            }
            kept["email"] = str(row["email"]).lower()
            kept.setdefault("responseStatus", "needsAction")
            found.append(kept)
    return found


def alike(key: str, one: Any, other: Any, zone: ZoneInfo) -> bool:
    """Whether two values of a field say the same."""
    if key == "attendees":
        return {row["email"]: row for row in rows(one)} == {row["email"]: row for row in rows(other)}
    if key in ("start", "end") and isinstance(one, dict) and isinstance(other, dict):
        first, second = slot_of(one, zone), slot_of(other, zone)
        return first == second and first is not None and one.get("timeZone") == other.get("timeZone")
    if key == "status":
        return (one or "confirmed") == (other or "confirmed")
    return bool(one == other) or (not one and not other)


def check_times(body: Body, zone: ZoneInfo) -> None:
    """400 for a body without times, with times of two kinds, with no zone where one is needed."""
    for key in ("start", "end"):
        time = body.get(key)
        if not isinstance(time, dict) or not (time.get("date") or time.get("dateTime")):
            raise required(f"Missing {key} time.")
        if time.get("date") and time.get("dateTime"):
            raise invalid(f"Invalid {key} time.")
        if time.get("timeZone") and zone_named(time["timeZone"]) is None:
            raise invalid(f"Invalid time zone definition for {key} time.")
        slot = slot_of(time, zone)
        if slot is None:
            raise invalid(f"Invalid {key} time.")
        if time.get("dateTime") and not time.get("timeZone"):
            zoned = re.search(r"(Z|[+-]\d\d:?\d\d)$", time["dateTime"], re.IGNORECASE)
            if body.get("recurrence") or not zoned:
                raise required(f"Missing time zone definition for {key} time.")
    start, end = slot_of(body["start"], zone), slot_of(body["end"], zone)
    if type(start) is not type(end):
        raise invalid("Start and end times must either both be date or both be dateTime.")
    if start > end:  # type: ignore[operator] # of one type
        raise invalid("The specified time range is empty.")


def check_recurrence(body: Body, zone: ZoneInfo, *, may_be_empty: bool) -> None:
    lines = body.get("recurrence")
    if not lines:
        return
    start = slot_of(body.get("start"), zone)
    own = zone_named((body.get("start") or {}).get("timeZone") or "") or zone
    if start is None:
        raise required("Missing start time.")
    if not check(lines, Anchor(start, own)) and not may_be_empty:
        raise invalid("Invalid recurrence rule.")
