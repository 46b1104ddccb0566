"""One run of the wizard: what was chosen, and the questions it puts to the services.

Every call runs on the bridge's thread; pages listen to the jobs' signals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.letters.kinds import Stage
from desktop.mentoring.plan import Answers, CreateBigPicture, Outcome, Plan, PlanState, Rhythm, TalkBy
from desktop.mentoring.sheet import Way
from desktop.ui.bridge import Bridge, Ticket
from desktop.ui.plain import one_line
from desktop.ui.wizard.beginning import Beginning, begin
from desktop.ui.wizard.days import MeetingDay
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.step_wording import PLACE
from desktop.ui.wizard.telling import Telling
from integrations.errors import Trouble

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.services.records import Message, PlanRecord, Preview, Versions


@dataclass(frozen=True, slots=True)
class Sketch:
    """The talk as it would be booked, by weekday and by date; None where none is booked."""

    by: TalkBy
    weekday: CreateBigPicture | None
    date: CreateBigPicture | None
    plan: Plan | None = None
    """The plan as it would be."""

    @property
    def talk(self) -> CreateBigPicture | None:
        """The one that was asked for."""
        return self.weekday if self.by is TalkBy.WEEKDAY else self.date


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with what it does to both calendars."""

    plan: Plan
    preview: Preview
    asks_writing: str = ""
    """An account that may only be read so far: before the first change, the user allows more in the browser (R3)."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a plan, and the steps to take by hand where there are any."""

    record: PlanRecord
    howto: str
    versions: Versions | None = None
    """Both versions of what it stopped at, where it was a difference."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The plan could not be carried out; `left` is the state that it is in now.

    `written` is there where a part was carried out, and the user decides how it goes on.
    """

    why: Trouble
    left: PlanState
    written: Written | None = None


