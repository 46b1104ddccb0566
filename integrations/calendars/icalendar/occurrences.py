"""Changes of a series' text that concern single occurrences, and the way back to former rules.

As in `writing`, all else stays as it was read. A slot is named by its moment in the series' own zone and form.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from integrations.calendars.icalendar.lines import Component, Line, line
from integrations.calendars.icalendar.opened import (
    Opened,
    Part,
    is_lasting,
    override_at,
    placed,
    raised_by,
    take_apart,
    text_of,
    titled,
    value_of,
    with_fresh,
    with_line,
)
from integrations.calendars.model import Form, Moment, Series
from integrations.calendars.moments import wall

_RULES = ("RRULE", "RDATE", "EXDATE", "EXRULE")


def rules_restored(text: str, before: Series, now: datetime) -> str:
    """The series with the rules and dates that `before` has, in the place of its own; overrides stay as they are."""
    opened = take_apart(text)
    first = opened.master.first("DTSTART")
    assert first is not None

    def dated(name: str, moments: Iterable[Moment]) -> list[Line]:
        return [line(f"{name}{_dated(opened, first, moment)}") for moment in moments]

    fresh = [
        *(line(f"RRULE:{rule}") for rule in before.rules),
        *(line(f"EXRULE:{rule}") for rule in before.exrules),
        *dated("RDATE", before.rdates),
        *dated("EXDATE", before.exdates),
    ]

    def change(event: Component) -> Component:
        if event.first("RECURRENCE-ID") is not None:
            return event
        return raised_by(event.with_parts(_in_place_of(event, fresh)), 1, now)

    return opened.replaced(change)


def occurrence_removed(text: str, slot: Moment, now: datetime) -> str:
    """The series with one occurrence called off by a cancelled override (RFC 5545, 3.8.1.11)."""
    opened = take_apart(text)
    made, former = _one_at(opened, wall(slot))
    cancelled = raised_by(made.with_parts(with_line(made.parts, "STATUS", "CANCELLED")), 1, now)
    return _with(opened, former, cancelled)


def details_of(text: str) -> dict[datetime, str]:
    """What the overrides of a series say of place and purpose, as lines, by the wall time of their slot."""
    opened = take_apart(text)
    found: dict[datetime, str] = {}
    for event in opened.calendar.inner:
        at = opened.slot(event) if event.name == "VEVENT" and event.first("RECURRENCE-ID") else None
        own = [one.text for one in event.lines if one.name in _DETAILS]
        if at is not None and own:
            found[at] = "\n".join(own)
    return found


def occurrence_put(
    text: str,
    slot: Moment,
    *,
    title: str,
    start: Moment,
    end: Moment,
    now: datetime,
    details: str = "",
    place: str | None = None,
) -> str:
    """The series with one occurrence at this time and with this title; it may have been called off before.

    `details` are lines of `details_of`, which take the place of those that are there. `place` is its LOCATION (RFC
    5545, 3.8.1.7); "" for that of the series, None to leave it.
    """
    opened = take_apart(text)
    first = opened.master.first("DTSTART")
    assert first is not None
    made, former = _one_at(opened, wall(slot))
    parts: list[Part] = [part for part in made.parts if not (isinstance(part, Line) and part.name in _TIMES)]
    named = next(n for n, part in enumerate(parts) if isinstance(part, Line) and part.name == "RECURRENCE-ID")
    parts[named + 1 : named + 1] = [
        line(f"{name}{_dated(opened, first, moment)}") for name, moment in (("DTSTART", start), ("DTEND", end))
    ]
    if place is not None:
        parts = placed(parts, opened.master.first("LOCATION"), place)
    own = [line(one) for one in details.split("\n") if one]
    if own:
        parts = with_fresh([part for part in parts if not (isinstance(part, Line) and part.name in _DETAILS)], own)
    if made.value("STATUS").upper() == "CANCELLED":
        parts = with_line(parts, "STATUS", "CONFIRMED")
    return _with(opened, former, raised_by(titled(made.with_parts(parts), title), 1, now))


_TIMES = ("DTSTART", "DTEND", "DURATION")
_DETAILS = ("DESCRIPTION", "LOCATION")


def _dated(opened: Opened, first: Line, moment: Moment) -> str:
    """Parameters and value as DTSTART has them; a day on a timed series stays a day."""
    if opened.start.form is not Form.DATE and not isinstance(moment, datetime):
        return f";VALUE=DATE:{wall(moment):%Y%m%d}"
    return f"{first.params}:{value_of(wall(moment), opened.start.form)}"


def _one_at(opened: Opened, at: datetime) -> tuple[Component, Component | None]:
    """The override at a slot, or one made from the series, and the one that is there."""
    overrides = [one for one in opened.calendar.inner if one.name == "VEVENT" and one.first("RECURRENCE-ID")]
    former = next((one for one in overrides if opened.slot(one) == at and not is_lasting(one)), None)
    if former is not None:
        return former, former
    summary = opened.master.first("SUMMARY")
    made = override_at(opened, [one for one in overrides if is_lasting(one)], at, "")
    return made.with_parts(_set_line(made.parts, summary)), None


def _set_line(parts: Iterable[Part], wanted: Line | None) -> list[Part]:
    return [wanted if wanted and isinstance(part, Line) and part.name == wanted.name else part for part in parts]


def _with(opened: Opened, former: Component | None, made: Component) -> str:
    """The text with an override in the place of the former one, or behind the last event."""
    if former is not None:
        return opened.replaced(lambda event: made if event is former else event)
    parts = list(opened.calendar.parts)
    last = max(n for n, part in enumerate(parts) if isinstance(part, Component) and part.name == "VEVENT")
    return text_of(opened.calendar.with_parts([*parts[: last + 1], made, *parts[last + 1 :]]))


def _in_place_of(event: Component, fresh: list[Line]) -> list[Part]:
    kept = [part for part in event.parts if not (isinstance(part, Line) and part.name in _RULES)]
    places = [n for n, part in enumerate(event.parts) if isinstance(part, Line) and part.name in _RULES]
    at = min(places[0] if places else len(kept), len(kept))
    return [*kept[:at], *fresh, *kept[at:]]
