"""The story of one pair to keep or to hand on, as Markdown and as JSON: dates kept, goals, thanks, lessons.

Nothing else is ever in it (R24): no date that did not take place, nobody who is known to have acted, no reason, no
feeling, no private note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.mentoring.jottings import JottingKind, JottingState
from desktop.mentoring.mentorship import MentorshipReview, SlotState
from integrations.calendars.moments import day_of
from resources.texts import day, text

if TYPE_CHECKING:
    from datetime import tzinfo

    from desktop.services.stories import Story

_TOOK_PLACE = (SlotState.KEPT, SlotState.MOVED)
_STEERING = re.compile(r"([\\`*_{}\[\]<>#|~])")
"""What Markdown (CommonMark 0.31, 2.4) would read as more than a character."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal and how far it is; what was let go is not told."""

    words: str
    state: JottingState
    result: str


@dataclass(frozen=True, slots=True)
class Retelling:
    """All of it, each of a day or on one line. `thanks` are said, did, changed."""

    title: str
    people: tuple[str, ...]
    kept: tuple[date, ...]
    goals: tuple[Goal, ...]
    thanks: tuple[tuple[str, str, str], ...]
    lessons: tuple[str, ...]


def retelling(found: MentorshipReview, story: Story, zone: tzinfo) -> Retelling:
    """What is told of a pair; `zone` is the user's."""
    mentorship = found.mentorship
    goals = (one for one in story.of(JottingKind.GOAL) if one.state is not JottingState.DROPPED)
    return Retelling(
        title=_line(mentorship.current.title),
        people=tuple(_line(person.name or person.email) for person in mentorship.others),
        kept=tuple(day_of(one.to or one.start, zone) for one in found.ledger.slots if one.state in _TOOK_PLACE),
        goals=tuple(Goal(_line(one.words), one.state, _line(one.about)) for one in goals),
        thanks=tuple((_line(one.said), _line(one.did), _line(one.changed)) for one in story.thanks),
        lessons=tuple(_line(one.words) for one in story.of(JottingKind.LESSON)),
    )


def as_markdown(told: Retelling) -> str:
    """As a text that a person reads; what was typed is never markup in it."""
    lines = [f"# {_plain(told.title)}"]
    if told.people:
        lines += ["", text("story.export.with", people=_plain(", ".join(told.people)))]
    lines += _section("kept", [day(one, year=True) for one in told.kept])
    lines += _section("goals", [_goal(one) for one in told.goals])
    lines += _section("thanks", [_plain(" – ".join(filter(None, one))) for one in told.thanks])
    lines += _section("lessons", [_plain(one) for one in told.lessons])
    return "\n".join(lines) + "\n"


def as_json(told: Retelling) -> dict[str, Any]:
    """As plain values; dates are ISO 8601."""
    return {
        "title": told.title,
        "people": list(told.people),
        "kept": [one.isoformat() for one in told.kept],
        "goals": [{"words": one.words, "state": one.state.value, "result": one.result} for one in told.goals],
        "thanks": [dict(zip(("said", "did", "changed"), one, strict=True)) for one in told.thanks],
        "lessons": list(told.lessons),
    }


def _section(name: str, lines: list[str]) -> list[str]:
    return ["", f"## {text(f'story.export.{name}')}", "", *(f"- {line}" for line in lines)] if lines else []


def _goal(one: Goal) -> str:
    state = text(f"story.goal.{one.state}")
    return text("story.export.goal", words=_plain(one.words), state=state) + (
        f": {_plain(one.result)}" if one.result else ""
    )


def _line(words: str) -> str:
    return " ".join(words.split())


def _plain(words: str) -> str:
    return _STEERING.sub(r"\\\1", words)
