"""A programme's closing kit, taken in: it prepares drafts on this machine, and nothing goes back (R21, R35).

What the user wrote already stays. Nothing is planned or ended: the programme has its own end, and the wizard goes on
from what lies ready in it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.mentoring.closing_kit import LARGEST, Contact, Kit, KitFault, read_kit
from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.mentorship import MentorshipReview, Told
from desktop.mentoring.sheet import Sheet, Way, Written
from integrations.calendars.moments import day_of
from integrations.errors import Trouble
from integrations.files import trouble
from resources.texts import text

if TYPE_CHECKING:
    from datetime import tzinfo

    from desktop.services.review import Looked, Reviewing
    from desktop.services.stories import Stories

_log = logging.getLogger(__name__)
_NEAR = timedelta(days=31)
"""Meetings that end so close before the programme's last day belong to it."""
_TROUBLES = {
    "not-json": "kit-not-json",
    "version": "kit-version",
    "unknown": "kit-unknown",
    "missing": "kit-missing",
    "wrong": "kit-wrong",
    "template": "kit-template",
    "twice": "kit-twice",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a kit did, by mentorship id. `kept`: some words of the user's own stood where the kit has others."""

    kit: Kit
    prepared: tuple[str, ...]
    kept: tuple[str, ...]


class Kits:
    """Safe to call from any thread; every call may raise Trouble (`kit-…`, `store-…`)."""

    def __init__(self, reviewing: Reviewing, stories: Stories) -> None:
        self._reviewing = reviewing
        self._stories = stories

    def read(self, path: Path) -> Kit:
        """The kit in a file, looked at and not used yet. Raises Trouble `kit-…`, and that of a file."""
        if not path.is_file():
            raise Trouble("kit-no-file", str(path))
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise trouble(error, path) from error
        if len(content) > LARGEST:
            raise Trouble("kit-too-big", path.name)
        try:
            return read_kit(content)
        except KitFault as fault:
            raise Trouble(_TROUBLES[fault.code], path.name, where=fault.where or "–") from fault

    def fitting(self, kit: Kit) -> tuple[str, ...]:
        """The mentorships that the kit is for: of a programme, or with an end in the month before its last day."""
        looked = self._reviewing.look()
        return tuple(one.mentorship.id for one in looked.review.mentorships if _fits(one, kit, looked))

    def ready(self, kit: Kit) -> tuple[str, ...]:
        """The mentorships for which the kit lies ready: their half-finished wizard holds a letter as the kit has it."""
        sheets = {one: self._stories.sheet(one) for one in self._stories.half_way()}
        return tuple(one for one, sheet in sheets.items() if sheet is not None and _of(kit, sheet))

    def take_out(self, kit: Kit, mentorships: Collection[str]) -> None:
        """Take the kit's letters and its rule away again; what the user changed in a letter is theirs, and stays."""
        with self._reviewing.store.transaction():
            for one in mentorships:
                sheet = self._stories.sheet(one)
                if sheet is None:
                    continue
                gone = _of(kit, sheet)
                left = replace(sheet, written=tuple(letter for letter in sheet.written if letter not in gone))
                if left == replace(Sheet(), chosen=left.chosen):
                    self._stories.let_go(one)
                else:
                    self._stories.keep(one, left)
                self._reviewing.store.told.change(one, lambda told: _unruled(told, kit.contact))
        _log.info("a closing kit was taken out of %d mentorships", len(mentorships))

    def prepare(self, kit: Kit, mentorships: Collection[str] | None = None) -> Prepared:
        """Lay the kit's letters, agenda and rule ready for these mentorships, or for those that fit.

        Raises Trouble `kit-for-none` where there is none of them. A second time changes nothing.
        """
        looked = self._reviewing.look()
        wanted = [
            one
            for one in looked.review.mentorships
            if (one.mentorship.id in mentorships if mentorships is not None else _fits(one, kit, looked))
        ]
        if not wanted:
            raise Trouble("kit-for-none", kit.programme)
        kept = []
        with self._reviewing.store.transaction():
            for one in wanted:
                before = self._stories.sheet(one.mentorship.id)
                sheet, other_words = _laid_ready(kit, one, before, looked.settings.zone)
                kept += [one.mentorship.id] if other_words else []
                if sheet != before:
                    self._stories.keep(one.mentorship.id, sheet)
                self._reviewing.store.told.change(one.mentorship.id, lambda told: _ruled(told, kit.contact))
        _log.info("a closing kit for %d mentorships", len(wanted))
        return Prepared(kit, tuple(one.mentorship.id for one in wanted), tuple(kept))


def _fits(one: MentorshipReview, kit: Kit, looked: Looked) -> bool:
    if one.mentorship.told.safe or one.finished:
        return False
    if one.mentorship.told.programme:
        return True
    ends = one.ledger.ends
    return ends is not None and timedelta() <= kit.end - day_of(ends, looked.settings.zone) <= _NEAR


def _ruled(told: Told, contact: Contact) -> Told:
    """The programme's rule; where it says to ask, what the user knows already stays."""
    after = told.contact_after if contact is Contact.ASK else contact is Contact.ALLOWED
    return replace(told, programme=True, contact_after=after)


def _unruled(told: Told, contact: Contact) -> Told:
    """Without the programme's rule; what somebody has learned for themselves since stays."""
    own = contact is Contact.ASK or told.contact_after is not (contact is Contact.ALLOWED)
    return replace(told, programme=False, contact_after=told.contact_after if own else None)


def _of(kit: Kit, sheet: Sheet) -> tuple[Written, ...]:
    """The letters of a sheet that are the kit's, word for word."""
    return tuple(letter for letter in _letters(kit) if letter in sheet.written)


def _laid_ready(kit: Kit, one: MentorshipReview, before: Sheet | None, zone: tzinfo) -> tuple[Sheet, bool]:
    """The half-finished wizard with the kit in it, and whether the user's own words stood in its way."""
    sheet, kept = before or Sheet(), False
    if before is None:
        way = Way.FULL if kit.contact is Contact.NOT_ALLOWED else Way.STAY
        sheet = replace(sheet, chosen=replace(sheet.chosen, way=way, final=_last_day(one, kit.end, zone)))
    for letter in _letters(kit):
        there = sheet.letter_of(letter.kind)
        if there is None:
            sheet = sheet.with_letter(letter)
        elif there != letter:
            kept = True
    return sheet, kept


def _letters(kit: Kit) -> tuple[Written, ...]:
    letters = tuple(Written(one.kind.value, one.subject, one.body) for one in kit.letters("en"))
    if not kit.agenda or LetterKind.AGENDA in {one.kind for one in letters}:
        return letters
    lines = "\n".join(text("kit.agenda-line", line=line) for line in kit.agenda)
    return (*letters, Written(LetterKind.AGENDA.value, text("kit.agenda-subject"), lines))


def _last_day(one: MentorshipReview, end: date, zone: tzinfo) -> date | None:
    """The day of the last meeting within the programme; None where none lies ahead."""
    days = [day_of(meeting.start, zone) for meeting in one.ledger.upcoming if meeting.blocked is None]
    return max((day for day in days if day <= end), default=None)
