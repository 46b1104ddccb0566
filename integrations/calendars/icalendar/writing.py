"""Changes of a series' text that leave everything else as it was read, and the text of a new event.

All texts are as `Series.text` says: unfolded, lines ended by LF; `folded` makes the bytes of a file.
A file for other people is a REQUEST with one series, a file for one's own calendar has no METHOD.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from integrations.calendars.ending import Ending
from integrations.calendars.icalendar.lines import Component, Line, components, content_lines, escaped, folded, line
from integrations.calendars.icalendar.merging import sequence
from integrations.calendars.icalendar.places import place
from integrations.calendars.icalendar.timezones import vtimezone
from integrations.calendars.icalendar.values import Clock, Stamp, Unreadable, in_form, stamp
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
_OF_THE_SERIES = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "DTSTART", "DTEND", "RECURRENCE-ID", "SUMMARY"})
Part = Line | Component


@dataclass(frozen=True)
class _Opened:
    """A series' text taken apart."""

    calendar: Component
    master: Component
    start: Stamp
    clock: Clock

    def slot(self, override: Component) -> datetime | None:
        """The wall time of an override's slot; None where the text does not tell."""
        named = override.first("RECURRENCE-ID")
        return self.listed(named, named.value) if named is not None else None

    def listed(self, one: Line, raw: str) -> datetime | None:
        """The wall time of one value of a list of dates."""
        try:
            found = stamp(one, self.clock, raw.partition("/")[0])
        except Unreadable:
            return None
        return wall(in_form(found, self.start.form, self.start.zone.tz, self.start.moment))

    def whole_day(self, one: Line, raw: str) -> bool:
        """Whether a value is a date on a timed series."""
        return self.start.form is not Form.DATE and stamp(one, self.clock, raw).form is Form.DATE

    def replaced(self, change: Callable[[Component], Component | None]) -> str:
        """The text with each event as `change` gives it back; None takes it out."""
        parts: list[Part] = []
        for part in self.calendar.parts:
            kept: Part | None = part
            if isinstance(part, Component) and part.name == "VEVENT":
                kept = change(part)
            if kept is not None:
                parts.append(kept)
        return _text(self.calendar.with_parts(parts))


def series_text_ended(text: str, ending: Ending, now: datetime) -> str:
    """The series with its end: RRULEs as given, what lies beyond it dropped, slots excluded.

    SEQUENCE rises by one on the master and on every override that stays; DTSTAMP and LAST-MODIFIED
    become `now` (aware).
    """
    opened = _opened(text)
    gone = {wall(slot) for slot in ending.dropped_overrides}

    def change(event: Component) -> Component | None:
        if event.first("RECURRENCE-ID") is not None:
            return None if opened.slot(event) in gone else _raised(event, 1, now)
        parts = _with_rules(event.parts, ending.rules_after)
        parts = _without_dates(opened, parts, "EXDATE", ending.dropped_exdates)
        parts = _without_dates(opened, parts, "RDATE", ending.dropped_rdates)
        return _raised(event.with_parts(_with_excluded(opened, parts, ending.excluded)), 1, now)

    return opened.replaced(change)


def raised(text: str, *, by: int, now: datetime) -> str:
    """The same series as a newer version: SEQUENCE higher by `by`, DTSTAMP and LAST-MODIFIED `now` (aware)."""
    return _opened(text).replaced(lambda event: _raised(event, by, now))


def linked(text: str, uid: str, now: datetime) -> str:
    """The series with a link to the event `uid` (RELATED-TO;RELTYPE=SIBLING, shared REFID; RFC 9253, 5 and 8.3)."""
    wanted = (line(f"RELATED-TO;RELTYPE=SIBLING:{uid}"), line(f"REFID:{uid}"))

    def change(event: Component) -> Component:
        if event.first("RECURRENCE-ID") is not None:
            return event
        known = {(one.name, one.value) for one in event.lines}
        fresh = [one for one in wanted if (one.name, one.value) not in known]
        return _stamped(event.with_parts(_inserted(event.parts, fresh)), now) if fresh else event

    return _opened(text).replaced(change)


