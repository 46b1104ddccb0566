"""A calendar that lives in memory and behaves like one elsewhere: etags, exceptions, messages. No I/O.

The demo and tests use it. It does what RFC 5545 and Google's guide say of each change; where Google's behaviour is not
settled (exceptions beyond a new end), `keeps_exceptions` chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from integrations.calendars.ending import Ending
from integrations.calendars.icalendar.occurrences import (
    details_of,
    occurrence_put,
    occurrence_removed,
    rules_restored,
)
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.icalendar.writing import event_text, series_text_ended
from integrations.calendars.model import Batch, Moment, Person, Series
from integrations.calendars.moments import instant, wall
from integrations.calendars.port import Access, Calendar, Changes, Conflict, Held, NewEvent, Progress, Standing
from integrations.calendars.recurrence import over_by
from integrations.errors import Cancelled, Trouble

MAIN = Calendar("main", "Calendar", Access.OWNER, main=True)


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that the calendar sent because of a change; `what` is invitation, update or cancellation."""

    to: str
    uid: str
    what: str


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    changed: int
    deleted: bool = False
    changeable: bool = True


class Memory:
    """A `CalendarSource`. One thread at a time. `calls` counts writes that were asked for, refused ones too."""

    def __init__(
        self,
        *,
        me: Iterable[str] = (),
        calendars: Sequence[Calendar] = (MAIN,),
        clock: Callable[[], datetime],
        keeps_exceptions: bool = False,
    ) -> None:
        """`me`: the user's own addresses; everybody else on an event gets the messages. `clock` is aware."""
        self.mails: list[Mail] = []
        self.calls: list[str] = []
        self.keeps_exceptions = keeps_exceptions
        self._me = frozenset(me)
        self._calendars = tuple(calendars)
        self._clock = clock
        self._items: dict[tuple[str, str], _Item] = {}
        self._changes = 0
        self._oldest = 0
        """Cursors from before this change are not known any more."""

    @property
    def kind(self) -> str:
        """As in `Series.source`."""
        return "memory"

    def put(self, text: str, *, calendar: str = MAIN.id, changeable: bool = True) -> None:
        """Let the calendar hold an event, as if somebody had written it there: nobody gets a message."""
        uid = _only(text).uid
        self._changes += 1
        self._items[calendar, uid] = _Item(text, self._changes, changeable=changeable)

    def forget_cursors(self) -> None:
        """Let the next `changes` of every calendar be a whole read."""
        self._changes += 1
        self._oldest = self._changes

    def set_calendars(self, calendars: Sequence[Calendar]) -> None:
        """Let the account have these calendars from now on; what they hold stays."""
        self._calendars = tuple(calendars)

    def calendars(self) -> tuple[Calendar, ...]:
        """The calendars of the account."""
        return self._calendars

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
        """See the port. An event's id is its UID, and every event is whole: none has a parent."""
        known = int(cursor) if cursor.isdecimal() and self._oldest <= int(cursor) <= self._changes else None
        mine = {uid: item for (of, uid), item in self._items.items() if of == calendar.id}
        put: list[Held] = []
        for done, (uid, item) in enumerate(mine.items(), 1):
            if cancelled is not None and cancelled():
                raise Cancelled
            if progress is not None:
                progress(done, len(mine))
            if (
                not item.deleted
                and (known is None or item.changed > known)
                and self._wants(item, calendar, wanted, kept)
            ):
                if known is None and _over(_only(item.text), since):
                    continue
                put.append(Held(uid, "", uid, item.text))
        gone = tuple(uid for uid in kept if uid not in mine or mine[uid].deleted)
        there = {uid: not item.deleted for uid, item in mine.items() if known is None or item.changed > known}
        if known is None:
            there = dict.fromkeys(wanted.watched, False) | there
        asked_after = {uid: stands for uid, stands in there.items() if uid in wanted.watched}
        return Changes(tuple(put), () if known is None else gone, str(self._changes), known is None, there=asked_after)

    @staticmethod
    def _wants(item: _Item, calendar: Calendar, wanted: Wanted, kept: Mapping[str, Held]) -> bool:
        series = _only(item.text)
        return series.uid in kept or series.uid in wanted.uids or wanted.marked(series.uid, series.hints, calendar.name)

    def values(self, calendar: Calendar, held: Iterable[Held], zone: tzinfo) -> Batch:
        """See the port."""
        series: list[Series] = []
        for one in held:
            found = read_text(one.body, zone=zone).series
            series += [replace(each, calendar=calendar.name, source=self.kind) for each in found]
        return Batch(series=tuple(series), calendars=(calendar.name,))

    def standing(self, calendar: str, uid: str, wanted: Wanted | None = None) -> Standing | None:  # noqa: ARG002 - of the port
        """See the port. The text is whole, whatever is `wanted`."""
        item = self._items.get((calendar, uid))
        if item is None or item.deleted:
            return None
        where = self._calendar(calendar)
        series = replace(_only(item.text), calendar=where.name, source=self.kind)
        organizer = next((person.email for person in series.people if person.organizer), "")
        changeable = item.changeable and where.access in (Access.OWNER, Access.WRITER)
        known = details_of(item.text)
        details = {o.slot: known[wall(o.slot)] for o in series.overrides if wall(o.slot) in known}
        return Standing(series, _etag(item), changeable, not organizer or organizer in self._me, details)

    def create(self, calendar: str, event: NewEvent, *, notify: bool) -> str:
        """See the port."""
        self._writes("create", calendar)
        if (calendar, event.uid) in self._items:
            raise Conflict
        return self._keep(calendar, event.uid, self._written(event), "invitation", notify=notify)

    def revive(self, calendar: str, event: NewEvent, *, notify: bool) -> str:
        """See the port."""
        self._writes("revive", calendar)
        item = self._items.get((calendar, event.uid))
        if item is None or not item.deleted:
            raise Conflict
        return self._keep(calendar, event.uid, self._written(event), "invitation", notify=notify)

    def end(self, calendar: str, uid: str, ending: Ending, *, etag: str, notify: bool) -> str:
        """See the port."""
        item = self._expected("end", calendar, uid, etag)
        gone = replace(ending, dropped_overrides=()) if self.keeps_exceptions else ending
        return self._keep(calendar, uid, series_text_ended(item.text, gone, self._clock()), "update", notify=notify)

    def restore_rules(self, calendar: str, uid: str, before: Series, *, etag: str, notify: bool) -> str:
        """See the port."""
        item = self._expected("restore-rules", calendar, uid, etag)
        return self._keep(calendar, uid, rules_restored(item.text, before, self._clock()), "update", notify=notify)

    def remove_occurrence(self, calendar: str, uid: str, slot: Moment, *, etag: str, notify: bool) -> str:
        """See the port."""
        item = self._expected("remove-occurrence", calendar, uid, etag)
        return self._keep(
            calendar, uid, occurrence_removed(item.text, slot, self._clock()), "cancellation", notify=notify
        )

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
        """See the port."""
        item = self._expected("put-occurrence", calendar, uid, etag)
        now = self._clock()
        text = occurrence_put(item.text, slot, title=title, start=start, end=end, now=now, details=details, place=place)
        return self._keep(calendar, uid, text, "update", notify=notify)

    def delete(self, calendar: str, uid: str, *, etag: str, notify: bool) -> None:
        """See the port."""
        item = self._expected("delete", calendar, uid, etag)
        self._keep(calendar, uid, item.text, "cancellation", notify=notify, deleted=True)

    def _calendar(self, id_: str) -> Calendar:
        return next(one for one in self._calendars if one.id == id_)

    def _writes(self, what: str, calendar: str) -> None:
        """Count a write. Raises Trouble in a calendar that is only read."""
        self.calls.append(what)
        where = self._calendar(calendar)
        if where.access not in (Access.OWNER, Access.WRITER):
            raise Trouble("live-read-only", where.name)

    def _expected(self, what: str, calendar: str, uid: str, etag: str) -> _Item:
        """The item in the state that the etag names. Raises Conflict, and Trouble for what is not the user's."""
        self._writes(what, calendar)
        item = self._items.get((calendar, uid))
        if item is None or item.deleted or _etag(item) != etag:
            raise Conflict
        if not item.changeable:
            raise Trouble("live-not-yours", _only(item.text).title)
        return item

    def _keep(self, calendar: str, uid: str, text: str, what: str, *, notify: bool, deleted: bool = False) -> str:
        self._changes += 1
        made = _Item(text, self._changes, deleted)
        self._items[calendar, uid] = made
        if notify:
            others = [person.email for person in _only(text).people if person.email not in self._me]
            self.mails += [Mail(to, uid, what) for to in others]
        return _etag(made)

    def _written(self, event: NewEvent) -> str:
        me = sorted(self._me)[:1]
        return event_text(
            uid=event.uid,
            title=event.title,
            description=event.body,
            start=event.start,
            end=event.end,
            form=event.form,
            zone_name=event.zone_name,
            rule=event.rule,
            organizer=Person(me[0], organizer=True) if me else None,
            attendees=event.attendees,
            related="",
            now=self._clock(),
            alarms=(),
        )


def _only(text: str) -> Series:
    """The series of a text; all-day and floating values are read as in UTC, which no comparison sees."""
    return read_text(text, zone=UTC).series[0]


def _etag(item: _Item) -> str:
    return f'"{item.changed}"'


def _over(series: Series, since: datetime) -> bool:
    last = over_by(series)
    return last is not None and instant(last.replace(tzinfo=series.zone), series.zone) < since
