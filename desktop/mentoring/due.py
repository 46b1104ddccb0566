"""The values of the planner: what may be shown, what was, and what is known of earlier moments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum

from desktop.mentoring.mentorship import MentorshipReview, Sign, SignKind
from desktop.mentoring.occasions import DatedStep
from integrations.calendars.moments import day_of

_SIGNS = frozenset(kind.value for kind in SignKind)


class ReminderKind(StrEnum):
    """Kinds besides the signs' own."""

    DIGEST = "digest"
    IMPORTED = "import-summary"
    INVITATION = "invitation-waiting"
    AGREED = "end-agreed"
    ACCEPTED = "last-meeting-accepted"
    AFTER_MEETING = "after-meeting"


class Manner(StrEnum):
    """NOTIFICATION pops up; LINE is a line in the tray's menu and the window, without a sound."""

    NOTIFICATION = "notification"
    LINE = "line"


class Action(StrEnum):
    """What can be answered on the spot. A click on the body is always OPEN."""

    OPEN = "open"
    NOT_NOW = "not-now"
    NOT_NEEDED = "not-needed"
    SEND = "send"
    ENERGISED = "energised"
    NEUTRAL = "neutral"
    DRAINED = "drained"
    LIGHTER = "lighter"
    """Words with which to ask for a shorter meeting, or to leave one out (A99)."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A "not now". `until` is the last quiet day; None: never again."""

    until: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown, and when. `settled`: when the clock, having been ahead, was seen to be right again."""

    identity: str
    mentorship: str
    kind: str
    at: datetime
    settled: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A plan whose invitation waited for the last meeting, which is over (0.3, 15).

    `agreed`: it waited for somebody else to end their series, and their calendar shows that now (J2). `accepted`: the
    plan is only prepared, and the others have accepted its last meeting (M5).
    """

    plan: str
    mentorship: str
    agreed: bool = False
    accepted: bool = False

    @property
    def kind(self) -> ReminderKind:
        """As what it is said."""
        if self.accepted:
            return ReminderKind.ACCEPTED
        return ReminderKind.AGREED if self.agreed else ReminderKind.INVITATION


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of earlier moments. `called_off`: when meetings were seen to be called off.

    `days`: a mentorship's id -> what was agreed for the days around today and is worth a word, done or shown or not;
    under "" what is about nobody in particular.
    `pairs`: a mentorship's id -> the ids of the others with the same people, which are one pair with it (R26).
    """

    shown: tuple[Shown, ...] = ()
    quiet: Mapping[str, Quiet] = field(default_factory=dict)
    called_off: tuple[datetime, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    pairs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    days: Mapping[str, tuple[DatedStep, ...]] = field(default_factory=dict)

    def lately(self, mentorships: Collection[str], today: date, days: int, zone: tzinfo) -> bool:
        """Whether a sign of one of these was shown less than so many days away."""
        return any(
            shown.mentorship in mentorships and shown.kind in _SIGNS and within(shown, today, days, zone)
            for shown in self.shown
        )


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to show. Codes and evidence; the sentences are made elsewhere.

    `reviews` are the mentorships it speaks of, none where it is about nobody in particular; `signs` what it rests on,
    one or two for each.
    """

    identity: str
    kind: str
    manner: Manner
    actions: tuple[Action, ...]
    reviews: tuple[MentorshipReview, ...] = ()
    signs: tuple[Sign, ...] = ()
    plan: str = ""


def is_quiet(quiet: Quiet | None, today: date) -> bool:
    """Whether a "not now" holds on this day."""
    return quiet is not None and (quiet.until is None or today <= quiet.until)


def within(shown: Shown, today: date, days: int, zone: tzinfo) -> bool:
    """Whether it was shown less than so many days away, before or, by a clock that was ahead, after."""
    moments = (shown.at,) if shown.settled is None else (shown.at, shown.settled)
    return any(abs((today - day_of(moment, zone)).days) < days for moment in moments)


def stamp(moment: datetime) -> str:
    """A moment (aware) as identities have it: in UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
