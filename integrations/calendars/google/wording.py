"""Trimmed events of Google's as lines (RFC 5545), so written that nothing can be more than its own line's value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from integrations.calendars.google.trimming import CONTROL, Body, one_line
from integrations.calendars.icalendar.events import LABEL
from integrations.calendars.icalendar.lines import Component, Line, components, escaped, line, written
from integrations.calendars.icalendar.places import Place, place
from integrations.calendars.icalendar.timezones import vtimezone
from integrations.calendars.icalendar.values import LATEST
from integrations.calendars.icalendar.zones import by_name
from integrations.calendars.model import Moment
from integrations.calendars.port import Access, Calendar

_PROPERTY = "X-GRADUAND-PROPERTY"
_PARTSTAT = {
    "accepted": ";PARTSTAT=ACCEPTED", "declined": ";PARTSTAT=DECLINED",
    "tentative": ";PARTSTAT=TENTATIVE", "needsAction": ";PARTSTAT=NEEDS-ACTION",
}  # fmt: skip
_TEXTS = (("DESCRIPTION", "notes"), ("COLOR", "color"), (LABEL, "label"))
_RARE = ("notes", "color", "label", "properties", "status", "transparent", "sequence", "created")
_STATUS = {"cancelled": "CANCELLED", "tentative": "TENTATIVE"}
_LINE = re.compile(r"(RRULE|EXRULE|RDATE|EXDATE)(;[^:]*(?::[^:]*)?)?:([^:]*)", re.IGNORECASE)
_TZID = re.compile(r';TZID="?([^;"]+)"?', re.IGNORECASE)
_FIVE_YEARS = 5


@dataclass(frozen=True)
class Whose:
    """What is needed besides an event: its calendar, the account's own address, and the user's zone."""

    calendar: Calendar
    me: str
    zone: tzinfo

    @property
    def mine(self) -> bool:
        """Whether what this calendar organises is the user's to change.

        The organizer of an event on a secondary calendar is that calendar; to the user it is themselves.
        """
        return self.calendar.access in (Access.OWNER, Access.WRITER)


class _Clock(NamedTuple):
    """A zone and how a line names it; "" for UTC."""

    zone: tzinfo
    name: str

    @property
    def params(self) -> str:
        return f";TZID={self.name}"


def events(uid: str, bodies: Iterable[Body], whose: Whose, unknown: dict[str, None]) -> tuple[list[Component], Place]:
    """One UID whole, and where it stands. Zones that nobody knows are added to `unknown`."""
    writing = _Writing(uid, whose, unknown)
    made = [Component("VEVENT", tuple(writing.event(body))) for body in bodies]
    zones = [zone for name, year in writing.named.items() for zone in _definition(name, year)]
    return made, place(whose.calendar.name, _header(whose.calendar.name), zones, whose.zone)


def day_off_text(uid: str, title: str, start: Moment, end: Moment, whose: Whose, *, away: bool) -> str:
    """One day off by itself; `away` where the calendar itself calls it out of office."""
    lines = [
        "BEGIN:VCALENDAR",
        *(line.text for line in _header(whose.calendar.name)),
        "BEGIN:VEVENT",
        f"UID:{one_line(uid)}",
        _moment("DTSTART", start),
        _moment("DTEND", end),
        f"SUMMARY:{escaped(title)}",
        *(["X-MICROSOFT-CDO-BUSYSTATUS:OOF"] if away else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\n".join(lines)


@lru_cache(maxsize=64)
def _header(calendar: str) -> tuple[Line, ...]:
    return (
        written("PRODID", "", "-//Graduand//EN"),
        written("VERSION", "", "2.0"),
        written("X-WR-CALNAME", "", _text(calendar)),
    )


@dataclass
class _Writing:
    """Writes the events of one UID; a series comes before its exceptions, which are in its zone."""

    uid: str
    whose: Whose
    unknown: dict[str, None]

    def __post_init__(self) -> None:
        self.named: dict[str, int] = {}
        """IANA zones, and the first year that needs them."""
        self._zone_name = ""
        self._people_of: tuple[Body, list[Body]] = ({}, [])
        self._people_lines: list[Line] = []
        self._uid_line = written("UID", "", one_line(self.uid))

    def event(self, body: Body) -> list[Line]:
        """The lines of one VEVENT."""
        exception = "recurringEventId" in body
        # A cancelled exception may have no more than its slot, and an event has to begin somewhere.
        start = body.get("start") or (body.get("originalStartTime", {}) if exception else {})
        lines = [self._uid_line]
        if exception:
            lines += self._when("RECURRENCE-ID", body.get("originalStartTime", {}))
        else:
            self._zone_name = start.get("timeZone", "")
        lines += self._when("DTSTART", start)
        if "end" in body:
            length = _length(start, body["end"]) if exception else ""
            lines += (written("DURATION", "", length),) if length else self._when("DTEND", body["end"])
        for one in body.get("recurrence", ()):
            lines += self._recurrence(one)
        if "summary" in body:
            lines.append(written("SUMMARY", "", _text(body["summary"])))
        lines += self._people(body)
        if not body.keys().isdisjoint(_RARE):
            lines += _rare(body)
        if "updated" in body:
            lines.append(written("DTSTAMP", "", _stamp(body["updated"])))
        return lines

    def _when(self, name: str, time: Body) -> tuple[Line, ...]:
        """A moment of an event; nothing where none can be read, which the reader then names."""
        day, moment = time.get("date"), time.get("dateTime")
        if day:
            return (written(name, ";VALUE=DATE", _digits(one_line(day))),)
        if not moment:
            return ()
        try:
            read = datetime.fromisoformat(moment)
        except ValueError:
            return (written(name, "", one_line(moment)),)  # the reader says that it is no moment
        clock = self._clock(time.get("timeZone") or self._zone_name, read)
        try:
            local = read.astimezone(clock.zone) if read.tzinfo else read.replace(tzinfo=clock.zone)
        except OverflowError:
            local = read
        digits = _digits(local.isoformat()[:19])
        if not clock.name:
            return (written(name, "", f"{digits}Z"),)
        if local.year < self.named.get(clock.name, LATEST):
            self.named[clock.name] = local.year
        return (written(name, clock.params, digits),)

    def _clock(self, name: str, at: datetime) -> _Clock:
        """The zone that an event names, else its calendar's; one that nobody knows is what the offset says."""
        calendar = getattr(self.whose.calendar.zone, "key", "")
        found = _known(name or calendar)
        if found is None and name:
            self.unknown[one_line(name)] = None
            found = _known(calendar)
            if found is None or (at.tzinfo and at.astimezone(found.zone).utcoffset() != at.utcoffset()):
                found = _fixed(at.utcoffset() or timedelta())
        return found or _Clock(UTC, "")

    def _recurrence(self, line: str) -> Iterator[Line]:
        """One line of a recurrence with a zone that the reader knows; nothing for what is no such line.

        Google writes zones as they come, and one that is called `GMT+02:00` has a colon of its own.
        """
        found = _LINE.fullmatch(one_line(line))
        if found is None:
            return
        name, params, value = found[1].upper(), found[2] or "", found[3]
        zone = _TZID.search(params)
        if zone is None:
            if ":" not in params:
                yield written(name, params, value)
            return
        clock = _known(zone[1])
        if clock is None:
            self.unknown[zone[1]] = None
            clock = _known(self._zone_name) or _Clock(UTC, "")
        rest = _TZID.sub("", params)
        if clock.name:
            yield written(name, f"{rest};TZID={clock.name}", value)
        else:
            yield written(name, rest, _in_utc(value))

    def _people(self, body: Body) -> list[Line]:
        """ORGANIZER and ATTENDEEs; those of an instance are mostly those of the one before."""
        asked = (body.get("organizer", {}), body.get("attendees", []))
        if asked != self._people_of:
            self._people_of, self._people_lines = asked, list(self._persons(*asked))
        return self._people_lines

    def _persons(self, organizer: Body, attendees: list[Body]) -> Iterator[Line]:
        host = organizer.get("email", "")
        if organizer.get("self") and self.whose.mine:
            host = self.whose.me
        if host:
            yield _person("ORGANIZER", "", organizer.get("name", ""), host)
        for person in attendees:
            own = person.get("self") and self.whose.calendar.main
            hosts = person.get("organizer") and organizer.get("self") and self.whose.mine
            kind = ";CUTYPE=RESOURCE" if person.get("resource") else ""
            answer = _PARTSTAT.get(person.get("response", ""), "")
            address = self.whose.me if own or hosts else person["email"]
            yield _person("ATTENDEE", kind + answer, person.get("name", ""), address)


