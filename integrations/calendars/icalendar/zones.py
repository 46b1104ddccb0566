"""Zone names as calendar programs write them -> zones.

A known name wins over the VTIMEZONE beside it: the definition in a file is often older than the zone's
rules, and slow to ask. The definition is used where the name is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from integrations.calendars.icalendar.lines import Component

_UTC_NAMES = frozenset({"utc", "z", "gmt", "etc/utc", "etc/gmt", "zulu", "uct", "tzone://microsoft/utc"})
_OFFSET = re.compile(r"\(?(?:UTC|GMT)?\s*([+\u2212-])(\d{1,2})(?::?(\d{2}))?\)?", re.IGNORECASE)
_LEAD = re.compile(r"^\s*\((?:UTC|GMT)[^)]*\)\s*", re.IGNORECASE)
_CITIES = {
    "amsterdam": "Europe/Amsterdam", "berlin": "Europe/Berlin", "brussels": "Europe/Brussels",
    "belgrade": "Europe/Belgrade", "sarajevo": "Europe/Sarajevo", "dublin": "Europe/Dublin",
    "london": "Europe/London", "greenwich mean time": "Europe/London", "lisbon": "Europe/Lisbon",
    "casablanca": "Africa/Casablanca", "athens": "Europe/Athens", "bucharest": "Europe/Bucharest",
    "helsinki": "Europe/Helsinki", "kyiv": "Europe/Kyiv", "cairo": "Africa/Cairo",
    "jerusalem": "Asia/Jerusalem", "istanbul": "Europe/Istanbul", "moscow": "Europe/Moscow",
    "harare": "Africa/Johannesburg", "pretoria": "Africa/Johannesburg", "nairobi": "Africa/Nairobi",
    "west central africa": "Africa/Lagos", "abu dhabi": "Asia/Dubai", "tehran": "Asia/Tehran",
    "chennai": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "kathmandu": "Asia/Kathmandu",
    "bangkok": "Asia/Bangkok", "beijing": "Asia/Shanghai", "kuala lumpur": "Asia/Singapore",
    "taipei": "Asia/Taipei", "perth": "Australia/Perth", "osaka": "Asia/Tokyo", "tokyo": "Asia/Tokyo",
    "seoul": "Asia/Seoul", "adelaide": "Australia/Adelaide", "brisbane": "Australia/Brisbane",
    "sydney": "Australia/Sydney", "hobart": "Australia/Hobart", "auckland": "Pacific/Auckland",
    "hawaii": "Pacific/Honolulu", "alaska": "America/Anchorage", "pacific time": "America/Los_Angeles",
    "arizona": "America/Phoenix", "mountain time": "America/Denver", "central time": "America/Chicago",
    "mexico city": "America/Mexico_City", "saskatchewan": "America/Regina", "eastern time": "America/New_York",
    "indiana": "America/Indiana/Indianapolis", "bogota": "America/Bogota", "atlantic time": "America/Halifax",
    "santiago": "America/Santiago", "newfoundland": "America/St_Johns", "brasilia": "America/Sao_Paulo",
    "buenos aires": "America/Argentina/Buenos_Aires", "karachi": "Asia/Karachi", "dhaka": "Asia/Dhaka",
}  # fmt: skip
"""First or telling city of Outlook's display names, `(UTC+01:00) Amsterdam, Berlin, Bern, ...`."""
_WINDOWS = {
    "AUS Eastern Standard Time": "Australia/Sydney", "Arabian Standard Time": "Asia/Dubai",
    "Central Europe Standard Time": "Europe/Budapest", "Central European Standard Time": "Europe/Warsaw",
    "Central Standard Time": "America/Chicago", "China Standard Time": "Asia/Shanghai",
    "E. South America Standard Time": "America/Sao_Paulo", "Eastern Standard Time": "America/New_York",
    "FLE Standard Time": "Europe/Kiev", "GMT Standard Time": "Europe/London",
    "GTB Standard Time": "Europe/Bucharest", "India Standard Time": "Asia/Calcutta",
    "Mountain Standard Time": "America/Denver", "Pacific Standard Time": "America/Los_Angeles",
    "Romance Standard Time": "Europe/Paris", "Singapore Standard Time": "Asia/Singapore",
    "Tokyo Standard Time": "Asia/Tokyo", "W. Europe Standard Time": "Europe/Berlin",
}  # fmt: skip
"""Names of Windows that most files hold: all others are asked of a library that is slow to import."""
_COMMON = (
    "Europe/Berlin", "Europe/London", "Europe/Helsinki", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo", "Asia/Shanghai",
    "Australia/Sydney", "America/Sao_Paulo", "Asia/Dubai", "America/Phoenix", "Australia/Brisbane",
    "America/Halifax", "Pacific/Auckland", "Asia/Jerusalem",
)  # fmt: skip
_SAMPLES = tuple(
    datetime(year, month, day, 12)  # noqa: DTZ001 - put into each zone in turn
    for year in (2019, 2022, 2025, 2028) for month in range(1, 13) for day in (3, 17, 29)
    if (month, day) != (2, 29)
)  # fmt: skip


