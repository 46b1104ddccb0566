"""The domain's values: what a mentorship is and what can be said of it.

The terms (slot, lineage, kept, moved, not kept, excused, unknown, due, cadence, level) are used
everywhere with one meaning, given at each of them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple

from integrations.calendars.model import DayOff, Meeting, Moment, Person, Problem, Series


class Role(StrEnum):
    """What the user may do to a series. ALONE: nobody else is on it. UNKNOWN: who the user is, is."""

    ORGANIZER = "organizer"
    ATTENDEE = "attendee"
    ALONE = "alone"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """The user's side in a pair. Told by the user, never guessed from who organises."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    PEER = "peer"
    UNKNOWN = "unknown"


class TaggedBy(StrEnum):
    """Why a series counts as mentoring. LABEL: a calendar service's own event label. MANUAL: the user's mark."""

    CATEGORY = "category"
    HASHTAG = "hashtag"
    KEYWORD = "keyword"
    DESCRIPTION = "description"
    CALENDAR = "calendar"
    COLOR = "color"
    LABEL = "label"
    MANUAL = "manual"
    PROPERTY = "property"


class SlotState(StrEnum):
    """What became of a past slot, as far as a calendar can know it."""

    KEPT = "kept"
    MOVED = "moved"
    NOT_KEPT = "not-kept"
    EXCUSED = "excused"
    UNKNOWN = "unknown"


class By(StrEnum):
    """Who is known to have acted. Never an intention."""

    UNKNOWN = "unknown"
    ORGANISER_SIDE = "organiser-side"
    OTHER_DECLINED = "other-declined"
    USER_DECLINED = "user-declined"


@dataclass(frozen=True)
class Reason:
    """Why a slot is excused or was set by hand: a code for the text, and the words of the source.

    Codes: "holiday" (words: the holiday's name), "leave" (the event's title), "season" (the user's
    own title), "illness", "corrected".
    """

    code: str
    words: str = ""


class Slot(NamedTuple):
    """One past slot of a lineage. `start` and `end` are the slot's own; `to` is where it was moved.

    A tuple, since ten years of many pairs are tens of thousands of them.
    """

    start: Moment
    end: Moment
    state: SlotState
    uid: str
    to: Moment | None = None
    by: By = By.UNKNOWN
    why: Reason | None = None
    corrected: bool = False
    """The state is the user's own word."""


class Upcoming(NamedTuple):
    """One future occurrence that is on the calendar. `blocked` names the holiday or leave it falls on."""

    slot: Moment
    start: Moment
    end: Moment
    uid: str
    blocked: Reason | None = None


@dataclass(frozen=True)
class Counts:
    """Sums over slots; `due` is kept + moved + not_kept."""

    kept: int = 0
    moved: int = 0
    not_kept: int = 0
    excused: int = 0
    unknown: int = 0

    @property
    def due(self) -> int:
        """The slots that count."""
        return self.kept + self.moved + self.not_kept


class Level(StrEnum):
    """How much a pair asks to be looked at; LOOK never pops up, NOTE may, once."""

    TOO_EARLY = "too-early"
    FINE = "fine"
    LOOK = "look"
    NOTE = "note"


class SignLevel(StrEnum):
    """FACT and CARD are said on the pair's page only; LOOK is a dot and a line; NOTE one notification."""

    FACT = "fact"
    CARD = "card"
    LOOK = "look"
    NOTE = "note"


class Family(StrEnum):
    """Signs of one family speak of one thing; two LOOKs of different families may make a NOTE."""

    RHYTHM = "rhythm"
    ARRANGING = "arranging"
    FORM = "form"
    TOLD = "told"
    OCCASION = "occasion"
    """Reviews and occasions: a level of their own, which never raises the pair's."""


class SignKind(StrEnum):
    """D1 to D19, in order."""

    QUIET_PATCH = "quiet-patch"
    GAP_IN_A_ROW = "gap-in-a-row"
    SILENCE = "silence"
    OPEN_ENDED = "open-ended"
    LONG_RUN = "long-run"
    OFTEN_MOVED = "often-moved"
    ONE_SIDED = "one-sided"
    SHORTER = "shorter"
    UNANSWERED = "unanswered"
    REAL_RHYTHM = "real-rhythm"
    NATURAL_END = "natural-end"
    ENDED_WITHOUT_GOODBYE = "ended-without-goodbye"
    DORMANT = "dormant"
    TOLD_BY_YOU = "told-by-you"
    GOALS_REACHED = "goals-reached"
    CONTEXT_CHANGED = "context-changed"
    TWO_SERIES = "two-series"
    MENTOR_LOAD = "mentor-load"
    NOTHING_BOOKED = "nothing-booked"


Evidence = Mapping[str, int | float | str]


@dataclass(frozen=True)
class Sign:
    """What one rule saw: codes and evidence; the sentence is made from `resources/texts` elsewhere."""

    kind: SignKind
    level: SignLevel
    family: Family
    evidence: Evidence
    slots: tuple[Moment, ...] = ()
    """The starts of the slots it rests on, for "Why am I seeing this?"."""
    variant: str = ""
    """Chooses among several sentences of one kind; "" is the usual one."""
    strong: bool = False
    """It reaches its NOTE column by itself."""


@dataclass(frozen=True)
class Absence:
    """A span that excuses slots: leave from the calendar or a season the user added. Ends exclusive.

    `whose` is "me" or the id of the mentorship whose other side is away.
    """

    id: str
    start: Moment
    end: Moment
    title: str
    whose: str = "me"
    code: str = "leave"


