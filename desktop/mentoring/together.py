"""The time two people had together: what took place, in hours and by year. It knows of nothing else (A33, A56)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from desktop.mentoring.mentorship import MentorshipReview, SlotState
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of, instant

_TOOK_PLACE = frozenset({SlotState.KEPT, SlotState.MOVED})


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the long view: how often the two met, and how many dates are ahead in it."""

    year: int
    met: int
    ahead: int


@dataclass(frozen=True, slots=True)
class Together:
    """`hours` are those of meetings with a time; whole days count as meetings alone. `years` run without a gap."""

    met: int
    hours: float
    years: tuple[Year, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a year, both days among them, and what took place in them."""

    first: date
    last: date
    sums: Together


def together(found: MentorshipReview, now: datetime, zone: tzinfo, talks: Iterable[date] = ()) -> Together:
    """All that took place up to `now` (aware), one-off meetings among it; `talks` are dates that were agreed on.

    Dates ahead are those of a series that has an end, and the talks: a series without one has as many as one likes.
    """
    spans = list(_spans(found, now, zone))
    hours = sum((end - start for start, end in spans if isinstance(start, datetime)), timedelta())
    today = day_of(now, zone)
    coming = {day for day in talks if day > today}
    if not found.ledger.open_ended:
        coming |= {day_of(one.start, zone) for one in found.ledger.upcoming}
    met = Counter(day_of(start, zone).year for start, _ in spans)
    ahead = Counter(day.year for day in coming)
    known = [*met, *ahead]
    years = range(min(known), max(*known, today.year) + 1) if known else ()
    return Together(len(spans), hours.total_seconds() / 3600, tuple(Year(y, met[y], ahead[y]) for y in years))


def quarter_of(day: date) -> date:
    """The first day of the quarter of a year that `day` is in."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def last_quarter(reviews: Iterable[MentorshipReview], now: datetime, zone: tzinfo) -> Quarter:
    """What took place with everybody in the quarter before this one; of nobody by themselves (A72, R34)."""
    this = quarter_of(day_of(now, zone))
    first, last = quarter_of(this - timedelta(days=1)), this - timedelta(days=1)
    spans = [span for one in reviews for span in _spans(one, now, zone) if first <= day_of(span[0], zone) <= last]
    hours = sum((end - start for start, end in spans if isinstance(start, datetime)), timedelta())
    return Quarter(first, last, Together(len(spans), hours.total_seconds() / 3600, ()))


def _spans(found: MentorshipReview, now: datetime, zone: tzinfo) -> Iterable[tuple[Moment, Moment]]:
    """Start and end of everything that took place; a one-off meeting that stands for a slot is counted once."""
    for slot in found.ledger.slots:
        if slot.state in _TOOK_PLACE:
            start = slot.to or slot.start
            yield start, start + (slot.end - slot.start)
    for meeting in found.mentorship.meetings:
        stands_for_another = meeting.uid in found.ledger.makeups
        if not meeting.cancelled and not stands_for_another and instant(meeting.end, zone) <= now:
            yield meeting.start, meeting.end
