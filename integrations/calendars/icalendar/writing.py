"""Changes of a series' text that leave everything else as it was read, and the text of a new event.

All texts are as `Series.text` says: unfolded, lines ended by LF; `folded` makes the bytes of a file.
A file for other people is a REQUEST with one series, a file for one's own calendar has no METHOD.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from integrations.calendars.ending import Ending
from integrations.calendars.icalendar.lines import Component, Line, escaped, folded, line
from integrations.calendars.icalendar.opened import (
    Opened,
    Part,
    calendar_of,
    is_lasting,
    override_at,
    placed,
    raised_by,
    stamped,
    take_apart,
    text_of,
    titled,
    utc_value,
    value_of,
    with_fresh,
)
from integrations.calendars.icalendar.timezones import vtimezone
from integrations.calendars.model import Form, Moment, Person
from integrations.calendars.moments import wall

__all__ = ["as_request", "event_text", "folded", "linked", "mark_final", "raised", "series_text_ended"]

PRODID = "-//Graduand//Graduand 0.1//EN"
_OWN_NAMES = frozenset(
    {
        "X-WR-CALNAME",
        "X-WR-CALDESC",
        "X-WR-RELCALID",
        "NAME",
        "DESCRIPTION",
        "COLOR",
        "X-APPLE-CALENDAR-COLOR",
        "SOURCE",
    }
)


def series_text_ended(text: str, ending: Ending, now: datetime) -> str:
    """The series with its end: RRULEs as given, what lies beyond it dropped, slots excluded.

    SEQUENCE rises by one on the master and on every override that stays; DTSTAMP and LAST-MODIFIED
    become `now` (aware).
    """
    opened = take_apart(text)
    gone = {wall(slot) for slot in ending.dropped_overrides}

    def change(event: Component) -> Component | None:
        if event.first("RECURRENCE-ID") is not None:
            return None if opened.slot(event) in gone else raised_by(event, 1, now)
        parts = _with_rules(event.parts, ending.rules_after)
        parts = _without_dates(opened, parts, "EXDATE", ending.dropped_exdates)
        parts = _without_dates(opened, parts, "RDATE", ending.dropped_rdates)
        return raised_by(event.with_parts(_with_excluded(opened, parts, ending.excluded)), 1, now)

    return opened.replaced(change)


def raised(text: str, *, by: int, now: datetime) -> str:
    """The same series as a newer version: SEQUENCE higher by `by`, DTSTAMP and LAST-MODIFIED `now` (aware)."""
    return take_apart(text).replaced(lambda event: raised_by(event, by, now))


def linked(text: str, uid: str, now: datetime) -> str:
    """The series with a link to the event `uid` (RELATED-TO;RELTYPE=SIBLING, shared REFID; RFC 9253, 5 and 8.3)."""
    wanted = (line(f"RELATED-TO;RELTYPE=SIBLING:{uid}"), line(f"REFID:{uid}"))

    def change(event: Component) -> Component:
        if event.first("RECURRENCE-ID") is not None:
            return event
        known = {(one.name, one.value) for one in event.lines}
        fresh = [one for one in wanted if (one.name, one.value) not in known]
        return stamped(event.with_parts(with_fresh(event.parts, fresh)), now) if fresh else event

    return take_apart(text).replaced(change)


def mark_final(text: str, slot: Moment, title: str, now: datetime, *, place: str = "") -> str:
    """The series with one occurrence renamed by an override, which copies what the series says; `place` is its own.

    `slot` stands in the series' own zone and form. SEQUENCE rises by one, unless this very version
    (`now`) raised it already.
    """
    if take_apart(text).master.value("DTSTAMP") != utc_value(now):
        text = raised(text, by=1, now=now)
    opened = take_apart(text)
    at = wall(slot)
    events = [one for one in opened.calendar.inner if one.name == "VEVENT"]
    overrides = [one for one in events if one.first("RECURRENCE-ID") is not None]
    if any(opened.slot(one) == at and not is_lasting(one) for one in overrides):
        return opened.replaced(
            lambda event: (
                _at(titled(event, title), place) if opened.slot(event) == at and not is_lasting(event) else event
            )
        )
    made = _at(override_at(opened, [one for one in overrides if is_lasting(one)], at, title), place)
    parts: list[Part] = []
    last = events[-1]
    for part in opened.calendar.parts:
        parts.append(part)
        if part is last:
            parts.append(made)
    return text_of(opened.calendar.with_parts(parts))


def _at(event: Component, place: str) -> Component:
    return event.with_parts(placed(event.parts, None, place)) if place else event


def as_request(text: str) -> str:
    """The text as a file for other people: METHOD:REQUEST, without the names of the user's own calendar."""
    calendar = calendar_of(text)
    parts = [part for part in calendar.parts if not (isinstance(part, Line) and part.name in _OWN_NAMES | {"METHOD"})]
    first = next((n for n, part in enumerate(parts) if isinstance(part, Component)), len(parts))
    return text_of(calendar.with_parts([*parts[:first], line("METHOD:REQUEST"), *parts[first:]]))


