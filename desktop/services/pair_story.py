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
        return PairStory(mentorship, today, stories.story(mentorship), closing, shown, sheet, elsewhere)
