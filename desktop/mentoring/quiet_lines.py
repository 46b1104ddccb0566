"""Quiet lines in the tray's menu and the window: after a meeting, and on days that are worth one. No sound, few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo

from desktop.mentoring.due import Action, Due, Manner, Past, ReminderKind, is_quiet, stamp, within
from desktop.mentoring.manners import NEAR_A_MEETING, Manners, behind, lately_called_off, seen_lately
from desktop.mentoring.mentorship import MentorshipReview, SlotState
from desktop.mentoring.occasions import ABOUT_NOBODY, DatedStep, Occasion
from desktop.mentoring.pulses import asks_how
from integrations.calendars.moments import day_of

MOST_LINES = 3
"""Quiet lines at one time, whatever they are about."""
SELDOM = {Occasion.BRING: 90}
"""Days between two of a kind about one pair, for what no day was agreed for (as R26 has it for notes)."""
OCCASIONS = frozenset(kind.value for kind in Occasion)
_FEELINGS = (Action.ENERGISED, Action.NEUTRAL, Action.DRAINED)


def after_meetings(reviews: Sequence[MentorshipReview], past: Past, now: datetime, zone: tzinfo) -> tuple[Due, ...]:
    """The quiet line from half an hour after a kept meeting to the end of its day, until it is answered.

    Who goes out of duty is not asked how it felt for a while (A1); the line for a word of one's own stays.
    """
    today = day_of(now, zone)
    known = {shown.identity for shown in past.shown}
    made = []
    for one in reviews:
        for state, start, end in behind(one, now):
            identity = f"{ReminderKind.AFTER_MEETING}:{one.mentorship.id}:{stamp(start)}"
            over = end + NEAR_A_MEETING <= now and day_of(end, zone) == today
            kept = state in (SlotState.KEPT, SlotState.MOVED)
            if over and kept and identity not in known and not is_quiet(past.quiet.get(one.mentorship.id), today):
                asks = asks_how(one.mentorship.told.pulses, one.ledger, start, zone)
                actions = (*_FEELINGS, Action.OPEN) if asks else (Action.OPEN,)
                made.append(Due(identity, ReminderKind.AFTER_MEETING, Manner.LINE, actions, (one,)))
                break
    return tuple(made)


def agreed(
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
    busy |= {shown.mentorship for shown in past.shown if shown.kind in OCCASIONS and day_of(shown.at, zone) == today}
    waiting = [
        (step.until, step.on, number, about, step)
        for number, about in enumerate((*reviews, None))
        for step in past.days.get(about.mentorship.id if about is not None else "", ())
        if step.identity not in known and not (about is not None and _rests(about, step, past, today, zone))
    ]
    room = MOST_LINES - len(lines)
    for *_, about, step in sorted(waiting, key=lambda found: found[:3]):
        pair = _pair(about, past)
        if room > 0 and not pair & busy:
            busy |= pair
            room -= 1
            yield Due(step.identity, step.kind, Manner.LINE, _answers(step.kind), (about,) if about else ())


def _pair(about: MentorshipReview | None, past: Past) -> frozenset[str]:
    """The ids that stand for one pair; what is about nobody in particular is one more of its own."""
    id_ = about.mentorship.id if about is not None else ""
    return past.pairs.get(id_, frozenset()) | {id_}


def _answers(kind: Occasion) -> tuple[Action, ...]:
    if kind in ABOUT_NOBODY:
        return (Action.OPEN, Action.NOT_NEEDED)
    if kind is Occasion.BRING:
        return (Action.OPEN, Action.LIGHTER, Action.NOT_NEEDED, Action.NOT_NOW)
    return (Action.OPEN, Action.NOT_NEEDED, Action.NOT_NOW)


def _rests(one: MentorshipReview, step: DatedStep, past: Past, today: date, zone: tzinfo) -> bool:
    """Whether nothing is to be said of a pair; a last meeting that is near is prepared all the same, as D11 is."""
    quiet = past.quiet.get(one.mentorship.id)
    if quiet is not None and quiet.until is None:
        return True
    if step.kind in SELDOM and _said_lately(one, step.kind, past, today, zone):
        return True
    paused = one.mentorship.told.paused_until
    return step.kind is not Occasion.PREPARE and (is_quiet(quiet, today) or (paused is not None and today <= paused))


def _said_lately(one: MentorshipReview, kind: Occasion, past: Past, today: date, zone: tzinfo) -> bool:
    pair = _pair(one, past)
    return any(
        shown.kind == kind and shown.mentorship in pair and within(shown, today, SELDOM[kind], zone)
        for shown in past.shown
    )
