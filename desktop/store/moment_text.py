"""Moments as text that comes back equal: RFC 9557, `2025-12-09T16:00:00+00:00[Europe/London]`."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.calendars.model import Moment


def written_moment(moment: Moment) -> str:
    """A date as `2025-12-09`; a date-time with its offset, and the IANA name of its zone where it has one.

    A zone without a name (a calendar's own VTIMEZONE) is kept as the offset of that moment.
    Raises ValueError for a naive date-time, which is a bug of the caller.
    """
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        raise ValueError("a moment is never naive")
    name = getattr(moment.tzinfo, "key", None)
    return f"{moment.isoformat()}[{name}]" if name else moment.isoformat()


def read_moment(written: str) -> Moment:
    """The moment that `written_moment` wrote, in the same zone.

    Where the rules of the zone have changed since, the wall time is kept: a meeting at four stays at four.
    """
    if "T" not in written:
        return date.fromisoformat(written)
    iso, _, name = written.removesuffix("]").partition("[")
    fixed = datetime.fromisoformat(iso)
    zone = _zone(name) if name else None
    if zone is None:
        return fixed.replace(tzinfo=_fixed(fixed.utcoffset() or timedelta()), fold=0)
    first, second = (fixed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return second if second.utcoffset() == fixed.utcoffset() != first.utcoffset() else first


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _fixed(offset: timedelta) -> tzinfo:
    return timezone(offset) if offset else UTC


def written_instant(when: datetime) -> str:
    """A point in time (when something was done) in UTC: sorts as text."""
    if when.tzinfo is None:
        raise ValueError("an instant is never naive")
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def read_instant(written: str) -> datetime:
    """The point in time that `written_instant` wrote, in UTC."""
    return datetime.fromisoformat(written).astimezone(UTC)


def slot_key(moment: Moment) -> str:
    """One text for one slot, whatever zone it is seen from: the date, or the instant in UTC."""
    if isinstance(moment, datetime):
        with suppress(OverflowError):  # the first and last day that a date-time knows
            return moment.astimezone(UTC).isoformat()
    return moment.isoformat()
