"""A Graduand without store and rules: hand-built looks, and a note of every intention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from desktop.mentoring.mentorship import (
    By,
    Counts,
    Family,
    Ledger,
    Level,
    Mentorship,
    MentorshipReview,
    Reason,
    Review,
    Role,
    Side,
    Sign,
    SignKind,
    SignLevel,
    Slot,
    SlotState,
    TaggedBy,
    Told,
    Upcoming,
)
from desktop.services.circle import Circle
from desktop.services.options import Chosen
from desktop.services.pair_story import PairStory
from desktop.services.records import Message, Versions
from integrations.calendars.model import Form, Moment, Person, Series

LONDON = ZoneInfo("Europe/London")
NOTHING_TOLD = Told()
NOW = datetime(2025, 11, 20, 9, 0, tzinfo=LONDON)

LETTERS = {
    "k": SlotState.KEPT,
    "m": SlotState.MOVED,
    "n": SlotState.NOT_KEPT,
    "e": SlotState.EXCUSED,
    "u": SlotState.UNKNOWN,
}


def slots(pattern: str, first: datetime, uid: str = "u1", every: int = 7) -> tuple[Slot, ...]:
    """One slot a letter: k, m, n, e or u."""
    made = []
    for number, letter in enumerate(pattern):
        start = first + timedelta(days=every * number)
        state = LETTERS[letter]
        to = start + timedelta(days=2, hours=1) if state is SlotState.MOVED else None
        why = Reason("leave", "Annual leave") if state is SlotState.EXCUSED else None
        made.append(Slot(start, start + timedelta(minutes=45), state, uid, to=to, by=By.UNKNOWN, why=why))
    return tuple(made)


def counts(of: Sequence[Slot]) -> Counts:
    """The sums over slots."""
    number = {state: sum(slot.state is state for slot in of) for state in SlotState}
    return Counts(
        number[SlotState.KEPT],
        number[SlotState.MOVED],
        number[SlotState.NOT_KEPT],
        number[SlotState.EXCUSED],
        number[SlotState.UNKNOWN],
    )


def sign(kind: SignKind, level: SignLevel, resting: Sequence[Slot] = (), **evidence: int | float | str) -> Sign:
    """A sign as a rule would give it."""
    return Sign(kind, level, Family.RHYTHM, evidence, tuple(slot.start for slot in resting))


def pair(
    id: str = "p1",
    name: str = "Alex Morgan",
    pattern: str = "kknkknkknknk",
    *,
    first: datetime = datetime(2025, 9, 2, 16, 0, tzinfo=LONDON),
    every: int = 7,
    level: Level = Level.FINE,
    signs: tuple[Sign, ...] = (),
    finished: bool = False,
    title: str = "Mentoring: mentor / mentee",
    told: Told = NOTHING_TOLD,
    ahead: bool = True,
    others: tuple[Person, ...] | None = None,
) -> MentorshipReview:
    """One mentorship with the slots of `pattern`."""
    past = slots(pattern, first, f"uid-{id}", every)
    start = first + timedelta(days=every * len(pattern))
    upcoming = tuple(
        Upcoming(at, at, at + timedelta(minutes=45), f"uid-{id}")
        for at in (start + timedelta(days=every * number) for number in range(6))
    )
    people = (Person(f"{id}@example.org", name, organizer=False),) if others is None else others
    series = Series(
        uid=f"uid-{id}",
        title=title,
        form=Form.ZONED,
        zone=LONDON,
        zone_name="Europe/London",
        start=first,
        duration=timedelta(minutes=45),
        rules=("FREQ=WEEKLY;BYDAY=TU",),
        people=(*people, Person("me@example.org", "Me", organizer=True)),
        calendar="Work",
    )
    mentorship = Mentorship(
        id, (series,), (), people, Role.ORGANIZER, Side.UNKNOWN, (TaggedBy.KEYWORD, TaggedBy.CATEGORY), told
    )
    window = past[-12:]
    ledger = Ledger(
        past,
        window,
        upcoming if ahead else (),
        counts(window),
        counts(past),
        every,
        past[0].start if past else start,
        ahead,
        None,
        tuple(slot.start for slot in past if slot.state is SlotState.KEPT),
    )
    final = upcoming[2].start if ahead else None
    return MentorshipReview(mentorship, ledger, level, signs, final, finished)


def look(*pairs: MentorshipReview, now: datetime = NOW, **more: Any) -> Review:
    """A look at everything."""
    values: dict[str, Any] = {"questions": (), "suggested": (), "problems": ()} | more
    return Review(now.astimezone(UTC), pairs, **values)


@dataclass
class FakeReviewing:
    """Gives the look it was made with; corrections change it."""

    current: Review
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    again: dict[str, int] = field(default_factory=dict)

    def review(self) -> Review:
        return self.current

    def recounted(self) -> dict[str, int]:
        return self.again

    def correct(self, uid: str, slot: Moment, state: SlotState | None, because: str = "") -> None:
        self.calls.append(("correct", uid, slot, state, because))
        self.current = replace(
            self.current, mentorships=tuple(_corrected(one, uid, slot, state) for one in self.current.mentorships)
        )

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *values: self.calls.append((name, *values))


def _corrected(one: MentorshipReview, uid: str, at: Moment, state: SlotState | None) -> MentorshipReview:
    changed = tuple(
        slot._replace(state=state or SlotState.NOT_KEPT, corrected=state is not None, why=None)
        if slot.uid == uid and slot.start == at
        else slot
        for slot in one.ledger.slots
    )
    window = changed[-12:]
    return replace(one, ledger=replace(one.ledger, slots=changed, window=window, counts=counts(window)))


@dataclass
class FakeImporting:
    """Calls `does` for an import."""

    does: Callable[..., Any]
    calls: list[tuple[Any, ...]] = field(default_factory=list)

    def import_files(self, files: Sequence[Any], *, progress: Any = None, cancelled: Any = None, **_: Any) -> Any:
        self.calls.append(tuple(files))
        return self.does(files, progress, cancelled)

    def take_up(self, uid: str) -> bool:
        self.calls.append(("take_up", uid))
        return True


@dataclass
class FakeTransitions:
    """Plans that are there; notes what is asked of them."""

    records: tuple[Any, ...] = ()
    told: tuple[str, ...] = ()
    versions: Versions | None = None
    calls: list[tuple[Any, ...]] = field(default_factory=list)

    def history(self) -> tuple[Any, ...]:
        return self.records

    def undo_messages(self, _plan: str) -> tuple[Message, ...]:
        return tuple(Message(to, "now", "", "") for to in self.told)

    def record(self, plan: str) -> Any:
        return next(record for record in self.records if record.plan.id == plan)

    def conflict(self, _plan: str) -> Versions | None:
        return self.versions

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def does(plan: str, *values: Any) -> Any:
            self.calls.append((name, plan, *values))
            return next((record for record in self.records if record.plan.id == plan), None)

        return does


@dataclass
class FakeSettings:
    """The usual settings."""

    def chosen(self) -> Chosen:
        return Chosen()


class NoAccounts:
    """Nobody has connected anything."""

    endpoint = ""

    def all(self) -> tuple[Any, ...]:
        return ()

    def client_ready(self) -> bool:
        return True


class NothingWritten:
    """Nobody has written anything down."""

    def page(self, mentorship: str, _: tzinfo) -> PairStory:
        return PairStory(mentorship, NOW.date())

    def circle(self, _: tzinfo) -> Circle:
        return Circle(NOW.date(), {}, {}, {}, (), ())


@dataclass
class FakeGraduand:
    """What the windows need of the composition root."""

    reviewing: FakeReviewing
    importing: FakeImporting
    transitions: FakeTransitions = field(default_factory=FakeTransitions)
    settings: FakeSettings = field(default_factory=FakeSettings)
    accounts: Any = field(default_factory=NoAccounts)
    syncing: Any = None
    stories: Any = field(default_factory=NothingWritten)
    zone: tzinfo = LONDON

    closed: bool = False

    def close(self) -> None:
        self.closed = True

    def clock(self) -> datetime:
        return self.reviewing.current.now


def graduand(review: Review, does: Callable[..., Any] | None = None) -> FakeGraduand:
    """A Graduand that shows `review`."""

    def nothing(files: object, progress: object, cancelled: object) -> None:
        raise AssertionError("no import was expected")

    return FakeGraduand(FakeReviewing(review), FakeImporting(does or nothing))


def today() -> date:
    """The date of `NOW`."""
    return NOW.date()
