"""What a reader of big files is to keep: asked of the domain, which alone knows what mentoring is."""

from __future__ import annotations

from typing import Protocol

from integrations.calendars.model import TagHints


class Wanted(Protocol):
    """The domain's answers. The byte scan uses the words, all else is judged on what it let through."""

    @property
    def words(self) -> tuple[str, ...]:
        """Parts of words, in lower case: a component that holds none of them carries no mark."""

    @property
    def uids(self) -> frozenset[str]:
        """Components that are kept whatever they say."""

    @property
    def watched(self) -> frozenset[str]:
        """Events that a calendar is only asked after: whether they are there. Nothing of them is kept."""

    @property
    def pairs(self) -> frozenset[frozenset[str]]:
        """Address sets of known pairs, whose single meetings are kept."""

    @property
    def me(self) -> frozenset[str]:
        """The user's own addresses, in lower case; empty where unknown."""

    def marked(self, uid: str, hints: TagHints, calendar: str) -> bool:
        """Whether a component is mentoring."""

    def likely(self, title: str, people: int) -> bool:
        """Whether a recurring event without a mark could be suggested; `people` counts addresses."""

    def is_day_off(self, title: str) -> bool:
        """Whether the title speaks of leave."""
