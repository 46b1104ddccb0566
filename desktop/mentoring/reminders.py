"""The one planner of what should be shown at a moment, reconciled with what was shown (product 3.6, R19, R25 to R27).

A function of values: the same look, the same past and the same moment give the same answer, so nothing piles up while
a laptop sleeps, and no clock that is set makes anything be said twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from desktop.mentoring.absences import Away
from desktop.mentoring.manners import (
    NEAR_A_MEETING,
    Manners,
    behind,
    lately_called_off,
    may_speak,
    seen_lately,
)
from desktop.mentoring.mentorship import Level, MentorshipReview, Side, Sign, SignKind, SlotState
from desktop.mentoring.notes import Note, notes, rank
from desktop.mentoring.occasions import DatedStep, Occasion
from desktop.mentoring.pulses import asks_how
from integrations.calendars.moments import day_of

BETWEEN_NOTES = 90
"""Days between two notes of one pair (R26)."""
BETWEEN_DIGESTS = 7
"""A mentor with several mentees is spoken to once a week about all of them (product 5)."""
MOST_LINES = 3
"""Quiet lines at one time, whatever they are about."""
_FRESH = timedelta(days=1)
_A_CLOCK_SET_BACK = timedelta(days=2)
_JOINT = "+"


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

    `days`: a mentorship's id -> what was agreed for the days around today and is worth a word, done or shown or not.
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
            shown.mentorship in mentorships and shown.kind in _SIGNS and _within(shown, today, days, zone)
            for shown in self.shown
        )


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to show. Codes and evidence; the sentences are made elsewhere.

    `reviews` are the mentorships it speaks of, `signs` what it rests on, one or two for each.
    """

    identity: str
    kind: str
    manner: Manner
    actions: tuple[Action, ...]
    reviews: tuple[MentorshipReview, ...] = ()
    signs: tuple[Sign, ...] = ()
    plan: str = ""


def due(
    reviews: Sequence[MentorshipReview], past: Past, manners: Manners, away: Away, *, now: datetime, zone: tzinfo
) -> tuple[Due, ...]:
    """Everything that should be shown at `now` (aware): at most one notification, and quiet lines.

    `reviews` is the present look, `away` the user's own absences, `zone` the user's. Mentorships in which something is
    wrong are passed over wherever they come from (R19).
    """
    open_ones = [one for one in reviews if not one.mentorship.told.safe]
    asked = _after_meetings(open_ones, past, now, zone) if manners.after_meeting else ()
    asked = (*asked, *_invitation(open_ones, past, _ANSWERS))
    lines = (*asked, *_agreed(open_ones, past, manners, asked, now=now, zone=zone))
    if _said_today(past.shown, now, zone) or seen_lately(past.called_off, now):
        return lines
    if not may_speak(reviews, manners, away, now, zone):
        return lines
    salt = lately_called_off(reviews, now, zone)
    found = [note for one in open_ones for note in _note(one, past, manners, now=now, zone=zone, salt=salt)]
    candidates = sorted(_gathered(found, open_ones, past, now, zone), key=_rank)
    if not candidates and not salt:
        candidates = [
            *_invitation(open_ones, past, (ReminderKind.INVITATION,)),
            *_imported(open_ones, past, now, zone),
        ]
    return (*candidates[:1], *lines)


def is_quiet(quiet: Quiet | None, today: date) -> bool:
    """Whether a "not now" holds on this day."""
    return quiet is not None and (quiet.until is None or today <= quiet.until)


def first_day_after(until: date | None) -> date | None:
    """The first day after the last quiet one; None where there is none."""
    return until + timedelta(days=1) if until is not None else None


def parts(identity: str) -> tuple[str, ...]:
    """The identities that one identity stands for: a digest names all of its own."""
    return tuple(identity.split(_JOINT))


def settled(shown: Iterable[Shown], now: datetime) -> tuple[Shown, ...]:
    """What was shown while the clock was ahead, with `now` as the moment from which to count."""
    return tuple(Shown(one.identity, one.mentorship, one.kind, one.at, now) for one in shown if one.at > now)


# --- one mentorship -------------------------------------------------------------------------------


