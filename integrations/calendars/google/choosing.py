"""Which events of a calendar are kept: marked ones, known ones, and what belongs to these. The rest is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from integrations.calendars.google.mapping import LEAVE
from integrations.calendars.google.trimming import AWAY, DEFAULT, Body, body_of, held, one_line
from integrations.calendars.google.writing import event_id
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.model import Problem, TagHints
from integrations.calendars.port import Access, Calendar, Held
from resources.texts import text

_PIECE = re.compile(r"_R\d{8}(?:T\d{6}Z?)?(?=@|$)")
_HOURS_OFF = timedelta(hours=4)
_NOT_PEOPLE = ("@resource.calendar.google.com", "@group.calendar.google.com", "@group.v.calendar.google.com")
MOST_PEOPLE = 8
"""Single meetings of more people are not looked at: no pair is that large."""


class Seen(NamedTuple):
    """One event of a listing, judged by itself. A tuple, since a first read makes as many as there are events."""

    held: Held
    series: bool = False
    """It repeats."""
    marked: bool = False
    likely: bool = False
    leave: bool = False
    people: frozenset[str] = frozenset()
    """The addresses of the individual people on it; empty where the list may be incomplete."""

    @property
    def exception(self) -> bool:
        """It belongs to a series."""
        return bool(self.held.parent)


class Choosing:
    """The rules for one calendar. `me` is the account's own address."""

    def __init__(self, calendar: Calendar, wanted: Wanted, me: str) -> None:
        self.calendar = calendar
        self._wanted = wanted
        self._me = me
        self._mine = wanted.me | {me}
        self._uids = wanted.uids
        self._bases = frozenset(_PIECE.sub("", uid) for uid in self._uids)
        self.watched = {uid: event_id(uid) for uid in wanted.watched}
        """The ids of what is only asked after: all that Google tells of an event that was deleted."""
        self.words = wanted.words
        self.pairs = wanted.pairs
        self.problems: dict[Problem, None] = {}

    def see(self, body: Body) -> Seen | None:
        """Judge one trimmed event by itself; None for what is never of use: other types, and what was deleted."""
        kind = body.get("eventType", DEFAULT)
        exception = "recurringEventId" in body
        if not body.get("id") or kind not in (DEFAULT, AWAY):
            return None
        if body.get("status") == "cancelled" and not exception:
            return None
        if exception:
            return Seen(held(body))
        uid = body.get("iCalUID", "")
        title = body.get("summary", "")
        people = self._people(body)
        series = bool(body.get("recurrence"))
        if not _has_start(body):
            self._name(body)
        marked = kind == DEFAULT and self._wanted.marked(uid, _hints(body), self.calendar.name)
        leave = not marked and self._is_leave(body, kind)
        likely = series and not marked and kind == DEFAULT and self._wanted.likely(title, len(people))
        one = held(body | {LEAVE: True} if leave and kind == DEFAULT else body)
        return Seen(one, series, marked, likely, leave, people)

    def marks(self, exception: Seen) -> bool:
        """Whether an exception carries a mark of its own; asked only where its series has none."""
        body = body_of(exception.held)
        return self._wanted.marked(exception.held.uid, _hints(body), self.calendar.name)

    def known(self, uid: str) -> bool:
        """Whether the user, or a file, or another calendar has named this UID; or the series that it was split from."""
        return uid in self._uids or (bool(uid) and _PIECE.sub("", uid) in self._bases)

    def joins(self, one: Seen, pairs: Iterable[frozenset[str]]) -> bool:
        """Whether a single meeting has the people of a pair; one address may be missing, for not all are listed.

        One address alone must be a guest's: the account's own is on everything that it organises.
        """
        if one.series or one.exception or not one.people - self._mine:
            return False
        return any(one.people <= pair and len(one.people) >= len(pair) - 1 for pair in pairs)

    def _is_leave(self, body: Body, kind: str) -> bool:
        """Only in a calendar that is the user's own: elsewhere it is somebody else's leave."""
        if self.calendar.access is not Access.OWNER or body.get("status") == "cancelled":
            return False
        if kind == AWAY:
            return True
        if body.get("transparent") or not self._wanted.is_day_off(body.get("summary", "")):
            return False
        return "date" in body.get("start", {}) or _lasts(body) >= _HOURS_OFF

    def _people(self, body: Body) -> frozenset[str]:
        """Who is on an event; the user is on everything in their main calendar, also where the guests are hidden."""
        attendees = body.get("attendees", ())
        if body.get("attendeesOmitted") or len(attendees) >= MOST_PEOPLE:
            return frozenset()
        host = self._address(body.get("organizer", {}))
        found = {self._address(person) for person in attendees if not person.get("resource")}
        if found or host in self._mine or self.calendar.main:
            found.add(host)
        if self.calendar.main:
            found.add(self._me)
        return frozenset(one for one in found if one and not one.endswith(_NOT_PEOPLE))

    def _address(self, person: Body) -> str:
        if person.get("self") and (self.calendar.main or self.calendar.access in (Access.OWNER, Access.WRITER)):
            return self._me
        return one_line(person.get("email", "")).lower()

    def _name(self, body: Body) -> None:
        says = text("reading.problems.no-start")
        uid = body.get("iCalUID", "")
        self.problems[Problem(self.calendar.name, 0, "VEVENT", uid, "no-start", says)] = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is kept of a listing, series that could be suggested, and the pairs that single meetings were kept of."""

    put: list[Held]
    likely: list[Held]
    pairs: frozenset[frozenset[str]]


def chosen(choosing: Choosing, seen: Mapping[str, Seen]) -> Choice:
    """Choose among everything that a calendar lists.

    An exception goes with its series: one that is marked marks the series, one whose series is not listed stands alone.
    """
    kept = {
        id_
        for id_, one in seen.items()
        if not one.exception and (one.marked or (not one.leave and choosing.known(one.held.uid)))
    }
    lone = [one for one in seen.values() if one.exception and one.held.parent not in kept]
    marking = {one.held.parent for one in lone if choosing.marks(one)}
    kept |= {id_ for id_ in marking if id_ in seen and not seen[id_].leave}
    series = [seen[id_] for id_ in kept if seen[id_].series]
    pairs = choosing.pairs | {one.people for one in series if one.people}
    found: list[Held] = []
    likely: list[Held] = []
    for id_, one in seen.items():
        parent = seen.get(one.held.parent)
        if one.exception:
            if parent is not None and (parent.held.id in kept or parent.leave):
                found.append(one.held if one.held.uid else replace(one.held, uid=parent.held.uid))
            elif parent is None and (one.held.parent in marking or choosing.known(one.held.uid)):
                found.append(one.held)
        elif id_ in kept or one.leave or choosing.joins(one, pairs):
            found.append(one.held)
        elif one.likely:
            likely.append(one.held)
    return Choice(found, likely, pairs)


def _has_start(body: Body) -> bool:
    start = body.get("start", {})
    return bool(start.get("date") or start.get("dateTime"))


def _lasts(body: Body) -> timedelta:
    try:
        start, end = (datetime.fromisoformat(body[name]["dateTime"]) for name in ("start", "end"))
        return end - start
    except (KeyError, ValueError, TypeError):
        return timedelta()


def _hints(body: Body) -> TagHints:
    title, notes, label = body.get("summary"), body.get("notes"), body.get("label")
    return TagHints(
        titles=(title,) if title else (),
        descriptions=(notes,) if notes else (),
        properties=tuple(body.get("properties", ())),
        color=body.get("color", ""),
        labels=(label,) if label else (),
    )
