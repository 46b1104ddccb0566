"""The days on which a last meeting can stand, as a calendar in the user's zone shows them.

Pure values: what the month view and the list beside it both draw and choose from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from desktop.mentoring.mentorship import Reason, Upcoming
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """One date with a meeting on it, as the user's calendar shows it.

    `final` is the same day on the series' own clock, which is what the planner is told: in Tokyo it may be
    Wednesday already. `blocked` is why nobody could come (product decision 12).
    """

    day: date
    final: date
    start: Moment
    end: Moment
    blocked: Reason | None = None


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """Every date ahead that has a meeting, in order, and which one is proposed (rule FD).

    `earliest` is the first day that leaves time to say it; an earlier one may be chosen, with a warning.
    """

    days: tuple[MeetingDay, ...]
    proposed: date | None
    earliest: date

    @classmethod
    def of(cls, upcoming: Iterable[Upcoming], proposed: Moment | None, earliest: date, zone: tzinfo) -> MeetingDays:
        """From real occurrences in time order; two on one date become one day, the later open one of them."""
        found: dict[date, MeetingDay] = {}
        for meeting in upcoming:
            day = day_of(meeting.start, zone)
            if day not in found or meeting.blocked is None:
                found[day] = MeetingDay(day, _own_day(meeting.start, zone), meeting.start, meeting.end, meeting.blocked)
        days = tuple(found[day] for day in sorted(found))
        wanted = None if proposed is None else day_of(proposed, zone)
        return cls(days, wanted, earliest)

    @property
    def open(self) -> tuple[date, ...]:
        """The dates that can be chosen."""
        return tuple(each.day for each in self.days if each.blocked is None)

    def on(self, day: date) -> MeetingDay | None:
        """The meeting on `day`, if there is one."""
        return next((each for each in self.days if each.day == day), None)

    def is_open(self, day: date) -> bool:
        """Whether `day` can be the last meeting's."""
        found = self.on(day)
        return found is not None and found.blocked is None

    def default(self) -> date | None:
        """The proposed date, or else the first that is early enough, or else the last there is."""
        if self.proposed is not None and self.is_open(self.proposed):
            return self.proposed
        later = [day for day in self.open if day >= self.earliest]
        return later[0] if later else (self.open[-1] if self.open else None)

    def step(self, day: date, by: int) -> date | None:
        """The open date `by` places after `day` (before, if negative); the outermost where there is none."""
        days = self.open
        if not days:
            return None
        at = bisect_right(days, day) - 1 if by > 0 else bisect_left(days, day)
        return days[min(max(at + by, 0), len(days) - 1)]

    def turn(self, day: date, months: int) -> date | None:
        """The open date nearest to the same day `months` later or earlier."""
        if not self.open:
            return None
        wanted = date.fromordinal(day.toordinal() + round(months * 30.44))
        return min(self.open, key=lambda each: abs((each - wanted).days))

    def ahead_of(self, day: date) -> int:
        """How many meetings that can take place stand before `day`: the chances to say it."""
        return bisect_left(self.open, day)

    def blocked_in(self, year: int, month: int) -> tuple[MeetingDay, ...]:
        """The struck-out meetings of a month."""
        return tuple(each for each in self.days if each.blocked and (each.day.year, each.day.month) == (year, month))


def _own_day(start: Moment, zone: tzinfo) -> date:
    """The date on the series' own clock; a series in UTC has none and is read on the user's."""
    if isinstance(start, datetime) and start.tzinfo is not UTC:
        return start.date()
    return day_of(start, zone)
