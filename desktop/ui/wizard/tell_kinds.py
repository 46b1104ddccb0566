"""Which letters tell the other person, by everything that the wizard was told. Values only."""

from __future__ import annotations

from desktop.mentoring.letters import LetterKind, Stage, suitable
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import Sheet, TellBy, Way

_K = LetterKind


def telling(sheet: Sheet, way: Way, side: Side, stage: Stage, *, group: bool, leaves: bool) -> tuple[LetterKind, ...]:
    """The letters to choose from, the best fitting one first.

    On the safe branch there is one (R19). Who says it in the meeting asks for the talk first (T1). Who organises a
    group proposes an end to it; who does not, leaves, and the group goes on (product 5).
    """
    if way is Way.WRONG:
        return suitable(side, safe=True)
    found = [_K.ASK_TO_TALK] if sheet.tell_by is TellBy.TALK else []
    if way is Way.SLOW and not leaves:
        found.append(_K.SLOWER_RHYTHM)
    if group:
        found.append(_K.LEAVING_GROUP if leaves else _K.PROPOSAL)
    if not group:
        found += suitable(side, stage, sheet.why, sheet.tone)
        if side is not Side.MENTOR:
            found.append(_K.LEADER_SHORT)
        found.append(_K.PROPOSAL)
    return tuple(dict.fromkeys((*found, _K.ASK_TO_TALK)))


def has_tone(way: Way, side: Side, *, group: bool) -> bool:
    """Whether a tone makes a difference: a mentor's letter, a group's and a slower rhythm have one each."""
    return way not in (Way.WRONG, Way.SLOW) and side is not Side.MENTOR and not group
