"""The one planner of what should be shown at a moment, reconciled with what was shown (product 3.6, R19, R25 to R27).

A function of values: the same look, the same past and the same moment give the same answer, so nothing piles up while
a laptop sleeps, and no clock that is set makes anything be said twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from desktop.mentoring.absences import Away
from desktop.mentoring.due import (
    Action,
    Due,
    Invitation,
    Manner,
    Past,
    Quiet,
    ReminderKind,
    Shown,
    is_quiet,
    stamp,
    within,
)
from desktop.mentoring.manners import Manners, lately_called_off, may_speak, seen_lately
from desktop.mentoring.mentorship import Level, MentorshipReview, Side, SignKind
from desktop.mentoring.notes import Note, notes, rank
from desktop.mentoring.quiet_lines import MOST_LINES, OCCASIONS, after_meetings, agreed
from integrations.calendars.moments import day_of

__all__ = [
    "BETWEEN_DIGESTS",
    "BETWEEN_NOTES",
    "MOST_LINES",
    "Action",
    "Due",
    "Invitation",
    "Manner",
    "Past",
    "Quiet",
    "ReminderKind",
    "Shown",
    "due",
    "first_day_after",
    "is_quiet",
    "parts",
    "settled",
]

BETWEEN_NOTES = 90
"""Days between two notes of one pair (R26)."""
BETWEEN_DIGESTS = 7
"""A mentor with several mentees is spoken to once a week about all of them (product 5)."""
_FRESH = timedelta(days=1)
_A_CLOCK_SET_BACK = timedelta(days=2)
_JOINT = "+"


def due(
    reviews: Sequence[MentorshipReview], past: Past, manners: Manners, away: Away, *, now: datetime, zone: tzinfo
) -> tuple[Due, ...]:
    """Everything that should be shown at `now` (aware): at most one notification, and quiet lines.

    `reviews` is the present look, `away` the user's own absences, `zone` the user's. Mentorships in which something is
    wrong are passed over wherever they come from (R19).
    """
    open_ones = [one for one in reviews if not one.mentorship.told.safe]
    asked = after_meetings(open_ones, past, now, zone) if manners.after_meeting else ()
    asked = (*asked, *_invitation(open_ones, past, _ANSWERS))
    lines = (*asked, *agreed(open_ones, past, manners, asked, now=now, zone=zone))
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


_ANSWERS = {
    ReminderKind.AGREED: (Action.OPEN, Action.SEND),
    ReminderKind.ACCEPTED: (Action.OPEN, Action.NOT_NEEDED),
}
"""What somebody else agreed to is a quiet line. A plan is carried out where it can be seen whole (R3)."""
_LINES = OCCASIONS | {ReminderKind.AFTER_MEETING.value, *(kind.value for kind in _ANSWERS)}
"""What never pops up, and so uses up no notification."""


def _said_today(shown: Iterable[Shown], now: datetime, zone: tzinfo) -> bool:
    today = day_of(now, zone)
    for one in shown:
        if one.kind in _LINES:
            continue
        if within(one, today, 1, zone) or (one.settled is None and now < one.at <= now + _A_CLOCK_SET_BACK):
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
    identity = f"{ReminderKind.IMPORTED}::{stamp(seen)}"
    return [Due(identity, ReminderKind.IMPORTED, Manner.NOTIFICATION, (Action.OPEN,), tuple(fresh))]
