"""One merged UID -> values of the model, and back to text without loss."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from integrations.calendars.icalendar.lines import Component, Line, line, text_list, unescaped
from integrations.calendars.icalendar.merging import Group, Slotted, is_recurring, sequence
from integrations.calendars.icalendar.places import Found, Place, Report
from integrations.calendars.icalendar.values import Stamp, Unreadable, in_form, length, people, rule, stamp, utc_stamp
from integrations.calendars.model import DayOff, Form, Meeting, Moment, Override, Person, Series, TagHints
from integrations.calendars.moments import plus
from resources.words import words

LABEL = "X-GRADUAND-LABEL"
"""The name of an event label, which RFC 5545 has no property for: a source that knows labels writes it so."""

_LONGEST_TAG = 80
_LONGEST = timedelta(days=366_000)
"""A thousand years: what lasts longer reaches beyond what a date-time knows."""
_OWN = frozenset({"CONCEPT", "REFID"})
_NO_HINT = frozenset({
    "UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "ORGANIZER", "ATTENDEE", "STATUS", "SEQUENCE", "DTSTAMP",
    "CREATED", "LAST-MODIFIED", "TRANSP", "CLASS", "LOCATION", "RRULE", "EXDATE", "RDATE",
})  # fmt: skip
"""What most lines of a calendar are."""
_HOURS_OFF = timedelta(hours=4)


@dataclass(frozen=True)
class Reader:
    """Turns groups into values; `report` is told of every value that cannot be read."""

    report: Report

    def series(self, group: Group) -> Series | None:
        """The series, or None where its master cannot be read."""
        master, start = group.master, group.start
        if master is None or start is None:
            return None
        component = master.component
        try:
            rules = tuple(rule(one) for one in component.all("RRULE") if one.value.strip())
            exrules = tuple(rule(one) for one in component.all("EXRULE") if one.value.strip())
        except Unreadable as trouble:
            self.report(master.problem(trouble.code, trouble.line, value=trouble.value))
            return None
        end = self._end(master, start)
        overrides = tuple(self._override(one, start) for one in group.overrides)
        components = [component, *(one.found.component for one in group.overrides)]
        return Series(
            uid=group.uid,
            title=_title(component),
            form=start.form,
            zone=start.zone.tz,
            zone_name=start.zone.name if start.form in (Form.ZONED, Form.UTC) else None,
            start=start.moment,
            duration=_between(start.moment, end),
            rules=rules,
            exrules=exrules,
            rdates=self._listed(master, "RDATE", start),
            exdates=self._listed(master, "EXDATE", start),
            overrides=tuple(one for one in overrides if one is not None),
            people=_people(component),
            calendar=master.place.calendar,
            cancelled=is_called_off(component),
            hints=hints(components),
            related=tuple(dict.fromkeys(one.value.strip() for one in component.all("RELATED-TO"))),
            sequence=sequence(component),
            stamp=utc_stamp(component.first("DTSTAMP")),
            text=calendar_text(master.place, components, group.uid),
        )

    def _override(self, one: Slotted, start: Stamp) -> Override | None:
        component = one.found.component
        own = self._start(one.found)
        if own is None:
            return None
        moved = in_form(own, start.form, start.zone.tz, start.moment)
        span = self._span(one.found, own)
        named = component.first("RECURRENCE-ID")
        return Override(
            slot=one.slot,
            start=moved,
            end=plus(moved, span),
            cancelled=is_called_off(component),
            title=_title(component),
            people=_people(component),
            this_and_future=named is not None and (named.param("RANGE") or "").upper() == "THISANDFUTURE",
            sequence=sequence(component),
            stamp=utc_stamp(component.first("DTSTAMP")),
        )

    def meetings(self, group: Group) -> list[Meeting]:
        """A single event, and overrides whose series is not here."""
        made: list[Meeting] = []
        if group.master is not None and group.start is not None and not is_recurring(group.master.component):
            made.append(self._meeting(group.uid, group.master, group.start, None))
        for one in group.overrides:
            start = self._start(one.found)
            if start is not None:
                made.append(self._meeting(group.uid, one.found, start, one.slot))
        return made

    def _meeting(self, uid: str, found: Found, start: Stamp, slot: Moment | None) -> Meeting:
        component = found.component
        return Meeting(
            uid=uid,
            title=_title(component),
            start=start.moment,
            end=self._end(found, start),
            slot=slot,
            people=_people(component),
            calendar=found.place.calendar,
            cancelled=is_called_off(component),
            hints=hints([component]),
            created=utc_stamp(component.first("CREATED")),
            form=start.form,
            text=calendar_text(found.place, [component], uid),
        )

    def day_off(self, group: Group) -> DayOff | None:
        """The event as leave, or None: it is free time, or called off, or not called so and under four hours."""
        found, start = group.master, group.start
        if found is None or start is None:
            return None
        component = found.component
        away = is_away(component)
        free = not away and (
            component.value("TRANSP").upper() == "TRANSPARENT"
            or component.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
        )
        end = self._end(found, start)
        short = not away and isinstance(start.moment, datetime) and _between(start.moment, end) < _HOURS_OFF
        if free or short or is_called_off(component):
            return None
        text = calendar_text(found.place, [component], group.uid)
        return DayOff(group.uid, _title(component), start.moment, end, found.place.calendar, away, text)

    def _start(self, found: Found) -> Stamp | None:
        first = found.component.first("DTSTART")
        if first is None:
            self.report(found.problem("no-start"))
            return None
        try:
            return stamp(first, found.clock(self.report))
        except Unreadable as trouble:
            self.report(found.problem(trouble.code, trouble.line, value=trouble.value))
            return None

    def _end(self, found: Found, start: Stamp) -> Moment:
        """The end of an event, exclusive."""
        return plus(start.moment, self._span(found, start))

    def _span(self, found: Found, start: Stamp) -> timedelta:
        """How long an event lasts; an end that lies before the start is named and not believed."""
        component = found.component
        last, span = component.first("DTEND"), component.first("DURATION")
        default = timedelta(days=1) if start.form is Form.DATE else timedelta()
        try:
            if last is not None and last.value.strip():
                end = in_form(stamp(last, found.clock(self.report)), start.form, start.zone.tz, _midnight(start))
                lasts = _between(start.moment, end)
                if lasts < timedelta():
                    raise Unreadable("ends-before-start", last, last.value)
                return lasts or default
            if span is not None and span.value.strip():
                lasts = length(span)
                if lasts < timedelta():
                    raise Unreadable("ends-before-start", span, span.value)
                if lasts > _LONGEST:
                    raise Unreadable("bad-duration", span, span.value)
                return lasts if start.form is not Form.DATE else max(timedelta(days=lasts.days), default)
        except (Unreadable, OverflowError) as trouble:
            if not isinstance(trouble, Unreadable):
                trouble = Unreadable("bad-duration", last, last.value if last else "")
            self.report(found.problem(trouble.code, trouble.line, value=trouble.value))
        return default

    def _listed(self, found: Found, name: str, start: Stamp) -> tuple[Moment, ...]:
        """EXDATE or RDATE: several lines, comma lists, periods, dates on a timed series."""
        listed: dict[Moment, None] = {}
        clock = found.clock(self.report)
        for one in found.component.all(name):
            for raw in one.value.split(","):
                if not raw.strip():
                    continue
                try:
                    own = stamp(one, clock, raw.partition("/")[0])
                except Unreadable as trouble:
                    if trouble.code != "year-out-of-range" or name == "RDATE":
                        self.report(found.problem(trouble.code, trouble.line, value=trouble.value))
                    continue
                whole_day = name == "EXDATE" and own.form is Form.DATE
                moment = own.moment if whole_day else in_form(own, start.form, start.zone.tz, start.moment)
                listed[moment] = None
        return tuple(listed)


def _midnight(start: Stamp) -> Moment:
    """A DTEND that is a date ends a timed event at the beginning of that day."""
    return start.moment.replace(hour=0, minute=0, second=0) if isinstance(start.moment, datetime) else start.moment


def _between(start: Moment, end: Moment) -> timedelta:
    """Real time between two moments of one kind; whole days between dates."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end.astimezone(UTC) - start.astimezone(UTC)
    return timedelta(days=(_day(end) - _day(start)).days)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _title(component: Component) -> str:
    return unescaped(component.value("SUMMARY"))


