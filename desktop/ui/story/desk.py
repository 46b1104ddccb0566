"""Reads and writes the story of the pair whose page is open, and opens its dialogs. The page only shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.plan import Draft
from desktop.ui.bridge import Ticket
from desktop.ui.session import Session
from desktop.ui.story.section import Deed
from integrations.calendars.moments import day_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.composition import Graduand
    from desktop.mentoring.letters.values import Values
    from desktop.mentoring.mentorship import MentorshipReview
    from desktop.services.briefs import Brief
    from desktop.services.pair_story import PairStory
    from desktop.ui.pair.page import PairPage
    from desktop.ui.story.dialog import StoryDialog
    from integrations.calendars.model import Moment


class StoryDesk(QObject):
    """Between a session and the page of a pair."""

    people_wanted = Signal()

    def __init__(self, session: Session, page: PairPage, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._page = page
        self._window = window
        self.dialog: StoryDialog | None = None
        """The one that is open, or was last."""
        page.story_wanted.connect(self.load)
        page.story_told.connect(self.carry_out)
        page.letter_wanted.connect(self.open_letter)
        page.keepsake_wanted.connect(self.open_keepsake)
        page.brief_wanted.connect(self.open_brief)
        page.hold_wanted.connect(self.save_hold)
        page.people_wanted.connect(self.people_wanted)

    def load(self, mentorship: str) -> None:
        """Read what is written and show it, if that pair is still the one that is open."""
        graduand, zone = self._session.graduand, self._session.zone

        def work(_: Ticket) -> PairStory:
            story: PairStory = graduand.stories.page(mentorship, zone)
            return story

        operation = self._session.bridge.start(work)
        operation.succeeded.connect(self._show)
        operation.troubled.connect(self._session.troubled)

    def carry_out(self, deed: Deed) -> None:
        """Write what the user wants to have written, and look again: signs may rest on it."""
        self._session.write(deed)

    def _show(self, story: PairStory) -> None:
        review = self._session.review
        found = self._session.find(story.mentorship)
        if review is not None and found is not None:
            self._page.show_story(story, found, review.now)

    # --- dialogs ----------------------------------------------------------------------------------------

    def open_letter(self, kind: LetterKind, places: Mapping[str, str]) -> None:
        """A letter of this pair; `places` outweigh what the story has for them."""
        story, found = self._page.story, self._session.find(self._page.mentorship)
        if story is None or found is None:
            return

        def then(values: Values) -> None:
            from desktop.services.letters import Letters  # only when it is wanted
            from desktop.ui.story.letter_dialog import LetterDialog

            known = values
            if "found" in places:
                known = replace(known, offer=replace(known.offer, found=places["found"]))
            more = {**(known.more or {}), **{name: words for name, words in places.items() if words}}
            to = tuple(person.email for person in found.mentorship.others)
            if kind in (LetterKind.COFFEE_CHAT, LetterKind.COFFEE_THANKS):
                known, to = replace(known, name=""), ()
            letters = Letters(self._session.graduand.folder)
            dialog = LetterDialog(self._window, letters, self._session.bridge, kind, replace(known, more=more), to=to)
            dialog.sent.connect(lambda draft: self._sent(story.mentorship, draft))
            self._open(dialog)

        self._filled(story, found, then)

    def open_keepsake(self) -> None:
        """The keepsake of this pair."""
        story, found = self._page.story, self._session.find(self._page.mentorship)
        if story is None or found is None:
            return

        def then(values: Values) -> None:
            from desktop.ui.story.keepsake_dialog import KeepsakeDialog, Kept  # only when wanted

            on = story.closing.final if story.closing is not None else story.today
            kept = Kept(values, found.mentorship.side, on, story.sheet.tone)
            self._open(KeepsakeDialog(self._window, self._session.bridge, kept))

        self._filled(story, found, then)

    def open_brief(self) -> None:
        """The page for whoever comes next."""
        from desktop.services.briefs import brief  # only when it is wanted
        from desktop.ui.story.brief_dialog import BriefDialog

        story = self._page.story
        if story is None:
            return
        dialog = BriefDialog(self._window, self._session.bridge, brief(story.story))
        dialog.kept.connect(lambda made: self._keep_brief(story, made))
        dialog.letter_wanted.connect(
            lambda challenge: self.open_letter(LetterKind.COFFEE_CHAT, {"next_challenge": challenge})
        )
        self._open(dialog)

    def save_hold(self) -> None:
        """Ask where the file for the freed hour goes. It is written there, and into no calendar."""
        from desktop.ui.story.hold_dialog import HoldDialog  # only when it is wanted

        story, found = self._page.story, self._session.find(self._page.mentorship)
        if story is None or story.closing is None or found is None:
            return
        plan, graduand, bridge = story.closing.plan, self._session.graduand, self._session.bridge

        def then(made: tuple[Moment, bytes]) -> None:
            self._open(HoldDialog(self._window, bridge, found, *made))

        def work(_: Ticket) -> tuple[Moment, bytes]:
            from desktop.services.holds import hold

            final = graduand.transitions.record(plan).plan.final
            return final, hold(found, final, graduand.clock())

        operation = bridge.start(work)
        operation.succeeded.connect(then)
        operation.troubled.connect(self._session.troubled)

    def open_lighter(self, mentorship: str) -> None:
        """Words for the next meeting of a pair: a shorter one, or none this time."""
        from desktop.ui.story.lighter_dialog import LighterDialog  # only when it is wanted

        found = self._session.find(mentorship)
        if found is not None and found.ledger.next is not None:
            on = day_of(found.ledger.next.start, self._session.zone)
            self._open(LighterDialog(self._window, self._session.bridge, on))

    def _filled(self, story: PairStory, found: MentorshipReview, then: Callable[[Values], None]) -> None:
        """What letters are filled with, made on the worker's thread; then `then` is called with it."""
        graduand, zone, review = self._session.graduand, self._session.zone, self._session.review
        me = review.me if review is not None else frozenset()

        def work(_: Ticket) -> Values:
            from desktop.services.filling import values  # only when it is wanted

            plan = graduand.transitions.record(story.closing.plan).plan if story.closing is not None else None
            now = graduand.clock()
            return values(found, story.story, story.sheet, now=now, zone=zone, me=me, plan=plan)

        operation = self._session.bridge.start(work)
        operation.succeeded.connect(then)
        operation.troubled.connect(self._session.troubled)

    def _open(self, dialog: StoryDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _sent(self, mentorship: str, draft: Draft) -> None:
        self.carry_out(_sent(mentorship, draft))

    def _keep_brief(self, story: PairStory, made: Brief) -> None:
        for kind, words in ((JottingKind.CHALLENGE, made.challenge), (JottingKind.HELPS_WITH, made.covered)):
            last = story.story.last(kind)
            if words and (last is None or last.words != words):
                self.carry_out(partial(_written, story.mentorship, kind, words))


def _written(mentorship: str, kind: JottingKind, words: str, services: Graduand) -> object:
    return services.stories.write(mentorship, kind, words)


def _sent(mentorship: str, draft: Draft) -> Deed:
    """Keep a text as it was sent, with its kind and its day (A61)."""

    def deed(services: Graduand) -> object:
        return services.stories.write(mentorship, JottingKind.SENT, draft.body, about=draft.kind)

    return deed
