"""Whether the thanks to one person are a copy of those to another: all that is ever held together of two (R34, J12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.mentoring.letters.values import Thanks
from desktop.mentoring.linters.copies import copied
from desktop.mentoring.mentorship import MentorshipReview

if TYPE_CHECKING:
    from desktop.services.stories import Stories


def same_thanks(stories: Stories, reviews: Iterable[MentorshipReview], mentorship: str) -> tuple[str, ...]:
    """The mentorships whose three thanks say what those of `mentorship` say, by id; mostly none.

    What stands in a half-finished wizard counts before what was kept of a finished one. Pairs that are kept hidden are
    never looked at (R19). `letters.finding.copied` says it to the writer, without anybody's name.
    Raises Trouble (`store-…`).
    """
    open_ones = [one.mentorship for one in reviews if not one.mentorship.told.safe]
    if mentorship not in {one.id for one in open_ones}:
        return ()
    notes = {one.id: _thanks(stories, one.id) for one in open_ones}
    names = {person.name for one in open_ones for person in one.others}
    found = (pair for pair in copied(notes, names) if mentorship in (pair.one, pair.other))
    return tuple(pair.other if pair.one == mentorship else pair.one for pair in found)


def _thanks(stories: Stories, mentorship: str) -> tuple[Thanks, ...]:
    sheet = stories.sheet(mentorship)
    typed = tuple(one for one in sheet.thanks if one.said or one.did or one.changed) if sheet is not None else ()
    return typed or stories.story(mentorship).thanks
