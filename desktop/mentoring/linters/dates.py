"""The dates that a letter names, as people write them: 2025-12-09, 9.12.2025, 9 December, December 9th, on Tuesday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from desktop.mentoring.linters.finding import Span
from desktop.mentoring.linters.reading import Reading
from resources.words import lists

_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])")
_LEAP = 2000
_FAR = 24
"""So many characters before the name of a month are looked at for the day."""


@dataclass(frozen=True, slots=True)
class Named:
    """A date in a letter. `days` are the days (month, day) it can mean: 9/12/2025 is read both ways.

    `days` is empty for a weekday, which names a day without a date; `year` is None where none is written.
    """

    span: Span
    days: tuple[tuple[int, int], ...] = ()
    year: int | None = None

    def may_be(self, day: date) -> bool:
        """Whether this can be `day`."""
        if not self.days:
            return True
        return (day.month, day.day) in self.days and self.year in (None, day.year)


@dataclass(frozen=True, slots=True)
class _Names:
    months: dict[str, int]
    weekdays: frozenset[str]
    before: frozenset[str]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]


@cache
def _names(language: str) -> _Names:
    found = lists("letters", language)
    months = {name: n for key in ("months", "months-short") for n, name in enumerate(found.get(key, ()), 1)}
    months |= dict.fromkeys(found.get("months-other", ()), 9)
    ordinal = f"(?:{'|'.join(found.get('ordinals', ())) or 'º'})"
    day = rf"(\d{{1,2}}){ordinal}?"
    return _Names(
        months,
        frozenset((*found.get("weekdays", ()), *found.get("weekdays-short", ()))),
        frozenset(found.get("before-weekday", ())),
        re.compile(rf"(?<![\w.]){day}\.?(?:\s+of)?[\s\-‑/.]+\Z"),
        re.compile(rf"\.?[\s\-‑]+(?:the\s+)?{day}(?![\w:])(?:\s*,?\s+(\d{{4}})(?!\w))?"),
    )


_YEAR = re.compile(r"\.?,?[\s\-‑/]+(\d{4})(?!\w)")


def named(reading: Reading, language: str = "en") -> list[Named]:
    """All dates in the letter, in its order."""
    names = _names(language)
    found: list[Named | None] = []
    for number in reading.of_dates:
        word = reading.words[number]
        if word in names.months:
            found.append(_month(reading, names, number, names.months[word]))
        elif word in names.weekdays:
            found.append(_weekday(reading, names, number))
        else:
            found.append(_numbers(reading.text, reading.span(number)[0]))
    return sorted((one for one in found if one is not None), key=lambda one: one.span)


def _numbers(text: str, start: int) -> Named | None:
    hit = _ISO.match(text, start)
    if hit:
        year, month, day = (int(part) for part in hit.groups())
        return Named(hit.span(), ((month, day),), year) if _exists(month, day) else None
    hit = _NUMBERS.match(text, start)
    if hit is None:
        return None
    one, other, year = int(hit[1]), int(hit[3]), int(hit[4])
    days = tuple(dict.fromkeys(day for day in ((other, one), (one, other)) if _exists(*day)))
    return Named(hit.span(), days, year + 2000 if year < 100 else year) if days else None


def _month(reading: Reading, names: _Names, number: int, month: int) -> Named | None:
    text = reading.text
    start, end = reading.span(number)
    before = names.day_month.search(text[max(0, start - _FAR) : start])
    if before and _exists(month, int(before[1])):
        year = _YEAR.match(text, end)
        first = start - (len(before.string) - before.start())
        return Named((first, year.end() if year else end), ((month, int(before[1])),), int(year[1]) if year else None)
    after = names.month_day.match(text, end)
    if after and _exists(month, int(after[1])):
        return Named((start, after.end()), ((month, int(after[1])),), int(after[2]) if after[2] else None)
    return None


def _weekday(reading: Reading, names: _Names, number: int) -> Named | None:
    """ "On Tuesday", "next Tuesday"; not "our Tuesday meetings", nor the Tuesday before "9 December"."""
    if not number or reading.words[number - 1] not in names.before:
        return None
    following = reading.words[number + 1 : number + 4]
    if any(word in names.months for word in following):
        return None
    if following and following[0].isdecimal() and _numbers(reading.text, reading.span(number + 1)[0]):
        return None
    return Named((reading.span(number - 1)[0], reading.span(number)[1]))


def _exists(month: int, day: int) -> bool:
    try:
        date(_LEAP, month, day)
    except ValueError:
        return False
    return True
