"""Kept events of Google's -> values, by way of RFC 5545 text: one way into the model, one text for plans and undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from integrations.calendars.google.overriding import overrides
from integrations.calendars.google.trimming import AWAY, Body, bodies_of
from integrations.calendars.google.wording import Whose, day_off_text, events
from integrations.calendars.icalendar.events import calendar_text, hints
from integrations.calendars.icalendar.lines import Component
from integrations.calendars.icalendar.places import Place
from integrations.calendars.icalendar.reading import read_events
from integrations.calendars.model import Batch, DayOff, Moment, Occurrence, Problem, Series
from integrations.calendars.moments import instant
from integrations.calendars.port import Access, Calendar, Held
from integrations.calendars.recurrence import BadRule, TooFrequent, check, last_start, occurrences
from resources.texts import text

__all__ = ["LEAVE", "Whose", "is_over", "values"]

LEAVE = "leave"
"""What a kept event says of itself where its title speaks of the user's own leave."""

_MOST_DAYS_OFF = 400
"""Days of one repeating absence that are followed, from its first."""
_FEW = 3
"""Events of one series that are not worth a way of their own."""
_FOLLOWED = timedelta(days=8 * 366)


def values(whose: Whose, kept: Iterable[Held]) -> Batch:
    """Kept events as values of the source "google".

    Series are given whatever their rules say; the caller judges whether they can be followed. An event without a
    start, or in a zone that nobody knows, is a problem, and its file is the calendar's name.
    """
    making = _Making(whose)
    for uid, bodies in _grouped(kept).items():
        making.add(uid, bodies)
    return making.batch()


def is_over(kept: Iterable[Held], moment: datetime) -> bool:
    """Whether one event, with all exceptions of a series, ended before `moment` (aware), as far as it can be read."""
    read = values(Whose(Calendar("", "", Access.OWNER), "", UTC), kept)
    ends = [instant(one.end, UTC) for one in read.meetings] + [instant(day.end, UTC) for day in read.days_off]
    for series in read.series:
        try:
            last = last_start(series)
        except (BadRule, TooFrequent, OverflowError):
            return False
        if last is None and not series.overrides:
            return False
        ends += [instant(last, series.zone) + series.duration] if last is not None else []
    return bool(ends) and max(ends) < moment


def _grouped(kept: Iterable[Held]) -> dict[str, list[Body]]:
    """By UID, series before their exceptions: a cancelled exception may name no more than its series' id."""
    every = list(kept)
    bodies = zip(every, bodies_of(every), strict=True)
    groups: dict[str, list[Body]] = {}
    uids: dict[str, str] = {}
    exceptions: list[tuple[Held, Body]] = []
    for one, body in bodies:
        if one.parent:
            exceptions.append((one, body))
        else:
            uids[one.id] = one.uid or f"{one.id}@google.com"
            groups.setdefault(uids[one.id], []).append(body)
    for one, body in exceptions:
        uid = uids.get(one.parent) or one.uid or f"{one.parent}@google.com"
        groups.setdefault(uid, []).append(body)
    return groups


def _plainly(uid: str, bodies: list[Body], components: list[Component], place: Place) -> Batch | None:
    """A series with nothing but plain exceptions; None for all else."""
    if len(bodies) < _FEW or "recurringEventId" in bodies[0] or "recurringEventId" not in bodies[1]:
        return None
    read = read_events(components[:1], place)
    if len(read.series) != 1:
        return None
    found = overrides(read.series[0], bodies[1:], components[1:])
    if found is None:
        return None
    whole = replace(
        read.series[0], overrides=found, hints=hints(components), text=calendar_text(place, components, uid)
    )
    return replace(read, series=(whole,))


@dataclass
class _Making:
    """Puts the values of all UIDs of one calendar together."""

    whose: Whose
    _parts: list[Batch] = field(default_factory=list)
    _problems: dict[Problem, None] = field(default_factory=dict)

    def add(self, uid: str, bodies: list[Body]) -> None:
        """The values of one UID."""
        unknown: dict[str, None] = {}
        components, place = events(uid, bodies, self.whose, unknown)
        for zone in unknown:
            self._name(uid, "unknown-zone", zone=zone)
        read = _plainly(uid, bodies, components, place) or read_events(components, place)
        for problem in read.problems:
            self._problems[replace(problem, line=0)] = None
        away = any(body.get("eventType") == AWAY for body in bodies)
        if away or any(body.get(LEAVE) for body in bodies):
            self._parts.append(Batch(days_off=tuple(self._days_off(uid, read, away=away))))
        else:
            self._parts.append(read)

    def _days_off(self, uid: str, read: Batch, *, away: bool) -> Iterable[DayOff]:
        """Every day off for itself, since leave has no rule in the model."""
        for series in read.series:
            for one in self._followed(series):
                yield self._day_off(uid, one.override.title if one.override else series.title, one.start, one.end, away)
        for meeting in read.meetings:
            if not meeting.cancelled:
                yield self._day_off(uid, meeting.title, meeting.start, meeting.end, away)

    def _followed(self, series: Series) -> list[Occurrence]:
        try:
            check(series)
            found = occurrences(series, instant(series.start, series.zone) + _FOLLOWED)
        except (BadRule, TooFrequent, OverflowError):
            self._name(series.uid, "bad-rule", value=", ".join(series.rules))
            return []
        return [one for one in found if not one.removed][:_MOST_DAYS_OFF]

    def _day_off(self, uid: str, title: str, start: Moment, end: Moment, away: bool) -> DayOff:
        written = day_off_text(uid, title, start, end, self.whose, away=away)
        return DayOff(uid, title, start, end, self.whose.calendar.name, out_of_office=away, text=written)

    def _name(self, uid: str, code: str, **said: object) -> None:
        says = text(f"reading.problems.{code}", **said)
        self._problems[Problem(self.whose.calendar.name, 0, "VEVENT", uid, code, says)] = None

    def batch(self) -> Batch:
        """Everything that was added."""
        name, parts = self.whose.calendar.name, self._parts
        return Batch(
            series=tuple(replace(one, calendar=name, source="google") for part in parts for one in part.series),
            meetings=tuple(replace(one, calendar=name, source="google") for part in parts for one in part.meetings),
            days_off=tuple(one for part in parts for one in part.days_off),
            problems=tuple(self._problems),
        )