def event_text(
    *,
    uid: str,
    title: str,
    description: str,
    start: Moment,
    end: Moment,
    form: Form,
    zone_name: str | None,
    rule: str,
    organizer: Person | None,
    attendees: Sequence[Person],
    related: str,
    now: datetime,
    alarms: Iterable[str] = ("-P14D", "-P1D"),
) -> str:
    """A new recurring event, in its zone and with its VTIMEZONE, linked to the series `related` ("" for none).

    `alarms` are TRIGGER values; they are the user's own (RFC 6638, 3.2.2.1). Attendees are asked to answer.
    """
    zoned = form is Form.ZONED and zone_name not in (None, "UTC")
    zone = zone_name if zoned else None
    lines = ["BEGIN:VCALENDAR", f"PRODID:{PRODID}", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    lines += vtimezone(zone, start.year - 1) if zone else []
    lines += [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{utc_value(now)}",
        f"CREATED:{utc_value(now)}",
        "SEQUENCE:0",
        _moment("DTSTART", start, form, zone),
        _moment("DTEND", end, form, zone),
        f"RRULE:{rule}",
        f"SUMMARY:{escaped(title)}",
        *([f"DESCRIPTION:{escaped(description)}"] if description else []),
        "STATUS:CONFIRMED",
        f"TRANSP:{'TRANSPARENT' if form is Form.DATE else 'OPAQUE'}",
        *([f"ORGANIZER{_named(organizer)}:mailto:{organizer.email}"] if organizer and attendees else []),
        *(
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE{_named(one)}"
            f":mailto:{one.email}"
            for one in attendees
            if organizer is None or one.email != organizer.email
        ),
        *([f"RELATED-TO;RELTYPE=SIBLING:{related}"] if related else []),
        f"REFID:{uid}",
    ]
    for trigger in alarms:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(title)}", f"TRIGGER:{trigger}", "END:VALARM"]
    return "\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


def _with_rules(parts: Iterable[Part], rules: Sequence[str]) -> list[Part]:
    """Each RRULE with its new value; a rule that stays keeps its own spelling."""
    left = list(rules)
    made: list[Part] = []
    for part in parts:
        if isinstance(part, Line) and part.name == "RRULE" and part.value.strip():
            new = left.pop(0)
            same = "".join(part.value.split()).upper() == new
            made.append(part if same else part.with_value(new))
        else:
            made.append(part)
    return made


def _without_dates(opened: Opened, parts: Iterable[Part], name: str, dropped: Collection[Moment]) -> list[Part]:
    gone = {wall(moment) for moment in dropped}
    days = {moment for moment in dropped if not isinstance(moment, datetime)}
    made: list[Part] = []
    for part in parts:
        if not (gone and isinstance(part, Line) and part.name == name):
            made.append(part)
            continue
        values = part.value.split(",")
        kept = [raw for raw in values if not _dropped(opened, part, raw, gone, days)]
        if len(kept) == len(values):
            made.append(part)
        elif kept:
            made.append(part.with_value(",".join(kept)))
    return made


def _dropped(opened: Opened, one: Line, raw: str, gone: set[datetime], days: Collection[Moment]) -> bool:
    at = opened.listed(one, raw)
    if at is None:
        return False
    return at in gone or (opened.whole_day(one, raw) and at.date() in days)


def _with_excluded(opened: Opened, parts: Iterable[Part], excluded: Iterable[Moment]) -> list[Part]:
    first = opened.master.first("DTSTART")
    assert first is not None
    made = list(parts)
    fresh = [line(f"EXDATE{first.params}:{value_of(wall(slot), opened.start.form)}") for slot in excluded]
    places = [n for n, part in enumerate(made) if isinstance(part, Line) and part.name in ("RRULE", "EXDATE")]
    behind = places[-1] + 1 if places else len(made)
    return [*made[:behind], *fresh, *made[behind:]]


def _moment(name: str, moment: Moment, form: Form, zone: str | None) -> str:
    if form is Form.DATE:
        return f"{name};VALUE=DATE:{wall(moment):%Y%m%d}"
    if zone:
        return f"{name};TZID={zone}:{wall(moment):%Y%m%dT%H%M%S}"
    if form is Form.FLOATING or not isinstance(moment, datetime):
        return f"{name}:{wall(moment):%Y%m%dT%H%M%S}"
    return f"{name}:{utc_value(moment)}"


def _named(person: Person) -> str:
    """The CN parameter; what a quoted value cannot hold is written as RFC 6868 says."""
    if not person.name:
        return ""
    name = person.name.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f';CN="{name}"' if any(sign in name for sign in ",;:") else f";CN={name}"
