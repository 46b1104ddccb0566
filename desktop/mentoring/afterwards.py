"""What comes before and after the last meeting, each on its day: the way from today to the talk a year later.

A function of values. The plan's page shows every step; the reminders take those that are due. Each has a last day, so
that a machine that was off for a month does not bring up what has passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.mentoring.jottings import TRIAL, Jotting, JottingKind, JottingState
from desktop.mentoring.occasions import QUIET_KINDS, DatedStep, Occasion
from desktop.mentoring.sheet import Freed


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing that was agreed: its days on the user's clock, and what was done of it so far.

    `told`, `thanked` and `went` are ticks; `linked`: a lighter link was chosen, or consciously none.
    """

    plan: str
    mentorship: str
    final: date
    talks: tuple[date, ...] = ()
    told: bool = False
    thanked: bool = False
    went: bool = False
    linked: bool = True
    freed: Freed | None = None
    written: tuple[Jotting, ...] = ()
    swept: bool = False

    @property
    def complete(self) -> bool:
        """Told, thanked, and a lighter link chosen; the date is what makes it a closing (A21)."""
        return self.told and self.thanked and self.linked


def steps(closing: Closing) -> tuple[DatedStep, ...]:
    """Every step of a closing, in the order of its days."""
    return tuple(sorted(_all(closing), key=lambda step: (step.on, list(Occasion).index(step.kind))))


def due(closing: Closing, today: date) -> tuple[DatedStep, ...]:
    """What is worth a word today."""
    return tuple(
        step
        for step in steps(closing)
        if step.kind not in QUIET_KINDS and not step.done and step.on <= today <= step.until
    )


def reviews(jottings: tuple[Jotting, ...]) -> Iterator[DatedStep]:
    """The days that were set: to look at it together, after a try, for a name that was given. Two weeks for each."""
    for one in jottings:
        kind = _set_for(one)
        if kind is not None and one.due is not None:
            done = one.state is not JottingState.OPEN
            yield DatedStep(
                kind, one.due, one.due + timedelta(days=14), f"{kind}:{one.mentorship}:{one.id}", done, one.id
            )


def _set_for(jotting: Jotting) -> Occasion | None:
    if jotting.kind is JottingKind.NAMED:
        return Occasion.NAMED
    if jotting.kind is not JottingKind.REVIEW:
        return None
    return Occasion.TRIED if jotting.about == TRIAL else Occasion.REVIEW


def _all(closing: Closing) -> Iterator[DatedStep]:
    def step(kind: Occasion, days: int, lasts: int, number: int = 1, *, done: bool = False) -> DatedStep:
        on = closing.final + timedelta(days=days)
        return DatedStep(kind, on, on + timedelta(days=lasts), _identity(closing, kind, number), done)

    yield step(Occasion.PREPARE, -7, 5, 1)
    yield step(Occasion.PREPARE, -1, 1, 2)
    yield step(Occasion.LAST_MEETING, 0, 0)
    yield step(Occasion.THANK, 2, 7, 1, done=closing.thanked)
    yield step(Occasion.WENT, 3, 10, done=closing.went)
    yield step(Occasion.TICKS, 7, 7, done=closing.complete)
    yield step(Occasion.STRAY, 7, 14, done=closing.swept)
    yield step(Occasion.THANK, 10, 14, 2, done=closing.thanked)
    yield from _offers(closing)
    if closing.freed is Freed.NEXT:
        for week in range(_WEEKS_FOR_THE_NEXT):
            yield step(Occasion.NEXT, 14 + 7 * week, 6, week + 1)
    yield step(Occasion.JOURNAL, 30, 30, done=_wrote(closing, JottingKind.JOURNAL))
    yield step(Occasion.JAR, 90, 30, done=_wrote(closing, JottingKind.SPOTTED, JottingKind.OFFER))
    yield from _talks(closing)


_WEEKS_FOR_THE_NEXT = 6


def _offers(closing: Closing) -> Iterator[DatedStep]:
    for offer in closing.written:
        if offer.kind is not JottingKind.OFFER:
            continue
        done = offer.state is not JottingState.OPEN
        for number, days in ((1, 14), (2, 30)):
            on = closing.final + timedelta(days=days)
            identity = f"{_identity(closing, Occasion.OFFER, number)}:{offer.id}"
            yield DatedStep(Occasion.OFFER, on, on + timedelta(days=14), identity, done, offer.id)


def _talks(closing: Closing) -> Iterator[DatedStep]:
    for number, talk in enumerate(closing.talks, 1):
        collect, agenda = talk - timedelta(weeks=6), talk - timedelta(weeks=1)
        yield DatedStep(Occasion.COLLECT, collect, collect + timedelta(days=21), _of(closing, "collect", number))
        yield DatedStep(Occasion.AGENDA, agenda, talk - timedelta(days=1), _of(closing, "agenda", number))
        yield DatedStep(Occasion.TALK, talk, talk, _of(closing, "talk", number))


def _wrote(closing: Closing, *kinds: JottingKind) -> bool:
    """Whether one of these was written after the last meeting."""
    return any(one.kind in kinds and one.at.date() >= closing.final for one in closing.written)


def _identity(closing: Closing, kind: Occasion, number: int) -> str:
    return _of(closing, kind.value, number)


def _of(closing: Closing, kind: str, number: int) -> str:
    return f"{kind}:{closing.mentorship}:{closing.plan}:{number}"
