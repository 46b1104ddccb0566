"""What the page of a pair shows besides the look: everything written, the closing, and its days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring.afterwards import Closing
from desktop.mentoring.jottings import Jotting, JottingKind, JottingState, for_a_moment_like
from desktop.mentoring.mentorship import Side
from desktop.mentoring.occasions import DatedStep
from desktop.mentoring.sheet import Sheet
from desktop.services.closings import closings, days
from desktop.services.stories import Stories, Story
from integrations.calendars.moments import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.store.store import Store

_YEAR = 366


@dataclass(frozen=True, slots=True)
class PairStory:
    """`today` is on the user's clock.

    `days` run up to a year ahead of today, or of a last meeting that is ahead itself; past ones are among them.
    """

    mentorship: str
    today: date
    story: Story = field(default_factory=Story)
    closing: Closing | None = None
    days: tuple[DatedStep, ...] = ()
    sheet: Sheet = field(default_factory=Sheet)
    """A half-finished wizard, whose thanks may be on the keepsake already; empty where there is none."""
    promises_elsewhere: int = 0
    """What was offered to others and is open: worth a look before somebody new is found (A52)."""

    moments: Mapping[str, tuple[Jotting, ...]] = field(default_factory=dict)
    """The id of a goal that is ahead -> what was saved to be asked in a moment like it (A83)."""

    @property
    def closed(self) -> bool:
        """Whether the last meeting is behind the two, and they are peers now (A20)."""
        return self.closing is not None and self.closing.final < self.today


def pair_story(store: Store, stories: Stories, mentorship: str, now: datetime, zone: tzinfo) -> PairStory:
    """Everything of one mentorship at `now` (aware); `zone` is the user's. Raises Trouble (`store-…`)."""
    today = day_of(now, zone)
    with store.reading():
        closing = next((one for one in closings(store, zone) if one.mentorship == mentorship), None)
        begins = max(today, closing.final) if closing is not None else today
        shown = tuple(step for step in days(store, mentorship, zone) if (step.on - begins).days <= _YEAR)
        elsewhere = sum(one.mentorship != mentorship for one in stories.promises())
        sheet = stories.sheet(mentorship) or Sheet()
        story = stories.story(mentorship)
        moments = _moments(store, mentorship, story)
        return PairStory(mentorship, today, story, closing, shown, sheet, elsewhere, moments)


def _moments(store: Store, mentorship: str, story: Story) -> dict[str, tuple[Jotting, ...]]:
    """Of a mentee, and of a pair kept hidden, nothing is brought up elsewhere, nor beside it (R19, R34)."""
    goals = [one for one in story.of(JottingKind.GOAL) if one.state is JottingState.OPEN]
    if not goals:
        return {}
    told = store.told.all()
    apart = {id_ for id_, one in told.items() if one.safe or one.side is Side.MENTOR}
    others = () if mentorship in apart else store.jottings.all()
    saved = [*story.jottings, *(one for one in others if one.mentorship not in {*apart, mentorship})]
    found = {goal.id: for_a_moment_like(goal, saved) for goal in goals}
    return {goal: jottings for goal, jottings in found.items() if jottings}
