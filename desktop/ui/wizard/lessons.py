"""Lessons worth keeping, a line each, kept with the story of the two people (A35)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.mentoring.jottings import JottingKind

if TYPE_CHECKING:
    from desktop.services.stories import Stories


def lines(words: str) -> tuple[str, ...]:
    """The lines that say something, each once."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, words.splitlines()))))


def keep_lessons(stories: Stories, mentorship: str, before: Iterable[str], now: Iterable[str]) -> None:
    """Keep what is new, and let go of what stood in the field before and does not any more.

    What was written elsewhere meanwhile is left alone. Raises Trouble (`store-…`).
    """
    known = {one.words: one.id for one in stories.story(mentorship).of(JottingKind.LESSON)}
    wanted = tuple(now)
    for words in wanted:
        if words not in known:
            stories.write(mentorship, JottingKind.LESSON, words)
    for words in before:
        if words not in wanted and words in known:
            stories.remove(known[words])
