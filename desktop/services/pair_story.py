"""What the page of a pair shows besides the look: everything written, the closing, and its days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring.afterwards import Closing
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
    """`days` run from today to a year ahead, what is done and past among them. `today` is on the user's clock."""

    mentorship: str
    today: date
    story: Story = field(default_factory=Story)
    closing: Closing | None = None
    days: tuple[DatedStep, ...] = ()
    sheet: Sheet = field(default_factory=Sheet)
    """A half-finished wizard, whose thanks may be on the keepsake already; empty where there is none."""

    @property
    def closed(self) -> bool:
        """Whether the last meeting is behind the two, and they are peers now (A20)."""
        return self.closing is not None and self.closing.final < self.today


def pair_story(store: Store, stories: Stories, mentorship: str, now: datetime, zone: tzinfo) -> PairStory:
    """Everything of one mentorship at `now` (aware); `zone` is the user's. Raises Trouble (`store-…`)."""
    today = day_of(now, zone)
    with store.reading():
        closing = next((one for one in closings(store, zone) if one.mentorship == mentorship), None)
        shown = tuple(step for step in days(store, mentorship, zone) if (step.on - today).days <= _YEAR)
        return PairStory(
            mentorship, today, stories.story(mentorship), closing, shown, stories.sheet(mentorship) or Sheet()
        )
