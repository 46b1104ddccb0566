"""What of a look is worth a notification, each with an identity that outlives restarts and clocks (product 3.3).

An identity is `kind:mentorship:occasion`. The occasion is what makes the saying one: a review point, one of the two
times before an end, or the decision point at which a rule began to speak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from desktop.mentoring.mentorship import Family, Level, MentorshipReview, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import BETWEEN_POINTS
from integrations.calendars.moments import day_of

_OCCASIONS = {
    SignKind.OPEN_ENDED: ("half_years",),
    SignKind.NATURAL_END: ("last", "stage"),
    SignKind.ENDED_WITHOUT_GOODBYE: ("ended", "stage"),
    SignKind.DORMANT: ("last",),
    SignKind.GOALS_REACHED: ("goals",),
    SignKind.CONTEXT_CHANGED: ("since",),
}
"""The evidence by which an occasion is known. All else is said by decision point."""

_TWICE = frozenset({SignKind.NATURAL_END, SignKind.ENDED_WITHOUT_GOODBYE})
_ORDER = (SignKind.NATURAL_END, SignKind.ENDED_WITHOUT_GOODBYE, *SignKind)


@dataclass(frozen=True, slots=True)
class Note:
    """One sign of one mentorship that may be said; `signs` are two where only both together make it a NOTE.

    `first` is the identity of the first saying, where this is the second of one ending (0.3, 11).
    """

    identity: str
    review: MentorshipReview
    signs: tuple[Sign, ...]
    first: str = ""

    @property
    def kind(self) -> SignKind:
        """The kind of the sign that it is named after."""
        return self.signs[0].kind

    @property
    def mentorship(self) -> str:
        """The id of the mentorship."""
        return self.review.mentorship.id


def rank(kind: SignKind) -> int:
    """The place of a kind: what has a date of its own comes first, then the order of the rules."""
    return _ORDER.index(kind)


def notes(
    found: MentorshipReview, now: datetime, zone: tzinfo, *, anew: date | None = None, sooner: bool = False
) -> tuple[Note, ...]:
    """All that may be said of a mentorship, the most pressing first.

    `anew` is the first day after the last "not now"; `sooner` takes in what deserves a look.
    """
    wanted = {SignLevel.NOTE, SignLevel.LOOK} if sooner else {SignLevel.NOTE}
    made = [_note(found, (sign,), now, zone, anew) for sign in found.signs if sign.level in wanted]
    if found.level is Level.NOTE and not any(sign.family is not Family.OCCASION for sign in _said(made)):
        looks = tuple(_of_different_families(found))
        made += [_note(found, looks, now, zone, anew)] if looks else []
    return tuple(sorted(made, key=lambda note: rank(note.kind)))


def _said(made: list[Note]) -> Iterator[Sign]:
    return (sign for note in made for sign in note.signs)


def _of_different_families(found: MentorshipReview) -> Iterator[Sign]:
    seen: set[Family] = {Family.OCCASION}
    for sign in found.signs:
        if sign.level is SignLevel.LOOK and sign.family not in seen:
            seen.add(sign.family)
            yield sign


def _note(found: MentorshipReview, signs: tuple[Sign, ...], now: datetime, zone: tzinfo, anew: date | None) -> Note:
    sign = signs[0]
    head = f"{sign.kind}:{found.mentorship.id}"
    if sign.kind not in _OCCASIONS:
        return Note(f"{head}:{_point(found, now, zone, anew)}", found, signs)
    parts = [str(sign.evidence[name]) for name in _OCCASIONS[sign.kind]]
    second = sign.kind in _TWICE and parts[-1] == "2"
    return Note(":".join([head, *parts]), found, signs, ":".join([head, *parts[:-1], "1"]) if second else "")


def _point(found: MentorshipReview, now: datetime, zone: tzinfo, anew: date | None) -> str:
    """The decision point by its number, which no change of zone can shift; after a "not now" by its day."""
    today = day_of(now, zone)
    began = found.mentorship.told.scanned_since or found.ledger.first
    first = day_of(began, zone) if began is not None else today
    number = max((today - first) // BETWEEN_POINTS, 0)
    if anew is not None and first + number * BETWEEN_POINTS < anew <= today:
        return f"after-{anew.isoformat()}"
    return str(number)
