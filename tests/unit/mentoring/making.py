"""Series and cases made by hand: what became of each slot is one letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from desktop.mentoring.absences import away
from desktop.mentoring.judging import review
from desktop.mentoring.lineages import gather
from desktop.mentoring.mentorship import (
    Known,
    Ledger,
    Mentorship,
    MentorshipReview,
    Review,
    Settings,
    Side,
    TaggedBy,
    Told,
)
from desktop.mentoring.signs.case import Case
from desktop.mentoring.slots import ledger
from integrations.calendars.model import (
    DayOff,
    Form,
    Meeting,
    Moment,
    Override,
    Person,
    Response,
    Series,
    TagHints,
)

LONDON = ZoneInfo("Europe/London")
BERLIN = ZoneInfo("Europe/Berlin")
ME, OTHER, THIRD = "mentee@example.org", "mentor@example.org", "third@example.org"
NOW = datetime(2026, 5, 20, 12, tzinfo=LONDON)
"""A Wednesday noon."""


def person(email: str, response: Response = Response.ACCEPTED, *, organizer: bool = False, name: str = "") -> Person:
    return Person(email, name, response, organizer)


PAIR = (person(ME, organizer=True), person(OTHER))
"""The user organises."""


def series(
    start: Moment,
    rule: str = "FREQ=WEEKLY",
    *,
    uid: str = "one@example.org",
    title: str = "Mentoring",
    people: tuple[Person, ...] = PAIR,
    minutes: int = 60,
    removed: Iterable[Moment] = (),
    moved: Mapping[Moment, Moment] | None = None,
    overrides: Iterable[Override] = (),
    **more: Any,
) -> Series:
    timed = isinstance(start, datetime)
    length = timedelta(minutes=minutes) if timed else timedelta(days=1)
    zone = start.tzinfo if isinstance(start, datetime) else LONDON
    assert zone is not None
    made = Series(
        uid=uid,
        title=title,
        form=Form.ZONED if timed else Form.DATE,
        zone=zone,
        zone_name=str(zone) if timed else None,
        start=start,
        duration=length,
        rules=(rule,) if rule else (),
        exdates=tuple(removed),
        overrides=(
            *(Override(slot, to, to + length) for slot, to in (moved or {}).items()),
            *overrides,
        ),
        people=people,
        hints=TagHints(categories=("Mentoring",)),
    )
    return replace(made, **more)


def pattern(letters: str, *, weeks: int = 1, now: datetime = NOW, rule_end: str = "", **more: Any) -> Series:
    """A series whose last past slot lies a day before `now`: K kept, N removed, M moved by an hour."""
    first = now - timedelta(days=1) - timedelta(weeks=weeks) * (len(letters) - 1)
    slots = [first + timedelta(weeks=weeks) * index for index in range(len(letters))]
    return series(
        first,
        f"FREQ=WEEKLY;INTERVAL={weeks}{rule_end}",
        removed=[slot for slot, letter in zip(slots, letters, strict=True) if letter == "N"],
        moved={slot: slot + timedelta(hours=1) for slot, letter in zip(slots, letters, strict=True) if letter == "M"},
        **more,
    )


def known(*found: Series | Meeting | DayOff, **more: Any) -> Known:
    return Known(
        series=tuple(one for one in found if isinstance(one, Series)),
        meetings=tuple(one for one in found if isinstance(one, Meeting)),
        days_off=tuple(one for one in found if isinstance(one, DayOff)),
        **more,
    )


def settings(zone: tzinfo = LONDON, me: Iterable[str] = (ME,), region: str = "") -> Settings:
    return Settings(zone, frozenset(me), region)


def tagged(hints: TagHints, title: str, calendar: str, mark: bool | None) -> tuple[TaggedBy, ...]:
    """Mentoring is what carries the category; the user's mark outweighs it."""
    if mark is not None:
        return (TaggedBy.MANUAL,) if mark else ()
    return (TaggedBy.CATEGORY,) if hints.categories else ()


def mentorship(facts: Known, wanted: Settings | None = None) -> Mentorship:
    (found,) = gather(facts, wanted or settings(), tagged).mentorships
    return found


def ledger_of(*found: Series | Meeting | DayOff, now: datetime = NOW, region: str = "", **more: object) -> Ledger:
    facts, wanted = known(*found, **more), settings(region=region)
    leave = away(facts, wanted, lambda title: "leave" in title.casefold())
    return ledger(mentorship(facts, wanted), facts, wanted, now, leave)


def case(
    *found: Series | Meeting | DayOff,
    now: datetime = NOW,
    told: Told | None = None,
    side: Side = Side.UNKNOWN,
    **more: Any,
) -> Case:
    facts = known(*found)
    one = replace(mentorship(facts), told=told or Told(), side=side)
    account = ledger(one, facts, settings(), now, away(facts, settings(), lambda title: "leave" in title.casefold()))
    return Case(mentorship=one, ledger=account, zone=LONDON, **more)


def looked(facts: Known, wanted: Settings | None = None, now: datetime = NOW) -> Review:
    return review(facts, wanted or settings(), now, lambda *_: None, tagged=tagged)


def meeting(start: datetime, *, uid: str = "extra@example.org", minutes: int = 60, **more: Any) -> Meeting:
    made = Meeting(uid=uid, title="Call", start=start, end=start + timedelta(minutes=minutes), people=PAIR)
    return replace(made, **more)


def leave(first: date, last: date, title: str = "Annual leave") -> DayOff:
    return DayOff(f"{first}-{title}", title, first, last + timedelta(days=1))


def letters(account: Ledger) -> str:
    """What became of each slot, one letter each: K, M, N, X (excused), U (unknown)."""
    names = {"kept": "K", "moved": "M", "not-kept": "N", "excused": "X", "unknown": "U"}
    return "".join(names[slot.state.value] for slot in account.slots)


def utc(moment: Moment) -> datetime:
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)


def ended_reviews() -> tuple[MentorshipReview, ...]:
    """A series that ended three weeks ago without its last two dates."""
    one = pattern("KKKKKNN", now=NOW - timedelta(weeks=3), rule_end=";COUNT=7")
    return looked(known(one)).mentorships
