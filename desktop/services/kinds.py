"""What kinds of values settings have: each reads a value of TOML, within its range, and writes it back.

Reading raises ValueError for anything out of range; nothing is bent into shape silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")
Toml = bool | int | str | date | time | list[str] | list[int]

_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_COLOUR = re.compile(r"#[0-9a-f]{6}|[a-z]{3,30}")
_ADDRESS = re.compile(r"[^\s,]{1,254}")
"""Whatever a calendar calls an address, which need not be one of mail (RFC 5545, 3.3.3)."""
_MOST = 50
"""Entries of a list."""
_LONGEST = 60
"""Characters of a word."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """`name` is what windows choose a control by and what says what is expected: `settings.expected.<name>`."""

    name: str
    read: Callable[[object], T]
    """From TOML, within range. Raises ValueError."""
    write: Callable[[T], Toml]
    choices: tuple[str, ...] = ()
    """The values of a choice, in the order in which they are offered."""


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _time(value: object) -> time:
    """A local time of TOML, or its text; whole minutes."""
    found = time.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(found, time) or found.tzinfo is not None:
        raise ValueError(value)
    return found.replace(second=0, microsecond=0)


def _day(value: object) -> date | None:
    """A date; an empty text is none."""
    if value == "":
        return None
    found = date.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(found, date) or isinstance(found, datetime):
        raise ValueError(value)
    return found


def _weekdays(value: object) -> frozenset[int]:
    if not isinstance(value, list) or any(type(day) is not int or not 1 <= day <= 7 for day in value):
        raise ValueError(value)
    return frozenset(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not all(sign.isprintable() for sign in value):
        raise ValueError(value)
    return value.strip()


def _region(value: object) -> str:
    found = _text(value).upper()
    if found and not _REGION.fullmatch(found):
        raise ValueError(value)
    return found


def _zone(value: object) -> str:
    found = _text(value)
    try:
        if found:
            ZoneInfo(found)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(value) from error
    return found


def _colour(value: object) -> str:
    found = _text(value).casefold()
    if found and not _COLOUR.fullmatch(found):
        raise ValueError(value)
    return found


def _several(value: object, one: Callable[[str], str]) -> list[str]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError(value)
    return [one(_text(entry)) for entry in value]


def _word(entry: str) -> str:
    """Long enough for the scan of a file to look for it, which goes by letters."""
    letters = "".join(sign for sign in entry if sign.isalpha())
    if len(letters) < (3 if letters.isascii() else 2) or len(entry) > _LONGEST or "," in entry:
        raise ValueError(entry)
    return " ".join(entry.split())


def _address(entry: str) -> str:
    if not _ADDRESS.fullmatch(entry):
        raise ValueError(entry)
    return entry.lower()


def _words(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_several(value, _word)))


def _addresses(value: object) -> frozenset[str]:
    return frozenset(_several(value, _address))


def choice(*values: str) -> Kind[str]:
    """One of `values`."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in values:
            raise ValueError(value)
        return value

    return Kind("choice", read, _as_it_is, values)


def _as_it_is(value: T) -> T:
    return value


FLAG: Kind[bool] = Kind("flag", _flag, _as_it_is)
TIME: Kind[time] = Kind("time", _time, _as_it_is)
DAY: Kind[date | None] = Kind("day", _day, lambda value: value or "")
WEEKDAYS: Kind[frozenset[int]] = Kind("weekdays", _weekdays, sorted)
REGION: Kind[str] = Kind("region", _region, _as_it_is)
ZONE: Kind[str] = Kind("zone", _zone, _as_it_is)
COLOUR: Kind[str] = Kind("colour", _colour, _as_it_is)
WORDS: Kind[tuple[str, ...]] = Kind("words", _words, list)
ADDRESSES: Kind[frozenset[str]] = Kind("addresses", _addresses, sorted)
