"""The one page for whoever comes next: what was covered, what comes next, three questions to ask (product M9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.mentoring.jottings import JottingKind
from desktop.services.stories import Story
from resources.texts import text

QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Brief:
    """`covered` is what the last mentor helped with, `challenge` what comes next: never one of the goals of before."""

    covered: str
    challenge: str
    questions: tuple[str, ...]


def brief(story: Story) -> Brief:
    """What the story knows of it; the challenge stays empty until it was said (A15)."""
    helped, challenge = story.last(JottingKind.HELPS_WITH), story.last(JottingKind.CHALLENGE)
    return Brief(
        helped.words if helped is not None else "",
        challenge.words if challenge is not None else "",
        suggested(),
    )


def suggested() -> tuple[str, ...]:
    """Three questions to begin with; the user changes them."""
    return tuple(text(f"story.brief.question-{number}") for number in range(1, QUESTIONS + 1))


def as_text(one: Brief) -> str:
    """The page as plain text. It names nobody: what it says of the last mentor is the field alone."""
    asked = [question for question in one.questions if question.strip()]
    parts: list[tuple[str, Sequence[str]]] = [
        ("next", [one.challenge]),
        ("covered", [one.covered]),
        ("questions", [f"{number}. {question}" for number, question in enumerate(asked, 1)]),
    ]
    lines = [text("story.brief.title")]
    for name, said in parts:
        known = [" ".join(words.split()) for words in said if words.strip()]
        if known:
            lines += ["", text(f"story.brief.{name}"), *known]
    return "\n".join(lines) + "\n"
