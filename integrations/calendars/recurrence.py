"""Expanding a series (RFC 5545, 3.3.10 and 3.8.5): which slots its rules give, and what became of each.

Rules run on the wall clock of the series' own zone, as the RFC asks: a weekly meeting at 16:00 stays
at 16:00 over a clock change, and a series that starts in UTC runs in UTC. Inside this module a slot is
therefore a naive wall time; it gets its zone back on the way out.

UNTIL and COUNT are applied here for all rules, since writers get their types wrong in ways that libraries refuse.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from itertools import islice, repeat
from operator import add, sub

from integrations.calendars.model import Form, Moment, Occurrence, Override, Series
from integrations.calendars.moments import wall
from integrations.calendars.rules import MOST_SLOTS, STEPPED, TOO_FINE, BadRule, Rule, TooFrequent, between, parse

__all__ = [
    "BadRule",
    "TooFrequent",
    "ahead",
    "check",
    "everything",
    "is_open_ended",
    "last_start",
    "occurrences",
    "over_by",
    "parse",
    "reaches_past",
]

_TEN_YEARS = timedelta(days=3653)
_EARLIEST, _LATEST = 1900, 2200
_INSTANT = timedelta(microseconds=1)
_END_OF_TIME = datetime(9999, 12, 31)  # noqa: DTZ001 - a wall time

_made: Callable[[Iterable[object]], Occurrence] = partial(tuple.__new__, Occurrence)
"""An occurrence from its six fields; what `_make` does, without a frame of Python for each."""


def check(series: Series) -> None:
    """Raise TooFrequent or BadRule where the series cannot be followed as meetings between people."""
    year = series.start.year
    if not _EARLIEST <= year <= _LATEST:
        raise BadRule("DTSTART")
    rules = [parse(text) for text in series.rules + series.exrules]
    if any(rule.freq in TOO_FINE for rule in rules):
        raise TooFrequent
    for rule in rules:
        _until_wall(series, rule)
    plain = all({key for key, _ in rule.parts} <= STEPPED for rule in rules)
    if len(rules) == 1 and plain and len(series.rdates) < MOST_SLOTS:
        return
    if len(_walls(series, wall(series.start) + _TEN_YEARS)) > MOST_SLOTS:
        raise TooFrequent


def is_open_ended(series: Series) -> bool:
    """Whether a rule has neither UNTIL nor COUNT. A cancelled series is over."""
    return not series.cancelled and any(not parse(text).bounded for text in series.rules)


def occurrences(series: Series, before: datetime) -> list[Occurrence]:
    """Every slot that begins, or was moved to begin, at or before `before` (aware), in order of slots.

    Removed slots are included and flagged. Overrides of slots that no rule gives are included too,
    since calendars show them. Raises BadRule and TooFrequent.
    """
    limit = _clock(before, series.zone)
    latest = limit
    for override in series.overrides:
        if wall(override.start) <= limit < wall(override.slot):
            latest = max(latest, wall(override.slot))
    found = _expand(series, latest)
    if latest == limit:
        return found
    return [o for o in found if wall(o.slot) <= limit or wall(o.start) <= limit]


def ahead(series: Series, after: datetime, limit: int, horizon: datetime) -> list[Occurrence]:
    """The next occurrences on the calendar, by real start: after `after`, up to `horizon` (both aware)."""
    begin, end = _clock(after, series.zone), _clock(horizon, series.zone)
    latest = max([end, *(wall(o.slot) for o in series.overrides if wall(o.start) <= end)])
    live = [o for o in _expand(series, latest, begin) if not o.removed and begin < wall(o.start) <= end]
    live.sort(key=lambda o: wall(o.start))
    return live[:limit]


def last_start(series: Series) -> Moment | None:
    """Real start of the last occurrence; None where the series is open-ended or nothing takes place."""
    if is_open_ended(series):
        return None
    walls = _walls(series, _END_OF_TIME)
    # Only what may be last is built: the slots behind the last one that is sure to stand.
    exceptions = _excluded(series, _END_OF_TIME) | {wall(o.slot) for o in series.overrides}
    sure = next((at for at in reversed(walls) if at not in exceptions), None)
    found = _built(series, walls, _END_OF_TIME, sure - _INSTANT if sure else None)
    live = [o.start for o in found if not o.removed]
    return max(live, key=wall) if live else None


def over_by(series: Series) -> datetime | None:
    """A wall time of the series after which its rules, RDATEs and overrides surely give nothing; None: not known."""
    if series.cancelled:
        return wall(series.start)
    ends = [wall(moment) for moment in series.rdates]
    ends += [wall(moment) for override in series.overrides for moment in (override.slot, override.start)]
    for text in series.rules:
        rule = parse(text)
        end = _until_wall(series, rule)
        if end is None and rule.count is not None and rule.period_days is not None:
            end = wall(series.start) + timedelta(days=rule.count * rule.interval * rule.period_days)
        if end is None:
            return None
        ends.append(end)
    return max([wall(series.start), *ends])


def everything(series: Series, through: date) -> list[Occurrence]:
    """All occurrences with a slot on or before the day `through` on the series' own clock."""
    return _expand(series, datetime.combine(through, time(23, 59, 59)))


def reaches_past(series: Series, rule: str, end: datetime) -> bool:
    """Whether one of the series' rules gives a slot after the wall time `end`."""
    slots = _of_rule(series, parse(rule), end + _TEN_YEARS)
    return bool(slots) and slots[-1] > end