def mark_final(text: str, slot: Moment, title: str, now: datetime) -> str:
    """The series with one occurrence renamed by an override, which copies what the series says.

    `slot` stands in the series' own zone and form. SEQUENCE rises by one, unless this very version
    (`now`) raised it already.
    """
    if _opened(text).master.value("DTSTAMP") != _utc(now):
        text = raised(text, by=1, now=now)
    opened = _opened(text)
    at = wall(slot)
    events = [one for one in opened.calendar.inner if one.name == "VEVENT"]
    overrides = [one for one in events if one.first("RECURRENCE-ID") is not None]
    if any(opened.slot(one) == at and not _following(one) for one in overrides):
        return opened.replaced(
            lambda event: _titled(event, title) if opened.slot(event) == at and not _following(event) else event
        )
    made = _override(opened, [one for one in overrides if _following(one)], at, title)
    parts: list[Part] = []
    last = events[-1]
    for part in opened.calendar.parts:
        parts.append(part)
        if part is last:
            parts.append(made)
    return _text(opened.calendar.with_parts(parts))


def as_request(text: str) -> str:
    """The text as a file for other people: METHOD:REQUEST, without the names of the user's own calendar."""
    calendar = _calendar(text)
    parts = [part for part in calendar.parts if not (isinstance(part, Line) and part.name in _OWN_NAMES | {"METHOD"})]
    first = next((n for n, part in enumerate(parts) if isinstance(part, Component)), len(parts))
    return _text(calendar.with_parts([*parts[:first], line("METHOD:REQUEST"), *parts[first:]]))


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
    """A new recurring event, in its zone and with its VTIMEZONE, linked to the series `related`.

    `alarms` are TRIGGER values; they are the user's own (RFC 6638, 3.2.2.1). Attendees are asked to answer.
    """
    zoned = form is Form.ZONED and zone_name not in (None, "UTC")
    zone = zone_name if zoned else None
    lines = ["BEGIN:VCALENDAR", f"PRODID:{PRODID}", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    lines += vtimezone(zone, start.year - 1) if zone else []
    lines += [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_utc(now)}",
        f"CREATED:{_utc(now)}",
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
        f"RELATED-TO;RELTYPE=SIBLING:{related}",
        f"REFID:{uid}",
    ]
    for trigger in alarms:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(title)}", f"TRIGGER:{trigger}", "END:VALARM"]
    return "\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


def _calendar(text: str) -> Component:
    for top in components(content_lines(text.encode())):
        if top.name == "VCALENDAR":
            return top
    raise ValueError("no VCALENDAR in the text of a series")


def _opened(text: str) -> _Opened:
    calendar = _calendar(text)
    where = place("", calendar.lines, (one for one in calendar.inner if one.name == "VTIMEZONE"), UTC)
    clock = Clock(where.zones, where.floating, where.reader, lambda _: None)
    for event in calendar.inner:
        first = event.first("DTSTART")
        if event.name == "VEVENT" and event.first("RECURRENCE-ID") is None and first is not None:
            return _Opened(calendar, event, stamp(first, clock), clock)
    raise ValueError("no master in the text of a series")


def _text(calendar: Component) -> str:
    return "\n".join([*calendar.written(), ""])


