"""Quiet words about nobody in particular: a look at everybody, people one met, promises, a new role.

A function of values. Each has a last day, so that a machine that was off for a month does not bring up what has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from desktop.mentoring.afterwards import Closing
from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.mentoring.occasions import DatedStep, Occasion
from desktop.mentoring.together import quarter_of

HALF_A_YEAR = timedelta(weeks=26)
_FOUR_WEEKS = timedelta(days=27)
_TWO_WEEKS = timedelta(days=13)
_WEEK = timedelta(days=6)
AFTER_A_COFFEE = ((Occasion.MET, 3, 7), (Occasion.MET_AGAIN, 21, 14))
"""Days after it, and for how many it is worth a word (A108)."""
IN_THE_NEW_ROLE = timedelta(days=90)
_LATELY_CLOSED = timedelta(days=365)
_ASKED_ONE_BY_ONE = timedelta(days=44)
"""Up to then each promise has a line of its own (A17)."""
SEVERAL = 2


def half_year(seen: date | None, looked: date | None, today: date) -> Iterator[DatedStep]:
    """The look at everybody, 26 weeks after the last one, or after the first pair was seen; once each (A41, B1).

    `seen` is when the first of the pairs that go on was seen, None without any; `looked` when it was last shown.
    """
    if seen is None:
        return
    began = max(seen, looked) if looked is not None else seen
    times = (today - began) // HALF_A_YEAR
    if times > 0:
        on = began + times * HALF_A_YEAR
        yield DatedStep(Occasion.HALF_YEAR, on, on + _FOUR_WEEKS, f"{Occasion.HALF_YEAR}::{on.isoformat()}")


def quarter(seen: date | None, today: date) -> Iterator[DatedStep]:
    """In the first two weeks of a quarter: what the last one took, where pairs were known then (A72)."""
    on = quarter_of(today)
    if seen is not None and seen < on:
        yield DatedStep(Occasion.QUARTER, on, on + _TWO_WEEKS, f"{Occasion.QUARTER}::{on.isoformat()}")


def met(jottings: Iterable[Jotting]) -> Iterator[DatedStep]:
    """A word of thanks after a coffee, and another talk three weeks later; not once it led somewhere (A108)."""
    for one in jottings:
        if one.kind is JottingKind.LEAD and one.due is not None:
            for kind, days, lasts in AFTER_A_COFFEE:
                on = one.due + timedelta(days=days)
                done = one.state is not JottingState.OPEN
                yield DatedStep(kind, on, on + timedelta(days=lasts), f"{kind}::{one.id}", done, one.id)


def new_roles(jottings: Iterable[Jotting]) -> Iterator[DatedStep]:
    """Three months after a change that the user noted (B2)."""
    for one in jottings:
        if one.kind is JottingKind.NEW_ROLE and one.due is not None:
            on = one.due + IN_THE_NEW_ROLE
            done = one.state is not JottingState.OPEN
            yield DatedStep(Occasion.NEW_ROLE, on, on + _FOUR_WEEKS, f"{Occasion.NEW_ROLE}::{one.id}", done, one.id)


def promises(closings: Iterable[Closing], today: date) -> Iterator[DatedStep]:
    """In the first week of a month: what was offered to several people is open, and no line asks of each (A52)."""
    waiting = [one for one in closings if _owes(one) and _ASKED_ONE_BY_ONE < today - one.final <= _LATELY_CLOSED]
    if len(waiting) >= SEVERAL:
        on = today.replace(day=1)
        yield DatedStep(Occasion.PROMISES, on, on + _WEEK, f"{Occasion.PROMISES}::{on:%Y-%m}")


def _owes(closing: Closing) -> bool:
    return any(one.kind is JottingKind.OFFER and one.state is JottingState.OPEN for one in closing.written)