def _clock(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _expand(series: Series, latest: datetime, earliest: datetime | None = None) -> list[Occurrence]:
    """All slots up to the wall time `latest`; with `earliest`, at least what really begins after it."""
    return _built(series, _walls(series, latest), latest, earliest)


def _built(
    series: Series, walls: list[datetime], latest: datetime, earliest: datetime | None = None
) -> list[Occurrence]:
    """The occurrences of these slots, which are all up to `latest`.

    Exceptions are few and plain slots are many, so the plain ones are made in one sweep and exceptions put in.
    """
    overrides = {at: o for o in series.overrides if (at := wall(o.slot)) <= latest}
    orphans = [at for at in overrides if not _holds(walls, at)]
    if orphans:
        walls = sorted([*walls, *orphans])
    lasting = sorted((o for o in series.overrides if o.this_and_future), key=lambda o: wall(o.slot))
    if earliest is not None and not lasting:
        postponed = [at for at, o in overrides.items() if wall(o.start) > earliest]
        walls = walls[bisect_right(walls, min([earliest, *(at - _INSTANT for at in postponed)])) :]
    if not walls:
        return []
    if series.form is Form.DATE:
        slots: list[Moment] = [at.date() for at in walls]
    else:
        # Sums of the first and a length: that keeps the zone, and takes a third of the time of giving it to each.
        slots = list(map(add, repeat(walls[0].replace(tzinfo=series.zone)), map(sub, walls, repeat(walls[0]))))
    gone = repeat(series.cancelled)
    ends = map(add, slots, repeat(series.duration))
    found = list(map(_made, zip(slots, slots, ends, gone, repeat(None), repeat(None))))
    if lasting:
        found = [_shifted(series, o, at, lasting) for o, at in zip(found, walls, strict=True)]
    for at in _excluded(series, latest):
        if (index := _index(walls, at)) is not None:
            found[index] = found[index]._replace(removed=True)
    for at, override in overrides.items():
        if (index := _index(walls, at)) is not None:
            removed = series.cancelled or override.cancelled
            found[index] = Occurrence(slots[index], override.start, override.end, removed, override)
    return found


def _index(walls: list[datetime], at: datetime) -> int | None:
    index = bisect_left(walls, at)
    return index if index < len(walls) and walls[index] == at else None


def _holds(walls: list[datetime], at: datetime) -> bool:
    return _index(walls, at) is not None


def _shifted(series: Series, occurrence: Occurrence, at: datetime, lasting: list[Override]) -> Occurrence:
    """The occurrence where the last lasting change before it puts it."""
    change = next((o for o in reversed(lasting) if wall(o.slot) < at), None)
    if change is None:
        return occurrence
    start = occurrence.slot + (wall(change.start) - wall(change.slot))
    end = start + (wall(change.end) - wall(change.start))
    return Occurrence(occurrence.slot, start, end, series.cancelled or change.cancelled, None, start)


def _walls(series: Series, latest: datetime) -> list[datetime]:
    """Wall times of all slots up to `latest`, sorted and distinct. DTSTART is the first (3.8.2.4)."""
    first = wall(series.start)
    if len(series.rules) == 1 and not series.rdates:
        found = _of_rule(series, parse(series.rules[0]), latest)
        if not found or found[0] != first:
            found = [first, *found] if first <= latest else found
        return found
    slots = {first} if first <= latest else set()
    for text in series.rules:
        slots.update(_of_rule(series, parse(text), latest))
    slots.update(at for at in map(wall, series.rdates) if at <= latest)
    return sorted(slots)


def _excluded(series: Series, latest: datetime) -> set[datetime]:
    """Wall times that EXDATE and EXRULE take out; a date on a timed series takes out its whole day."""
    if not (series.exdates or series.exrules):
        return set()
    timed = series.form is not Form.DATE
    days = {d for d in series.exdates if timed and not isinstance(d, datetime)}
    excluded = {wall(moment) for moment in series.exdates if moment not in days}
    for text in series.exrules:
        excluded.update(_of_rule(series, parse(text), latest))
    if days:
        excluded.update(at for at in _walls(series, latest) if at.date() in days)
    return excluded


def _of_rule(series: Series, rule: Rule, latest: datetime) -> list[datetime]:
    start = wall(series.start)
    stop = latest
    until = _until_wall(series, rule)
    if until is not None and until < stop:
        stop = until
    if start > stop:
        return []
    count = rule.count
    if rule.freq in TOO_FINE:
        raise TooFrequent
    slots = list(islice(between(rule, start, stop), count))
    if count is not None and len(slots) == count and slots[0] != start:
        slots.pop()  # "The DTSTART property value always counts as the first occurrence" (3.3.10)
    return slots


def _until_wall(series: Series, rule: Rule) -> datetime | None:
    """UNTIL on the series' own clock, inclusive, whatever type the writer gave it. Raises BadRule.

    A date on a timed series means that whole local day (Google stores it so). A date-time on an all-day
    series means its date: read as written at midnight, else in the reader's zone.
    """
    value = rule.until
    if value is None:
        return None
    at = _parsed(value.rstrip("Z"))
    if len(value) == len("20260101"):
        return at if series.form is Form.DATE else at.replace(hour=23, minute=59, second=59)
    if series.form is Form.DATE and at.time() == time():
        return at
    if value.endswith("Z") and _EARLIEST < at.year < _END_OF_TIME.year:
        at = at.replace(tzinfo=UTC).astimezone(series.zone).replace(tzinfo=None, fold=0)
    return at.replace(hour=0, minute=0, second=0) if series.form is Form.DATE else at


def _parsed(value: str) -> datetime:
    """A date or date-time as a rule writes it, as a wall time. Raises BadRule."""
    try:
        if value.replace("T", "", 1).isdecimal() and len(value) in (8, 15):
            return datetime.fromisoformat(value)
        form = "%Y%m%d" if len(value) == len("20260101") else "%Y%m%dT%H%M%S"
        return datetime.strptime(value, form)  # noqa: DTZ007 - a wall time
    except ValueError as error:
        raise BadRule("UNTIL") from error