def _utc(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _set(parts: Iterable[Part], name: str, value: str) -> list[Part]:
    """The parts with one property set, where it stood or behind the other lines."""
    done = False
    made: list[Part] = []
    for part in parts:
        if isinstance(part, Line) and part.name == name:
            if not done:
                made.append(part.with_value(value))
            done = True
        else:
            made.append(part)
    return made if done else _inserted(made, [line(f"{name}:{value}")])


def _inserted(parts: Iterable[Part], fresh: Iterable[Line]) -> list[Part]:
    """The parts with new lines before the first inner component."""
    known = list(parts)
    first = next((n for n, part in enumerate(known) if isinstance(part, Component)), len(known))
    return [*known[:first], *fresh, *known[first:]]


def _stamped(event: Component, now: datetime) -> Component:
    return event.with_parts(_set(_set(event.parts, "DTSTAMP", _utc(now)), "LAST-MODIFIED", _utc(now)))


def _raised(event: Component, by: int, now: datetime) -> Component:
    return _stamped(event.with_parts(_set(event.parts, "SEQUENCE", str(sequence(event) + by))), now)


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


def _without_dates(opened: _Opened, parts: Iterable[Part], name: str, dropped: Collection[Moment]) -> list[Part]:
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


def _dropped(opened: _Opened, one: Line, raw: str, gone: set[datetime], days: Collection[Moment]) -> bool:
    at = opened.listed(one, raw)
    if at is None:
        return False
    return at in gone or (opened.whole_day(one, raw) and at.date() in days)


def _with_excluded(opened: _Opened, parts: Iterable[Part], excluded: Iterable[Moment]) -> list[Part]:
    first = opened.master.first("DTSTART")
    assert first is not None
    made = list(parts)
    fresh = [line(f"EXDATE{first.params}:{_value(wall(slot), opened.start.form)}") for slot in excluded]
    places = [n for n, part in enumerate(made) if isinstance(part, Line) and part.name in ("RRULE", "EXDATE")]
    behind = places[-1] + 1 if places else len(made)
    return [*made[:behind], *fresh, *made[behind:]]


def _value(at: datetime, form: Form) -> str:
    if form is Form.DATE:
        return f"{at:%Y%m%d}"
    return f"{at:%Y%m%dT%H%M%S}" + ("Z" if form is Form.UTC else "")


def _following(override: Component) -> bool:
    named = override.first("RECURRENCE-ID")
    return named is not None and (named.param("RANGE") or "").upper() == "THISANDFUTURE"


def _titled(event: Component, title: str) -> Component:
    return event.with_parts(_set(event.parts, "SUMMARY", escaped(title)))


def _override(opened: _Opened, lasting: Sequence[Component], at: datetime, title: str) -> Component:
    """A new override at a slot: a copy of the master, or of the lasting change that holds there."""
    model, shift = opened.master, timedelta()
    for one in lasting:
        slot, first = opened.slot(one), one.first("DTSTART")
        if slot is not None and slot < at and first is not None:
            moved = opened.listed(first, first.value)
            model, shift = one, (moved - slot if moved is not None else timedelta())
    first = opened.master.first("DTSTART")
    assert first is not None
    form, params = opened.start.form, first.params
    begins = _value(at + shift, form)
    lines = [
        line(f"RECURRENCE-ID{params}:{_value(at, form)}"),
        line(f"DTSTART{params}:{begins}"),
        *_ends(opened, model, at + shift, params),
    ]
    kept = [part for part in model.parts if not (isinstance(part, Line) and part.name in _OF_THE_SERIES)]
    made = model.with_parts([*lines, *kept])
    named = model.first("SUMMARY")
    return made.with_parts(_inserted(made.parts, [(named or line("SUMMARY:")).with_value(escaped(title))]))


def _ends(opened: _Opened, model: Component, begins: datetime, params: str) -> list[Line]:
    """DTEND for another start, in the start's own zone; a DURATION is copied with the rest."""
    first, last = model.first("DTSTART"), model.first("DTEND")
    if first is None or last is None:
        return []
    begin, end = opened.listed(first, first.value), opened.listed(last, last.value)
    if begin is None or end is None or end <= begin:
        return []
    return [line(f"DTEND{params}:{_value(begins + (end - begin), opened.start.form)}")]


def _moment(name: str, moment: Moment, form: Form, zone: str | None) -> str:
    if form is Form.DATE:
        return f"{name};VALUE=DATE:{wall(moment):%Y%m%d}"
    if zone:
        return f"{name};TZID={zone}:{wall(moment):%Y%m%dT%H%M%S}"
    if form is Form.FLOATING or not isinstance(moment, datetime):
        return f"{name}:{wall(moment):%Y%m%dT%H%M%S}"
    return f"{name}:{_utc(moment)}"


def _named(person: Person) -> str:
    """The CN parameter; what a quoted value cannot hold is written as RFC 6868 says."""
    if not person.name:
        return ""
    name = person.name.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f';CN="{name}"' if any(sign in name for sign in ",;:") else f";CN={name}"
