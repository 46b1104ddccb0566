"""What should be shown now, what was shown, and "not now": the same for the tray, the window and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.mentoring import reminders as planner
from desktop.mentoring.absences import away
from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.manners import Manners, Span, last_quiet_day
from desktop.mentoring.mentorship import Pulse, SignKind
from desktop.mentoring.occasions import ABOUT_NOBODY, Occasion
from desktop.mentoring.plan import Outcome, Plan, PlanState
from desktop.mentoring.pulses import Answer
from desktop.mentoring.reminders import Action, Due, Invitation, Manner, Past, Quiet, ReminderKind, Shown
from desktop.mentoring.tagging import is_day_off
from desktop.mentoring.transition import asks, asks_first, waits
from desktop.services import reminder_words
from desktop.services.clock import Clock
from desktop.services.review import Looked, Reviewing
from integrations.calendars.moments import day_of
from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.transition import Transitions
    from desktop.store.lately import Said
    from desktop.store.store import Store

_KINDS = frozenset(kind.value for kinds in (SignKind, ReminderKind, Occasion) for kind in kinds)
_ABOUT_NOBODY = frozenset({ReminderKind.IMPORTED.value, *(kind.value for kind in ABOUT_NOBODY)})
_READY = (PlanState.WAITING, PlanState.APPLIED)
_LATELY = timedelta(days=planner.BETWEEN_NOTES)
_SETTLED_AFTER = 28
"""Days after which a "not now" that ran out is no longer the last decision point."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to show, ready to be shown. Texts are plain; `discreet_…` say nothing at all (R25).

    `identity` is stable and is what `Reminders.shown` takes. `actions` are codes with their labels; a click on the
    body means the first. `mentorships` are the ids that it speaks of; `plan` is the plan that "send" carries on.
    """

    identity: str
    kind: str
    manner: Manner
    title: str
    body: str
    discreet_title: str
    discreet_body: str
    actions: tuple[tuple[Action, str], ...]
    mentorships: tuple[str, ...]
    plan: str = ""


class Reminders:
    """Reminders over the store. Safe to call from any thread; every call may raise Trouble (`store-…`)."""

    def __init__(self, reviewing: Reviewing, transitions: Transitions, clock: Clock) -> None:
        self._reviewing = reviewing
        self._transitions = transitions
        self._clock = clock

    def due(self) -> tuple[Reminder, ...]:
        """What should be shown at this moment: at most one notification, and quiet lines. Writes nothing."""
        looked = self._reviewing.look()
        now = looked.review.now
        # The other side's holidays are no day off of the user's.
        mine = away(looked.known, replace(looked.settings, other_region=""), is_day_off)
        found = planner.due(
            looked.review.mentorships, self._past(looked), self.manners(), mine, now=now, zone=looked.settings.zone
        )
        return tuple(map(_worded, found))

    def shown(self, identity: str) -> None:
        """Note that it was shown; a second time changes nothing. Raises Trouble `reminder-unknown`."""
        looked, now = self._reviewing.look(), self._clock()
        self._store.shown.put([_shown(part, looked, now) for part in planner.parts(identity)])

    def said(self, reminder: Reminder) -> None:
        """Note that it was shown; the window keeps it until it is answered. Raises Trouble `reminder-unknown`."""
        from desktop.store.lately import Said  # the store comes with the first use

        now = self._clock()
        actions = tuple(action for action, _ in reminder.actions)
        words = (reminder.title, reminder.body)
        with self._store.transaction():
            self.shown(reminder.identity)
            self._store.lately.put_away([one.identity for one in self._store.lately.all() if now - one.at > _LATELY])
            self._store.lately.keep(
                Said(reminder.identity, reminder.kind, now, *words, actions, reminder.mentorships, reminder.plan)
            )

    def lately(self) -> tuple[Reminder, ...]:
        """What was said and waits for an answer, the oldest first, in the words of then.

        Nothing older than `BETWEEN_NOTES` days: after that, there is another word about the pair, or none is needed.
        """
        now = self._clock()
        return tuple(_again(one) for one in self._store.lately.all() if now - one.at <= _LATELY)

    def put_away(self, identity: str) -> None:
        """It was answered, or is not true any more; what was never said changes nothing."""
        self._store.lately.put_away([identity])

    def not_now(self, mentorship_id: str, quiet: Span | date | None) -> date | None:
        """Be quiet about a mentorship for a span or up to and with a day; None takes it back.

        Gives the last quiet day, None for "never again" and for no quiet. Raises Trouble `not-now-past`.
        """
        from desktop.store.told import NotNow  # the store comes with the first use

        now = self._clock()
        today = day_of(now, self._reviewing.settings().zone)
        if quiet is None:
            self._store.told.set_not_now(mentorship_id, None)
            return None
        until = last_quiet_day(today, quiet) if isinstance(quiet, Span) else quiet
        if until is not None and until < today:
            raise Trouble("not-now-past", until.isoformat())
        with self._store.transaction():
            self._store.told.set_not_now(mentorship_id, NotNow(until, now))
            about_it = [one.identity for one in self._store.lately.all() if one.mentorships == (mentorship_id,)]
            self._store.lately.put_away(about_it)
        return until

    def quiet(self) -> Mapping[str, Quiet]:
        """Mentorship id -> the "not now" that holds today."""
        today = day_of(self._clock(), self._reviewing.settings().zone)
        return {id_: quiet for id_, quiet in self._quiet().items() if planner.is_quiet(quiet, today)}

    def settle(self) -> None:
        """To be called at the start, on a new day and when the clock was set: what a wrong clock left is put right.

        Reminders shown while the clock was ahead count from now on; a "not now" that ran out long ago goes.
        """
        now = self._clock()
        today = day_of(now, self._reviewing.settings().zone)
        with self._store.transaction():
            self._store.shown.put(planner.settled(self._store.shown.all(), now))
            for id_, quiet in self._quiet().items():
                if quiet.until is not None and (today - quiet.until).days > _SETTLED_AFTER:
                    self._store.told.set_not_now(id_, None)

    def after_meeting(self, identity: str, answer: str = "", words: str = "") -> None:
        """Answer the line after a meeting: how it felt (an `Answer`), what was taken away, or neither. The line goes.

        Raises Trouble `reminder-unknown`, and ValueError for what is no such answer.
        """
        from desktop.store.shown import Takeaway  # the store comes with the first use

        looked, now = self._reviewing.look(), self._clock()
        shown = _shown(identity, looked, now)
        meeting = _meeting(identity)
        if meeting is None:
            raise Trouble("reminder-unknown", identity)
        felt = Answer(answer) if answer else None
        with self._store.transaction():
            if felt is not None:
                pulse = Pulse(now, felt.value)
                self._store.told.change(shown.mentorship, lambda told: replace(told, pulses=(*told.pulses, pulse)))
            if words.strip():
                self._store.shown.take_away(Takeaway(shown.mentorship, meeting, now, words.strip()))
            self._store.shown.put([shown])

    def next_step(self, identity: str, words: str) -> None:
        """Keep the next step from the meeting that a line asks about (B22); the line stays until it is answered.

        Raises Trouble `reminder-unknown`.
        """
        from desktop.services.stories import Stories  # most looks write nothing

        shown = _shown(identity, self._reviewing.look(), self._clock())
        if words.strip():
            Stories(lambda: self._store, self._clock).write(shown.mentorship, JottingKind.NEXT_STEP, words)

    def looked_over(self) -> None:
        """Note that the user looked at everybody today: the half-yearly look is due 26 weeks from now (A41)."""
        now = self._clock()
        today = day_of(now, self._reviewing.settings().zone)
        self._store.shown.put([Shown(f"{Occasion.HALF_YEAR}::{today.isoformat()}", "", Occasion.HALF_YEAR, now)])

    def not_needed(self, identity: str) -> None:
        """Put a quiet line away; of the hour that is free afterwards, every week's (A14).

        Raises Trouble `reminder-unknown`.
        """
        from desktop.mentoring.sheet import Freed  # most looks write nothing
        from desktop.services.stories import Stories

        looked, now = self._reviewing.look(), self._clock()
        shown = _shown(identity, looked, now)
        stories = Stories(lambda: self._store, self._clock)
        with self._store.transaction():
            self._store.shown.put([shown])
            if shown.kind == Occasion.NEXT:
                stories.write(shown.mentorship, JottingKind.FREED, "", about=Freed.NOTHING)

    def manners(self) -> Manners:
        """The user's settings for being spoken to."""
        return self._reviewing.file.chosen().manners()

    @property
    def _store(self) -> Store:
        return self._reviewing.store

    def _quiet(self) -> dict[str, Quiet]:
        return {id_: Quiet(quiet.until) for id_, quiet in self._store.told.not_now().items()}

    def _past(self, looked: Looked) -> Past:
        from desktop.services.days_ahead import days_ahead  # its letters are not needed before the tray

        store, each_quarter = self._store, self._reviewing.file.chosen().each_quarter
        with store.reading():
            return Past(
                shown=store.shown.all(),
                quiet=self._quiet(),
                called_off=store.shown.called_off(),
                invitations=self._invitations(looked.review.now),
                pairs=_pairs(looked),
                days=days_ahead(store, looked.review, looked.settings.zone, each_quarter=each_quarter),
            )

    def _invitations(self, now: datetime) -> tuple[Invitation, ...]:
        """Plans whose invitation waited for the last meeting, which is over, or for an end that is agreed on."""
        from desktop.services.outbox import is_past  # what writes files is not needed to look

        today = now.astimezone(self._reviewing.settings().zone)
        found = [Invitation(plan.id, plan.mentorship, accepted=True) for plan in self._accepted(today)]
        for stored in self._store.plans.all():
            plan = stored.plan
            over, asked = is_past(plan.last_regular, today), asks(plan)
            ready = stored.state is PlanState.APPLIED if asked else stored.state in _READY
            if not ready or not any(over if waits(step) else asked for step in plan.steps):
                continue
            steps = self._transitions.record(plan.id).steps
            if any(step.outcome is Outcome.WAITING and (over if waits(step.step) else asked) for step in steps):
                found.append(Invitation(plan.id, plan.mentorship, agreed=asked and not over))
        return tuple(found)

    def _accepted(self, today: datetime) -> Iterator[Plan]:
        """Prepared plans whose last meeting the others accepted, where they were told: the latest of each pair."""
        from desktop.mentoring.second_key import SecondKey  # most looks need no plans
        from desktop.services.outbox import is_past

        seen: set[str] = set()
        for stored in self._store.plans.all():
            plan = stored.plan
            if plan.mentorship in seen:
                continue
            seen.add(plan.mentorship)
            asked = stored.state is PlanState.WAITING and asks_first(plan)
            prepared = (stored.state is PlanState.DRAFT or asked) and plan.source.live and bool(plan.steps)
            told = plan.told is not None and plan.told <= today.date()
            ahead = not is_past(plan.final, today)
            if prepared and told and ahead and self._transitions.second_key(plan) is SecondKey.ACCEPTED:
                yield plan


