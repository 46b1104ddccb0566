"""The keepsake: what there was, on one page, to hand over in the last talk (product 7, M6). No missed date (R24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.mentoring.letters.kinds import Tone
from desktop.mentoring.letters.plain import plain
from desktop.mentoring.letters.values import THANKS_IN_A_LETTER, Thanks, Values
from desktop.mentoring.mentorship import Side
from integrations.calendars.moments import wall

_NAME = 80
_SENTENCE = 220
_GOALS = 5


@dataclass(frozen=True, slots=True)
class Keepsake:
    """Everything on the page, each on one line and short enough for one page. `first` is None where unknown."""

    name: str
    me: str
    tone: Tone
    side: Side
    first: date | None
    months: int
    met: int
    goals: tuple[str, ...]
    thanks: tuple[Thanks, ...]
    line: str
    day: date


def keepsake(values: Values, *, side: Side, tone: Tone, day: date, line: str = "") -> Keepsake:
    """The page made of what letters are filled with; `line` is a sentence of the user's own, `day` the day on it.

    Goals stand on it as far as they were reached, thanks as far as they say something.
    """
    thanks = [one for one in values.thanks if one.said.strip()][:THANKS_IN_A_LETTER]
    return Keepsake(
        name=plain(values.name, _NAME),
        me=plain(values.me, _NAME),
        tone=tone,
        side=side,
        first=wall(values.dates.first).date() if values.dates.first is not None else None,
        months=values.months,
        met=values.met,
        goals=tuple(plain(goal.words, _SENTENCE) for goal in values.goals if goal.reached)[:_GOALS],
        thanks=tuple(Thanks(*(_sentence(part) for part in (one.said, one.did, one.changed))) for one in thanks),
        line=plain(line, _SENTENCE),
        day=day,
    )


def _sentence(words: str) -> str:
    return plain(words.strip().rstrip("."), _SENTENCE)
