"""Which series continue which: the links that make a lineage (product rule 0.1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from desktop.mentoring.people import People
from integrations.calendars.model import Series
from integrations.calendars.moments import instant, wall
from integrations.calendars.recurrence import BadRule, TooFrequent, is_open_ended, occurrences, parse

YEARLY_TALK_DAYS = 150
"""From this cadence on a series is a talk now and then: a contact of the pair, nothing that can be too much."""

_GOOGLE_PIECE = re.compile(r"^(?P<base>.+)_R\d{8}(?:T\d{6}Z?)?(?P<host>@google\.com)$", re.IGNORECASE)
_DAYS_OF = {"DAILY": 1.0, "WEEKLY": 7.0, "MONTHLY": 365.25 / 12, "YEARLY": 365.25}
_MORE_A_PERIOD = {"DAILY": (), "WEEKLY": ("BYDAY",), "MONTHLY": ("BYDAY", "BYMONTHDAY"), "YEARLY": ("BYMONTH",)}
_FAR = datetime(2200, 1, 1, tzinfo=UTC)


def base_uid(uid: str) -> str:
    """The UID of the series that a piece of Google's was split from; any other UID is its own."""
    piece = _GOOGLE_PIECE.match(uid)
    return piece["base"] + piece["host"] if piece else uid


def usual_gap(series: Series) -> float:
    """The days between meetings that the rule itself promises; of several rules the shortest. 0 without a rule."""
    gaps = []
    for text in series.rules:
        try:
            rule = parse(text)
        except BadRule:
            continue
        if rule.freq in _DAYS_OF:
            often = max((len(rule.part(name).split(",")) for name in _MORE_A_PERIOD[rule.freq]), default=1)
            gaps.append(_DAYS_OF[rule.freq] * rule.interval / often)
    return min(gaps, default=0.0)


def is_yearly_talk(series: Series) -> bool:
    """Whether the series is so rare that it is a talk now and then, not a rhythm of meetings."""
    return usual_gap(series) >= YEARLY_TALK_DAYS


def continued(series: Sequence[Series], people: People, tagged: Callable[[Series], bool]) -> list[list[Series]]:
    """The series grouped into lineages, each in order of time.

    Series belong together that Google split from one, that name each other (RELATED-TO) with the same people, and of
    the same pair one that begins within 1.5 cadences after the last slot of the other. The last holds only among
    series that are both tagged or carry the same title: two people may meet about more than one thing. A yearly talk
    continues nothing.
    """
    ordered = sorted(series, key=lambda one: (instant(one.start, one.zone), one.uid))
    groups = _Groups(len(ordered))
    _join_named(ordered, groups, people)
    _join_in_time(ordered, groups, people, tagged)
    return [[ordered[index] for index in members] for members in groups.members()]


class _Groups:
    """Disjoint groups of indices, each led by its smallest."""

    def __init__(self, size: int) -> None:
        self._leader = list(range(size))

    def leader(self, index: int) -> int:
        while self._leader[index] != index:
            index = self._leader[index]
        return index

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.leader(one), self.leader(other)))
        self._leader[second] = first

    def members(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self._leader)):
            found[self.leader(index)].append(index)
        return list(found.values())


def _join_named(ordered: Sequence[Series], groups: _Groups, people: People) -> None:
    roots: dict[str, int] = {}
    by_uid = {series.uid: index for index, series in enumerate(ordered)}
    for index, series in enumerate(ordered):
        groups.join(index, roots.setdefault(base_uid(series.uid), index))
        for uid in series.related:
            other = by_uid.get(uid)
            if other is None or is_yearly_talk(series) or is_yearly_talk(ordered[other]):
                continue
            if people.key(series) == people.key(ordered[other]):
                groups.join(index, other)


def _join_in_time(ordered: Sequence[Series], groups: _Groups, people: People, tagged: Callable[[Series], bool]) -> None:
    pairs: dict[frozenset[str], list[int]] = defaultdict(list)
    for index, series in enumerate(ordered):
        if not is_yearly_talk(series) and series.rules:
            pairs[people.key(series)].append(index)
    for members in pairs.values():
        if len(members) < 2:
            continue
        ends = {index: _last_slot(ordered[index]) for index in members}
        continued_already: set[int] = set()
        for place, index in enumerate(members):
            free = [other for other in members[:place] if other not in continued_already]
            before = [(end, other) for other in free if (end := ends[other]) is not None]
            for end, other in sorted(before, reverse=True):
                if _follows(ordered[index], ordered[other], end) and _alike(ordered[index], ordered[other], tagged):
                    groups.join(index, other)
                    continued_already.add(other)
                    break


def _last_slot(series: Series) -> datetime | None:
    """The last slot that the rules give, in UTC, whatever became of it; None where there is no last one."""
    if series.cancelled or is_open_ended(series):
        return None
    try:
        slots = occurrences(series, _FAR)
    except (BadRule, TooFrequent):
        return None
    return max((instant(o.slot, series.zone) for o in slots), default=None)


def _follows(new: Series, old: Series, end: datetime) -> bool:
    begin = instant(new.start, new.zone)
    days = (wall(new.start).date() - end.astimezone(old.zone).date()).days
    return begin > end and days <= 1.5 * max(usual_gap(old), usual_gap(new))


def _alike(one: Series, other: Series, tagged: Callable[[Series], bool]) -> bool:
    title = one.title.strip().casefold()
    same_title = bool(title) and title == other.title.strip().casefold()
    if not (one.people or other.people):
        return same_title
    return same_title or (tagged(one) and tagged(other))
