"""Values of properties: moments, lengths, people, rules (RFC 5545, 3.3). What cannot be read raises `Unreadable`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from integrations.calendars.icalendar.lines import Line, parameters
from integrations.calendars.icalendar.zones import Zone, Zones
from integrations.calendars.model import Form, Moment, Person, Response

EARLIEST, LATEST = 1900, 2200
"""Years that are read. Beyond them clocks and offsets are unknown and date arithmetic overflows."""

_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d))?([Zz])?)?$")
_USUAL = (15, 16)
"""Characters of a date-time as RFC 5545 writes it, without and with its Z."""
_LENGTH = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$", re.IGNORECASE)
_COMMON_RULE = re.compile(
    r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;(?:(?:INTERVAL|COUNT)=[1-9]\d{0,3}|WKST=(?:MO|SU)"
    r"|BYDAY=(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU))*"
    r"|BYMONTHDAY=(?:[1-9]|[12]\d|3[01])|BYMONTH=(?:[1-9]|1[0-2])|BYSETPOS=-?[1-4]))*"
)
"""The rules that calendar programs write; each is also one to the library."""
_RESPONSES = {
    "ACCEPTED": Response.ACCEPTED,
    "DECLINED": Response.DECLINED,
    "TENTATIVE": Response.TENTATIVE,
    "NEEDS-ACTION": Response.NEEDS_ACTION,
}
_THINGS = frozenset({"ROOM", "RESOURCE", "GROUP"})
_NOT_PEOPLE = ("@resource.calendar.google.com", "@group.calendar.google.com", "@group.v.calendar.google.com")


class Unreadable(Exception):
    """A value that no reading makes sense of. `code` names its text, `value` is the value as written."""

    def __init__(self, code: str, line: Line | None = None, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.value = value


class Stamp(NamedTuple):
    """A moment with the form and zone that it is written in."""

    form: Form
    moment: Moment
    zone: Zone


class Clock(NamedTuple):
    """What a moment needs besides its own text."""

    zones: Zones
    floating: Zone
    """The zone assumed for floating times."""
    reader: Zone
    """The user's zone: when a day begins for the reader."""
    unknown: Callable[[str], None]
    """Told of a zone that nobody knows; its times are then read as floating."""


def bare(raw: str, line: Line | None = None) -> tuple[Moment, bool]:
    """A value as written: a date, or a naive date-time and whether it is UTC."""
    if len(raw) in _USUAL and raw[8] == "T" and raw[15:] in ("", "Z") and (usual := _usual(raw[:15])) is not None:
        return usual, len(raw) > len("20260101T090000")
    found = _MOMENT.match(raw.strip())
    if not found:
        raise Unreadable("bad-moment", line, raw)
    year, month, day, hour, minute, second, utc = found.groups()
    if not EARLIEST <= int(year) <= LATEST:
        raise Unreadable("year-out-of-range", line, raw)
    try:
        if hour is None:
            return date(int(year), int(month), int(day)), False
        seconds = min(int(second or 0), 59)
        return datetime(int(year), int(month), int(day), int(hour), int(minute), seconds), bool(utc)  # noqa: DTZ001 - as written
    except ValueError:
        raise Unreadable("bad-moment", line, raw) from None


def _usual(raw: str) -> datetime | None:
    """A date-time as nearly all are written; None for whatever the slow way has to look at."""
    try:
        found = datetime.fromisoformat(raw) if raw[:8].isdecimal() else None
    except ValueError:
        return None
    return found if found and found.tzinfo is None and EARLIEST <= found.year <= LATEST else None


def stamp(line: Line, clock: Clock, raw: str | None = None) -> Stamp:
    """The moment of a line, or of one value of its list."""
    moment, utc = bare(line.value if raw is None else raw, line)
    params = parameters(line.params)
    if isinstance(moment, datetime) and params.get("VALUE", "").upper() == "DATE":
        moment, utc = moment.date(), False
    if not isinstance(moment, datetime):
        return Stamp(Form.DATE, moment, clock.reader)
    if utc:
        return Stamp(Form.UTC, moment.replace(tzinfo=UTC), _UTC)
    tzid = params.get("TZID")
    if tzid and tzid.strip():
        zone = clock.zones.find(tzid)
        if zone is not None:
            return Stamp(Form.ZONED, moment.replace(tzinfo=zone.tz), zone)
        clock.unknown(tzid)
    return Stamp(Form.FLOATING, moment.replace(tzinfo=clock.floating.tz), clock.floating)


_UTC = Zone(UTC, "UTC")


def utc_stamp(line: Line | None) -> datetime | None:
    """DTSTAMP, CREATED and their like in UTC; None where missing or unreadable, for they only break ties."""
    if line is None:
        return None
    try:
        moment, _ = bare(line.value, line)
    except Unreadable:
        return None
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None