def _pairs(looked: Looked) -> dict[str, frozenset[str]]:
    """A mentorship's id -> the others with the same people, as far as the user said so."""
    ids: dict[frozenset[str], set[str]] = {}
    for one in looked.review.mentorships:
        ids.setdefault(looked.persons(one), set()).add(one.mentorship.id)
    return {id_: frozenset(same) for persons, same in ids.items() if persons and len(same) > 1 for id_ in same}


def _worded(due: Due) -> Reminder:
    return Reminder(
        identity=due.identity,
        kind=str(due.kind),
        manner=due.manner,
        title=reminder_words.title(due),
        body=reminder_words.body(due),
        discreet_title=text("reminders.discreet.title"),
        discreet_body=text("reminders.discreet.body"),
        actions=_labelled(due.actions),
        mentorships=tuple(one.mentorship.id for one in due.reviews),
        plan=due.plan,
    )


def _again(said: Said) -> Reminder:
    """What was said once, as the window shows it: only what pops up is ever kept."""
    return Reminder(
        identity=said.identity,
        kind=said.kind,
        manner=Manner.NOTIFICATION,
        title=said.title,
        body=said.body,
        discreet_title=text("reminders.discreet.title"),
        discreet_body=text("reminders.discreet.body"),
        actions=_labelled(said.actions),
        mentorships=said.mentorships,
        plan=said.plan,
    )


def _labelled(actions: Iterable[Action]) -> tuple[tuple[Action, str], ...]:
    return tuple((action, text(f"reminders.actions.{action}")) for action in actions)


def _shown(identity: str, looked: Looked, now: datetime) -> Shown:
    """What is kept of one identity, if it can be one of this store's."""
    kind, _, rest = identity.partition(":")
    mentorship, _, occasion = rest.partition(":")
    known = {one.mentorship.id for one in looked.review.mentorships} if kind not in _ABOUT_NOBODY else {""}
    if kind not in _KINDS or mentorship not in known:
        raise Trouble("reminder-unknown", identity)
    if not occasion and kind not in (SignKind.GOALS_REACHED, SignKind.CONTEXT_CHANGED):
        raise Trouble("reminder-unknown", identity)
    return Shown(identity, mentorship, kind, now)


def _meeting(identity: str) -> datetime | None:
    kind, _, rest = identity.partition(":")
    if kind != ReminderKind.AFTER_MEETING:
        return None
    try:
        return datetime.strptime(rest.rpartition(":")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
