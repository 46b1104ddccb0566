"""The plan's values: what would change, step by step, for whom, and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from desktop.mentoring.ladder import Pace
from desktop.mentoring.mentorship import Role, Side
from integrations.calendars.model import Form, Moment


class Rhythm(StrEnum):
    """How often the big picture talk comes round."""

    YEARLY = "yearly"
    EVERY_6_MONTHS = "every-6-months"
    EVERY_9_MONTHS = "every-9-months"
    NONE = "none"


class TalkBy(StrEnum):
    """What the talk keeps from year to year: the weekday and its place in the month, or the date."""

    WEEKDAY = "weekday"
    DATE = "date"


class TalkWhen(StrEnum):
    """When its invitation goes out: with the change, or by a click after the last meeting."""

    NOW = "now"
    AFTER_FINAL = "after-final"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user chose in the wizard or on the command line; None: as the app proposes."""

    final: date | None = None
    big_picture: Rhythm | None = None
    by: TalkBy = TalkBy.WEEKDAY
    months: int | None = None
    on: date | None = None
    at: time | None = None
    times: int = 3
    """How often the talk takes place; 0: without end."""
    when: TalkWhen = TalkWhen.NOW
    mark_final: bool = False
    title: str = ""
    """The talk's title."""
    final_title: str = ""
    """The last meeting's title, where it is renamed."""
    ask_first: bool = False
    """Let the last meeting ask the others first; everything else then waits for a yes, and for a click (M5)."""
    place: str = ""
    """Where the last meeting is, put on it together with its new title; "" to leave that as it is."""
    told: date | None = None
    side: Side | None = None
    as_guest: bool = False
    """Change a series that somebody else organises, where they let their guests do so (R11): never by itself."""
    ladder: bool = False
    """Go on after `final`, step by step less often, before the big picture talk (product 7, M2)."""


class StepKind(StrEnum):
    """The kinds of steps, in the order in which a plan has them."""

    CREATE_RUNG = "create-rung"
    CREATE_BIG_PICTURE = "create-big-picture"
    END_SERIES = "end-series"
    MARK_FINAL = "mark-final"


class Outcome(StrEnum):
    """What became of a step."""

    PLANNED = "planned"
    DONE = "done"
    ALREADY_DONE = "already-done"
    NOT_CHANGED = "not-changed"
    CONFLICT = "conflict"
    FAILED = "failed"
    UNDONE = "undone"
    WAITING = "waiting"


class PlanState(StrEnum):
    """How far a plan is."""

    DRAFT = "draft"
    APPLYING = "applying"
    APPLIED = "applied"
    WAITING = "waiting"
    """Written to files; the user carries them into the calendar, an import then shows the end."""
    INTERRUPTED = "interrupted"
    UNDOING = "undoing"
    UNDONE = "undone"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What lies beyond the end and goes with it, each named by its slot."""

    overrides: tuple[Moment, ...] = ()
    exdates: tuple[Moment, ...] = ()
    rdates: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateBigPicture:
    """A new event. `uid` is made once, with the plan, so that a repetition cannot make a second one."""

    uid: str
    title: str
    rule: str
    start: Moment
    end: Moment
    form: Form
    zone_name: str | None
    first_dates: tuple[Moment, ...]
    tells: tuple[str, ...]
    when: TalkWhen = TalkWhen.NOW
    body: str = ""
    kind: StepKind = StepKind.CREATE_BIG_PICTURE
    calendar: str = ""
    """The id of the calendar it is made in; "" for the series' own."""


@dataclass(frozen=True, slots=True)
class CreateRung:
    """A new event that continues the meetings at a slower pace. `first_dates` are all of its meetings."""

    uid: str
    title: str
    rule: str
    start: Moment
    end: Moment
    form: Form
    zone_name: str | None
    first_dates: tuple[Moment, ...]
    tells: tuple[str, ...]
    pace: Pace
    body: str = ""
    kind: StepKind = StepKind.CREATE_RUNG
    calendar: str = ""
    """The id of the calendar it is made in; "" for the series' own."""


Creating = CreateBigPicture | CreateRung
"""Steps that make an event, and leave the series as it is."""


@dataclass(frozen=True, slots=True)
class EndSeries:
    """UNTIL on every rule. `before` and `after` are RRULE values in the series' order."""

    uid: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    last_start: Moment
    last_slot: Moment
    dropped: Dropped
    excluded: tuple[Moment, ...]
    """Slots to exclude (EXDATE) because their meeting was moved beyond the final date."""
    tells: tuple[str, ...]
    kind: StepKind = StepKind.END_SERIES


@dataclass(frozen=True, slots=True)
class MarkFinal:
    """Rename one occurrence by an override, and give it `place` where that is not "".

    `asks`: it is done first, so that the others can answer to this one meeting; all other steps wait.
    """

    uid: str
    occurrence: Moment
    before: str
    after: str
    tells: tuple[str, ...]
    kind: StepKind = StepKind.MARK_FINAL
    place: str = ""
    asks: bool = False


Step = CreateRung | CreateBigPicture | EndSeries | MarkFinal


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know before Apply: `kind` as in the contract, `values` fill the text's places."""

    kind: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A text for the user to send, never sent by the app. `kind`: note, thank-you, summary, request-to-organizer."""

    kind: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where the series comes from and the state it was planned against (sha256 or etag).

    `account` and `calendar` are ids, "" for what came from a file.
    """

    kind: str
    name: str
    revision: str
    account: str = ""
    calendar: str = ""

    @property
    def live(self) -> bool:
        """Whether the calendar itself is changed, and not a file of it."""
        return bool(self.account)

    @property
    def origin(self) -> str:
        """`account/calendar`, as the store names it; "" for files."""
        return f"{self.account}/{self.calendar}" if self.account else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A value: ordered steps; the order is the order of execution."""

    id: str
    mentorship: str
    uid: str
    title: str
    people: tuple[str, ...]
    """Addresses of the others."""
    final: Moment
    """The start of the last meeting."""
    last_start: Moment
    role: Role
    form: Form
    source: SourceRef
    steps: tuple[Step, ...]
    messages_to_others: int
    told: date | None
    needs_telling: bool
    drafts: tuple[Draft, ...]
    warnings: tuple[Caution, ...]
    created: datetime
    series_text: str
    """The series as it was, whole (`Series.text`): what undo restores."""
    possible_messages: int = 0
    """Messages more, at most: a calendar may keep single changed meetings beyond the end, and each is then taken out
    by itself. Not in `messages_to_others`."""
    as_guest: bool = False
    """The user wished to change what somebody else organises."""

    @property
    def rungs(self) -> tuple[CreateRung, ...]:
        """The slower meetings between the series and the big picture talk, in their order; mostly none."""
        return tuple(step for step in self.steps if isinstance(step, CreateRung))

    @property
    def talk(self) -> CreateBigPicture | None:
        """The big picture talk; None where none was wanted."""
        return next((step for step in self.steps if isinstance(step, CreateBigPicture)), None)

    @property
    def last_regular(self) -> Moment:
        """The start of the last meeting before there are only talks now and then: with rungs, that of the last one."""
        return self.rungs[-1].first_dates[-1] if self.rungs else self.final


class Refusal(Exception):
    """Nothing is to be planned. `code` as in the contract: already-ended, not-a-series,
    erases-history, too-frequent, unknown-series, who-are-you, not-told.

    `drafts` may come with it: a thank-you is never too late.
    """

    def __init__(self, code: str, values: tuple[tuple[str, str], ...] = (), drafts: tuple[Draft, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.drafts = drafts
