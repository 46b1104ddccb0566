"""A store whose series lives in a calendar in memory, plans over it, and ways to break them off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desktop.composition import Graduand, build
from desktop.mentoring.plan import Answers, Outcome, Plan
from desktop.services.records import PlanRecord
from desktop.services.reminders import Reminder, Reminders
from desktop.services.transition import Transitions
from desktop.store.accounts import Account
from desktop.store.connection import Database
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.memory import MAIN, Memory
from integrations.calendars.model import Batch, Occurrence, Series
from integrations.calendars.moments import wall
from integrations.calendars.port import Calendar
from integrations.calendars.recurrence import everything
from tests.helpers.clock import FixedClock
from tests.journeys.conftest import DATA

TORONTO = ZoneInfo("America/Toronto")
NOW = datetime(2026, 4, 14, 14, 0, tzinfo=UTC)
ME, MENTOR = "mentee@example.org", "mentor@example.org"
FINAL = date(2026, 4, 29)
TOLD = date(2026, 4, 13)
UID = "j09@google.com"
State = tuple[object, object, str]
"""Of one meeting: begin, end, and the title that it has of its own."""
ACCOUNT = "memory-1"


class Killed(BaseException):
    """The process ends here."""


class Between:
    """Stands between the program and a calendar; `before` and `after` are called around each write, with its name."""

    def __init__(self, source: Memory) -> None:
        self.source = source
        self.before: Callable[[str], None] = lambda _: None
        self.after: Callable[[str], None] = lambda _: None

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.source, name)
        if name not in WRITES:
            return found

        def write(*words: Any, **options: Any) -> Any:
            self.before(name)
            answer = found(*words, **options)
            self.after(name)
            return answer

        return write


WRITES = ("create", "revive", "end", "restore_rules", "remove_occurrence", "put_occurrence", "delete")


@dataclass
class Living:
    """One user, one series, one calendar."""

    folder: Path
    calendar: Calendar = MAIN
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    slept: list[float] = field(default_factory=list)
    me: str = ME

    def __post_init__(self) -> None:
        self.memory = Memory(me=[self.me], calendars=[self.calendar], clock=self.clock)
        self.between = Between(self.memory)
        self.start()
        self.memory.put((DATA / "journeys" / "j09_undo.ics").read_text(), calendar=self.calendar.id)
        account = Account(ACCOUNT, "memory", self.me, "", True, NOW)
        self.store.accounts.add(account)
        self.store.accounts.put_calendars(ACCOUNT, [self.calendar])
        self.read()

    def start(self) -> None:
        """The program starts (again) over the same store and calendar."""
        self.graduand: Graduand = build(self.folder, clock=self.clock, zone=TORONTO, me=[self.me])
        self.store = self.graduand.store
        self.transitions = Transitions(
            self.graduand.reviewing, self.clock, source=lambda _: self.between, sleep=self.slept.append
        )

    def reminders(self) -> list[Reminder]:
        """The quiet lines that would be shown about plans."""
        found = Reminders(self.graduand.reviewing, self.transitions, self.clock).due()
        return [one for one in found if one.plan]

    def restart(self) -> None:
        self.graduand.close()
        self.start()

    def read(self, *, mine: bool = True) -> None:
        """What a synchronisation does: the calendar's state into the store."""
        found, origin = self.standing(), f"{ACCOUNT}/{self.calendar.id}"
        self.store.calendars.put(Batch(series=(found,)), at=self.clock(), origin=origin, mine=[UID] if mine else ())

    def standing(self, uid: str = UID) -> Series:
        found = self.memory.standing(self.calendar.id, uid)
        assert found is not None
        return found.series

    def gone(self, uid: str) -> bool:
        return self.memory.standing(self.calendar.id, uid) is None

    def live(self, uid: str = UID, through: date = date(2026, 7, 1)) -> list[Occurrence]:
        return [o for o in everything(self.standing(uid), through) if not o.removed]

    def plan(self, **answers: Any) -> Plan:
        wanted = Answers(**{"final": FINAL, "told": TOLD, **answers})
        (found,) = (one for one in self.graduand.reviewing.review().mentorships if one.mentorship.current.uid == UID)
        plan = self.transitions.propose(found.mentorship.id, wanted)
        self.transitions.save(plan)
        return plan

    def stored(self, uid: str = UID) -> Series:
        row = self.store.calendars.series(uid)
        assert row is not None
        return read_text(row.text, zone=TORONTO).series[0]


def outcomes(record: PlanRecord) -> list[Outcome]:
    return [step.outcome for step in record.steps]


@contextmanager
def killed_at(living: Living, number: int) -> Iterator[list[int]]:
    """Break off before the write `number`; the list holds how many writes were left to do."""
    left = [number]

    def step(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    originals = {name: getattr(Database, name) for name in ("run", "insert")}

    def guarded(write: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*words: object, **options: object) -> object:
            step()
            return write(*words, **options)

        return wrapper

    for name, write in originals.items():
        setattr(Database, name, guarded(write))
    living.between.before = living.between.after = step
    try:
        yield left
    except Killed:
        pass
    finally:
        for name, write in originals.items():
            setattr(Database, name, write)
        living.between.before = living.between.after = lambda _: None
    living.restart()


def broken_off(
    folder: Path, begin: Callable[[Living], Plan], deed: Callable[[Living, str], object]
) -> Iterator[tuple[Living, Plan, list[State]]]:
    """The deed to what was begun, broken off before each of its writes in turn, and how the calendar was at first."""
    for number in count():
        living = Living(folder / str(number))
        before = state_of(living)
        plan = begin(living)
        with killed_at(living, number) as left:
            deed(living, plan.id)
        if left[0] >= 0:
            break
        yield living, plan, before
        living.graduand.close()


def applied(living: Living, plan: str) -> object:
    return living.transitions.apply(plan)


def undone(living: Living, plan: str) -> object:
    return living.transitions.undo(plan)


def state_of(living: Living) -> list[State]:
    """The meetings as they stand."""
    return [(wall(o.start), wall(o.end), o.override.title if o.override else "") for o in living.live()]


def next_start(living: Living, plan: str, *, finish: bool) -> bool:
    """Take the choice that a start offers for what was broken off; whether there was anything to offer."""
    offered = [record.plan.id for record in living.transitions.interrupted()]
    if plan in offered:
        act = living.transitions.finish if finish else living.transitions.take_back
        act(plan)
        assert living.transitions.interrupted() == ()
    return plan in offered


def all_meetings(series: Series) -> list[tuple[datetime, bool]]:
    """Where each meeting stands, and whether it was called off."""
    return [(wall(o.start), o.removed) for o in everything(series, date(2026, 8, 1))]


def answering(living: Living, answer: str, *, last: bool = False) -> None:
    """What the mentor says to the series, or to its last meeting alone."""
    head, mark, rest = living.standing().text.rpartition("BEGIN:VEVENT") if last else ("", "", living.standing().text)
    lines = rest.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("ATTENDEE") and MENTOR in line:
            kept = [part for part in line.partition(":")[0].split(";") if not part.startswith("PARTSTAT=")]
            lines[number] = ";".join([*kept, f"PARTSTAT={answer}"]) + f":mailto:{MENTOR}"
    living.memory.put(head + mark + "\n".join(lines))
    living.read()
