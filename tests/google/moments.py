"""Times on the wire: RFC 3339 stamps and Google's `EventDateTime`, read and printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.google.answers import invalid

Slot = datetime | date
"""An instant in UTC, or the day of an all-day event."""

_OFFSET = re.compile(r"(Z|z|[+-]\d\d:?\d\d)$")


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone, or None for a name that the IANA list does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a name with a slash too many is a path to zoneinfo
        return None


def stamp(text: str, name: str) -> datetime:
    """A bound of a query; 400 without an offset, as Google asks for one."""
    if not _OFFSET.search(text):
        raise invalid("Bad Request", name)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise invalid("Bad Request", name) from None


def printed(moment: datetime) -> str:
    """`updated` and `created`: UTC with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def own_zone(time: Mapping[str, Any], fallback: tzinfo) -> tzinfo:
    """The zone in which a recurrence is expanded: the event's, the offset written, the calendar's."""
    name = time.get("timeZone")
    if isinstance(name, str) and (zone := zone_named(name)):
        return zone
    return fallback


def slot_of(time: object, fallback: tzinfo) -> Slot | None:
    """The moment that an `EventDateTime` means; None for what cannot be read (bad events are stored as they are)."""
    if not isinstance(time, Mapping):
        return None
    day, moment = time.get("date"), time.get("dateTime")
    try:
        if isinstance(day, str):
            return date.fromisoformat(day)
        if isinstance(moment, str):
            read = datetime.fromisoformat(moment)
            return (read if read.tzinfo else read.replace(tzinfo=own_zone(time, fallback))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return None


def as_instant(slot: Slot, zone: tzinfo) -> datetime:
    """For comparisons: a day begins at midnight in the calendar's zone."""
    if isinstance(slot, datetime):
        return slot
    return datetime(slot.year, slot.month, slot.day, tzinfo=zone).astimezone(UTC)


def stamp_id(slot: Slot) -> str:
    """The tail of an instance's id: the original slot in UTC, or its day."""
    return slot.strftime("%Y%m%dT%H%M%SZ") if isinstance(slot, datetime) else slot.strftime("%Y%m%d")


def slot_from_id(text: str) -> Slot | None:
    try:
        if "T" in text:
            return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def event_time(slot: Slot, zone_name: str | None, shown_in: tzinfo) -> dict[str, str]:
    """Printed as Google does: in the calendar's zone (or the one asked for), with the event's own zone beside it."""
    if not isinstance(slot, datetime):
        return {"date": slot.isoformat()}
    local = slot.astimezone(shown_in).isoformat(timespec="seconds")
    time = {"dateTime": local.removesuffix("+00:00") + "Z" if local.endswith("+00:00") else local}
    return time | ({"timeZone": zone_name} if zone_name else {})


def length(start: Slot | None, end: Slot | None) -> timedelta:
    """How long an event takes; nothing if either end cannot be read or they are of two kinds."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end - start
    if start is None or end is None or isinstance(start, datetime) or isinstance(end, datetime):
        return timedelta()
    return end - start
