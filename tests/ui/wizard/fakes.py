"""A calendar's services without calendars: hand-built choices, plans and previews, and a record of every call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desktop.mentoring.big_picture import talk_dates
from desktop.mentoring.mentorship import Known, MentorshipReview, Reason, Review, Role, Settings, Side, Upcoming
from desktop.mentoring.plan import (
    Answers,
    Caution,
    CreateBigPicture,
    Draft,
    Dropped,
    EndSeries,
    MarkFinal,
    Outcome,
    Plan,
    PlanState,
    Rhythm,
    SourceRef,
    Step,
)
from desktop.services.options import Chosen
from desktop.services.records import Choices, Entry, Message, PlanRecord, Preview, StepRecord, Versions
from desktop.services.review import Looked
from integrations.calendars.model import Form, Moment
from integrations.errors import Trouble
from resources.texts import text
from tests.ui.fakes import pair

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(minutes=45)
MENTOR = "mentor@example.org"
SHOWS = "Their program offers to accept or decline the dates."


@dataclass
class Series:
    """A regular series as the fake knows it; `hour` None is all-day. `blocked` are days off by date."""

    first: date = date(2025, 11, 25)
    every: int = 7
    count: int = 52
    hour: time | None = time(16)
    zone: tzinfo = LONDON
    title: str = "Mentoring: mentor / mentee"
    blocked: dict[date, Reason] = field(default_factory=dict)

    def upcoming(self) -> tuple[Upcoming, ...]:
        found = []
        for n in range(self.count):
            day = self.first + timedelta(days=self.every * n)
            start = self.at(day)
            end = start + (HOUR if self.hour else timedelta(days=1))
            found.append(Upcoming(start, start, end, "uid-1", self.blocked.get(day)))
        return tuple(found)

    def at(self, day: date) -> Moment:
        return day if self.hour is None else datetime.combine(day, self.hour, tzinfo=self.zone)


@dataclass
class FakeTransitions:
    """Answers like the services would, and notes what it was asked. `fail_with` raises at a call, once."""

    series: Series = field(default_factory=Series)
    role: Role = Role.ORGANIZER
    proposed: date | None = date(2025, 12, 9)
    earliest: date = date(2025, 12, 4)
    may_close: bool = True
    has_end: bool = False
    other_series: tuple[tuple[str, str], ...] = ()
    rhythm: tuple[Rhythm, str] = (Rhythm.YEARLY, "")
    source: str = "ics"
    account: str = ""
    breaks_with: Trouble | None = None
    """Comes after the first step was written, once."""
    outcome: Outcome = Outcome.DONE
    undone_state: PlanState = PlanState.UNDONE
    writing: bool = True
    may_as_guest: bool = False
    versions: Versions | None = None
    needs_telling: bool = False
    tells: tuple[str, ...] = ()
    warnings: tuple[Caution, ...] = ()
    now: datetime = datetime(2025, 11, 20, 9, tzinfo=UTC)
    state_after: PlanState = PlanState.WAITING
    left_state: PlanState = PlanState.DRAFT
    calls: list[tuple[str, object]] = field(default_factory=list)
    fail_with: dict[str, Exception] = field(default_factory=dict)
    delay: Callable[[], None] = lambda: None
    saved: dict[str, Plan] = field(default_factory=dict)
    records: dict[str, PlanRecord] = field(default_factory=dict)

    def _call(self, name: str, what: object) -> None:
        self.calls.append((name, what))
        self.delay()
        if name in self.fail_with:
            raise self.fail_with.pop(name)

    def made(self, name: str) -> list[Any]:
        return [what for called, what in self.calls if called == name]

    def found(self, _mentorship_id: str, looked: Looked) -> MentorshipReview:
        return looked.review.mentorships[0]

    def choices(self, mentorship_id: str, _looked: Looked | None = None) -> Choices:
        self._call("choices", mentorship_id)
        return Choices(
            proposed=None if self.proposed is None else self.series.at(self.proposed),
            upcoming=self.series.upcoming(),
            earliest=self.earliest,
            role=self.role,
            has_end=self.has_end,
            other_series=self.other_series,
            rhythm_default=self.rhythm[0],
            rhythm_reason=self.rhythm[1],
            may_close=self.may_close,
            needs_telling=self.needs_telling,
            may_as_guest=self.may_as_guest,
        )

    def propose(self, mentorship_id: str, answers: Answers, *, seeing: str = "") -> Plan:  # noqa: ARG002 - one look
        self._call("propose", answers)
        assert answers.final is not None
        final = self.series.at(answers.final)
        mine = answers.as_guest or self.role in (Role.ORGANIZER, Role.ALONE)
        others = () if self.role is Role.ALONE else (MENTOR,)
        steps: list[Step] = []
        if answers.big_picture is not Rhythm.NONE:
            steps.append(self._talk(answers, others if mine else ()))
        if mine and not self.has_end:
            steps.append(self._end(final, others))
        if mine and answers.mark_final:
            steps.append(MarkFinal("uid-1", final, self.series.title, "Our last regular meeting", others))
        return Plan(
            id=f"plan-{len(self.made('propose'))}",
            mentorship=mentorship_id,
            uid="uid-1",
            title=self.series.title,
            people=others,
            final=final,
            last_start=final,
            role=self.role,
            form=Form.DATE if self.series.hour is None else Form.ZONED,
            source=SourceRef(self.source, "calendar.ics", "0" * 64, self.account, "main" if self.account else ""),
            steps=tuple(steps),
            messages_to_others=0 if self.source == "ics" else 2,
            told=answers.told,
            needs_telling=self.needs_telling,
            drafts=() if mine else (request(answers.final),),
            warnings=self.warnings,
            created=self.now,
            series_text="",
        )

    def _talk(self, answers: Answers, tells: tuple[str, ...]) -> CreateBigPicture:
        assert answers.final is not None and answers.big_picture is not None
        found = talk_dates(
            answers.final, answers.big_picture, by=answers.by, months=answers.months, times=answers.times
        )
        starts = tuple(self.series.at(day) for day in found.days)
        return CreateBigPicture(
            uid="talk-1",
            title=answers.title or "Big picture talk",
            rule=found.rule,
            start=starts[0],
            end=starts[0] + (HOUR if self.series.hour else timedelta(days=1)),
            form=Form.ZONED if self.series.hour else Form.DATE,
            zone_name="Europe/London",
            first_dates=starts,
            tells=tells,
            when=answers.when,
            body="Our yearly catch-up. No preparation needed. Easy to move.",
        )

    def _end(self, final: Moment, others: tuple[str, ...]) -> EndSeries:
        rule = "FREQ=WEEKLY;BYDAY=TU"
        return EndSeries("uid-1", (rule,), (f"{rule};UNTIL=X",), final, final, Dropped(), (), others)

    def preview(self, plan: Plan, *, seeing: str = "") -> Preview:  # noqa: ARG002 - one look
        self._call("preview", plan.id)
        before = tuple(self._entry(meeting, "blocked" if meeting.blocked else "meeting") for meeting in _ahead(self))
        mine = any(isinstance(step, EndSeries) for step in plan.steps)
        after = tuple(
            replace(each, kind=_kind(each, plan.final)) for each in before if not mine or each.start <= plan.final
        )
        talk = next((step for step in plan.steps if isinstance(step, CreateBigPicture)), None)
        talks = () if talk is None else tuple(Entry(at, at, talk.title, "talk") for at in talk.first_dates)
        messages = []
        for step in plan.steps:
            for to in step.tells:
                subject = step.title if isinstance(step, CreateBigPicture) else self.series.title
                says = "Invitation: once a year." if isinstance(step, CreateBigPicture) else "This event was updated."
                when = "you-send" if self.source == "ics" else "now"
                messages.append(Message(to, when, subject, says, text(f"goodbye.arrives.{when}"), SHOWS))
        theirs = (before, after + talks) if plan.people and mine else (before, before)
        return Preview(before, after + talks, *theirs, tuple(messages), tuple(title for _, title in self.other_series))

    def _entry(self, meeting: Upcoming, kind: str) -> Entry:
        return Entry(meeting.start, meeting.end, self.series.title, kind)

    def save(self, plan: Plan) -> None:
        self._call("save", plan.id)
        self.saved[plan.id] = plan
        steps = tuple(StepRecord(step, Outcome.PLANNED, None, "") for step in plan.steps)
        self.records[plan.id] = PlanRecord(plan, PlanState.DRAFT, steps, None, (), self.now, self.now)

    def record(self, plan_id: str) -> PlanRecord:
        return self.records[plan_id]

    def apply(self, plan_id: str, *, out: Path | None, told: date | None = None) -> PlanRecord:
        self._call("apply", (plan_id, out, told))
        if out is None:
            return self._apply_live(plan_id)
        out.mkdir(parents=True, exist_ok=True)
        names = {"series.ics": "BEGIN:VCALENDAR\n", "big-picture-talk.ics": "BEGIN:VCALENDAR\n", "HOWTO.txt": HOWTO}
        for name, words in names.items():
            (out / name).write_text(words, encoding="utf-8")
        return self._record(plan_id, self.state_after, out, tuple(out / name for name in names))

    def _apply_live(self, plan_id: str) -> PlanRecord:
        if self.breaks_with is not None:
            why, self.breaks_with = self.breaks_with, None
            self._record(plan_id, PlanState.INTERRUPTED, None, ())
            raise why
        return self._record(plan_id, self.state_after, None, ())

    def undo(self, plan_id: str | None = None) -> PlanRecord:
        self._call("undo", plan_id)
        assert plan_id is not None
        out = self.records[plan_id].out
        if out is None:
            return self._record(plan_id, self.undone_state, None, ())
        (out / "HOWTO-UNDO.txt").write_text("Open series-as-before.ics.", encoding="utf-8")
        return self._record(plan_id, PlanState.UNDONE, out, (out / "HOWTO-UNDO.txt",))

    def undo_messages(self, plan_id: str) -> tuple[Message, ...]:
        self._call("undo_messages", plan_id)
        return tuple(Message(to, "now", self.series.title, "As it was.") for to in self.tells)

    def needs_writing(self, _plan: Plan) -> str | None:
        return self.account if self.account and not self.writing else None

    def conflict(self, plan_id: str) -> Versions | None:
        self._call("conflict", plan_id)
        return self.versions

    def finish(self, plan_id: str) -> PlanRecord:
        self._call("finish", plan_id)
        record = self.records[plan_id]
        state = self.state_after if self.account else PlanState.WAITING
        return self._record(plan_id, state, record.out, record.files)

    def take_back(self, plan_id: str) -> PlanRecord:
        self._call("take_back", plan_id)
        return self._record(plan_id, self.left_state, None, ())

    def _record(self, plan_id: str, state: PlanState, out: Path | None, files: tuple[Path, ...]) -> PlanRecord:
        plan = self.saved[plan_id]
        steps = tuple(StepRecord(step, self.outcome, self.now, "") for step in plan.steps)
        record = PlanRecord(plan, state, steps, out, files, self.now, self.now)
        self.records[plan_id] = record
        return record


@dataclass
class FakeReviewing:
    """One look, hand-built; sides that were said are noted and hold from the next look on."""

    transitions: FakeTransitions
    zone: tzinfo = LONDON
    side: Side = Side.MENTEE
    said: list[Side] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    paused: list[date] = field(default_factory=list)

    def look(self, *, seeing: str = "") -> Looked:  # noqa: ARG002 - one look
        one = pair("m-1", "Robin Reed", title=self.transitions.series.title)
        one = replace(one, mentorship=replace(one.mentorship, side=self.side))
        if self.transitions.role is Role.ALONE:
            one = replace(one, mentorship=replace(one.mentorship, others=()))
        now = self.transitions.now
        return Looked(Review(now, (one,), (), (), ()), Known(), Settings(self.zone, frozenset({"me@example.org"})))

    def set_side(self, _mentorship: str, side: Side) -> None:
        self.said.append(side)
        self.side = side

    def set_pause(self, _mentorship: str, until: date) -> None:
        self.paused.append(until)

    def set_safe(self, _mentorship: str, safe: bool) -> None:
        self.hidden.append(safe)


@dataclass
class FakeSettings:
    """The one setting that the wizard asks for."""

    stage: str = "skip"

    def chosen(self) -> Chosen:
        return Chosen(stage=self.stage)

    def change(self, values: dict[str, Any]) -> None:
        self.stage = values["stage"]


@dataclass
class FakeGraduand:
    """As much of the program as the wizard needs."""

    transitions: FakeTransitions = field(default_factory=FakeTransitions)
    zone: tzinfo = LONDON
    accounts: Any = None
    syncing: Any = None
    store: Any = None
    stories: Any = None
    letters: Any = None
    settings: FakeSettings = field(default_factory=FakeSettings)
    reviewing: Any = None
    clock: Callable[[], datetime] = lambda: datetime(2025, 11, 20, 9, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.reviewing = self.reviewing or FakeReviewing(self.transitions, self.zone)


def request(final: date) -> Draft:
    """What a mentee asks the organizer for."""
    says = f"Our series is in your calendar, so I can't change it. Could you let it end with {final}? Thank you!"
    return Draft("request-to-organizer", "Our regular meetings", says)


def _ahead(transitions: FakeTransitions) -> tuple[Upcoming, ...]:
    return transitions.series.upcoming()[:30]


def _kind(entry: Entry, final: Moment) -> str:
    return "last" if entry.start == final else entry.kind


HOWTO = """Your calendar changes when you open these files there.

Google Calendar: Settings, Import and export, choose series.ics, then big-picture-talk.ics.

Outlook: double-click series.ics, then Save and close. Do the same with big-picture-talk.ics.

Apple Calendar: double-click both files.
"""