@dataclass(frozen=True)
class Correction:
    """The user's own word on a past slot: KEPT, NOT_KEPT or EXCUSED; `because` as in `Reason.code`."""

    uid: str
    slot: Moment
    state: SlotState
    because: str = "corrected"


@dataclass(frozen=True)
class Pulse:
    """An answer after a kept meeting: one of `pulses.Answer`."""

    at: datetime
    answer: str


@dataclass(frozen=True)
class Told:
    """What only the user can say of a mentorship, by its id; everything is optional."""

    side: Side = Side.UNKNOWN
    pulses: tuple[Pulse, ...] = ()
    goals_total: int = 0
    goals_reached: int = 0
    talked: bool = False
    """A closing tick: "we talked", thanked, or closed on purpose."""
    programme: bool = False
    contact_after: bool | None = None
    """May the two stay in touch after the programme? None: not answered."""
    paused_until: date | None = None
    safe: bool = False
    """The user said that something is wrong: never shown in lists, exports, digests or notifications."""
    scanned_since: datetime | None = None
    """When this lineage was first seen by this store; decision points count from here."""


@dataclass(frozen=True)
class Settings:
    """What the rules need of the user's settings. `zone` is the user's own; `region` ISO 3166 (`DE-BE`)."""

    zone: tzinfo
    me: frozenset[str] = frozenset()
    region: str = ""
    other_region: str = ""


@dataclass(frozen=True)
class Known:
    """All that the rules may look at: the calendars' part and the user's own words."""

    series: tuple[Series, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    absences: tuple[Absence, ...] = ()
    """Added by the user. Leave in the calendar is in `days_off`."""
    corrections: tuple[Correction, ...] = ()
    marks: Mapping[str, bool] = field(default_factory=dict)
    """UID -> the user's own mark: True mentoring, False not."""
    same_person: frozenset[frozenset[str]] = frozenset()
    """Pairs of addresses that the user said belong to one person."""
    different_people: frozenset[frozenset[str]] = frozenset()
    told: Mapping[str, Told] = field(default_factory=dict)
    programmes: Mapping[str, bool] = field(default_factory=dict)
    """Answer to the question "programme", by question id."""
    declined_since: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """(UID, address) -> when a DECLINED on the whole series was first seen: it never unmakes the past."""
    problems: tuple[Problem, ...] = ()
    looked_anew: Mapping[str, date] = field(default_factory=dict)
    """Mentorship id -> the first day after a "not now", which is a decision point of its own (0.3, 10)."""


@dataclass(frozen=True)
class Mentorship:
    """A lineage: series that continue one another, counted as one.

    `series` stands in time order; the last is the current one. `others` are the distinct
    individual addresses besides the user's, the organizer included.
    """

    id: str
    series: tuple[Series, ...]
    meetings: tuple[Meeting, ...]
    """One-off meetings with the same people, past and future."""
    others: tuple[Person, ...]
    role: Role
    side: Side
    tagged_by: tuple[TaggedBy, ...]
    told: Told = Told()

    @property
    def current(self) -> Series:
        """The series that runs, or ran last; one that was called off as a whole only where there is no other."""
        return next((one for one in reversed(self.series) if not one.cancelled), self.series[-1])

    @property
    def group(self) -> bool:
        """Three or more people, the user included (who is among the others while unknown)."""
        return len(self.others) >= (3 if self.role is Role.UNKNOWN else 2)

    @property
    def others_group(self) -> bool:
        """A group that somebody else organises: the user can leave it, and it goes on (product 5)."""
        return self.group and self.role is Role.ATTENDEE


@dataclass(frozen=True)
class Ledger:
    """Every past slot of a mentorship accounted for, and the facts that rules rest on.

    `slots` are oldest first. `window` are the slots from the first of the last 12 due ones on
    (8 where the cadence is 26 days or more), or all where there are fewer.
    """

    slots: tuple[Slot, ...]
    window: tuple[Slot, ...]
    upcoming: tuple[Upcoming, ...]
    """Future occurrences on the calendar, in order of their real start, at most 400 and 2 years ahead."""
    counts: Counts
    all_time: Counts
    cadence_days: int | None
    """Median of the days between slots; None for fewer than two."""
    first: Moment | None
    open_ended: bool
    ends: Moment | None
    """Real start of the last occurrence; None where open-ended or nothing is left."""
    contacts: tuple[Moment, ...]
    """Starts of everything that took place, meetings included, oldest first."""
    makeups: tuple[str, ...] = ()
    """UIDs of one-off meetings that stand for a removed slot."""

    @property
    def next(self) -> Upcoming | None:
        """The next meeting on the calendar."""
        return self.upcoming[0] if self.upcoming else None


@dataclass(frozen=True)
class Question:
    """Something only the user can say. `id` is stable; `kind` as in the command line's contract."""

    id: str
    kind: str
    about: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A series that may be mentoring and carries no mark; `why` is a code for the text."""

    uid: str
    title: str
    why: str


@dataclass(frozen=True)
class MentorshipReview:
    """One mentorship, looked at. The unit that the command line prints and a window's card shows."""

    mentorship: Mentorship
    ledger: Ledger
    level: Level
    signs: tuple[Sign, ...]
    proposed_final: Moment | None
    finished: bool
    """Nothing ahead and the end is known: listed under "Finished"."""


@dataclass(frozen=True)
class Review:
    """A look at everything at one moment (`now`, aware)."""

    now: datetime
    mentorships: tuple[MentorshipReview, ...]
    questions: tuple[Question, ...]
    suggested: tuple[Suggestion, ...]
    problems: tuple[Problem, ...]
    me: frozenset[str] = frozenset()
    """The user's own addresses as used for this look."""
