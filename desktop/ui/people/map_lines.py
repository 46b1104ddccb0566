"""Overlaps and gaps among the people one relies on, in words; without either, nothing (A12, A81)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.mentoring.mentorship import MentorshipReview, Review
from desktop.services.circle import Circle
from desktop.ui import phrases
from desktop.ui.style import one_line
from resources.texts import text


def map_lines(circle: Circle, review: Review) -> Iterator[str]:
    """The lines for everybody of `review`, people in the order of their names."""
    people = sorted(review.mentorships, key=lambda one: phrases.who(one).casefold())
    yield from _overlaps(circle, people)
    yield from _gaps(circle, people)


def _overlaps(circle: Circle, people: Sequence[MentorshipReview]) -> Iterator[str]:
    """Where several people are noted for the same: a fact, and often a good one."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in people:
        helps = circle.helps.get(one.mentorship.id)
        if helps is not None:
            who = one_line(phrases.who(one))
            found.setdefault(helps.words.casefold(), []).append((one_line(helps.words), who))
    for named_for in found.values():
        if len(named_for) > 1:
            who = ", ".join(name for _, name in named_for)
            yield text("people.map.overlap", what=named_for[0][0], who=who)


def _gaps(circle: Circle, people: Sequence[MentorshipReview]) -> Iterator[str]:
    """What comes next and nobody is noted for; of nobody in particular, or of somebody who is known."""
    known = {"", *(one.mentorship.id for one in people)}
    for challenge in circle.challenges:
        if challenge.mentorship in known:
            yield text("people.map.gap", what=one_line(challenge.words))
