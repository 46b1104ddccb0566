"""Whether another mentee gets the same three thanks (product 5, J12). Nothing else of two people is compared (R34)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.mentoring.jottings import Jotting, JottingKind
from desktop.mentoring.letters import Thanks
from desktop.mentoring.linters import copied
from desktop.mentoring.mentorship import Side, Told
from desktop.services.stories import Stories, Story

if TYPE_CHECKING:
    from desktop.store.store import Store

_MINE = "mine"


def thanks_of_others(store: Store, stories: Stories, mentorship: str) -> tuple[tuple[Thanks, ...], ...]:
    """What the user thanked other mentees for, one note each: what was given, else what is half-way.

    Nobody of the safe branch is among them (R19). Raises Trouble (`store-…`).
    """
    with store.reading():
        told = store.told.all()
        given: dict[str, list[Jotting]] = {}
        for one in store.jottings.all():
            if one.kind is JottingKind.THANKS:
                given.setdefault(one.mentorship, []).append(one)
        found = {id_: Story(tuple(written)).thanks for id_, written in given.items()}
        for half_way in stories.half_way():
            sheet = stories.sheet(half_way)
            if sheet is not None:
                found.setdefault(half_way, sheet.thanks)
    return tuple(tuple(thanks) for id_, thanks in found.items() if id_ != mentorship and _counts(told.get(id_, Told())))


def is_copied(mine: Sequence[Thanks], others: Sequence[Sequence[Thanks]], names: Sequence[str]) -> bool:
    """Whether one of the other notes says the same; `names` of the people addressed make no difference."""
    return any(copied({_MINE: mine, "other": other}, names) for other in others)


def _counts(told: Told) -> bool:
    """Where the user said nothing of the side, it is taken to be the same as in the pair at hand."""
    return told.side in (Side.MENTOR, Side.UNKNOWN) and not told.safe
