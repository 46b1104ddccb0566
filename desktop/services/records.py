"""What the use cases around plans answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop.mentoring.mentorship import Role, Upcoming
from desktop.mentoring.plan import Outcome, Plan, PlanState, Rhythm, Step
from integrations.calendars.model import Moment


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step and what became of it. `at` is aware; `note` is ready to show."""

    step: Step
    outcome: Outcome
    at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan, how far it is, and the files that it wrote into `out`."""

    plan: Plan
    state: PlanState
    steps: tuple[StepRecord, ...]
    out: Path | None
    files: tuple[Path, ...]
    created: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Choices:
    """What the wizard may offer for a mentorship.

    `upcoming` reaches twelve months ahead. `earliest` is the first day that the notice leaves open. `may_close` is
    False in the first half year and before eight kept meetings: closing is then offered last, never first.
    """

    proposed: Moment | None
    upcoming: tuple[Upcoming, ...]
    earliest: date
    role: Role
    has_end: bool
    other_series: tuple[tuple[str, str], ...]
    rhythm_default: Rhythm
    rhythm_reason: str
    may_close: bool
    needs_telling: bool
    may_as_guest: bool = False
    """Somebody else organises it, and lets their guests change it: only where the user wants it (R11)."""
    leaves: bool = False
    """A group that somebody else organises: the user's own last meeting with it is chosen, and it goes on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar in the preview. `kind`: meeting, last, slower, talk, removed, blocked.

    Where the meetings go on at a slower pace, none of them is called the last.
    """

    start: Moment
    end: Moment
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a person gets. `when`: now, after-final, or you-send where a file is the user's to send on.

    `arrives` is that in words, `shows` what the other's own program makes of it. `what`: invitation, update,
    cancellation, or letter for a text of the user's own.
    """

    to: str
    when: str
    subject: str
    body: str
    arrives: str = ""
    shows: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """Both calendars before and after, the messages in their order, and the series that stay as they are.

    `letters`: what the user has to send instead of a change that is not theirs to make. `note`: how far the wording can
    be known, "" where nobody else is on the event.
    """

    mine_before: tuple[Entry, ...]
    mine_after: tuple[Entry, ...]
    theirs_before: tuple[Entry, ...]
    theirs_after: tuple[Entry, ...]
    messages: tuple[Message, ...]
    untouched: tuple[str, ...]
    letters: tuple[Message, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A series, or the talk, as one side of a conflict shows it: its rules and its next meetings."""

    title: str
    rules: tuple[str, ...]
    meetings: tuple[Entry, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """Both versions side by side (R14): what the plan expected, and what was found; None where that is gone."""

    step: Step
    expected: Version
    found: Version | None
    at: datetime
