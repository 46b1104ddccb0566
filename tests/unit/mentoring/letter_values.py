"""Values for letters: a whole story, with something at every place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from desktop.mentoring.letters import Dates, Goal, LetterKind, Offer, Outcome, Thanks, Values, Win, draft, places
from desktop.mentoring.plan import Draft
from resources.letters import template
from resources.texts import clock, day

FINAL = datetime(2025, 12, 9, 16, 0)  # noqa: DTZ001 - a wall clock is all that a letter shows
THANKS = (
    Thanks("to ask finance first", "met Priya in March", "the round takes two days instead of nine"),
    Thanks("that silence is an answer", "waited with the Lisbon offer", "I lead the Lisbon team"),
    Thanks("to write the summary before the talk", "did so for ten weeks", "nobody asks for minutes any more"),
)
STORY = Values(
    name="Anna Berg",
    me="Ben",
    host="Carla",
    title="Mentoring 1:1",
    dates=Dates(
        first=date(2025, 9, 2),
        final=FINAL,
        last=date(2025, 12, 2),
        next=date(2025, 11, 25),
        talk=date(2026, 12, 8),
        review=date(2026, 3, 1),
        pause_until=date(2026, 2, 2),
    ),
    met=7,
    months=4,
    months_since=12,
    goals=(
        Goal("run my first budget round", "I ran the 2026 round on my own", reached=True),
        Goal("hire two engineers", "one of two is here"),
    ),
    wins=(Win("ask finance first", date(2025, 10, 14)),),
    thanks=THANKS,
    outcomes=(Outcome("saved", "40,000 euro"), Outcome("days saved", "7", may_leave=True)),
    offer=Offer("Dana Ruiz", "battery recycling", "grants", "the Berlin call for speakers", "you know grids", True),
    rungs=("every two weeks until 3 February", "monthly until 5 May"),
    more={
        "brings_me": ("grids", "budgets"),
        "brings_them": ("people",),
        "changed_here": "I lead a team of six",
        "direction": "product safety",
        "former_work": "operations",
        "growth": "run a room of thirty people",
        "interest": "a paper on grids",
        "keep_for": "hard conversations",
        "lessons": ("budgets", "hiring"),
        "month": "January",
        "need": "my promotion case",
        "new_work": "research",
        "news": "new grid rules",
        "next_challenge": "leading leads",
        "next_contact": "Dana in Lyon",
        "open_points": ("the hiring plan",),
        "pace": "every two weeks",
        "passing_on": ("ask finance first",),
        "priority": "the audit",
        "question": "whether to take the Lisbon role",
        "rhythm": "once a year",
        "specific": "telling me to ask finance first",
        "team": "the payments team",
    },
)


def filled(kind: LetterKind, values: Values = STORY, own: str | None = None) -> Draft:
    """A letter with these values, from the built-in text or another one."""
    return draft(kind, own or template(kind), places(kind, values, day=day, hour=clock))


def story(**changed: Any) -> Values:
    return replace(STORY, **changed)
