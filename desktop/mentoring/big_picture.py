"""The big picture talk (rule AR): when it takes place, written so that every calendar agrees.

By weekday it keeps the weekday and its place in the month; the fifth becomes the last, since a fifth is
missing in most years. By date, 29 to 31 are lowered to the last day that the month has every year: readers
disagree on 29 February (RFC 5545 skips the year, others take 28 February or 1 March). BYWEEKNO and BYSETPOS,
on which readers disagree too, are never written.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from desktop.mentoring.continuing import is_yearly_talk
from desktop.mentoring.plan import CreateBigPicture, Rhythm, TalkBy
from desktop.mentoring.weekdays import CODES, later, nth, place
from integrations.calendars.model import Moment, Series
from integrations.calendars.moments import instant, wall
from integrations.calendars.recurrence import BadRule, ahead

_INTERVAL = {Rhythm.YEARLY: 12, Rhythm.EVERY_6_MONTHS: 6, Rhythm.EVERY_9_MONTHS: 9}
_SHOWN = 5
"""How many dates are looked at for warnings."""
_FAR = timedelta(days=800)
"""Longer than from one talk to the next."""


@dataclass(frozen=True, slots=True)
class TalkDates:
    """The rule with its COUNT, and the days it gives: `days` are the promised ones, at most five where open."""

    rule: str
    days: tuple[date, ...]
    warnings: tuple[str, ...]
    """Codes: leap-day, day-clamped, holiday-season, weekend-in:YEAR."""


def talk_dates(
    final: date,
    rhythm: Rhythm,
    *,
    by: TalkBy = TalkBy.WEEKDAY,
    months: int | None = None,
    on: date | None = None,
    times: int = 3,
) -> TalkDates:
    """The talk's dates after a last meeting on `final`.

    `months` (6 to 12) says when the first is, by default the rhythm; `on` names its day instead. `times` is COUNT,
    0 for no end. Raises ValueError for `Rhythm.NONE`, for months out of range and for a day not after `final`.
    """
    interval = _INTERVAL.get(rhythm)
    if interval is None or not 6 <= (months or 12) <= 12 or times < 0:
        raise ValueError("rhythm, months or times")
    if on is not None and on <= final:
        raise ValueError("on")
    basis = on or final
    year, month = (on.year, on.month) if on else later(final, months or interval)
    months_used = _cycle(month, interval)
    if by is TalkBy.WEEKDAY:
        where, weekday = place(basis), basis.weekday()
        part = f"BYDAY={where}{CODES[weekday]}"
        days = [nth(*later(date(year, month, 1), interval * n), where, weekday) for n in range(_SHOWN)]
        warnings = []
    else:
        day = min(basis.day, *(_shortest(m) for m in months_used))
        part = f"BYMONTHDAY={day}"
        days = [date(*later(date(year, month, 1), interval * n), day) for n in range(_SHOWN)]
        warnings = _date_warnings(basis, day, days)
    head = f"FREQ=YEARLY;BYMONTH={month}" if interval == 12 else f"FREQ=MONTHLY;INTERVAL={interval}"
    if _in_season(days[0]):
        warnings.append("holiday-season")
    promised = days[:times] if 0 < times <= _SHOWN else days
    return TalkDates(f"{head};{part}" + (f";COUNT={times}" if times else ""), tuple(promised), tuple(warnings))


def next_talk(talks: CreateBigPicture | Series, now: datetime) -> Moment | None:
    """The first talk that lies ahead of the aware `now`, of what a plan made or of what a calendar holds.

    None where the last of them has been, and for a series that is no talk now and then.
    """
    if isinstance(talks, CreateBigPicture):
        zone = talks.start.tzinfo if isinstance(talks.start, datetime) and talks.start.tzinfo else UTC
        length, rules = wall(talks.end) - wall(talks.start), (talks.rule,)
        talks = Series(talks.uid, talks.title, talks.form, zone, talks.zone_name, talks.start, length, rules)
    if talks.cancelled or talks.withdrawn or not is_yearly_talk(talks):
        return None
    try:
        found = ahead(talks, now, 1, max(now, instant(talks.start, talks.zone)) + _FAR)
    except BadRule:
        return None
    return found[0].start if found else None


def _cycle(month: int, interval: int) -> set[int]:
    return {(month - 1 + interval * n) % 12 + 1 for n in range(12)}


def _shortest(month: int) -> int:
    """The last day that a month has every year."""
    return monthrange(2025, month)[1]


def _date_warnings(basis: date, day: int, days: list[date]) -> list[str]:
    warnings = []
    if (basis.month, basis.day) == (2, 29):
        warnings.append("leap-day")
    elif day < basis.day:
        warnings.append("day-clamped")
    weekend = next((d.year for d in days if d.weekday() >= 5), None)
    if weekend is not None:
        warnings.append(f"weekend-in:{weekend}")
    return warnings


def _in_season(day: date) -> bool:
    """22 December to 6 January, when few calendars are kept."""
    return (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 6)
