"""When the user may be spoken to, and when not (product 3.6, R26, R27). Times of day are on the user's clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from desktop.mentoring.absences import Away
from desktop.mentoring.mentorship import MentorshipReview, SlotState
from integrations.calendars.model import Moment, Series
from integrations.calendars.moments import instant

NEAR_A_MEETING = timedelta(minutes=30)
AFTER_CALLED_OFF = timedelta(hours=24)
_NOW = timedelta(minutes=1)
_SELDOM = timedelta(hours=1)
_LOOK_BACK = timedelta(days=3)
_TOOK_PLACE = frozenset({SlotState.KEPT, SlotState.MOVED})


@dataclass(frozen=True, slots=True)
class Manners:
    """The user's settings for being spoken to.

    `begins` and `ends` (exclusive) are the working hours; where they do not ascend, they span midnight. `days` are the
    working days, 1 for Monday to 7. `sooner` speaks at LOOK already. `quiet_until` is the last quiet day of all.
    `after_meeting` asks for the line after a meeting.
    """

    begins: time = time(9)
    ends: time = time(17)
    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    sooner: bool = False
    quiet_until: date | None = None
    after_meeting: bool = False


class Span(StrEnum):
    """How long "not now" lasts, in the words of the command line."""

    WEEK = "week"
    MONTH = "month"
    THREE_MONTHS = "3-months"
    NEVER = "never"


def last_quiet_day(today: date, span: Span) -> date | None:
    """The last day of a "not now" that begins today; None: never again.

    Months end where the month does: three months from 30 November end on 28 February (J10).
    """
    match span:
        case Span.WEEK:
            return today + timedelta(days=7)
        case Span.MONTH:
            return _months_after(today, 1)
        case Span.THREE_MONTHS:
            return _months_after(today, 3)
        case Span.NEVER:
            return None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def may_speak(reviews: Sequence[MentorshipReview], manners: Manners, away: Away, now: datetime, zone: tzinfo) -> bool:
    """Whether `now` is a moment for a notification, as far as the calendar and the clock can say.

    `away` holds the user's own absences. Whether a meeting was called off lately is asked apart: `lately_called_off`.
    """
    local = now.astimezone(zone)
    if manners.quiet_until is not None and local.date() <= manners.quiet_until:
        return False
    if not _at_work(local, manners) or away.blocked(local, local + _NOW) is not None:
        return False
    return not any(start - NEAR_A_MEETING < now < end + NEAR_A_MEETING for start, end in _meetings(reviews, now))


def _at_work(local: datetime, manners: Manners) -> bool:
    begins, ends, clock = manners.begins, manners.ends, local.time()
    if begins < ends:
        return local.isoweekday() in manners.days and begins <= clock < ends
    # A night shift belongs to the day on which it began.
    began = local if clock >= begins else local - timedelta(days=1)
    return began.isoweekday() in manners.days and (clock >= begins or clock < ends)


def _meetings(reviews: Sequence[MentorshipReview], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of the meetings around `now`. What lasts all day is near to nothing."""
    for one in reviews:
        for ahead in one.ledger.upcoming:
            if not isinstance(ahead.start, datetime) or not isinstance(ahead.end, datetime):
                break
            if ahead.start > now + _LOOK_BACK:
                break
            yield ahead.start, ahead.end
        for slot, start, end in behind(one, now):
            if slot in _TOOK_PLACE:
                yield start, end
        for meeting in one.mentorship.meetings:
            if not meeting.cancelled and isinstance(meeting.start, datetime) and isinstance(meeting.end, datetime):
                yield meeting.start, meeting.end


def behind(one: MentorshipReview, now: datetime) -> Iterator[tuple[SlotState, datetime, datetime]]:
    """The timed slots of the last days, latest first: what became of each, its real start and its real end."""
    for slot in reversed(one.ledger.slots):
        if not isinstance(slot.start, datetime) or not isinstance(slot.end, datetime):
            return
        if slot.start < now - 2 * _LOOK_BACK:
            return
        start = slot.to if isinstance(slot.to, datetime) else slot.start
        yield slot.state, start, start + (slot.end - slot.start)


def next_look(reviews: Sequence[MentorshipReview], manners: Manners, now: datetime, zone: tzinfo) -> datetime:
    """The next moment at which the clock alone may change what should be shown; an hour ahead at the latest.

    Working hours begin, a meeting is over and its half hour too, a day has gone by since one was called off.
    """
    local = now.astimezone(zone)
    moments = [datetime.combine(local.date() + timedelta(days=n), manners.begins, zone) for n in (0, 1)]
    moments += [end + NEAR_A_MEETING for _, end in _meetings(reviews, now)]
    for one in reviews:
        moments += [start + AFTER_CALLED_OFF for state, start, _ in behind(one, now) if state is SlotState.NOT_KEPT]
    return min((moment for moment in moments if now < moment < now + _SELDOM), default=now + _SELDOM)


def lately_called_off(reviews: Sequence[MentorshipReview], now: datetime, zone: tzinfo) -> bool:
    """Whether the time of a meeting that did not take place lies less than a day back, in any mentorship."""
    for one in reviews:
        for slot in reversed(one.ledger.slots):
            start = instant(slot.start, zone)
            if start <= now - AFTER_CALLED_OFF:
                break
            if slot.state is SlotState.NOT_KEPT:
                return True
    return False


def seen_lately(seen: Collection[datetime], now: datetime) -> bool:
    """Whether one of the moments at which a meeting was seen to be called off lies less than a day back."""
    return any(now - AFTER_CALLED_OFF < moment <= now for moment in seen)


def calls_off(before: Series, after: Series, now: datetime) -> bool:
    """Whether `after` calls off a meeting that stood in `before` and is not long past.

    What is taken out of the calendar days later is no news to anyone.
    """
    if after.cancelled and not before.cancelled:
        return True
    new = _called_off(after) - _called_off(before)
    return any(instant(slot, after.zone) > now - AFTER_CALLED_OFF for slot in new)


def _called_off(series: Series) -> set[Moment]:
    return {*series.exdates, *(override.slot for override in series.overrides if override.cancelled)}
