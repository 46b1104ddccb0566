"""What a rule may look at: one mentorship, and how it stood at a decision point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from desktop.mentoring.continuing import YEARLY_TALK_DAYS, is_yearly_talk
from desktop.mentoring.mentorship import (
    Ledger,
    Mentorship,
    Slot,
    SlotState,
    Told,
)
from desktop.mentoring.slots import DUE, MONTHLY_DAYS, window_size
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of

BETWEEN_POINTS = timedelta(days=28)
"""Rules are evaluated every four weeks, counted from the first scan (0.3, 10)."""

REVIEW_WEEKS = 26
YOUNG_WEEKS, YOUNG_KEPT = 26, 8
"""Before half a year and eight kept meetings nothing suggests to close (R28)."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another lineage with the same person that has meetings ahead and is no yearly talk."""

    id: str
    steady: bool
    """At most one in five of its due meetings was not kept."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the user gives as a mentor: pairs with meetings ahead, and booked hours a month."""

    pairs: int
    hours: float


@dataclass(frozen=True, slots=True)
class View:
    """A mentorship as it stood at a moment. Days are dates in the user's zone."""

    today: date
    due: tuple[Slot, ...]
    """The last due slots, at most 12 (8 of a monthly series), oldest first."""
    kept: int
    """Kept and moved, of all time."""
    missed_at_end: int
    """How many due slots at the end were not kept, one after the other."""
    age_days: int

    @property
    def not_kept(self) -> int:
        """How many of the last due slots were not kept."""
        return sum(1 for slot in self.due if slot.state is SlotState.NOT_KEPT)

    @property
    def young(self) -> bool:
        """Too young for any suggestion to close (R28)."""
        return self.age_days < 7 * YOUNG_WEEKS or self.kept < YOUNG_KEPT


@dataclass(frozen=True, slots=True)
class Case:
    """One mentorship before the rules: its ledger, what the user told, and what stands beside it."""

    mentorship: Mentorship
    ledger: Ledger
    zone: tzinfo
    contacts: tuple[Sequence[Moment], ...] = ()
    """When the pair met: one sequence a lineage of the same people, each oldest first."""
    booked: tuple[Moment, ...] = ()
    """What lies ahead of the pair: the next meeting of each lineage, the yearly talk included, and one-off ones."""
    siblings: tuple[Sibling, ...] = ()
    programme: bool = False
    load: Load | None = None
    """Only on the first of a mentor's pairs: it speaks of all of them."""
    looked_anew: date | None = None
    """The first day after the last "not now"."""
    _views: dict[datetime, View] = field(default_factory=dict, compare=False, repr=False)

    @property
    def told(self) -> Told:
        """What only the user can say."""
        return self.mentorship.told

    @property
    def monthly(self) -> bool:
        """Whether the series counts as monthly."""
        return self.ledger.cadence_days is not None and self.ledger.cadence_days >= MONTHLY_DAYS

    @property
    def yearly(self) -> bool:
        """Whether it is a talk now and then: no sign about rhythm or end ever nags about it."""
        return is_talk(self.mentorship, self.ledger)

    @property
    def finished(self) -> bool:
        """Nothing ahead and the end is known."""
        return not self.ledger.open_ended and not self.ledger.upcoming

    def day(self, moment: Moment) -> date:
        """The calendar date of a moment in the user's zone."""
        return day_of(moment, self.zone)

    def paused(self, now: datetime) -> bool:
        """Whether the user said that the meetings rest."""
        until = self.told.paused_until
        return until is not None and until >= self.day(now)

    def point(self, now: datetime) -> datetime:
        """The last decision point at or before `now`."""
        return decision_point(now, self.told.scanned_since, self.zone, self.looked_anew)

    def view(self, at: datetime) -> View:
        """The mentorship as it stood at `at`, with what is known of it today."""
        if at not in self._views:
            self._views[at] = self._look(at)
        return self._views[at]

    def past(self, at: datetime) -> Sequence[Slot]:
        """The slots that had begun at `at`."""
        slots, end = self.ledger.slots, len(self.ledger.slots)
        day = self.day(at)
        while end and not _slot_begun(slots[end - 1], at, day):
            end -= 1
        return slots[:end]

    def last_contact(self, at: datetime) -> date | None:
        """The day on which the pair last met, in any of its series or in a one-off meeting."""
        today = self.day(at)
        found = []
        for contacts in self.contacts or (self.ledger.contacts,):
            last = next((moment for moment in reversed(contacts) if _begun(moment, at, today)), None)
            if last is not None:
                found.append(self.day(last))
        return max(found, default=None)

    def _look(self, at: datetime) -> View:
        slots = self.past(at)
        later = self.ledger.slots[len(slots) :]
        counts = self.ledger.all_time
        kept = counts.kept + counts.moved - sum(1 for slot in later if slot.state in (SlotState.KEPT, SlotState.MOVED))
        due = _last_due(slots, window_size(self.ledger.cadence_days))
        first = self.ledger.first
        today = self.day(at)
        return View(today, due, kept, _missed_at_end(slots), (today - self.day(first)).days if first else 0)


def _begun(moment: Moment, at: datetime, today: date) -> bool:
    return moment <= at if isinstance(moment, datetime) else moment <= today


def _slot_begun(slot: Slot, at: datetime, today: date) -> bool:
    """Whether it was its time, or that of the meeting that was moved forward."""
    return _begun(slot.start, at, today) or (slot.to is not None and _begun(slot.to, at, today))


def _last_due(slots: Sequence[Slot], most: int) -> tuple[Slot, ...]:
    found: list[Slot] = []
    for slot in reversed(slots):
        if slot.state in DUE:
            found.append(slot)
            if len(found) == most:
                break
    return tuple(reversed(found))


def _missed_at_end(slots: Sequence[Slot]) -> int:
    missed = 0
    for slot in reversed(slots):
        if slot.state in DUE:
            if slot.state is not SlotState.NOT_KEPT:
                break
            missed += 1
    return missed


def is_talk(mentorship: Mentorship, ledger: Ledger) -> bool:
    """Whether a lineage is a talk now and then, by its dates, or by its rule while it has fewer than two."""
    if ledger.cadence_days is None:
        return is_yearly_talk(mentorship.current)
    return ledger.cadence_days >= YEARLY_TALK_DAYS


def decision_point(
    now: datetime, scanned_since: datetime | None, zone: tzinfo, looked_anew: date | None = None
) -> datetime:
    """The last decision point at or before `now`: every 28 days from the first scan; without one, `now` itself.

    The beginning of the day `looked_anew`, the first after a "not now", is one as well.
    """
    if scanned_since is None or scanned_since >= now:
        return now
    first, today = day_of(scanned_since, zone), day_of(now, zone)
    steps = (today - first) // BETWEEN_POINTS
    point = (scanned_since.astimezone(zone) + steps * BETWEEN_POINTS).astimezone(now.tzinfo)
    if looked_anew is not None and looked_anew <= today:
        point = max(point, datetime.combine(looked_anew, time(), zone).astimezone(now.tzinfo))
    return min(point, now)


def rhythm_applies(case: Case, now: datetime) -> bool:
    """Whether signs about the rhythm make sense: meetings lie ahead, nothing rests, and it is no yearly talk."""
    return not (case.finished or case.yearly or case.paused(now))