def _people(component: Component) -> tuple[Person, ...]:
    return people(component.all("ORGANIZER"), component.all("ATTENDEE"))


def is_away(component: Component) -> bool:
    """Whether the calendar program itself calls it out of office."""
    return component.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "OOF"


def is_called_off(component: Component) -> bool:
    """STATUS:CANCELLED, or Outlook's word before the title together with free time."""
    if component.value("STATUS").upper() in ("CANCELLED", "CANCELED"):
        return True
    free = (
        component.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
        or component.value("TRANSP").upper() == "TRANSPARENT"
    )
    return free and _title(component).strip().casefold().startswith(words("called_off.prefix"))


def hints(components: Iterable[Component]) -> TagHints:
    """All that could mark these components as mentoring, each value once."""
    categories: dict[str, None] = {}
    titles: dict[str, None] = {}
    descriptions: dict[str, None] = {}
    properties: dict[str, None] = {}
    labels: dict[str, None] = {}
    color = ""
    for component in components:
        for one in component.parts:
            if not isinstance(one, Line) or (name := one[0]) in _NO_HINT:
                continue
            if name == "SUMMARY":
                titles[unescaped(one.value).strip()] = None
            elif name == "DESCRIPTION":
                descriptions[unescaped(one.value).strip()] = None
            elif name == "CATEGORIES":
                categories.update(dict.fromkeys(text_list(one.value)))
            elif name == "COLOR":
                color = color or one.value.strip()
            elif name == LABEL:
                labels[unescaped(one.value).strip()] = None
            elif (name.startswith("X-") or name in _OWN) and len(one.text) - one.colon <= _LONGEST_TAG:
                properties[unescaped(one.value).strip()] = None
    return TagHints(
        tuple(filter(None, categories)),
        tuple(filter(None, titles)),
        tuple(filter(None, descriptions)),
        tuple(filter(None, properties)),
        color,
        tuple(filter(None, labels)),
    )


