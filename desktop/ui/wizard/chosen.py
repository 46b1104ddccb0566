"""What the user has chosen so far, page by page: a value that becomes the plan's `Answers`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from desktop.mentoring.plan import Answers, Rhythm, TalkBy, TalkWhen


class Way(StrEnum):
    """What would help. SLOW ends the regular meetings too, and comes back twice a year."""

    KEEP = "keep"
    SLOW = "slow"
    STAY = "stay"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The state of the wizard's fields. `rhythm` is None until the user chose one.

    `final` is the last meeting's date on the user's calendar; None until the meetings are known.
    """

    way: Way = Way.KEEP
    final: date | None = None
    mark_final: bool = False
    rhythm: Rhythm | None = None
    by: TalkBy = TalkBy.WEEKDAY
    months: int | None = None
    times: int = 3
    when: TalkWhen = TalkWhen.NOW
    title: str = ""
    as_guest: bool = False
    """Change what somebody else organises, where they let their guests do so."""

    def going(self, way: Way) -> Chosen:
        """Another way; the talk's rhythm is proposed anew for it."""
        return self if way is self.way else replace(self, way=way, rhythm=None, months=None)

    def rhythm_for(self, usual: Rhythm) -> Rhythm:
        """The talk's rhythm: the user's own choice, or else what goes with the way. `usual` is the app's default."""
        if self.way is Way.FULL:
            return Rhythm.NONE
        if self.rhythm is not None:
            return self.rhythm
        return Rhythm.EVERY_6_MONTHS if self.way is Way.SLOW else usual

    def answers(self, usual: Rhythm, final: date | None) -> Answers:
        """For the planner; `final` is the last meeting's date on the series' own clock."""
        rhythm = self.rhythm_for(usual)
        return Answers(
            final=final,
            big_picture=rhythm,
            by=self.by,
            months=None if rhythm is Rhythm.NONE else self.months,
            times=self.times,
            when=self.when,
            mark_final=self.mark_final,
            title=self.title.strip(),
            as_guest=self.as_guest,
        )