@lru_cache(maxsize=4096)
def _person(role: str, params: str, name: str, address: str) -> Line:
    """CN is a parameter, so it is written by RFC 6868."""
    said = one_line(name).replace("^", "^^").replace('"', "^'")
    named = f';CN="{said}"' if said else ""
    return written(role, f"{params}{named}", "mailto:" + re.sub(r"\s", "", one_line(address)))


def _length(start: Body, end: Body) -> str:
    """How long an instance takes, as a DURATION: there are many of them, and that is read faster than an end."""
    try:
        seconds = (datetime.fromisoformat(end["dateTime"]) - datetime.fromisoformat(start["dateTime"])).total_seconds()
    except (KeyError, ValueError, TypeError):
        return ""
    return f"PT{int(seconds) // 60}M" if seconds >= 0 and not seconds % 60 else ""


def _rare(body: Body) -> Iterator[Line]:
    """What may be a mark, and what tells states apart; most events have nothing of it."""
    for name, key in _TEXTS:
        if key in body:
            yield written(name, "", _text(body[key]))
    for one in body.get("properties", ()):
        yield written(_PROPERTY, "", _text(one))
    status = _STATUS.get(body.get("status", ""))
    if status:
        yield written("STATUS", "", status)
    if body.get("transparent"):
        yield written("TRANSP", "", "TRANSPARENT")
    if "sequence" in body:
        yield written("SEQUENCE", "", str(max(0, body["sequence"])))
    if "created" in body:
        yield written("CREATED", "", _stamp(body["created"]))