def calendar_text(place: Place, components: Iterable[Component], uid: str) -> str:
    """One VCALENDAR without METHOD: the lines of its own, the zones it needs, the components; LF, unfolded."""
    written: list[str] = []
    for component in components:
        named = component
        if not any(isinstance(part, Line) and part[0] == "UID" and part.value.strip() for part in component.parts):
            named = component.with_parts((line(f"UID:{uid}"), *component.parts))
        written.extend(named.written())
    zoned = (one for one in written if ";" in one and "TZID" in one.upper())
    heads = {one if '"' in one else one.partition(":")[0] for one in zoned}
    needed = {_tzid(head) for head in heads}
    head = [one.text for one in place.header]
    names = {one.name for one in place.header}
    head = [*(["VERSION:2.0"] if "VERSION" not in names else []), *head]
    head = [*(["PRODID:-//Graduand//EN"] if "PRODID" not in names else []), *head]
    zones = [
        one for tzid, definition in place.zones.definitions.items() if tzid in needed for one in definition.written()
    ]
    return "\n".join(["BEGIN:VCALENDAR", *head, *zones, *written, "END:VCALENDAR", ""])


@lru_cache(maxsize=256)
def _tzid(head: str) -> str | None:
    """The zone that a line names; all before its first colon is enough where nothing is quoted."""
    return line(head if '"' in head else f"{head}:").param("TZID")
