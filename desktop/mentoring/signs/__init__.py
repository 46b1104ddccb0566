"""The signs D1 to D19, one a file, and their order.

Each module says its KIND and FAMILY and answers `sign(case, now)`: what this rule sees at the moment `now`, or
nothing. A sign speaks of a series, never of a person's mood, intention or worth (R17, R18).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind
from desktop.mentoring.signs import (
    context_changed,
    dormant,
    ended_without_goodbye,
    gap_in_a_row,
    goals_reached,
    long_run,
    mentor_load,
    natural_end,
    nothing_booked,
    often_moved,
    one_sided,
    open_ended,
    quiet_patch,
    real_rhythm,
    shorter,
    silence,
    told_by_you,
    two_series,
    unanswered,
)
from desktop.mentoring.signs.case import Case


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the registry."""

    kind: SignKind
    family: Family
    sign: Callable[[Case, datetime], Sign | None]
    at_points: bool
    """Evaluated every four weeks; the others have moments of their own (0.3, 10)."""


REGISTRY: tuple[Rule, ...] = (
    Rule(quiet_patch.KIND, quiet_patch.FAMILY, quiet_patch.sign, at_points=True),
    Rule(gap_in_a_row.KIND, gap_in_a_row.FAMILY, gap_in_a_row.sign, at_points=True),
    Rule(silence.KIND, silence.FAMILY, silence.sign, at_points=True),
    Rule(open_ended.KIND, open_ended.FAMILY, open_ended.sign, at_points=False),
    Rule(long_run.KIND, long_run.FAMILY, long_run.sign, at_points=False),
    Rule(often_moved.KIND, often_moved.FAMILY, often_moved.sign, at_points=True),
    Rule(one_sided.KIND, one_sided.FAMILY, one_sided.sign, at_points=True),
    Rule(shorter.KIND, shorter.FAMILY, shorter.sign, at_points=True),
    Rule(unanswered.KIND, unanswered.FAMILY, unanswered.sign, at_points=True),
    Rule(real_rhythm.KIND, real_rhythm.FAMILY, real_rhythm.sign, at_points=True),
    Rule(natural_end.KIND, natural_end.FAMILY, natural_end.sign, at_points=False),
    Rule(ended_without_goodbye.KIND, ended_without_goodbye.FAMILY, ended_without_goodbye.sign, at_points=False),
    Rule(dormant.KIND, dormant.FAMILY, dormant.sign, at_points=False),
    Rule(told_by_you.KIND, told_by_you.FAMILY, told_by_you.sign, at_points=True),
    Rule(goals_reached.KIND, goals_reached.FAMILY, goals_reached.sign, at_points=False),
    Rule(context_changed.KIND, context_changed.FAMILY, context_changed.sign, at_points=False),
    Rule(two_series.KIND, two_series.FAMILY, two_series.sign, at_points=False),
    Rule(mentor_load.KIND, mentor_load.FAMILY, mentor_load.sign, at_points=False),
    Rule(nothing_booked.KIND, nothing_booked.FAMILY, nothing_booked.sign, at_points=False),
)
"""All rules, D1 to D19 in order."""
