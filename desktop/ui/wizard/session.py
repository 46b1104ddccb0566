"""One run of the wizard: what was chosen, and the questions it puts to the services.

Every call runs on the bridge's thread; pages listen to the jobs' signals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.mentoring.plan import Answers, CreateBigPicture, Plan, PlanState, Rhythm, TalkBy
from desktop.ui.bridge import Bridge
from desktop.ui.wizard.chosen import Chosen
from desktop.ui.wizard.days import MeetingDay, MeetingDays
from desktop.ui.wizard.job import Job
from integrations.errors import Trouble

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.services.records import Choices, PlanRecord, Preview


@dataclass(frozen=True, slots=True)
class Sketch:
    """The talk as it would be booked, by weekday and by date; None where none is booked."""

    by: TalkBy
    weekday: CreateBigPicture | None
    date: CreateBigPicture | None

    @property
    def talk(self) -> CreateBigPicture | None:
        """The one that was asked for."""
        return self.weekday if self.by is TalkBy.WEEKDAY else self.date


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with what it does to both calendars."""

    plan: Plan
    preview: Preview


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a plan, and the steps to take by hand where there are any."""

    record: PlanRecord
    howto: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The plan could not be carried out; `left` is the state that it is in now."""

    why: Trouble
    left: PlanState


class Session(QObject):
    """The wizard's state. `changed` comes after a plan was carried out or taken back."""

    changed = Signal()

    def __init__(self, graduand: Graduand, mentorship_id: str, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._graduand = graduand
        self._id = mentorship_id
        self.zone: tzinfo = UTC
        """The user's; known once the choices are."""
        self.chosen = Chosen()
        self.choices: Choices | None = None
        self.days = MeetingDays((), None, date.min)
        self.prepared: Prepared | None = None
        self.written: Written | None = None
        self.loading = Job(bridge, self)
        self.sketching = Job(bridge, self)
        self.preparing = Job(bridge, self)
        self.applying = Job(bridge, self)
        self.undoing = Job(bridge, self)
        self.loading.done.connect(self._loaded)
        self.preparing.done.connect(self._prepared)
        self.applying.done.connect(self._written)
        self.undoing.done.connect(self._written)

    @property
    def usual(self) -> Rhythm:
        """The rhythm that the app proposes for this pair."""
        return Rhythm.YEARLY if self.choices is None else self.choices.rhythm_default

    @property
    def goes_on(self) -> bool:
        """Whether there are more meetings ahead than any list shows: the series has no end."""
        return self.choices is not None and not self.choices.has_end

    def choose(self, **changes: object) -> None:
        """Change fields of `chosen`."""
        self.chosen = replace(self.chosen, **changes)  # type: ignore[arg-type]

    def _answers(self) -> tuple[Answers, MeetingDay | None]:
        meeting = self.days.on(self.chosen.final) if self.chosen.final is not None else None
        return self.chosen.answers(self.usual, None if meeting is None else meeting.final), meeting

    def _propose(self, answers: Answers, meeting: MeetingDay | None) -> Plan:
        """The plan that ends with `meeting`; where its date was read on another clock, on the meeting's own."""
        transitions = self._graduand.transitions
        plan = transitions.propose(self._id, answers)
        if meeting is None or plan.final == meeting.start or not isinstance(meeting.start, datetime):
            return plan
        again = transitions.propose(self._id, replace(answers, final=meeting.start.date()))
        return again if again.final == meeting.start else plan

    def load(self) -> None:
        """Ask what can be chosen at all."""
        self.loading.run(lambda: (self._graduand.transitions.choices(self._id), self._graduand.zone))

    def sketch(self) -> None:
        """Work the talk out, both ways, without storing anything."""
        answers, meeting = self._answers()

        def talk(by: TalkBy) -> CreateBigPicture | None:
            plan = self._propose(replace(answers, by=by), meeting)
            return next((step for step in plan.steps if isinstance(step, CreateBigPicture)), None)

        def work() -> Sketch:
            if answers.big_picture is Rhythm.NONE:
                return Sketch(answers.by, None, None)
            return Sketch(answers.by, talk(TalkBy.WEEKDAY), talk(TalkBy.DATE))

        self.sketching.run(work)

    def prepare(self) -> None:
        """Make the plan and show what it does."""
        answers, meeting = self._answers()
        self.prepared = None

        def work() -> Prepared:
            plan = self._propose(answers, meeting)
            return Prepared(plan, self._graduand.transitions.preview(plan))

        self.preparing.run(work)

    def carry_out(self, plan: Plan, out: Path, told: date | None) -> None:
        """Store the plan and apply it. What goes wrong half-way is taken back at once, as far as that is possible."""

        def work() -> Written | Stopped:
            self._graduand.transitions.save(plan)
            try:
                return with_howto(self._graduand.transitions.apply(plan.id, out=out, told=told))
            except Trouble as trouble:
                return Stopped(trouble, self._cleared(plan.id))

        self.applying.run(work)

    def undo(self, plan_id: str) -> None:
        """Take an applied plan back."""
        self.undoing.run(lambda: with_howto(self._graduand.transitions.undo(plan_id)))

    def finish(self, plan_id: str) -> None:
        """Carry an interrupted plan to its end."""
        self.applying.run(lambda: with_howto(self._graduand.transitions.finish(plan_id)))

    def take_back(self, plan_id: str) -> None:
        """Take back what an interrupted plan had done."""
        self.undoing.run(lambda: with_howto(self._graduand.transitions.take_back(plan_id)))

    def would_be_told(self, plan_id: str, answer: Callable[[tuple[str, ...]], None]) -> None:
        """Ask who hears of an undo (R16); `answer` gets the addresses."""
        job = Job(self.undoing.bridge, self)
        job.done.connect(answer)
        job.declined.connect(self.undoing.declined)
        job.run(lambda: self._graduand.transitions.undo_tells(plan_id))

    def _loaded(self, loaded: tuple[Choices, tzinfo]) -> None:
        choices, self.zone = loaded
        self.choices = choices
        self.days = MeetingDays.of(choices.upcoming, choices.proposed, choices.earliest, self.zone)
        if self.chosen.final is None or not self.days.is_open(self.chosen.final):
            self.choose(final=self.days.default())

    def _prepared(self, prepared: Prepared) -> None:
        self.prepared = prepared

    def _cleared(self, plan_id: str) -> PlanState:
        """The plan's state after what was begun has been taken back; INTERRUPTED where even that was not possible."""
        try:
            return self._graduand.transitions.take_back(plan_id).state
        except Trouble:
            return PlanState.INTERRUPTED

    def _written(self, outcome: Written | Stopped) -> None:
        if isinstance(outcome, Written):
            self.written = outcome
        self.changed.emit()


def with_howto(record: PlanRecord) -> Written:
    """The record with the text of the instructions that were written beside the files, if any."""
    path = next((each for name in HOWTO for each in record.files if each.name == name), None)
    if path is None:
        return Written(record, "")
    try:
        return Written(record, path.read_text(encoding="utf-8"))
    except OSError:
        return Written(record, "")


HOWTO = ("HOWTO-UNDO.txt", "HOWTO.txt")
"""Instructions beside the files; those for taking a plan back count once they are there."""
