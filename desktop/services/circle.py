"""Everybody at once: who helps with what, when the next touch is, and what was promised to whom (A12, A45, A52)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring.afterwards import Closing
from desktop.mentoring.everybody import HALF_A_YEAR
from desktop.mentoring.jottings import Jotting, JottingKind, JottingState, Serves
from desktop.services.closings import closings
from desktop.services.stories import Stories
from integrations.calendars.moments import day_of

if TYPE_CHECKING:
    from desktop.store.store import Store


_ANSWERS = frozenset(Serves)


@dataclass(frozen=True, slots=True)
class Circle:
    """By mentorship id, where it is about one. Pairs in which something is wrong are in none of it (R19).

    `helps` is the latest line of what somebody is for, `reviews` the next day that was set to look at it together.
    """

    today: date
    helps: Mapping[str, Jotting]
    closings: Mapping[str, Closing]
    reviews: Mapping[str, date]
    promises: tuple[Jotting, ...]
    leads: tuple[Jotting, ...]
    challenges: tuple[Jotting, ...] = ()
    """What comes next, the latest of each pair and of nobody in particular, and that nobody is noted for."""
    roles: tuple[Jotting, ...] = ()
    """Changes of the user's own work (B2), oldest first."""
    serves: Mapping[str, Jotting] = field(default_factory=dict)
    """The latest answer of the half-yearly look."""

    def is_of_this_half_year(self, jotting: Jotting, zone: tzinfo) -> bool:
        """Whether an answer is of this look and not of the last one; `zone` is the user's."""
        return self.today - day_of(jotting.at, zone) < HALF_A_YEAR / 2

    def next_touch(self, mentorship: str, meeting: date | None) -> date | None:
        """The next day on which the two meet: a meeting on the calendar, a talk, or else a day they set."""
        closing = self.closings.get(mentorship)
        talks = closing.talks if closing is not None else ()
        ahead = [day for day in (meeting, *talks) if day is not None and day >= self.today]
        return min(ahead, default=self.reviews.get(mentorship))


def circle(store: Store, stories: Stories, now: datetime, zone: tzinfo) -> Circle:
    """Everybody at `now` (aware); `zone` is the user's. Raises Trouble (`store-…`)."""
    today = day_of(now, zone)
    with store.reading():
        hidden = {mentorship for mentorship, told in store.told.all().items() if told.safe}
        written = [one for one in store.jottings.all() if one.mentorship not in hidden]
        helps = {one.mentorship: one for one in written if one.kind is JottingKind.HELPS_WITH}
        return Circle(
            today=today,
            helps=helps,
            closings={one.mentorship: one for one in closings(store, zone)},
            reviews=_reviews(written, today),
            promises=stories.promises(),
            leads=stories.leads(),
            challenges=_uncovered(written, helps.values()),
            roles=tuple(one for one in written if one.kind is JottingKind.NEW_ROLE),
            serves={one.mentorship: one for one in written if one.kind is JottingKind.SERVES and one.about in _ANSWERS},
        )


def _uncovered(written: Iterable[Jotting], helps: Iterable[Jotting]) -> tuple[Jotting, ...]:
    covered = {one.words.casefold() for one in helps}
    latest = {one.mentorship: one for one in written if one.kind is JottingKind.CHALLENGE}
    return tuple(one for one in latest.values() if one.words.casefold() not in covered)


def _reviews(written: list[Jotting], today: date) -> dict[str, date]:
    found: dict[str, date] = {}
    for one in written:
        waiting = one.kind is JottingKind.REVIEW and one.state is JottingState.OPEN
        if waiting and one.due is not None and one.due >= today:
            found[one.mentorship] = min(one.due, found.get(one.mentorship, one.due))
    return found