def _note(
    one: MentorshipReview, past: Past, manners: Manners, *, now: datetime, zone: tzinfo, salt: bool
) -> tuple[Note, ...]:
    """The note that a mentorship may have, one at most."""
    today = day_of(now, zone)
    quiet = past.quiet.get(one.mentorship.id)
    never = quiet is not None and quiet.until is None
    paused = one.mentorship.told.paused_until
    resting = is_quiet(quiet, today) or (paused is not None and today <= paused)
    known = {shown.identity for shown in past.shown}
    lately = past.lately({one.mentorship.id, *past.pairs.get(one.mentorship.id, ())}, today, BETWEEN_NOTES, zone)
    for note in notes(one, now, zone, anew=first_day_after(quiet.until if quiet else None), sooner=manners.sooner):
        dated = note.kind is SignKind.NATURAL_END
        if never or ((resting or salt) and not dated) or note.identity in known:
            continue
        if not lately or note.first in known:
            return (note,)
    return ()


_FEELINGS = (Action.ENERGISED, Action.NEUTRAL, Action.DRAINED)
_SIGNS = frozenset(kind.value for kind in SignKind)
_OCCASIONS = frozenset(kind.value for kind in Occasion)
_ANSWERS = {
    ReminderKind.AGREED: (Action.OPEN, Action.SEND),
    ReminderKind.ACCEPTED: (Action.OPEN, Action.NOT_NEEDED),
}
"""What somebody else agreed to is a quiet line. A plan is carried out where it can be seen whole (R3)."""
_LINES = _OCCASIONS | {ReminderKind.AFTER_MEETING.value, *(kind.value for kind in _ANSWERS)}
"""What never pops up, and so uses up no notification."""


def _within(shown: Shown, today: date, days: int, zone: tzinfo) -> bool:
    """Whether it was shown less than so many days away, before or, by a clock that was ahead, after."""
    moments = (shown.at,) if shown.settled is None else (shown.at, shown.settled)
    return any(abs((today - day_of(moment, zone)).days) < days for moment in moments)


def _said_today(shown: Iterable[Shown], now: datetime, zone: tzinfo) -> bool:
    today = day_of(now, zone)
    for one in shown:
        if one.kind in _LINES:
            continue
        if _within(one, today, 1, zone) or (one.settled is None and now < one.at <= now + _A_CLOCK_SET_BACK):
            return True
    return False


# --- several mentorships --------------------------------------------------------------------------


def _gathered(
    found: Sequence[Note], reviews: Sequence[MentorshipReview], past: Past, now: datetime, zone: tzinfo
) -> list[Due]:
    """Notes as they are shown: a mentor's in one, those that end on one day in one, the others by themselves."""
    mentees = {one.mentorship.id for one in reviews if one.mentorship.side is Side.MENTOR and not one.finished}
    several = len(mentees) > 1
    mine = [note for note in found if several and note.mentorship in mentees]
    groups: dict[str, list[Note]] = {}
    for note in found:
        if note not in mine:
            together = note.kind is SignKind.NATURAL_END
            last = note.signs[0].evidence.get("last", "") if together else ""
            groups.setdefault(f"ends {last}" if together else note.identity, []).append(note)
    made = [_due(group) for group in groups.values()]
    today = day_of(now, zone)
    this_week = past.lately(mentees, today, BETWEEN_DIGESTS, zone)
    return [*made, _due(mine)] if mine and not this_week else made


def _due(group: Sequence[Note]) -> Due:
    kinds = {note.kind for note in group}
    alike = len(group) == 1 or (kinds == {SignKind.NATURAL_END} and len({_last(note) for note in group}) == 1)
    return Due(
        identity=_JOINT.join(note.identity for note in group),
        kind=group[0].kind if alike else ReminderKind.DIGEST,
        manner=Manner.NOTIFICATION,
        actions=(Action.OPEN, Action.NOT_NOW) if len(group) == 1 else (Action.OPEN,),
        reviews=tuple(note.review for note in group),
        signs=tuple(sign for note in group for sign in note.signs),
    )


def _last(note: Note) -> object:
    return note.signs[0].evidence["last"]


def _rank(one: Due) -> int:
    return min(rank(sign.kind) for sign in one.signs)


# --- what is no sign ------------------------------------------------------------------------------


def _invitation(reviews: Collection[MentorshipReview], past: Past, kinds: Collection[ReminderKind]) -> list[Due]:
    """The invitation that a click sends, once it is due. It waits for the next moment on a day without a note."""
    known = {shown.identity for shown in past.shown}
    by_id = {one.mentorship.id: one for one in reviews}
    made = []
    for waiting in past.invitations:
        identity = f"{waiting.kind}:{waiting.mentorship}:{waiting.plan}"
        if waiting.kind in kinds and waiting.mentorship in by_id and identity not in known:
            made.append(
                Due(
                    identity=identity,
                    kind=waiting.kind,
                    manner=Manner.LINE if waiting.kind in _ANSWERS else Manner.NOTIFICATION,
                    actions=_ANSWERS.get(waiting.kind, (Action.OPEN, Action.SEND)),
                    reviews=(by_id[waiting.mentorship],),
                    plan=waiting.plan,
                )
            )
    return made


