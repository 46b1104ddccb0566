"""Lineages: series that continue one another are one mentorship (product rule 0.1).

Calendars cut a series in two when "this and following" is edited, people delete one and make it anew, and two
calendars may hold the same event. To the user each of these is one mentorship with one history.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop.mentoring.continuing import base_uid, continued, usual_gap
from desktop.mentoring.mentorship import Known, Mentorship, Settings, TaggedBy, Told
from desktop.mentoring.people import People, addresses, one_on_all, one_person
from integrations.calendars.model import Meeting, Series, TagHints
from integrations.calendars.moments import instant
from integrations.calendars.recurrence import is_open_ended, last_start

Tagged = Callable[[TagHints, str, str, bool | None], tuple[TaggedBy, ...]]
"""Why a series is mentoring: (hints, title, calendar, the user's mark) -> reasons; empty: it is not."""


def mentorship_id(root: str) -> str:
    """The id of the lineage that began with the series `root`: stable over time and machines, and no secret."""
    return hashlib.sha256(root.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All mentorships, who is who in them, and the series that are none."""

    mentorships: tuple[Mentorship, ...]
    people: People
    loose: tuple[Series, ...]


def mentorships(known: Known, settings: Settings, tagged: Tagged) -> tuple[Mentorship, ...]:
    """All mentorships, by the start of their first series. The order of the input does not matter.

    `tagged` says of one series why it is mentoring; the reasons of one piece count for its whole lineage.
    """
    return gather(known, settings, tagged).mentorships


def gather(known: Known, settings: Settings, tagged: Tagged) -> Gathered:
    """All mentorships as in `mentorships`, with the people and with what was left out."""
    lineages = _lineages(known, settings, tagged)
    mentoring = [lineage for lineage in lineages if lineage.tagged_by]
    people = _people(known, settings, [series for lineage in mentoring for series in lineage.series])
    meetings = shared_out(known.meetings, [lineage.series for lineage in mentoring], people)
    found = [_mentorship(lineage, its, people, known) for lineage, its in zip(mentoring, meetings, strict=True)]
    found.sort(key=lambda m: (instant(m.series[0].start, m.series[0].zone), m.id))
    loose = [lineage.series[-1] for lineage in lineages if not lineage.tagged_by and not lineage.unwanted]
    return Gathered(tuple(found), people, tuple(loose))


@dataclass(frozen=True, slots=True)
class _Lineage:
    series: tuple[Series, ...]
    tagged_by: tuple[TaggedBy, ...]
    unwanted: bool
    """The user said that it is no mentoring."""


def _people(known: Known, settings: Settings, mentoring: Sequence[Series]) -> People:
    """Who the user is: the given addresses, else the one that is on every pair's meetings, else unknown."""
    me = frozenset(address.casefold() for address in settings.me) or one_on_all(mentoring)
    return People(me, one_person(known.same_person))


def _mentorship(lineage: _Lineage, meetings: tuple[Meeting, ...], people: People, known: Known) -> Mentorship:
    current = lineage.series[-1]
    name = mentorship_id(base_uid(lineage.series[0].uid))
    told = known.told.get(name, Told())
    return Mentorship(
        id=name,
        series=lineage.series,
        meetings=meetings,
        others=people.others(current),
        role=people.role(current),
        side=told.side,
        tagged_by=lineage.tagged_by,
        told=told,
    )


def _lineages(known: Known, settings: Settings, tagged: Tagged) -> list[_Lineage]:
    copies = _copies(known.series)
    reasons = {
        uid: {reason for s in same for reason in tagged(s.hints, s.title, s.calendar, known.marks.get(s.uid))}
        for uid, same in copies.items()
    }
    people = People(frozenset(settings.me), one_person(known.same_person))
    linked = continued([same[0] for same in copies.values()], people, lambda series: bool(reasons[series.uid]))
    return [_judged(pieces, copies, reasons, known.marks) for pieces in linked]


def _judged(
    pieces: Sequence[Series],
    copies: Mapping[str, Sequence[Series]],
    reasons: Mapping[str, set[TaggedBy]],
    marks: Mapping[str, bool],
) -> _Lineage:
    """The lineage with the reasons of all its pieces; the user's mark on the latest marked piece outweighs them."""
    marked = [marks[copy.uid] for piece in pieces for copy in copies[piece.uid] if copy.uid in marks]
    unwanted = bool(marked) and not marked[-1]
    found = {reason for piece in pieces for reason in reasons[piece.uid]} if not unwanted else set()
    return _Lineage(tuple(pieces), tuple(reason for reason in TaggedBy if reason in found), unwanted)


def _copies(series: Iterable[Series]) -> dict[str, list[Series]]:
    """Mirrored events by the UID of the copy that stands for them, which comes first.

    The newest copy of a UID stands: highest SEQUENCE, then DTSTAMP (RFC 5546, 2.1.5). Different UIDs in different
    calendars are copies where people, title, time and rules are the same.
    """
    by_uid: dict[str, list[Series]] = defaultdict(list)
    for one in series:
        by_uid[one.uid].append(one)
    by_look: dict[tuple[object, ...], list[list[Series]]] = defaultdict(list)
    for uid in sorted(by_uid):
        same = sorted(by_uid[uid], key=_newest, reverse=True)
        by_look[_look(same[0])].append(same)
    found: dict[str, list[Series]] = {}
    for alike in by_look.values():
        copies = len({same[0].calendar for same in alike}) == len(alike)
        kept = [sorted((s for same in alike for s in same), key=_newest, reverse=True)] if copies else alike
        found.update({same[0].uid: same for same in kept})
    return found


def _newest(series: Series) -> tuple[int, datetime, str, str]:
    return (series.sequence, series.stamp or datetime.min.replace(tzinfo=UTC), series.uid, series.calendar)


def _look(series: Series) -> tuple[object, ...]:
    who = addresses(series)
    if not who:
        return (series.uid,)
    return (series.title, instant(series.start, series.zone), series.duration, series.rules, who)


def shared_out(
    meetings: Iterable[Meeting], lineages: Sequence[Sequence[Series]], people: People
) -> list[tuple[Meeting, ...]]:
    """The one-off meetings with the same people for each lineage, in order of time; each goes to one lineage.

    Of several lineages with the same people it is the one that ran at that time, and of these the most frequent. A
    meeting without people goes by its title.
    """
    uids = {series.uid for lineage in lineages for series in lineage}
    by_key: dict[object, list[int]] = defaultdict(list)
    for index, lineage in enumerate(lineages):
        by_key[_meeting_key(lineage[-1], people)].append(index)
    result: list[dict[tuple[datetime, datetime], Meeting]] = [{} for _ in lineages]
    for meeting in sorted(meetings, key=lambda m: (m.uid, m.calendar)):
        candidates = by_key.get(_meeting_key(meeting, people))
        if not candidates or (meeting.slot is not None and meeting.uid in uids):
            continue
        at, end = instant(meeting.start, UTC), instant(meeting.end, UTC)
        best = min(
            candidates, key=lambda index: (_distance(lineages[index], at), usual_gap(lineages[index][-1]), index)
        )
        kept = result[best].get((at, end))
        if kept is None or kept.cancelled:
            result[best][at, end] = meeting
    return [tuple(found[when] for when in sorted(found)) for found in result]


def _rank(index: int, lineage: Sequence[Series], at: datetime) -> tuple[timedelta, float, int]:
    return (_distance(lineage, at), usual_gap(lineage[-1]), index)


def _meeting_key(event: Series | Meeting, people: People) -> object:
    return people.key(event) or event.title.strip().casefold()


def _distance(lineage: Sequence[Series], at: datetime) -> timedelta:
    """How long before its start or after its end a lineage is away from a moment; zero while it runs."""
    begin = instant(lineage[0].start, lineage[0].zone)
    if at < begin:
        return begin - at
    ends = [last_start(series) for series in lineage]
    if any(is_open_ended(series) for series in lineage) or not any(ends):
        return timedelta()
    end = max(instant(last, lineage[-1].zone) for last in ends if last is not None)
    return max(at - end, timedelta())
