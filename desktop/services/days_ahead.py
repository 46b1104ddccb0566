"""Every day that is worth a quiet word now: of each closing, before each meeting, and about nobody in particular."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring import before_meetings, everybody
from desktop.mentoring.before_meetings import Noted
from desktop.mentoring.occasions import DatedStep, Occasion
from desktop.services.closings import closings, due_days
from integrations.calendars.moments import day_of

if TYPE_CHECKING:
    from desktop.mentoring.afterwards import Closing
    from desktop.mentoring.mentorship import MentorshipReview, Review
    from desktop.store.store import Store


def days_ahead(
    store: Store, review: Review, zone: tzinfo, *, each_quarter: bool = False
) -> Mapping[str, tuple[DatedStep, ...]]:
    """Mentorship id -> what is worth a word at the moment of `review`; "" for what is about nobody in particular.

    `each_quarter`: the user wants to hear of the hours of three months.
    Pairs in which something is wrong are in none of it (R19). Raises Trouble (`store-…`).
    """
    today = day_of(review.now, zone)
    open_ones = [one for one in review.mentorships if not one.mentorship.told.safe]
    found = dict(due_days(store, zone, today))
    known = {one.mentorship.id for one in open_ones}
    closed = [one for one in closings(store, zone) if one.mentorship in known]
    for one in open_ones:
        id_ = one.mentorship.id
        if _meets_soon(one, today, zone):
            noted = _noted(store, id_, closing=any(closing.mentorship == id_ for closing in closed))
            before = _now(before_meetings.steps(one, noted, review.now, zone), today)
            found[id_] = (*found.get(id_, ()), *before)
    seen = _seen(open_ones, zone)
    about_nobody = [*_about_nobody(store, seen, closed, today, zone)]
    if each_quarter:
        about_nobody += everybody.quarter(seen, today)
    return {**found, "": _now(about_nobody, today)}


def _meets_soon(one: MentorshipReview, today: date, zone: tzinfo) -> bool:
    """Before anything is read: most pairs do not meet today or tomorrow."""
    ahead = one.ledger.next
    return ahead is not None and day_of(ahead.start, zone) - today <= timedelta(days=1)


def _noted(store: Store, mentorship: str, *, closing: bool) -> Noted:
    wins = tuple(win.at for win in store.shown.takeaways(mentorship))
    return Noted(store.jottings.of(mentorship), wins, closing)


def _seen(open_ones: Iterable[MentorshipReview], zone: tzinfo) -> date | None:
    """When the first of the pairs that go on was seen."""
    since = [one.mentorship.told.scanned_since for one in open_ones if not one.finished]
    return min((day_of(at, zone) for at in since if at is not None), default=None)


def _about_nobody(
    store: Store, seen: date | None, closed: Iterable[Closing], today: date, zone: tzinfo
) -> Iterator[DatedStep]:
    looks = [shown for shown in store.shown.all() if shown.kind == Occasion.HALF_YEAR]
    looked = max((day_of(shown.settled or shown.at, zone) for shown in looks), default=None)
    yield from everybody.half_year(seen, looked, today)
    of_nobody = store.jottings.of("")
    yield from everybody.met(of_nobody)
    yield from everybody.new_roles(of_nobody)
    yield from everybody.promises(closed, today)


def _now(steps: Iterable[DatedStep], today: date) -> tuple[DatedStep, ...]:
    return tuple(step for step in steps if not step.done and step.on <= today <= step.until)
