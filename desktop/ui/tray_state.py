"""What the tray shows, decided from values alone: which icon, which hint, which lines. No Qt.

The hint carries no names: it shows on a shared screen (product rule R25). A pair of which the user
said that something is wrong never appears (R19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum

from desktop.mentoring.mentorship import Level, MentorshipReview, Review
from desktop.mentoring.reminders import Quiet
from desktop.ui import phrases
from integrations.calendars.moments import instant
from resources.texts import text

MOST_LINES = 4
"""Lines of one kind in the menu; the rest is in the window."""


class Face(StrEnum):
    """The icon's shapes: the cap alone, with a dot, with an open ring, with a triangle."""

    CALM = "calm"
    LOOK = "look"
    WORKING = "working"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tray shows besides the look. `quiet` holds the "not now" of today, by mentorship.

    `working`: a calendar is being read. `interrupted` counts plans that were broken off. `after` are the mentorships
    with a quiet line after a meeting, `agreed` those with one about a day that was agreed on, and what it says; "" is
    nobody in particular.
    `signed_out`: an account that only the user can bring back. `first_read`: one is read for the first time.
    """

    quiet: Mapping[str, Quiet] = field(default_factory=dict)
    working: bool = False
    troubled: bool = False
    interrupted: int = 0
    after: tuple[str, ...] = ()
    agreed: tuple[tuple[str, str], ...] = ()
    signed_out: bool = False
    first_read: bool = False


CALM = Standing()


@dataclass(frozen=True, slots=True)
class Line:
    """One entry about a pair. `mentorship` is what a click opens; empty: the window.

    `asks`: the click asks instead how long to be quiet about the pair.
    """

    words: str
    mentorship: str = ""
    enabled: bool = True
    asks: bool = False


@dataclass(frozen=True, slots=True)
class TrayState:
    """All that the tray shows, but for the entries that are always there."""

    face: Face
    tip: str
    next: Line
    looks: tuple[Line, ...] = ()
    notes: bool = False
    """Whether there is anybody of whom something could be noted."""


def loading() -> TrayState:
    """Before the first look at the store."""
    return TrayState(Face.CALM, text("tray.tip.plain"), Line(text("tray.loading"), enabled=False))


def out_of_order() -> TrayState:
    """The store cannot be opened."""
    return TrayState(Face.TROUBLE, text("tray.tip.trouble"), Line(text("tray.trouble"), enabled=False))


def tray_state(review: Review, zone: tzinfo, standing: Standing = CALM) -> TrayState:
    """The tray for `review`; times on the clock of `zone`."""
    shown = [one for one in review.mentorships if not one.mentorship.told.safe]
    quiet = [one for one in shown if one.mentorship.id in standing.quiet]
    looks = [one for one in shown if one.level in {Level.LOOK, Level.NOTE} and not one.finished and one not in quiet]
    lines = _few([Line(text("tray.look", who=phrases.who(one)), one.mentorship.id) for one in looks])
    if review.questions:
        lines.append(Line(text("tray.question")))
    if standing.interrupted:
        lines.insert(0, Line(text("tray.interrupted")))
    if standing.signed_out:
        lines.insert(0, Line(text("tray.sign-in")))
    soonest = _soonest(shown, zone)
    face = _face(standing, looks=bool(lines))
    return TrayState(
        face=face,
        tip=_tip(face, len(looks) + bool(review.questions), soonest, review, zone),
        next=_next_line(soonest, shown, review, zone),
        looks=(
            *lines,
            *_after_lines(shown, standing),
            *_agreed_lines(shown, standing),
            *_few(_quiet_lines(quiet, standing)),
        ),
        notes=bool(shown),
    )


def _face(standing: Standing, *, looks: bool) -> Face:
    if standing.troubled or standing.interrupted or standing.signed_out:
        return Face.TROUBLE
    if standing.working or standing.first_read:
        return Face.WORKING
    return Face.LOOK if looks else Face.CALM


def _few(lines: list[Line]) -> list[Line]:
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[: MOST_LINES - 1], Line(text("tray.more", n=len(lines) - MOST_LINES + 1))]


def _after_lines(shown: list[MentorshipReview], standing: Standing) -> list[Line]:
    after = [one for one in shown if one.mentorship.id in standing.after]
    return [Line(text("tray.after-meeting", who=phrases.who(one))) for one in after]


def _agreed_lines(shown: list[MentorshipReview], standing: Standing) -> list[Line]:
    known = {one.mentorship.id: phrases.who(one) for one in shown}
    lines = []
    for id_, says in standing.agreed:
        if not id_:
            lines.append(Line(says))
        elif id_ in known:
            lines.append(Line(text("tray.agreed", who=known[id_], says=says), id_))
    return lines


def _quiet_lines(quiet: list[MentorshipReview], standing: Standing) -> list[Line]:
    """For a while, with the day; what is quiet for good is said on the pair's own page."""
    lines = []
    for one in quiet:
        until = standing.quiet[one.mentorship.id].until
        if until is not None:
            words = text("tray.quiet", who=phrases.who(one), until=phrases.quiet_words(until))
            lines.append(Line(words, one.mentorship.id, asks=True))
    return lines


def _soonest(shown: list[MentorshipReview], zone: tzinfo) -> MentorshipReview | None:
    dated = [(instant(one.ledger.next.start, zone), number) for number, one in enumerate(shown) if one.ledger.next]
    return shown[min(dated)[1]] if dated else None


def _next_line(soonest: MentorshipReview | None, shown: list[MentorshipReview], review: Review, zone: tzinfo) -> Line:
    if soonest is None or soonest.ledger.next is None:
        return Line(text("tray.next-none" if shown else "tray.empty"), enabled=False)
    ahead = phrases.upcoming(soonest.ledger.next, zone, review.now)
    return Line(text("tray.next", next=ahead, who=phrases.who(soonest)), soonest.mentorship.id)


def _tip(face: Face, things: int, soonest: MentorshipReview | None, review: Review, zone: tzinfo) -> str:
    if face is Face.TROUBLE:
        return text("tray.tip.trouble")
    if face is Face.WORKING:
        return text("tray.tip.working")
    if things:
        return text("tray.tip.look", n=things)
    if soonest is not None and soonest.ledger.next is not None:
        return text("tray.tip.next", day=phrases.moment_words(soonest.ledger.next.start, zone, review.now))
    return text("tray.tip.plain")
