"""What Graduand asks of a calendar, wherever it lives. The port, and nothing else.

A source speaks its vendor's protocol on one side and the calendar's own language (`model.py`) on the other. What it
cannot do raises `Trouble`, in words for people; two things about a write concern whoever carries a plan out, and have
types of their own: `Conflict` and `OutcomeUnknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol

from integrations.calendars.ending import Ending
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.model import Batch, Form, Moment, Person, Problem, Series

Progress = Callable[[int, int], None]
"""Is told what is done, and what is known of the whole."""


class Access(StrEnum):
    """What a user may do in a calendar."""

    OWNER = "owner"
    WRITER = "writer"
    READER = "reader"
    FREE_BUSY = "free-busy"


@dataclass(frozen=True)
class Calendar:
    """One calendar of an account."""

    id: str
    name: str
    access: Access
    main: bool = False
    """The account's own first calendar."""
    color: str = ""
    zone: tzinfo | None = None


@dataclass(frozen=True)
class Held:
    """One item as its source keeps it, so that a later change of a part can be put together with the rest.

    `parent` is the id of the series that an exception belongs to, "" for what stands alone. `body` is the source's own
    writing, cut down to what is used (R22).
    """

    id: str
    parent: str
    uid: str
    body: str


@dataclass(frozen=True)
class Changes:
    """What became different in one calendar since a cursor.

    `whole`: a complete read; what is not in `put` is no longer there. `gone` holds ids. `cursor` is for the next call.
    `likely` are series that could only be suggested: they are never kept. `listed` counts what the calendar named, of
    whatever kind. `there` says of the UIDs that are watched whether the calendar has them, where this read tells.
    """

    put: tuple[Held, ...]
    gone: tuple[str, ...]
    cursor: str
    whole: bool
    likely: tuple[Held, ...] = ()
    problems: tuple[Problem, ...] = ()
    listed: int = 0
    there: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """A series, or a single event, as the calendar has it at this moment, every exception with it.

    `etag` names exactly this state. `changeable`: this user may change it for everybody. `organizer`: it is theirs.
    `details` is what an exception has besides its title and time, by its slot, in the source's own writing: for the day
    on which `put_occurrence` has to give it back.
    """

    series: Series
    etag: str
    changeable: bool
    organizer: bool
    details: Mapping[Moment, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NewEvent:
    """An event to be made. `uid` is made once, by the plan, so that a repetition cannot make a second one."""

    uid: str
    title: str
    body: str
    start: Moment
    end: Moment
    form: Form
    zone_name: str | None
    rule: str
    attendees: tuple[Person, ...] = ()
    far_ahead: bool = True
    """So rare that the user is reminded two weeks and a day before; else as their calendar does it by itself."""


class Conflict(Exception):
    """The calendar refused a write: what is there is not the state that the etag names. Nothing was changed."""


class OutcomeUnknown(Exception):
    """A write was sent, and whether it was carried out is not known: look before repeating.

    `wait` is how many seconds the calendar asked to be left alone, 0 where it named none.
    """

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class CalendarReading(Protocol):
    """The half of a source that only reads. Every call may raise `Trouble`; none writes."""

    @property
    def kind(self) -> str:
        """As in `Series.source`: ics, google, caldav, memory."""

    def calendars(self) -> tuple[Calendar, ...]:
        """The calendars of the account, the main one first."""

    def changes(
        self,
        calendar: Calendar,
        cursor: str,
        wanted: Wanted,
        kept: Mapping[str, Held],
        *,
        since: datetime,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Changes:
        """What is different since `cursor`, "" for a first read; only what `wanted` wants is in the answer.

        `kept` is what is held of this calendar, by id. `since` (aware) bounds a first read: what ended before is left
        out. A cursor that the source no longer knows is answered by a whole read. Raises Cancelled.
        """

    def values(self, calendar: Calendar, held: Iterable[Held], zone: tzinfo) -> Batch:
        """Held items as values. `zone` is the user's, for floating and all-day ones. Asks nothing of the network."""

    def standing(self, calendar: str, uid: str, wanted: Wanted | None = None) -> Standing | None:
        """What is there under this UID right now; None where nothing is, or it was deleted.

        With `wanted` the text of the series is as `changes` and `values` give it: with the marks that it may hold.
        """


class CalendarWriting(Protocol):
    """The half that writes.

    Each call names the state that it expects by its etag and says whether the other people get a message; each gives
    the new etag. All raise Conflict, OutcomeUnknown and Trouble. None repeats itself: whoever calls looks first.
    """

    def create(self, calendar: str, event: NewEvent, *, notify: bool) -> str:
        """Make an event. Raises Conflict where its UID is, or was once, in use."""

    def revive(self, calendar: str, event: NewEvent, *, notify: bool) -> str:
        """Bring back an event that was deleted, as `event` says."""

    def end(self, calendar: str, uid: str, ending: Ending, *, etag: str, notify: bool) -> str:
        """Give every rule of the series its UNTIL (RFC 5545, 3.3.10) in one edit."""

    def restore_rules(self, calendar: str, uid: str, before: Series, *, etag: str, notify: bool) -> str:
        """Give the series back the rules and dates that `before` has."""

    def remove_occurrence(self, calendar: str, uid: str, slot: Moment, *, etag: str, notify: bool) -> str:
        """Take one occurrence out, named by its slot."""

    def put_occurrence(
        self,
        calendar: str,
        uid: str,
        slot: Moment,
        *,
        title: str,
        start: Moment,
        end: Moment,
        etag: str,
        notify: bool,
        details: str = "",
        place: str | None = None,
    ) -> str:
        """Give one occurrence, named by its slot, this title and time; it may have been removed before.

        `details` are those of an earlier `Standing`, "" to leave the rest as it is. `place` is where it takes place; ""
        for the series' own, None to leave it.
        """

    def delete(self, calendar: str, uid: str, *, etag: str, notify: bool) -> None:
        """Delete an event with all its occurrences."""


class CalendarSource(CalendarReading, CalendarWriting, Protocol):
    """A calendar that can be read and written."""