class Zone(NamedTuple):
    """A zone and its IANA name, None where it has none."""

    tz: tzinfo
    name: str | None


@lru_cache(maxsize=512)
def by_name(tzid: str) -> Zone | None:
    """The zone of a TZID by its name alone: IANA, a path that ends in it, Windows, Outlook's display name."""
    name = tzid.strip().strip('"').strip()
    if name.casefold() in _UTC_NAMES:
        return Zone(UTC, "UTC")
    if name in _WINDOWS:
        return _iana(_WINDOWS[name])
    return _iana(name) or _path_tail(name) or _windows(name) or _displayed(name) or _offset(name)


def _iana(name: str) -> Zone | None:
    if not name or name.startswith(("/", ".")) or "\\" in name or "\0" in name:
        return None
    try:
        return Zone(ZoneInfo(name), name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        right = _iana_names().get(name.casefold())
    return Zone(ZoneInfo(right), right) if right else None


@lru_cache(maxsize=1)
def _iana_names() -> Mapping[str, str]:
    """For names in other letters; only asked where a name is not found as it stands."""
    return {name.casefold(): name for name in available_timezones()}


def _path_tail(name: str) -> Zone | None:
    parts = [part for part in name.split("/") if part]
    for keep in (3, 2, 1):
        if len(parts) > keep or (len(parts) == keep and name.startswith("/")):
            tail = "/".join(parts[-keep:])
            found = Zone(UTC, "UTC") if tail.casefold() in _UTC_NAMES else _iana(tail)
            if found:
                return found
    return None


@lru_cache(maxsize=1)
def _windows_names() -> Mapping[str, str]:
    """All of them; the common ones need not be asked for here."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # slow to import

    return {name.casefold(): iana for name, iana in WINDOWS_TO_OLSON.items()}


def _windows(name: str) -> Zone | None:
    iana = _windows_names().get(name.casefold().replace("daylight time", "standard time"))
    return _iana(iana) if iana else None


def _displayed(name: str) -> Zone | None:
    places = _LEAD.sub("", name)
    if places == name and "," not in name:
        return _iana(_CITIES.get(name.casefold(), ""))
    for place in re.split(r"[,(;/]", places):
        iana = _CITIES.get(place.strip().casefold())
        if iana:
            return _iana(iana)
    return None


def _offset(name: str) -> Zone | None:
    """`GMT+0100`, `UTC-03:00`; not Etc/GMT+1, whose sign is turned and which is an IANA name."""
    found = _OFFSET.match(name)
    if not found or (found.end() != len(name) and not _LEAD.match(name)):
        return None
    sign, hours, minutes = found.groups()
    length = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if length > timedelta(hours=15):
        return None
    return Zone(timezone(length if sign == "+" else -length), None)


def _defined(definition: Component) -> Zone | None:
    """The zone of a VTIMEZONE; where a common IANA zone says the same, that one, which is faster."""
    for hint in ("X-LIC-LOCATION", "X-TZINFO"):
        place = definition.value(hint)
        found = by_name(place) if place else None
        if found:
            return found
    from icalendar import Timezone  # slow to import

    text = "\r\n".join(definition.written()) + "\r\n"
    try:
        made = Timezone.from_ical(text)
        if not isinstance(made, Timezone):
            return None
        tz = made.to_tz(lookup_tzid=False)
        offsets = [tz.utcoffset(moment.replace(tzinfo=tz)) for moment in _SAMPLES]
    except Exception:  # noqa: BLE001 - a wrong definition breaks the library in many ways; the name then is unknown
        return None
    for name in _COMMON:
        like = ZoneInfo(name)
        if all(moment.replace(tzinfo=like).utcoffset() == off for moment, off in zip(_SAMPLES, offsets, strict=True)):
            return Zone(like, name)
    return Zone(tz, None)


@dataclass
class Zones:
    """The zones of one VCALENDAR: `definitions` are its VTIMEZONEs by TZID."""

    definitions: Mapping[str, Component] = field(default_factory=dict)
    _known: dict[str, Zone | None] = field(default_factory=dict)

    def find(self, tzid: str) -> Zone | None:
        """The zone that a TZID names here, or None where nobody can know it."""
        if tzid not in self._known:
            found = by_name(tzid)
            if found is None or (found.name is None and tzid in self.definitions):
                definition = self.definitions.get(tzid)
                found = (_defined(definition) if definition else None) or found
            self._known[tzid] = found
        return self._known[tzid]
