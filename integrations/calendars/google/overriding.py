"""The usual exception of a series, without a way through text: a calendar can have thousands of them.

Whatever is not plain is left to the reader of calendars, which knows all that can be odd; and what is made here is what
that reader makes of the same event's lines. Tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from integrations.calendars.google.trimming import Body
from integrations.calendars.icalendar.lines import Component, Line
from integrations.calendars.icalendar.values import people, utc_stamp
from integrations.calendars.model import Form, Override, Series
from integrations.calendars.moments import plus

_LARGEST = 10**9
"""A SEQUENCE beyond this is none."""


def overrides(series: Series, bodies: Sequence[Body], components: Sequence[Component]) -> tuple[Override, ...] | None:
    """The exceptions of a series, each with its lines; None where one of them is not plain."""
    if series.form is not Form.ZONED:
        return None
    found = []
    for body, component in zip(bodies, components, strict=True):
        one = _override(series, body, component)
        if one is None:
            return None
        found.append(one)
    return tuple(found) if len({one.slot for one in found}) == len(found) else None


def _override(series: Series, body: Body, component: Component) -> Override | None:
    title = body.get("summary", "")
    if body.get("transparent") or not (title.isascii() and title.isprintable()):
        return None
    slot = _moment(body.get("originalStartTime"))
    start = _moment(body["start"]) if "start" in body else slot
    end = _moment(body["end"]) if "end" in body else start
    if slot is None or start is None or end is None or end < start or body.get("sequence", 0) >= _LARGEST:
        return None
    moved = start.astimezone(series.zone)
    organizers, attendees, stamp = _lines(component)
    return Override(
        slot=slot.astimezone(series.zone),
        start=moved,
        end=plus(moved, end - start),
        cancelled=body.get("status") == "cancelled",
        title=title,
        people=people(organizers, attendees),
        sequence=max(0, body.get("sequence", 0)),
        stamp=utc_stamp(stamp),
    )


def _moment(time: Body | None) -> datetime | None:
    """A date-time with its offset; None for whatever else there may be."""
    try:
        found = datetime.fromisoformat(time["dateTime"]) if time else None
    except (KeyError, ValueError):
        return None
    plain = found is not None and found.tzinfo is not None and not found.microsecond and 1900 < found.year < 2200
    return found if plain else None


def _lines(component: Component) -> tuple[list[Line], list[Line], Line | None]:
    organizers: list[Line] = []
    attendees: list[Line] = []
    stamp: Line | None = None
    for part in component.parts:
        if isinstance(part, Line):
            name = part[0]
            if name == "ATTENDEE":
                attendees.append(part)
            elif name == "ORGANIZER":
                organizers.append(part)
            elif name == "DTSTAMP":
                stamp = part
    return organizers, attendees, stamp
