"""Closings that were agreed, with their days: from the plans, the ticks and what was written since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring.afterwards import Closing, due, reviews, steps
from desktop.mentoring.jottings import Jotting, JottingKind
from desktop.mentoring.letters.kinds import CATALOGUE as LETTERS
from desktop.mentoring.letters.kinds import LetterKind, Use
from desktop.mentoring.mentorship import Told
from desktop.mentoring.occasions import DatedStep
from desktop.mentoring.plan import PlanState
from desktop.mentoring.sheet import Freed
from desktop.mentoring.transition import asks_first
from desktop.services.own_talks import taken_out
from integrations.calendars.moments import day_of

if TYPE_CHECKING:
    from desktop.store.plans import StoredPlan
    from desktop.store.store import Store

_AGREED = (PlanState.WAITING, PlanState.APPLIED)
_THANKS = frozenset(kind.value for kind in LetterKind if LETTERS[kind].use is Use.THANK)


def closings(store: Store, zone: tzinfo) -> tuple[Closing, ...]:
    """The closing of each mentorship that has one, by the plan that was carried out last; `zone` is the user's.

    Raises Trouble (`store-…`).
    """
    with store.reading():
        plans = _last_of_each(store.plans.all())
        told = store.told.all()
        return tuple(
            _closing(one, told.get(one.plan.mentorship, Told()), store.jottings.of(one.plan.mentorship), zone)
            for one in plans
            if not told.get(one.plan.mentorship, Told()).safe
        )


def days(store: Store, mentorship: str, zone: tzinfo) -> tuple[DatedStep, ...]:
    """Every dated step of one mentorship in the order of its days, agreed reviews among them."""
    if store.told.of(mentorship).safe:
        return ()
    found = [step for one in closings(store, zone) if one.mentorship == mentorship for step in steps(one)]
    return tuple(sorted([*found, *reviews(store.jottings.of(mentorship))], key=lambda step: step.on))


def due_days(store: Store, zone: tzinfo, today: date) -> Mapping[str, tuple[DatedStep, ...]]:
    """Mentorship id -> what was agreed and is worth a word today. Raises Trouble (`store-…`)."""
    found: dict[str, tuple[DatedStep, ...]] = {}
    with store.reading():
        for one in closings(store, zone):
            found[one.mentorship] = due(one, today)
        told = store.told.all()
        for jotting in store.jottings.all():
            for step in reviews((jotting,)):
                if not step.done and step.on <= today <= step.until:
                    found[jotting.mentorship] = (*found.get(jotting.mentorship, ()), step)
    return {id_: steps_ for id_, steps_ in found.items() if steps_ and not told.get(id_, Told()).safe}


def _last_of_each(stored: Iterable[StoredPlan]) -> list[StoredPlan]:
    """Plans come newest first."""
    found: dict[str, StoredPlan] = {}
    for one in stored:
        asked = one.state is PlanState.WAITING and asks_first(one.plan)  # nothing is agreed before the yes
        if one.state in _AGREED and not asked:
            found.setdefault(one.plan.mentorship, one)
    return list(found.values())


def _closing(stored: StoredPlan, told: Told, written: tuple[Jotting, ...], zone: tzinfo) -> Closing:
    plan = stored.plan
    talk = None if taken_out(stored) else plan.talk
    kinds = {one.kind for one in written}
    freed = [one.about for one in written if one.kind is JottingKind.FREED]
    sent = {one.about for one in written if one.kind is JottingKind.SENT}
    return Closing(
        plan=plan.id,
        mentorship=plan.mentorship,
        final=day_of(plan.last_regular, zone),
        talks=tuple(day_of(at, zone) for at in talk.first_dates) if talk is not None else (),
        told=plan.told is not None or told.talked,
        thanked=bool(sent & _THANKS),
        went=JottingKind.WENT in kinds,
        freed=Freed(freed[-1]) if freed else None,
        written=written,
        swept=JottingKind.SWEPT in kinds,
    )
