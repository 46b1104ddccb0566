"""What the wizard begins with: what can be chosen, and all that is known of the two people's story."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring import final_date
from desktop.mentoring.jottings import Jotting, says
from desktop.mentoring.letters.kinds import Stage
from desktop.mentoring.mentorship import Mentorship, MentorshipReview, Settings, Side
from desktop.mentoring.plan import Plan, Refusal
from desktop.mentoring.sheet import Sheet
from desktop.services.filling import values
from desktop.services.stories import Story
from integrations.calendars.moments import day_of

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.mentoring.letters.values import Values
    from desktop.services.records import Choices

OVER = "already-ended"
"""The code of a `Refusal` after which thanks, a summary and an offer are still possible (J3)."""
UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Beginning:
    """One look. `choices` is None where nothing lies ahead; `over` is then the refusal, which may bring a thank-you."""

    choices: Choices | None
    found: MentorshipReview
    story: Story
    zone: tzinfo
    now: datetime
    me: frozenset[str] = frozenset()
    stage: str = UNSAID
    """As in the settings: "unsaid" where it was never asked."""
    over: Refusal | None = None

    @property
    def side(self) -> Side:
        """The user's own side."""
        return self.found.mentorship.side

    @property
    def career(self) -> Stage:
        """The stage that orders the pages; unknown where nobody said."""
        return Stage(self.stage) if self.stage in set(Stage) else Stage.UNKNOWN

    @property
    def unsaid(self) -> bool:
        """Whether the stage was never asked, or the side of this pair is not known."""
        return self.stage == UNSAID or (self.side is Side.UNKNOWN and bool(self.found.mentorship.others))

    def values(self, sheet: Sheet, plan: Plan | None) -> Values:
        """What letters may hold."""
        return values(self.found, self.story, sheet, now=self.now, zone=self.zone, me=self.me, plan=plan)

    def with_jotting(self, jotting: Jotting) -> Beginning:
        """The same with a jotting in its place; without a word it is not there."""
        known = self.story.jottings
        there = any(one.id == jotting.id for one in known)
        changed = [jotting if one.id == jotting.id else one for one in known] if there else [*known, jotting]
        kept = tuple(one for one in changed if one.id != jotting.id or says(one))
        return replace(self, story=replace(self.story, jottings=kept))

    def on_side(self, side: Side) -> Beginning:
        """The same with another side of the user's: a mentor gives longer notice (product 0.3, decision 17)."""
        mentorship = replace(self.found.mentorship, side=side)
        return replace(self, found=replace(self.found, mentorship=mentorship), choices=self._choices_of(mentorship))

    def _choices_of(self, mentorship: Mentorship) -> Choices | None:
        if self.choices is None:
            return None
        ledger = self.found.ledger
        return replace(
            self.choices,
            proposed=final_date.propose(mentorship, ledger, Settings(self.zone, self.me), self.now),
            earliest=day_of(self.now, self.zone) + final_date.notice(mentorship, ledger),
        )


def begin(graduand: Graduand, mentorship_id: str, *, seeing: str = "") -> Beginning:
    """Look at everything once; `seeing` as for a look. Raises Refusal where nothing is possible, and Trouble."""
    looked = graduand.reviewing.look(seeing=seeing)
    over: Refusal | None = None
    choices: Choices | None = None
    try:
        choices = graduand.transitions.choices(mentorship_id, looked)
    except Refusal as refusal:
        if refusal.code != OVER:
            raise
        over = refusal
    return Beginning(
        choices=choices,
        found=graduand.transitions.found(mentorship_id, looked),
        story=graduand.stories.story(mentorship_id),
        zone=looked.settings.zone,
        now=looked.review.now,
        me=looked.settings.me,
        stage=graduand.settings.chosen().stage,
        over=over,
    )
