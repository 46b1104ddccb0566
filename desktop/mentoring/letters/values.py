"""What a letter can be filled with, and what each letter is given of it.

A place that a letter does not name in the catalogue is never handed to its template, not even to one that the user
wrote: a summary to be shared cannot hold what stays open between two people, whatever its text asks for (R4, R24).
Nothing here can hold a missed date, a count of meetings that were not kept, or how a meeting felt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop.mentoring.letters.clauses import clause
from desktop.mentoring.letters.kinds import CATALOGUE, LetterKind
from integrations.calendars.model import Moment

Place = str | tuple[str | Mapping[str, str], ...]
"""What a template finds at a place: words, a list of words, or a list of things with parts."""

THANKS_IN_A_LETTER = 3
_MOST = 10


@dataclass(frozen=True, slots=True)
class Thanks:
    """One thank-you: what the other person said, what the user did, what changed since (A10)."""

    said: str = ""
    did: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """What two people set out to do, and what came of it; `reached` where the user ticked it."""

    words: str
    result: str = ""
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Win:
    """Something taken away from a meeting, and the day of that meeting."""

    words: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Success in a number. It is in the shareable summary only where `may_leave` was ticked (A43)."""

    words: str
    number: str
    may_leave: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """Something in return. `agreed`: the person to be introduced knows of it and wants it (A18)."""

    person: str = ""
    works_on: str = ""
    asked_about: str = ""
    found: str = ""
    because: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a mentorship. Datetimes are on the clock of the series; a bare date is an all-day meeting."""

    first: Moment | None = None
    final: Moment | None = None
    last: Moment | None = None
    """The last meeting that took place, for a thank-you that comes late."""
    next: Moment | None = None
    talk: date | None = None
    review: date | None = None
    pause_until: date | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """All that letters may be filled with; what is empty stays a blank for the writer."""

    name: str = ""
    """The other person, as the writer calls them."""
    me: str = ""
    host: str = ""
    title: str = ""
    dates: Dates = Dates()
    met: int = 0
    months: int = 0
    months_since: int = 0
    """Since the last meeting, for a check-in."""
    minutes: int = 15
    goals: tuple[Goal, ...] = ()
    wins: tuple[Win, ...] = ()
    thanks: tuple[Thanks, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    offer: Offer = Offer()
    rungs: tuple[str, ...] = ()
    """The steps of a slower rhythm, each in words."""
    more: Mapping[str, str | tuple[str, ...]] | None = None
    """What the writer typed for the other places of the catalogue: `direction`, `keep_for`, `next_challenge`, …"""


LISTS: dict[str, frozenset[str]] = {
    "goals": frozenset({"words", "result"}),
    "wins": frozenset({"words", "day"}),
    "thanks": frozenset({"said", "did", "i_did", "you_did", "changed"}),
    "outcomes": frozenset({"words", "number"}),
    "results": frozenset(),
    "rungs": frozenset(),
    "lessons": frozenset(),
    "passing_on": frozenset(),
    "open_points": frozenset(),
    "brings_me": frozenset(),
    "brings_them": frozenset(),
}
"""The places that hold a list, with the parts that each thing in it has; none: it is words."""


def places(
    kind: LetterKind, values: Values, *, day: Callable[[date], str], hour: Callable[[datetime], str]
) -> dict[str, Place]:
    """The places of `kind` with what `values` has for them; `day` and `hour` write dates and times for people."""
    entry = CATALOGUE[kind]
    known = _typed(values)
    for part in (_plain(values), _dates(values.dates, day, hour), _story(kind, values, day), _offer(values.offer)):
        known.update({name: value for name, value in part.items() if value})
    return {name: value for name, value in known.items() if name in entry.places and value}


def consent_is_missing(kind: LetterKind, values: Values) -> bool:
    """Whether an introduction is not to be copied yet: both sides have to want it first (A18)."""
    return kind is LetterKind.INTRODUCTION and not values.offer.agreed


def _typed(values: Values) -> dict[str, Place]:
    return {
        name: value if isinstance(value, str) else tuple(value)[:_MOST] for name, value in (values.more or {}).items()
    }


def _plain(values: Values) -> dict[str, Place]:
    return {
        "name": values.name,
        "me": values.me,
        "host": values.host,
        "title": values.title,
        "rungs": values.rungs[:_MOST],
        "met": _several(values.met),
        "months": _several(values.months),
        "months_since": _several(values.months_since),
        "minutes": str(values.minutes),
    }


def _several(count: int) -> str:
    """A number of which letters speak in the plural."""
    return str(count) if count > 1 else ""


def _dates(dates: Dates, day: Callable[[date], str], hour: Callable[[datetime], str]) -> dict[str, Place]:
    named = {
        "first_day": dates.first,
        "final_day": dates.final,
        "last_day": dates.last,
        "next_day": dates.next,
        "talk": dates.talk,
        "review_day": dates.review,
        "pause_until": dates.pause_until,
    }
    written: dict[str, Place] = {name: day(on) if on is not None else "" for name, on in named.items()}
    written["final_time"] = hour(dates.final) if isinstance(dates.final, datetime) else ""
    return written


def _story(kind: LetterKind, values: Values, day: Callable[[date], str]) -> dict[str, Place]:
    first = next((goal for goal in values.goals if goal.reached), None) or next(iter(values.goals), None)
    shareable = kind is LetterKind.SUMMARY_SHAREABLE
    goals = [goal for goal in values.goals if goal.reached or not shareable]
    outcomes = [one for one in values.outcomes if one.may_leave or not shareable]
    return {
        "goal": first.words if first else "",
        "result": first.result if first else "",
        "goals": tuple({"words": goal.words, "result": goal.result} for goal in goals[:_MOST]),
        "results": tuple(goal.result or goal.words for goal in values.goals if goal.reached)[:_MOST],
        "wins": tuple({"words": win.words, "day": day(win.on) if win.on else ""} for win in values.wins[:_MOST]),
        "thanks": tuple(_thanks(one) for one in values.thanks[:_MOST]),
        "outcomes": tuple({"words": one.words, "number": one.number} for one in outcomes[:_MOST]),
    }


def _thanks(one: Thanks) -> dict[str, str]:
    """`i_did` and `you_did` are whole clauses, whether or not "I" was typed before what was done."""
    own = {"i_did": clause(one.did, "I"), "you_did": clause(one.did, "you")}
    return {"said": one.said, "did": one.did, "changed": one.changed, **own}


def _offer(offer: Offer) -> dict[str, Place]:
    return {
        "person": offer.person,
        "works_on": offer.works_on,
        "asked_about": offer.asked_about,
        "found": offer.found,
        "because": offer.because,
    }
