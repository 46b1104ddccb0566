"""Trimmed events of Google's as content lines (RFC 5545), so written that nothing can be more than its line's value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from integrations.calendars.google.trimming import CONTROL, Body, one_line
from integrations.calendars.icalendar.events import LABEL
from integrations.calendars.icalendar.lines import escaped
from integrations.calendars.icalendar.timezones import vtimezone
from integrations.calendars.icalendar.zones import by_name
from integrations.calendars.model import Moment
from integrations.calendars.port import Access, Calendar

_PROPERTY = "X-GRADUAND-PROPERTY"
_PARTSTAT = {
    "accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE", "needsAction": "NEEDS-ACTION",
}  # fmt: skip
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


def calendar_lines(uid: str, bodies: Iterable[Body], whose: Whose, unknown: dict[str, None]) -> list[str]:
    """One UID whole as lines of a VCALENDAR, the last one empty. Zones that nobody knows are added to `unknown`."""
    writing = _Writing(one_line(uid), whose, unknown)
    events = [line for body in bodies for line in writing.event(body)]
    zones = (line for name, year in writing.named.items() for line in _definition(name, year))
    return [*_header(whose.calendar), *zones, *events, "END:VCALENDAR", ""]


def day_off_text(uid: str, title: str, start: Moment, end: Moment, whose: Whose, *, away: bool) -> str:
    """One day off by itself; `away` where the calendar itself calls it out of office."""
    lines = [
        *_header(whose.calendar),
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


def _header(calendar: Calendar) -> tuple[str, ...]:
    return ("BEGIN:VCALENDAR", "PRODID:-//Graduand//EN", "VERSION:2.0", f"X-WR-CALNAME:{_text(calendar.name)}")


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

    def event(self, body: Body) -> Iterator[str]:
        """The lines of one VEVENT."""
        start = body.get("start", {})
        yield "BEGIN:VEVENT"
        yield f"UID:{self.uid}"
        if "recurringEventId" in body:
            yield from self._when("RECURRENCE-ID", body.get("originalStartTime", {}))
        else:
            self._zone_name = start.get("timeZone", "")
        yield from self._when("DTSTART", start)
        yield from self._when("DTEND", body.get("end", {}))
        yield from filter(None, map(self._recurrence, body.get("recurrence", ())))
        if "summary" in body:
            yield f"SUMMARY:{_text(body['summary'])}"
        yield from self._people(body)
        yield from _said(body)
        yield "END:VEVENT"

    def _when(self, name: str, time: Body) -> Iterator[str]:
        """A moment of an event; nothing where none can be read, which the reader then names."""
        day, moment = time.get("date"), time.get("dateTime")
        if day:
            yield f"{name};VALUE=DATE:{_digits(one_line(day))}"
        elif moment:
            try:
                read = datetime.fromisoformat(moment)
            except ValueError:
                yield f"{name}:{one_line(moment)}"  # the reader says that it is no moment
                return
            clock = self._clock(time.get("timeZone") or self._zone_name, read)
            try:
                local = read.astimezone(clock.zone) if read.tzinfo else read.replace(tzinfo=clock.zone)
            except OverflowError:
                local = read
            written = _digits(local.isoformat()[:19])
            if not clock.name:
                yield f"{name}:{written}Z"
                return
            self._note(clock.name, local.year)
            yield f"{name};TZID={clock.name}:{written}"

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

    def _note(self, name: str, year: int) -> None:
        self.named[name] = min(self.named.get(name, year), year)

    def _recurrence(self, line: str) -> str:
        """One line of a recurrence with a zone that the reader knows; "" for what is no such line.

        Google writes zones as they come, and one that is called `GMT+02:00` has a colon of its own.
        """
        found = _LINE.fullmatch(one_line(line))
        if found is None:
            return ""
        name, params, value = found[1].upper(), found[2] or "", found[3]
        zone = _TZID.search(params)
        if zone is None:
            return f"{name}{params}:{value}" if ":" not in params else ""
        clock = _known(zone[1])
        if clock is None:
            self.unknown[zone[1]] = None
            clock = _known(self._zone_name) or _Clock(UTC, "")
        rest = _TZID.sub("", params)
        return f"{name}{rest};TZID={clock.name}:{value}" if clock.name else f"{name}{rest}:{_in_utc(value)}"

    def _people(self, body: Body) -> Iterator[str]:
        organizer = body.get("organizer", {})
        host = organizer.get("email", "")
        if organizer.get("self") and self.whose.mine:
            host = self.whose.me
        if host:
            yield f"ORGANIZER{_named(organizer)}:mailto:{_address(host)}"
        for person in body.get("attendees", ()):
            own = person.get("self") and self.whose.calendar.main
            hosts = person.get("organizer") and organizer.get("self") and self.whose.mine
            address = self.whose.me if own or hosts else person["email"]
            kind = ";CUTYPE=RESOURCE" if person.get("resource") else ""
            answer = _PARTSTAT.get(person.get("response", ""))
            said = f";PARTSTAT={answer}" if answer else ""
            yield f"ATTENDEE{kind}{said}{_named(person)}:mailto:{_address(address)}"


def _said(body: Body) -> Iterator[str]:
    """What remains: what may be a mark, and what tells states apart."""
    if "notes" in body:
        yield f"DESCRIPTION:{_text(body['notes'])}"
    if "color" in body:
        yield f"COLOR:{_text(body['color'])}"
    if "label" in body:
        yield f"{LABEL}:{_text(body['label'])}"
    for one in body.get("properties", ()):
        yield f"{_PROPERTY}:{_text(one)}"
    status = _STATUS.get(body.get("status", ""))
    if status:
        yield f"STATUS:{status}"
    if body.get("transparent"):
        yield "TRANSP:TRANSPARENT"
    if "sequence" in body:
        yield f"SEQUENCE:{max(0, body['sequence'])}"
    for name, key in (("CREATED", "created"), ("DTSTAMP", "updated")):
        if key in body:
            yield f"{name}:{_stamp(body[key])}"


def _stamp(written: str) -> str:
    """2025-08-01T08:00:00.000Z as RFC 5545 has it. Google writes these in UTC."""
    return f"{_digits(one_line(written)[:19])}Z"


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


def _address(address: str) -> str:
    return re.sub(r"\s", "", one_line(address))


def _named(person: Body) -> str:
    """CN as a parameter (RFC 6868)."""
    name = one_line(person.get("name", "")).replace("^", "^^").replace('"', "^'")
    return f';CN="{name}"' if name else ""


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


def _definition(name: str, year: int) -> tuple[str, ...]:
    """The VTIMEZONE of an IANA zone, from the beginning of five years before; () for a zone that has no name there."""
    return () if name.startswith('"') else _defined(name, year - year % _FIVE_YEARS - 1)


@lru_cache(maxsize=64)
def _defined(name: str, year: int) -> tuple[str, ...]:
    return tuple(vtimezone(name, max(year, 1971)))
