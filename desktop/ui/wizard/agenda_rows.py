"""A calendar as a short list of lines: long runs of the same meeting are said in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import groupby
from typing import TYPE_CHECKING

from desktop.ui.style import one_line
from desktop.ui.wizard.wording import hour_words, short_day
from integrations.calendars.moments import day_of
from resources import texts
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import Entry

RUN = 4
"""A run of more lines of one kind is shortened to its first two and one that counts the rest."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `kind` is an entry's kind, or "year" for a heading, "more" for a shortened run."""

    kind: str
    day: str
    time: str = ""
    title: str = ""
    of: str = ""
    """What a "more" line is made of: the kind it counts."""

    @property
    def says(self) -> str:
        """The line as it is read aloud."""
        if self.kind in ("year", "more"):
            return self.day
        return text(f"wizard.agenda.says-{self.kind}", day=self.day, time=self.time, title=self.title)


def rows(entries: Sequence[Entry], zone: tzinfo, *, goes_on: bool = False) -> tuple[Row, ...]:
    """The lines of a calendar, years as headings. Entries stand in time order.

    `goes_on`: the meetings do not stop where the entries do.
    """
    runs = [(kind, list(run)) for kind, run in groupby(entries, key=lambda each: each.kind)]
    regular = [n for n, (kind, _) in enumerate(runs) if kind in ("meeting", "removed", "blocked")]
    found: list[Row] = []
    year = 0
    for n, (kind, members) in enumerate(runs):
        open_end = goes_on and bool(regular) and n == regular[-1]
        shown = members if len(members) <= RUN else members[:2]
        for entry in shown:
            day = day_of(entry.start, zone)
            if day.year != year:
                year = day.year
                found.append(Row("year", str(year)))
            found.append(Row(kind, short_day(day), hour_words(entry.start, zone), one_line(entry.title)))
        if open_end:
            found.append(Row("more", text("wizard.agenda.goes-on"), of=kind))
        elif len(members) > len(shown):
            found.append(_more(kind, len(members) - len(shown), day_of(members[-1].start, zone)))
    return tuple(found)


def _more(kind: str, n: int, last: date) -> Row:
    return Row("more", text("wizard.agenda.more", n=n, day=texts.day(last, year=True)), of=kind)
