"""The calendar's own language: frozen values without I/O.

Names are those of RFC 5545: series, occurrence, override, RRULE, UNTIL, EXDATE,
organizer, attendee. A *slot* is an instance that the rule generates, named by
the start that the rule gives it, before exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

Moment = datetime | date
"""An aware `datetime`, or a `date` for an all-day value. Never a naive `datetime`."""


class Form(StrEnum):
    """The value form of DTSTART (RFC 5545, 3.3.4 and 3.3.5)."""

    DATE = "date"
    FLOATING = "floating"
    UTC = "utc"
    ZONED = "zoned"


class Response(StrEnum):
    """An attendee's PARTSTAT; `UNKNOWN` where the file does not say."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    NEEDS_ACTION = "needs-action"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Person:
    """One address on an event; the organizer and the attendee of one address are one person.

    `email` is in lower case and without `mailto:`. `individual` is false for rooms,
    resources and groups (CUTYPE).
    """

    email: str
    name: str = ""
    response: Response = Response.UNKNOWN
    organizer: bool = False
    individual: bool = True


@dataclass(frozen=True)
class TagHints:
    """What a component says that may mark it as mentoring; texts as written, unescaped.

    The hints of a series include those of its overrides.
    """

    categories: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    """Values of X- properties, CONCEPT and REFID."""
    color: str = ""
    labels: tuple[str, ...] = ()
    """Names of a calendar service's own event labels."""


@dataclass(frozen=True)
class Override:
    """One instance that differs from its series (RECURRENCE-ID, RFC 5545 3.8.4.4)."""

    slot: Moment
    """The start that the rule gave, in the series' own zone and form."""
    start: Moment
    end: Moment
    cancelled: bool = False
    title: str = ""
    people: tuple[Person, ...] = ()
    this_and_future: bool = False
    """RANGE=THISANDFUTURE: a lasting change from this slot on."""
    sequence: int = 0
    stamp: datetime | None = None


@dataclass(frozen=True)
class Series:
    """A recurring event with everything that hangs on its UID.

    All moments stand in the series' own zone: `zone` is the TZID's zone for ZONED, UTC for
    UTC, and the zone that the reader assumes for FLOATING (moments are aware all the same)
    and DATE (moments are dates; the zone tells when that day begins for the reader).
    """

    uid: str
    title: str
    form: Form
    zone: tzinfo
    zone_name: str | None
    """IANA name where there is one: None for DATE and FLOATING, "UTC" for UTC."""
    start: Moment
    duration: timedelta
    rules: tuple[str, ...]
    """RRULE values as written, upper case, without blanks."""
    exrules: tuple[str, ...] = ()
    rdates: tuple[Moment, ...] = ()
    exdates: tuple[Moment, ...] = ()
    """In the form of the series; a `date` on a timed series excludes that whole local day."""
    overrides: tuple[Override, ...] = ()
    people: tuple[Person, ...] = ()
    calendar: str = ""
    source: str = "ics"
    cancelled: bool = False
    """STATUS:CANCELLED on the master, or a CANCEL of the whole: nothing is kept, nothing comes."""
    withdrawn: bool = False
    """Deleted where it lives while it ran: it ends then, and what had taken place until then stands."""
    hints: TagHints = TagHints()
    related: tuple[str, ...] = ()
    """UIDs that RELATED-TO names."""
    sequence: int = 0
    stamp: datetime | None = None
    text: str = field(default="", repr=False)
    """The series whole as iCalendar text: one VCALENDAR without METHOD that holds the VTIMEZONEs it
    needs, the master and every override, each content line as read but unfolded, lines ended by LF.
    Lossless: what Graduand does not know stays in it."""

    @property
    def all_day(self) -> bool:
        """Whether its meetings are whole days."""
        return self.form is Form.DATE


@dataclass(frozen=True)
class Meeting:
    """A single meeting: a one-off event, or an override whose master is not in the file."""

    uid: str
    title: str
    start: Moment
    end: Moment
    slot: Moment | None = None
    """RECURRENCE-ID of an override without a master."""
    people: tuple[Person, ...] = ()
    calendar: str = ""
    source: str = "ics"
    cancelled: bool = False
    hints: TagHints = TagHints()
    created: datetime | None = None
    form: Form = Form.ZONED
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class DayOff:
    """An event that may excuse a slot: all-day (or over several hours) and busy, end exclusive."""

    uid: str
    title: str
    start: Moment
    end: Moment
    calendar: str = ""
    out_of_office: bool = False
    """The source itself calls it so (Google's eventType, Outlook's BUSYSTATUS:OOF)."""
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class Problem:
    """Something that could not be read. `code` names the text; `says` is ready to print."""

    file: str
    line: int
    component: str
    uid: str
    code: str
    message: str


@dataclass(frozen=True)
class Batch:
    """What a source read: values in the order of the file."""

    series: tuple[Series, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    problems: tuple[Problem, ...] = ()
    calendars: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    """UIDs that a METHOD:CANCEL names without this file holding them."""


class Occurrence(NamedTuple):
    """One slot of a series and what became of it on the calendar.

    A tuple, since ten years of a busy calendar are tens of thousands of them.
    """

    slot: Moment
    start: Moment
    end: Moment
    removed: bool = False
    """Taken out: EXDATE, EXRULE, a cancelled override, or the whole series is cancelled."""
    override: Override | None = None
    planned: Moment | None = None
    """Where a lasting change (RANGE=THISANDFUTURE) puts the slot; None where there is none."""