def in_form(found: Stamp, form: Form, zone: tzinfo, start: Moment) -> Moment:
    """A moment as the series writes its slots; a date on a timed series is the slot of that day."""
    moment = found.moment
    if form is Form.DATE:
        if not isinstance(moment, datetime):
            return moment
        midnight = not (moment.hour or moment.minute)
        return moment.date() if midnight or found.form is not Form.UTC else moment.astimezone(zone).date()
    if not isinstance(moment, datetime):
        clock = start.time() if isinstance(start, datetime) else time()
        return datetime.combine(moment, clock, tzinfo=zone)
    if found.form is Form.FLOATING and form is not Form.FLOATING:
        return moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).astimezone(zone)


def length(line: Line) -> timedelta:
    """DURATION (RFC 5545, 3.3.6). May be negative: the caller says what that means."""
    raw = line.value.strip()
    lasts = _length(raw)
    if lasts is None:
        raise Unreadable("bad-duration", line, raw)
    return lasts


@lru_cache(maxsize=256)
def _length(raw: str) -> timedelta | None:
    found = _LENGTH.match(raw)
    if not found or raw.upper().strip("+-") in ("P", "PT"):
        return None
    sign, *parts = found.groups()
    weeks, days, hours, minutes, seconds = (min(int(part or 0), 10**6) for part in parts)
    whole = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -whole if sign == "-" else whole


def rule(line: Line) -> str:
    """A rule in upper case, without blanks and empty parts. The library says whether an uncommon one is one."""
    raw = re.sub(r"\s+", "", line.value).upper().replace("RRULE:", "")
    parts = [part for part in raw.split(";") if part and not part.endswith("=")]
    text = ";".join(parts)
    names = [part.partition("=")[0] for part in parts]
    if "FREQ" not in names or len(set(names)) != len(names):
        raise Unreadable("bad-rule", line, raw)
    checked = ";".join(part for part in parts if not part.startswith(("UNTIL=", "RSCALE=", "SKIP=", "X-")))
    if not _COMMON_RULE.fullmatch(checked) and not _is_rule(checked):
        raise Unreadable("bad-rule", line, raw)
    _check_until(parts, line)
    return text


def _is_rule(text: str) -> bool:
    from icalendar.prop import vRecur  # takes longer to import than most calendars to read

    try:
        known = vRecur.from_ical(text)
    except Exception:  # noqa: BLE001 - the library raises many kinds for one fact: no rule
        return False
    return all(int(number) >= 1 for key in ("INTERVAL", "COUNT") for number in known.get(key, ()))


def _check_until(parts: Iterable[str], line: Line) -> None:
    for part in parts:
        if part.startswith("UNTIL="):
            try:
                bare(part[6:], line)
            except Unreadable as trouble:
                if trouble.code != "year-out-of-range" or part[6:10] < str(LATEST):
                    raise Unreadable("bad-rule", line, part) from None


_people: dict[tuple[str, bool], Person | None] = {}


def person(line: Line, *, organizer: bool) -> Person | None:
    """The person of an ORGANIZER or ATTENDEE line; None without an address. Lines repeat, so they are kept."""
    key = (line.text, organizer)
    if key not in _people:
        if len(_people) > 4096:
            _people.clear()
        _people[key] = _person(line, organizer=organizer)
    return _people[key]


def _address(line: Line) -> str:
    raw = line.value.strip()
    scheme, _, rest = raw.partition(":")
    for text in ((rest if scheme.lower() in ("mailto", "invalid", "smtp") else raw), line.param("EMAIL") or ""):
        address = text.strip().strip("<>").lower()
        if "@" in address and not any(sign in address for sign in ' :/"'):
            return address
    return ""


def _person(line: Line, *, organizer: bool) -> Person | None:
    email = _address(line)
    if not email:
        return None
    name = (line.param("CN") or "").strip()
    kind = (line.param("CUTYPE") or "").strip().upper()
    return Person(
        email=email,
        name="" if name.lower() in (email, f"mailto:{email}") else name,
        response=_RESPONSES.get((line.param("PARTSTAT") or "").strip().upper(), Response.UNKNOWN),
        organizer=organizer,
        individual=kind not in _THINGS and not email.endswith(_NOT_PEOPLE),
    )


def people(organizers: Iterable[Line], attendees: Iterable[Line]) -> tuple[Person, ...]:
    """Everybody on an event, each address once; the organizer's answer is that of the same attendee."""
    return _everybody(tuple(organizers), tuple(attendees))


@lru_cache(maxsize=512)
def _everybody(organizers: tuple[Line, ...], attendees: tuple[Line, ...]) -> tuple[Person, ...]:
    """The instances of one series mostly have the same people."""
    found: dict[str, Person] = {}
    for line in attendees:
        one = person(line, organizer=False)
        if one is not None:
            found.setdefault(one.email, one)
    head: dict[str, Person] = {}
    for line in organizers:
        host = person(line, organizer=True)
        if host is None:
            continue
        twin = found.pop(host.email, None)
        if twin is not None:
            host = Person(host.email, host.name or twin.name, twin.response, organizer=True, individual=twin.individual)
        head.setdefault(host.email, host)
    return (*head.values(), *found.values())
