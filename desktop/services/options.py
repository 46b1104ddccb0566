"""Every setting, declared once: key in the file, kind with its range, and what is usual.

Its words are `settings.<key>.title` and `settings.<key>.help`; windows and file follow from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, time
from functools import cache
from typing import Any, Generic, TypeVar

from desktop.mentoring.manners import Manners
from desktop.services.kinds import (
    ADDRESSES,
    COLOUR,
    DAY,
    FLAG,
    REGION,
    TIME,
    WEEKDAYS,
    WORDS,
    ZONE,
    Kind,
    choice,
)

T = TypeVar("T")
_OPTION = "option"
_USUAL = Manners()


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One setting. `name` is the field of `Chosen`, "" for what the system itself keeps."""

    key: str
    kind: Kind[T]
    usual: T
    name: str = ""

    @property
    def path(self) -> tuple[str, str]:
        """Table and key in the file."""
        table, _, key = self.key.partition(".")
        return table, key


def _option(key: str, kind: Kind[T], usual: T) -> T:
    return field(default=usual, metadata={_OPTION: (key, kind)})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user chose, the usual where they did not.

    `zone` is a name of the IANA database, "" for the system's. `region` and `second_region` are ISO 3166 codes, the
    second for holidays of the other side. `words` and `color` mark mentoring besides the program's own words. Working
    hours are on the user's clock, see `Manners`. `stage` of the career is asked once, when meetings are first closed;
    "skip" was an answer. `notify_at` is "note", or "look" for sooner. `discreet`: notifications never say what they are
    about. `quiet_until` is the last quiet day of all. `each_quarter`: a quiet line about the hours of three months.
    """

    addresses: frozenset[str] = _option("you.addresses", ADDRESSES, frozenset())
    zone: str = _option("you.zone", ZONE, "")
    stage: str = _option("you.stage", choice("unsaid", "early", "mid", "leader", "skip"), "unsaid")
    region: str = _option("holidays.region", REGION, "")
    second_region: str = _option("holidays.second-region", REGION, "")
    words: tuple[str, ...] = _option("mentoring.words", WORDS, ())
    color: str = _option("mentoring.color", COLOUR, "")
    begins: time = _option("hours.begins", TIME, _USUAL.begins)
    ends: time = _option("hours.ends", TIME, _USUAL.ends)
    days: frozenset[int] = _option("hours.days", WEEKDAYS, _USUAL.days)
    notify_at: str = _option("reminders.at", choice("note", "look"), "note")
    discreet: bool = _option("reminders.discreet", FLAG, False)
    quiet_until: date | None = _option("reminders.quiet-until", DAY, _USUAL.quiet_until)
    after_meeting: bool = _option("reminders.after-meeting", FLAG, _USUAL.after_meeting)
    each_quarter: bool = _option("reminders.each-quarter", FLAG, False)
    appearance: str = _option("window.appearance", choice("system", "light", "dark"), "system")

    def manners(self) -> Manners:
        """When the user may be spoken to."""
        return Manners(
            begins=self.begins,
            ends=self.ends,
            days=self.days,
            sooner=self.notify_at == "look",
            quiet_until=self.quiet_until,
            after_meeting=self.after_meeting,
        )


AT_LOGIN = Option("start.at-login", FLAG, False)
"""Kept by the system, which other programs change as well: see `integrations.autostart`."""


@cache
def options() -> dict[str, Option[Any]]:
    """Every option of the file by its name, in the order of the file."""
    found: dict[str, Option[Any]] = {}
    for one in fields(Chosen):
        key, kind = one.metadata[_OPTION]
        found[one.name] = Option(key, kind, one.default, one.name)
    return found