def _stamp(moment: str) -> str:
    """2025-08-01T08:00:00.000Z as RFC 5545 has it. Google writes these in UTC."""
    return f"{_digits(one_line(moment)[:19])}Z"


def _digits(iso: str) -> str:
    return iso.replace("-", "").replace(":", "")


def _moment(name: str, moment: Moment) -> str:
    if not isinstance(moment, datetime):
        return f"{name};VALUE=DATE:{_digits(moment.isoformat())}"
    zone = getattr(moment.tzinfo, "key", "")
    if zone:
        return f"{name};TZID={zone}:{_digits(moment.isoformat()[:19])}"
    return f"{name}:{_digits(moment.astimezone(UTC).isoformat()[:19])}Z"


def _in_utc(value: str) -> str:
    """A list of local times of a zone that is UTC."""
    return ",".join(one if one.endswith("Z") or "T" not in one else f"{one}Z" for one in value.split(","))


def _text(value: str) -> str:
    """TEXT (3.3.11); signs that some reader might take for the end of a line are blanks."""
    if value.isascii() and value.isprintable():
        return escaped(value)
    return escaped("\n".join(CONTROL.sub(" ", line) for line in value.splitlines()))


@lru_cache(maxsize=256)
def _known(name: str) -> _Clock | None:
    found = by_name(name) if name else None
    if found is None:
        return None
    if found.name is None:
        return _fixed(found.tz.utcoffset(None) or timedelta())
    return _Clock(found.tz, "" if found.name == "UTC" else found.name)


def _fixed(offset: timedelta) -> _Clock:
    """A fixed offset, under an IANA name where there is one for it (the sign of those is turned)."""
    hours, rest = divmod(round(offset.total_seconds()), 3600)
    if not offset:
        return _Clock(UTC, "")
    if not rest and -14 <= -hours <= 12:
        found = by_name(f"Etc/GMT{-hours:+d}")
        if found is not None and found.name:
            return _Clock(found.tz, found.name)
    minutes = abs(round(offset.total_seconds() / 60))
    sign = "-" if offset < timedelta() else "+"
    return _Clock(timezone(offset), f'"GMT{sign}{minutes // 60:02}:{minutes % 60:02}"')


def _definition(name: str, year: int) -> tuple[Component, ...]:
    """The VTIMEZONE of an IANA zone, from the beginning of five years before; () for a zone that has no name there."""
    return () if name.startswith('"') else _defined(name, year - year % _FIVE_YEARS - 1)


@lru_cache(maxsize=64)
def _defined(name: str, year: int) -> tuple[Component, ...]:
    return components(line(text) for text in vtimezone(name, max(year, 1971)))