class Session(Telling):
    """The wizard's state. `changed` comes after a plan was carried out or taken back."""

    changed = Signal()
    browser_opened = Signal(str)
    """The address that the browser was given."""
    watched = Signal(object)
    """The `PlanRecord` of the plan that is being carried out."""

    def __init__(self, graduand: Graduand, mentorship_id: str, bridge: Bridge, parent: QObject) -> None:
        super().__init__(graduand, mentorship_id, parent)
        self.prepared: Prepared | None = None
        self.written: Written | None = None
        self.loading = Job(bridge, self)
        self.sketching = Job(bridge, self)
        self.preparing = Job(bridge, self)
        self.applying = Job(bridge, self)
        self.undoing = Job(bridge, self)
        self.allowing = Job(bridge, self)
        self._beside = Bridge(self)
        """For a look at what the first bridge is doing."""
        self.loading.done.connect(self._begun)
        self.sketching.done.connect(self._sketched)
        self.preparing.done.connect(self._prepared)
        self.applying.done.connect(self._written)
        self.undoing.done.connect(self._written)

    @property
    def usual(self) -> Rhythm:
        """The rhythm that the app proposes for this pair; leaders meet when there is something big (A39)."""
        if self.stage is Stage.LEADER:
            return Rhythm.NONE
        return Rhythm.YEARLY if self.choices is None else self.choices.rhythm_default

    @property
    def goes_on(self) -> bool:
        """Whether there are more meetings ahead than any list shows: the series has no end."""
        return self.choices is not None and not self.choices.has_end

    @property
    def ends_there(self) -> bool:
        """Whether the chosen meeting is the series' last one anyway."""
        days = self.days.days
        return self.choices is not None and self.choices.has_end and bool(days) and days[-1].day == self.chosen.final

    def _answers(self) -> tuple[Answers, MeetingDay | None]:
        meeting = self.days.on(self.chosen.final) if self.chosen.final is not None else None
        answers = self.chosen.answers(self.usual, None if meeting is None else meeting.final)
        if self.chosen.put_place and self.place:
            answers = replace(answers, mark_final=True, place=self.place)
        return answers, meeting

    @property
    def place(self) -> str:
        """Where the two meet for the last time, in one line; "" where that is not in person or was not said.

        On the safe branch nothing is put on any meeting (R19).
        """
        here = self.sheet.in_person and self.chosen.way is not Way.WRONG
        return one_line(self.sheet.place, PLACE) if here else ""

    def _propose(self, answers: Answers, meeting: MeetingDay | None) -> Plan:
        """The plan that ends with `meeting`; where its date was read on another clock, on the meeting's own."""
        transitions = self._graduand.transitions
        plan = transitions.propose(self._id, answers, seeing=self.seeing)
        if meeting is None or plan.final == meeting.start or not isinstance(meeting.start, datetime):
            return plan
        again = transitions.propose(self._id, replace(answers, final=meeting.start.date()), seeing=self.seeing)
        return again if again.final == meeting.start else plan

    def load(self, *, read: str = "") -> None:
        """Ask what can be chosen at all; `read` is an account whose calendars are read first."""

        seeing = self.seeing

        def work(ticket: Ticket) -> Beginning:
            if read:
                self._graduand.syncing.sync(read, cancelled=ticket.cancelled)
            return begin(self._graduand, self._id, seeing=seeing)

        self.loading.run_stoppable(work)

    def sketch(self) -> None:
        """Work the talk out, both ways, without storing anything."""
        answers, meeting = self._answers()

        def talk(plan: Plan) -> CreateBigPicture | None:
            return next((step for step in plan.steps if isinstance(step, CreateBigPicture)), None)

        def work() -> Sketch:
            if answers.big_picture is Rhythm.NONE or answers.final is None:
                return Sketch(answers.by, None, None)
            plans = {by: self._propose(replace(answers, by=by), meeting) for by in TalkBy}
            return Sketch(answers.by, talk(plans[TalkBy.WEEKDAY]), talk(plans[TalkBy.DATE]), plans[answers.by])

        self.sketching.run(work)

    def prepare(self) -> None:
        """Make the plan and show what it does."""
        answers, meeting = self._answers()
        self.prepared = None

        def work() -> Prepared:
            plan = self._propose(answers, meeting)
            transitions = self._graduand.transitions
            return Prepared(plan, transitions.preview(plan, seeing=self.seeing), transitions.needs_writing(plan) or "")

        self.preparing.run(work)

    def allow_writing(self, account: str) -> None:
        """Let the user allow changes, in the browser; `allowing` says what came of it."""
        services = self._graduand.accounts
        self.allowing.run_stoppable(
            lambda ticket: services.allow_writing(account, cancelled=ticket.cancelled, opened=self.browser_opened.emit)
        )

    def watch(self, plan_id: str) -> None:
        """Look once how far a plan is, beside the work on it; `watched` brings it."""
        if not self._beside.busy:
            self._beside.start(lambda _: self._graduand.transitions.record(plan_id)).succeeded.connect(self.watched)

    def close(self) -> None:
        """End what looks on, and keep what was typed."""
        self.keeper.close()
        self._jottings.close()
        self._owed.close()
        self.words.close()
        self._beside.close()

    def carry_out(self, plan: Plan, out: Path | None, told: date | None) -> None:
        """Store the plan and apply it. What goes wrong half-way is taken back at once, as far as that is possible.

        In a calendar that lives elsewhere nothing is taken back by itself: others may have been told already.
        """

        def work() -> Written | Stopped:
            self._graduand.transitions.save(plan)
            try:
                return self._with_more(self._graduand.transitions.apply(plan.id, out=out, told=told))
            except Trouble as trouble:
                if plan.source.live:
                    left = self._graduand.transitions.record(plan.id)
                    begun = left.state is not PlanState.DRAFT
                    return Stopped(trouble, left.state, self._with_more(left) if begun else None)
                return Stopped(trouble, self._cleared(plan.id))

        self.applying.run(work)

    def keep(self, plan: Plan) -> None:
        """Store the plan and change nothing: the series is for somebody else to end."""

        def work() -> Written:
            self._graduand.transitions.save(plan)
            return Written(self._graduand.transitions.record(plan.id), "")

        self.applying.run(work)

    def undo(self, plan_id: str) -> None:
        """Take an applied plan back."""
        self.undoing.run(lambda: self._with_more(self._graduand.transitions.undo(plan_id)))

    def finish(self, plan_id: str) -> None:
        """Carry an interrupted plan to its end."""
        self.applying.run(lambda: self._with_more(self._graduand.transitions.finish(plan_id)))

    def take_back(self, plan_id: str) -> None:
        """Take back what an interrupted plan had done."""
        self.undoing.run(lambda: self._with_more(self._graduand.transitions.take_back(plan_id)))

    def would_be_sent(self, plan_id: str, answer: Callable[[tuple[Message, ...]], None]) -> None:
        """Ask what an undo sends, and to whom (R16)."""
        job = Job(self.undoing.bridge, self)
        job.done.connect(answer)
        job.declined.connect(self.undoing.declined)
        job.run(lambda: self._graduand.transitions.undo_messages(plan_id))

    def _with_more(self, record: PlanRecord) -> Written:
        """The record with what is shown beside it."""
        stopped = {Outcome.CONFLICT, Outcome.NOT_CHANGED} & {step.outcome for step in record.steps}
        versions = self._graduand.transitions.conflict(record.plan.id) if stopped and record.plan.source.live else None
        return Written(record, howto_of(record), versions)

    def _sketched(self, sketch: Sketch) -> None:
        self.plan = sketch.plan

    def _prepared(self, prepared: Prepared) -> None:
        self.prepared, self.plan = prepared, prepared.plan

    def _cleared(self, plan_id: str) -> PlanState:
        """The plan's state after what was begun has been taken back; INTERRUPTED where even that was not possible."""
        try:
            return self._graduand.transitions.take_back(plan_id).state
        except Trouble:
            return PlanState.INTERRUPTED

    def _written(self, outcome: Written | Stopped) -> None:
        if isinstance(outcome, Written):
            self.written = outcome
        elif outcome.written is not None:
            self.written = outcome.written
        if self.written is not None:
            self._settle(self.written.record.state)
        self.changed.emit()

    def end(self) -> None:
        """It ends without a plan: nothing is half-way any more, and what was written stays.

        Where everything is kept as it is, private notes go on as a journal; no letter is made from one.
        """
        sheet, stories = self.sheet, self._graduand.stories
        if self.chosen.way is not Way.KEEP or self.over:
            self._owed.do(lambda: stories.settle(self._id, sheet))
        elif sheet.private.strip():
            self._owed.do(lambda: stories.write(self._id, JottingKind.JOURNAL, sheet.private))
        self.keeper.finish()

    def _settle(self, state: PlanState) -> None:
        """A plan that was carried out ends what is half-way; taken back, it is half-way again."""
        if state in (PlanState.APPLIED, PlanState.WAITING):
            sheet, stories = self.sheet, self._graduand.stories
            if self.chosen.way is not Way.WRONG:
                self._owed.do(lambda: stories.settle(self._id, sheet))
            self.keeper.finish()
        elif state is PlanState.UNDONE:
            self.keeper.go_on()


def howto_of(record: PlanRecord) -> str:
    """The text of the instructions that were written beside the files, "" for none."""
    path = next((each for name in HOWTO for each in record.files if each.name == name), None)
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


HOWTO = ("HOWTO-UNDO.txt", "HOWTO.txt")
"""Instructions beside the files; those for taking a plan back count once they are there."""