def _imported(reviews: Sequence[MentorshipReview], past: Past, now: datetime, zone: tzinfo) -> list[Due]:
    """The one summary after an import that found something to look at (0.3, 1). A note since then has said it."""
    today = day_of(now, zone)
    fresh = [
        one
        for one in reviews
        if one.mentorship.told.scanned_since is not None
        and now - _FRESH < one.mentorship.told.scanned_since <= now
        and not one.finished
        and not is_quiet(past.quiet.get(one.mentorship.id), today)
    ]
    if not any(one.level in (Level.LOOK, Level.NOTE) for one in fresh):
        return []
    seen = max(one.mentorship.told.scanned_since for one in fresh if one.mentorship.told.scanned_since)
    if any(shown.at >= seen and shown.kind not in _LINES for shown in past.shown):
        return []
    identity = f"{ReminderKind.IMPORTED}::{_stamp(seen)}"
    return [Due(identity, ReminderKind.IMPORTED, Manner.NOTIFICATION, (Action.OPEN,), tuple(fresh))]


def _after_meetings(reviews: Sequence[MentorshipReview], past: Past, now: datetime, zone: tzinfo) -> tuple[Due, ...]:
    """The quiet line from half an hour after a kept meeting to the end of its day, until it is answered.

    Who goes out of duty is not asked how it felt for a while (A1); the line for a word of one's own stays.
    """
    today = day_of(now, zone)
    known = {shown.identity for shown in past.shown}
    made = []
    for one in reviews:
        for state, start, end in behind(one, now):
            identity = f"{ReminderKind.AFTER_MEETING}:{one.mentorship.id}:{_stamp(start)}"
            over = end + NEAR_A_MEETING <= now and day_of(end, zone) == today
            kept = state in (SlotState.KEPT, SlotState.MOVED)
            if over and kept and identity not in known and not is_quiet(past.quiet.get(one.mentorship.id), today):
                asks = asks_how(one.mentorship.told.pulses, one.ledger, start, zone)
                actions = (*_FEELINGS, Action.OPEN) if asks else (Action.OPEN,)
                made.append(Due(identity, ReminderKind.AFTER_MEETING, Manner.LINE, actions, (one,)))
                break
    return tuple(made)


def _agreed(
    reviews: Sequence[MentorshipReview],
    past: Past,
    manners: Manners,
    lines: Sequence[Due],
    *,
    now: datetime,
    zone: tzinfo,
) -> Iterator[Due]:
    """Quiet lines about days that were agreed on, until each is answered or over: one for a pair, few in all.

    A pair of which a line was answered today has the next one tomorrow.
    """
    today = day_of(now, zone)
    all_quiet = manners.quiet_until is not None and today <= manners.quiet_until
    if all_quiet or seen_lately(past.called_off, now) or lately_called_off(reviews, now, zone):
        return
    known = {shown.identity for shown in past.shown}
    busy = {one.mentorship.id for line in lines for one in line.reviews}
    busy |= {shown.mentorship for shown in past.shown if shown.kind in _OCCASIONS and day_of(shown.at, zone) == today}
    waiting = [
        (step.until, step.on, number, one, step)
        for number, one in enumerate(reviews)
        for step in past.days.get(one.mentorship.id, ())
        if step.identity not in known and not _rests(one, step, past, today)
    ]
    room = MOST_LINES - len(lines)
    for *_, one, step in sorted(waiting, key=lambda found: found[:3]):
        pair = {one.mentorship.id, *past.pairs.get(one.mentorship.id, ())}
        if room > 0 and not pair & busy:
            busy |= pair
            room -= 1
            actions = (Action.OPEN, Action.NOT_NEEDED, Action.NOT_NOW)
            yield Due(step.identity, step.kind, Manner.LINE, actions, (one,))


def _rests(one: MentorshipReview, step: DatedStep, past: Past, today: date) -> bool:
    """Whether nothing is to be said of a pair; a last meeting that is near is prepared all the same, as D11 is."""
    quiet = past.quiet.get(one.mentorship.id)
    if quiet is not None and quiet.until is None:
        return True
    paused = one.mentorship.told.paused_until
    return step.kind is not Occasion.PREPARE and (is_quiet(quiet, today) or (paused is not None and today <= paused))


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
