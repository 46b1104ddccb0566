"""What takes a day away: public holidays, the user's leave, seasons that the user added (product rule 3.4).

A slot on such a day is excused whether or not it was removed, unless it was moved or the user says that it took
place; a future one is blocked (0.3, 12). Dates are read in the user's zone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from desktop.mentoring.mentorship import Known, Reason, Settings
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of, instant

ME = "me"
"""`Absence.whose` of the user's own absences."""

_DAY = timedelta(days=1)
_LONGEST = 1_000
"""Days of a span that are looked up by day; what is longer, which no leave is, is looked at one by one."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time away. All-day spans have dates, the end exclusive; others aware moments."""

    start: Moment
    end: Moment
    reason: Reason
    whose: str = ME

    @property
    def all_day(self) -> bool:
        """Whether the span is in whole days."""
        return not isinstance(self.start, datetime)


class Away:
    """All absences of the user and of the others. Made once for a look, asked once a slot."""

    def __init__(self, zone: tzinfo, spans: Iterable[Span] = (), regions: Iterable[str] = ()) -> None:
        """`regions` are ISO 3166 codes; unknown ones have no holidays."""
        self._zone = zone
        self._regions = tuple(region for region in regions if region)
        self._years: set[int] = set()
        self._holidays: dict[date, str] = {}
        self._near: set[int] = set()
        self._by_day: dict[int, list[Span]] = {}
        self._long: list[Span] = []
        for span in sorted(spans, key=lambda span: (instant(span.start, zone), span.reason.code, span.reason.words)):
            self._enter(span)

    def __bool__(self) -> bool:
        """Whether anything could ever be in the way."""
        return bool(self._regions or self._by_day or self._long)

    def _enter(self, span: Span) -> None:
        first = day_of(span.start, self._zone).toordinal()
        last = max(first, _last_day(span.end, self._zone).toordinal())
        if last - first > _LONGEST:
            self._long.append(span)
            return
        for day in range(first, last + 1):
            self._by_day.setdefault(day, []).append(span)
        self._near.update(_around(first, last))

    def blocked(self, start: Moment, end: Moment, whose: str = ME) -> Reason | None:
        """Why nothing can take place then; None where nothing is known against it.

        `whose` is the id of the mentorship: the absences of its other side count as well as the user's.
        """
        if self._regions and start.year not in self._years:
            self._learn(start.year)
        # The wall date of any zone is at most a day from the user's: most slots need no conversion.
        if start.toordinal() not in self._near and not self._long and end.toordinal() - start.toordinal() <= 1:
            return None
        return self._blocked(start, end, whose)

    def _blocked(self, start: Moment, end: Moment, whose: str) -> Reason | None:
        first = day_of(start, self._zone)
        if first in self._holidays:
            return Reason("holiday", self._holidays[first])
        last = max(first, _last_day(end, self._zone))
        days = range(first.toordinal(), min(last.toordinal(), first.toordinal() + _LONGEST) + 1)
        spans = [span for day in days for span in self._by_day.get(day, ())]
        for span in [*spans, *self._long]:
            if span.whose in (ME, whose) and self._overlap(span, start, end, first, last):
                return span.reason
        return None

    def _overlap(self, span: Span, start: Moment, end: Moment, first: date, last: date) -> bool:
        if span.all_day:
            begin = day_of(span.start, self._zone)
            return begin <= last and first <= max(begin, _last_day(span.end, self._zone))
        return instant(span.start, self._zone) < instant(end, self._zone) and instant(start, self._zone) < instant(
            span.end, self._zone
        )

    def _learn(self, year: int) -> None:
        self._years.add(year)
        for region in self._regions:
            for near in (year - 1, year, year + 1):
                for day, name in holidays_of(region, near).items():
                    self._holidays.setdefault(day, name)
                    self._near.update(_around(day.toordinal(), day.toordinal()))


def away(known: Known, settings: Settings, day_off: Callable[[str], bool] | None = None) -> Away:
    """Everything known that takes days away.

    `day_off` says whether a title speaks of leave: such an event in the user's calendar excuses slots, as does one that
    its source itself calls out of office.
    """
    spans = [Span(one.start, one.end, Reason(one.code, one.title), one.whose) for one in known.absences]
    leave = (event for event in known.days_off if event.out_of_office or (day_off is not None and day_off(event.title)))
    spans += [Span(event.start, event.end, Reason("leave", event.title)) for event in leave]
    return Away(settings.zone, spans, (settings.region, settings.other_region))


@lru_cache(maxsize=256)
def holidays_of(region: str, year: int) -> Mapping[date, str]:
    """The public holidays of a region by date, with their names. Unknown regions have none.

    An unknown subdivision (`DE-XX`) is read as its country.
    """
    import holidays  # 15 MB that are needed only where a region is set

    country, _, subdivision = region.upper().partition("-")
    for part in (subdivision or None, None):
        try:
            return dict(holidays.country_holidays(country, subdiv=part, years=year, language="en_US"))
        except NotImplementedError:
            continue
    return {}


def _around(first: int, last: int) -> range:
    """Ordinals on which, in whatever zone, a slot of at most a day may begin that touches first to last."""
    return range(first - 2, last + 3)


def _last_day(end: Moment, zone: tzinfo) -> date:
    """The last date before an exclusive end."""
    if isinstance(end, datetime):
        return (end.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).date()
    return end - _DAY
