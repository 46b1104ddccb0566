"""The slow-down ladder in a plan: its rungs as steps, and what to know of them before (product 7, M2).

Each rung is a series with an end of its own, at the meetings' hour and under their title, so that it continues them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.mentoring.continuing import usual_gap
from desktop.mentoring.ladder import Rung, rungs
from desktop.mentoring.plan import Answers, Caution, CreateRung
from integrations.calendars.ending import Ending
from integrations.calendars.model import Form, Moment, Occurrence
from integrations.calendars.moments import wall
from integrations.calendars.recurrence import is_open_ended, last_start

if TYPE_CHECKING:
    from desktop.mentoring.mentorship import Mentorship
    from desktop.mentoring.transition import Situation

_NEAR = timedelta(days=6)
"""A last meeting that was moved no further keeps the rungs on the series' own weekday."""
_SHORTEST = timedelta(minutes=15)
_PLACE = re.compile(r"^(?:LOCATION|URL|CONFERENCE|X-GOOGLE-CONFERENCE)\b[^:\n]*:.", re.MULTILINE)
"""Where people meet; what is read of a live calendar does not hold it."""

Placed = Callable[[date], Moment]
"""The start of a meeting on a day."""


@dataclass(frozen=True, slots=True)
class Slowed:
    """The rungs after the last regular meeting; none where none were asked for, or the meetings are rare already."""

    rungs: tuple[Rung, ...] = ()

    def last_day(self, final: date) -> date:
        """The day of the last meeting of all, from which the big picture talk is counted."""
        return self.rungs[-1].days[-1] if self.rungs else final


def slowed(at: Situation, answers: Answers, last: Occurrence, final: date) -> Slowed:
    """The rungs after the meeting `last`, which is on the day `final` of the series' own clock.

    The pace follows from the rule of the series that runs now: what was slowed down before does not quicken again.
    """
    if not answers.ladder:
        return Slowed()
    moved = wall(last.start).date() - wall(last.slot).date()
    basis = final - moved if abs(moved) <= _NEAR else final
    return Slowed(foreseen(at.mentorship, at.ledger.cadence_days, basis))


def foreseen(mentorship: Mentorship, cadence_days: float | None, final: date) -> tuple[Rung, ...]:
    """The rungs after a last regular meeting on `final`; none for rare meetings, and for a group of somebody else's.

    `cadence_days` is the ledger's, for a series whose rule does not say how often it meets.
    """
    if mentorship.others_group:
        return ()
    gap = usual_gap(mentorship.current) or cadence_days
    return rungs(final, round(gap) if gap else None)


def steps(at: Situation, slow: Slowed, placed: Placed, form: Form, zone_name: str | None) -> tuple[CreateRung, ...]:
    """The steps that make the rungs; each is an invitation of its own to the others."""
    series = at.mentorship.current
    made = []
    for uid, rung in zip(at.rung_uids, slow.rungs, strict=False):
        starts = tuple(placed(day) for day in rung.days)
        made.append(
            CreateRung(
                uid=uid,
                title=series.title,
                rule=rung.rule,
                start=starts[0],
                end=starts[0] + max(series.duration, _SHORTEST),
                form=form,
                zone_name=zone_name,
                first_dates=starts,
                tells=tuple(person.email for person in at.mentorship.others),
                pace=rung.pace,
            )
        )
    return tuple(made)


def cautions(at: Situation, answers: Answers, slow: Slowed, ending: Ending) -> list[Caution]:
    """What to know: rungs on holidays, no rung at all, an end that is passed, and a place that is not taken along."""
    if not answers.ladder or at.mentorship.others_group:
        return []
    if not slow.rungs:
        return [Caution("ladder-none")]
    series = at.mentorship.current
    found = []
    former = None if is_open_ended(series) else last_start(series)
    if former is not None and wall(former).date() < slow.rungs[-1].days[-1]:
        found.append(Caution("ladder-beyond-end", (("date", at.day(former)),)))
    if series.source != "ics" or _PLACE.search(series.text):
        found.append(Caution("ladder-place"))
    if answers.mark_final:
        found.append(Caution("ladder-not-marked", (("date", at.day(ending.last_start)),)))
    for day in (day for rung in slow.rungs for day in rung.days):
        reason = at.blocked(day)
        if reason is not None:
            found.append(Caution("rung-on-holiday", (("date", at.day(day)), ("why", reason.words))))
    return found
