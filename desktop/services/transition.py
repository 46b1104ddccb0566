"""Closing a mentorship: choices, plan, preview, carrying it out, taking it back."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.mentoring import final_date
from desktop.mentoring.ladder import MOST_RUNGS
from desktop.mentoring.mentorship import MentorshipReview, Review, Role
from desktop.mentoring.plan import Answers, Outcome, Plan, PlanState, Refusal, Rhythm
from desktop.mentoring.second_key import SecondKey, second_key
from desktop.mentoring.tagging import Looking
from desktop.mentoring.transition import asks, asks_first, default_rhythm, refuse_if_over, waits
from desktop.mentoring.transition import plan as make_plan
from desktop.services import knowledge, messages, previewing
from desktop.services.applying import Applying
from desktop.services.clock import Clock
from desktop.services.conflicts import versions
from desktop.services.filing import Filing
from desktop.services.live import Live
from desktop.services.outbox import is_past
from desktop.services.own_talks import taken_out
from desktop.services.places import Place, place_of, refreshed
from desktop.services.records import Choices, Entry, Message, PlanRecord, Preview, StepRecord, Versions
from desktop.services.review import Looked, Reviewing
from desktop.services.situating import others, revision, situation
from desktop.services.walking import written_steps
from desktop.services.way import Way
from integrations.calendars.model import Series
from integrations.calendars.moments import day_of, wall
from integrations.calendars.port import CalendarSource
from integrations.calendars.recurrence import is_open_ended, last_start
from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.store.store import Store

__all__ = ["Choices", "Entry", "Message", "PlanRecord", "Preview", "StepRecord", "Transitions", "Versions"]

_YEAR = timedelta(days=366)
_HALF_YEAR = timedelta(days=182)
_KEPT_BEFORE_CLOSING = 8


def _no_accounts(account: str) -> CalendarSource:
    raise Trouble("live-no-account", account)


class Transitions:
    """Plans from the first question to the last undo. Safe to call from any thread.

    A plan whose `source.live` is true changes a calendar that lives elsewhere: `apply`, `undo`, `finish` and
    `take_back` then use the network and may take a while. They answer with a record also where the calendar was not as
    expected: CONFLICT (nothing was written; `conflict` has both versions) or INTERRUPTED (half done, or a write that
    changed nothing: offer `finish` and `take_back`, and take nothing back unasked, since that too sends messages).
    What keeps the calendar from answering is a `Trouble`; the plan is INTERRUPTED then, or as it was if nothing was
    begun.
    """

    def __init__(
        self,
        reviewing: Reviewing,
        clock: Clock,
        *,
        source: Callable[[str], CalendarSource] = _no_accounts,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`source` gives an account's calendars; it may raise Trouble (signed out, keyring)."""
        self._reviewing = reviewing
        self._clock = clock
        self._source = source
        self._sleep = sleep

    def found(self, mentorship_id: str, looked: Looked) -> MentorshipReview:
        """A mentorship of a look, by its id or a UID of its own. Raises Refusal (unknown-series)."""
        return self._found(looked.review, mentorship_id)

    def choices(self, mentorship_id: str, looked: Looked | None = None) -> Choices:
        """What the wizard may offer; `looked` saves another look. Raises Refusal (unknown-series, already-ended)."""
        looked = looked or self._reviewing.look()
        found = self._found(looked.review, mentorship_id)
        at = situation(looked, found, self._store)
        refuse_if_over(at)
        settings, now = looked.settings, looked.review.now
        rhythm, reason = default_rhythm(at)
        young = day_of(now, settings.zone) - _HALF_YEAR
        first = found.ledger.first
        kept = found.ledger.all_time.kept + found.ledger.all_time.moved
        return Choices(
            proposed=found.proposed_final,
            upcoming=tuple(u for u in found.ledger.upcoming if day_of(u.start, settings.zone) <= (now + _YEAR).date()),
            earliest=day_of(now, settings.zone) + final_date.notice(found.mentorship, found.ledger),
            role=found.mentorship.role,
            has_end=not found.ledger.open_ended,
            other_series=tuple((o.mentorship.id, o.mentorship.current.title) for o in others(looked, found)),
            rhythm_default=rhythm,
            rhythm_reason=reason,
            # R28: short endings hurt most, so nothing suggests one in the first half year.
            may_close=first is not None and day_of(first, settings.zone) <= young and kept >= _KEPT_BEFORE_CLOSING,
            needs_telling=found.mentorship.current.source != "ics" and bool(found.mentorship.others),
            may_as_guest=self._place(found).changeable
            and found.mentorship.current.source != "ics"
            and found.mentorship.role is Role.ATTENDEE
            and not found.mentorship.others_group,
            leaves=found.mentorship.others_group,
        )

    def propose(self, mentorship_id: str, answers: Answers, *, seeing: str = "") -> Plan:
        """The plan for these answers; nothing is stored. `seeing` as for a look. Raises Refusal."""
        return self._propose(self._reviewing.look(seeing=seeing), mentorship_id, answers, None)

    def propose_from(
        self, files: Sequence[knowledge.File], series: str, answers: Answers, *, tags: Iterable[str] = ()
    ) -> Plan:
        """The plan for a series of calendar files, by the id that a review prints or by any recurring UID in them.

        Raises Refusal and Trouble; the plan is kept as a draft by `save`.
        """
        looked = self._reviewing.look_at(files, tags=(*tags, series))
        self._refuse_what_is_none(looked, series)
        path = next((file for file in files if isinstance(file, Path)), None)
        return self._propose(looked, series, answers, path)

    def preview(self, plan: Plan, *, seeing: str = "") -> Preview:
        """Both calendars before and after, and the messages. `seeing` as for a look."""
        looked = self._reviewing.look(seeing=seeing)
        found = self._found(looked.review, plan.mentorship)
        untouched = tuple(other.mentorship.current.title for other in others(looked, found))
        return previewing.preview(plan, found, untouched)

    def save(self, plan: Plan) -> None:
        """Keep the plan as a draft."""
        self._store.plans.save(plan, at=self._clock())

    def apply(self, plan_id: str, *, out: Path | None = None, told: date | None = None) -> PlanRecord:
        """Carry a plan out; see `Applying.apply`. Raises Trouble `live-writing-needed`, see `needs_writing`."""
        self._check_writing(plan_id)
        return self._applying.apply(plan_id, out=out, told=told)

    def undo(self, plan_id: str | None = None) -> PlanRecord:
        """Take a plan back, the last one that may be named where none is; see `Applying.undo`."""
        plan_id = plan_id or self.last_applied()
        self._check_writing(plan_id)
        return self._applying.undo(plan_id)

    def check_apply(self, plan_id: str, told: date | None = None) -> None:
        """Raise what speaks against `apply` before any calendar is asked: who was not told comes first (R1)."""
        self._applying.check_apply(plan_id, told)

    def check_undo(self, plan_id: str) -> None:
        """Raise what speaks against `undo` before any calendar is asked."""
        self._applying.check_undo(plan_id)

    def sends_late(self, plan_id: str) -> bool:
        """Whether applying a plan once more now adds what had to wait for the last meeting, or for the other person."""
        record = self.record(plan_id)
        over, asked = is_past(record.plan.last_regular, self._clock()), asks(record.plan)
        open_ = record.state is PlanState.APPLIED or (record.state is PlanState.WAITING and not asked)
        yes = record.state is PlanState.WAITING and asks_first(record.plan)
        late = (one for one in record.steps if (over if waits(one.step) else asked or yes))
        return open_ and any(one.outcome not in (Outcome.DONE, Outcome.ALREADY_DONE) for one in late)

    def undo_messages(self, plan_id: str) -> tuple[Message, ...]:
        """What taking the plan back sends, and to whom: every correction by itself, in its order (R16).

        Nothing, for files that the user sends on by hand."""
        stored = self._store.plans.record(plan_id)
        if stored is None:
            raise Trouble("plan-unknown", plan_id)
        if not stored.plan.source.live:
            return ()
        talk = stored.plan.talk if taken_out(stored) else None
        written = {number for number in written_steps(stored) if stored.plan.steps[number] is not talk}
        return messages.undo_messages(stored.plan, written)

    def conflict(self, plan_id: str) -> Versions | None:
        """Both versions of what the plan stopped at, side by side; None where no difference stopped it."""
        stored = self._store.plans.record(plan_id)
        return versions(stored, self._clock()) if stored is not None else None

    def second_key(self, plan: Plan) -> SecondKey:
        """How the others answered to the plan's last meeting, as far as the calendar read last shows it (M5)."""
        row = self._store.calendars.series(plan.uid)
        if row is None or row.removed_at is not None or row.origin != plan.source.origin:
            return SecondKey.UNKNOWN
        found = knowledge.from_rows((row,), {plan.uid: True}, self._reviewing.settings().zone).series
        return second_key(plan, found[0] if found else None)

    def needs_writing(self, plan: Plan) -> str | None:
        """The account that has to allow changes before this plan can be carried out; None where none has to."""
        if not plan.source.live or not plan.steps:
            return None
        stored = self._store.plans.record(plan.id)
        if asks(plan) and (stored is None or stored.state is not PlanState.APPLIED):
            return None  # nothing is written before the other person's calendar shows the end
        account = self._store.accounts.get(plan.source.account)
        return account.id if account is not None and not account.writing else None

    def _check_writing(self, plan_id: str) -> None:
        stored = self._store.plans.record(plan_id)
        if stored is not None and self.needs_writing(stored.plan) is not None:
            raise Trouble("live-writing-needed", stored.plan.title)

    def record(self, plan_id: str) -> PlanRecord:
        """One plan. Raises Trouble `plan-unknown`."""
        return self._applying.record(plan_id)

    def named(self, plan_id: str) -> PlanRecord:
        """One plan by what somebody calls it. Raises Trouble `plan-unknown`, also for one of a hidden pair (R19)."""
        record = self.record(plan_id)
        if record.plan.mentorship in self._hidden():
            raise Trouble("plan-unknown", plan_id)
        return record

    def last_applied(self) -> str:
        """The id of the plan that `undo` takes back where none is named; none of a pair that is kept hidden (R19).

        Raises Trouble `plan-none-to-undo`.
        """
        return self._applying.last_applied(but_for=self._hidden()).plan.id

    def history(self) -> tuple[PlanRecord, ...]:
        """All plans, newest first, but for those about a pair that is kept hidden (R19)."""
        shown = self._shown(stored.plan for stored in self._store.plans.all())
        return tuple(self._applying.record(plan.id) for plan in shown)

    def interrupted(self) -> tuple[PlanRecord, ...]:
        """Plans that a break left between: to finish, or to take back. Those of hidden pairs wait unseen (R19)."""
        found = self._applying.interrupted()
        shown = {plan.id for plan in self._shown(record.plan for record in found)}
        return tuple(record for record in found if record.plan.id in shown)

    def _shown(self, plans: Iterable[Plan]) -> tuple[Plan, ...]:
        hidden = self._hidden()
        return tuple(plan for plan in plans if plan.mentorship not in hidden)

    def _hidden(self) -> frozenset[str]:
        return frozenset(mentorship for mentorship, told in self._store.told.all().items() if told.safe)

    def finish(self, plan_id: str) -> PlanRecord:
        """Carry an interrupted plan on."""
        return self._applying.finish(plan_id)

    def take_back(self, plan_id: str) -> PlanRecord:
        """Restore what an interrupted plan had touched."""
        return self._applying.take_back(plan_id)

    def complete(self, series: Iterable[Series]) -> tuple[str, ...]:
        """Note as applied the waiting plans whose series now ends, and slowly goes on, as planned.

        Gives their ids, but for those about a pair that is kept hidden (R19).
        """
        ends = {one.uid: one for one in series}
        done = []
        for stored in self._store.plans.all():
            one = ends.get(stored.plan.uid)
            going_on = all(rung.uid in ends for rung in stored.plan.rungs)
            if stored.state is PlanState.WAITING and one and going_on and _ends_as_planned(one, stored.plan):
                self._store.plans.set_state(
                    stored.plan.id, PlanState.APPLIED, at=self._clock(), expecting=(PlanState.WAITING,)
                )
                done.append(stored.plan)
        return tuple(plan.id for plan in self._shown(done))

    @property
    def _store(self) -> Store:
        return self._reviewing.store

    @property
    def _applying(self) -> Applying:
        return Applying(self._store, self._clock, lambda: self._reviewing.settings().zone, self._way)

    def _way(self, plan: Plan) -> Way:
        if plan.source.live:
            seen = refreshed(self._store, self._clock)
            return Live(self._store, self._clock, self._source, wanted=self._looking, seen=seen, sleep=self._sleep)
        return Filing(self._store, self._clock, self._revision_now)

    def _looking(self) -> Looking:
        """What a reader of the account is to keep, as for a synchronisation."""
        return knowledge.looking(self._store, self._reviewing.file.chosen(), self._reviewing.settings().me)

    def _place(self, found: MentorshipReview) -> Place:
        return place_of(self._store, found.mentorship.current)

    def _revision_now(self, plan: Plan) -> str | None:
        """The present revision of a plan's series: of the file that it was planned from, else of the store."""
        path = Path(plan.source.name)
        if path.is_absolute():
            if not path.exists():
                return None
            batch = self._reviewing.look_at([path], tags=[plan.uid]).known
            series = next((one for one in batch.series if one.uid == plan.uid), None)
            return revision(series.text) if series else ""
        row = self._store.calendars.series(plan.uid)
        return row.revision if row is not None else None

    def _propose(self, looked: Looked, mentorship_id: str, answers: Answers, path: Path | None) -> Plan:
        found = self._found(looked.review, mentorship_id)
        if answers.side is not None:
            found = replace(found, mentorship=replace(found.mentorship, side=answers.side))
        at = situation(looked, found, self._store)
        talk, *rungs = (_fresh_uid(at.source.kind) for _ in range(1 + MOST_RUNGS))
        at = replace(at, plan_id=uuid.uuid4().hex[:12], talk_uid=talk, rung_uids=tuple(rungs))
        if path is not None:
            at = replace(at, source=replace(at.source, name=str(path.absolute())))
        if answers.big_picture not in (None, Rhythm.YEARLY):
            at = replace(at, talk_body=text("plan.talk-body-other"))
        try:
            return make_plan(at, answers)
        except ValueError as error:
            raise Refusal("big-picture-date") from error

    @staticmethod
    def _found(review: Review, mentorship_id: str) -> MentorshipReview:
        """A mentorship by its id, or by the UID of one of its series where only one has it."""
        by_id = [one for one in review.mentorships if one.mentorship.id == mentorship_id]
        by_uid = [one for one in review.mentorships if mentorship_id in {s.uid for s in one.mentorship.series}]
        found = by_id or by_uid
        if len(found) != 1:
            raise Refusal("unknown-series", (("series", mentorship_id),))
        return found[0]

    @staticmethod
    def _refuse_what_is_none(looked: Looked, series: str) -> None:
        problem = next((p for p in looked.known.problems if p.uid == series and p.code == "too-frequent"), None)
        if problem is not None:
            raise Refusal("too-frequent")
        known = {one.uid for one in looked.known.series}
        if series not in known and any(meeting.uid == series for meeting in looked.known.meetings):
            raise Refusal("not-a-series")


def _fresh_uid(kind: str) -> str:
    """A UID for an event to be made in a calendar of this kind."""
    if kind == "google":  # an event there may be given its id, which says what its UID is
        return f"{uuid.uuid4().hex}@google.com"
    return str(uuid.uuid4())


def _ends_as_planned(series: Series, plan: Plan) -> bool:
    if series.cancelled or is_open_ended(series):
        return False
    last = last_start(series)
    return last is not None and wall(last) == wall(plan.last_start)
