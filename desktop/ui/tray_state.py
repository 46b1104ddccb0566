"""What the tray shows, decided from values alone: which icon, which hint, which lines. No Qt.

The hint carries no names: it shows on a shared screen (product rule R25). A pair of which the user
said that something is wrong never appears (R19).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from desktop.mentoring.mentorship import Level, MentorshipReview, Review
from desktop.ui import phrases
from integrations.calendars.moments import instant
from resources.texts import text

MOST_LINES = 4
"""Look lines in the menu; the rest is in the window."""


class Face(StrEnum):
    """The icon's two shapes."""

    CALM = "calm"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry about a pair. `mentorship` is what a click opens; empty: the window."""

    words: str
    mentorship: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class TrayState:
    """All that the tray shows, but for the entries that are always there."""

    face: Face
    tip: str
    next: Line
    looks: tuple[Line, ...] = ()


def loading() -> TrayState:
    """Before the first look at the store."""
    return TrayState(Face.CALM, text("tray.tip.plain"), Line(text("tray.loading"), enabled=False))


def tray_state(review: Review, zone: tzinfo) -> TrayState:
    """The tray for `review`; times on the clock of `zone`."""
    shown = [one for one in review.mentorships if not one.mentorship.told.safe]
    looks = [one for one in shown if one.level in {Level.LOOK, Level.NOTE} and not one.finished]
    lines = [Line(text("tray.look", who=phrases.who(one)), one.mentorship.id) for one in looks]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], Line(text("tray.more", n=len(lines) - MOST_LINES + 1))]
    if review.questions:
        lines.append(Line(text("tray.question")))
    soonest = _soonest(shown, zone)
    return TrayState(
        face=Face.LOOK if lines else Face.CALM,
        tip=_tip(len(looks) + bool(review.questions), soonest, review, zone),
        next=_next_line(soonest, shown, review, zone),
        looks=tuple(lines),
    )


def _soonest(shown: list[MentorshipReview], zone: tzinfo) -> MentorshipReview | None:
    dated = [(instant(one.ledger.next.start, zone), number) for number, one in enumerate(shown) if one.ledger.next]
    return shown[min(dated)[1]] if dated else None


def _next_line(soonest: MentorshipReview | None, shown: list[MentorshipReview], review: Review, zone: tzinfo) -> Line:
    if soonest is None or soonest.ledger.next is None:
        return Line(text("tray.next-none" if shown else "tray.empty"), enabled=False)
    on = phrases.moment_words(soonest.ledger.next.start, zone, review.now)
    return Line(text("tray.next", day=on, who=phrases.who(soonest)), soonest.mentorship.id)


def _tip(things: int, soonest: MentorshipReview | None, review: Review, zone: tzinfo) -> str:
    if things:
        return text("tray.tip.look", n=things)
    if soonest is not None and soonest.ledger.next is not None:
        return text("tray.tip.next", day=phrases.moment_words(soonest.ledger.next.start, zone, review.now))
    return text("tray.tip.plain")
