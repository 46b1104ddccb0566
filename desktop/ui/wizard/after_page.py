"""What comes after: the days from today to a year ahead, the hour that is free, and something to keep (W13)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWizard

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.letters.kinds import LetterKind
from desktop.ui import style
from desktop.ui.story.closing_sections import DaysSection
from desktop.ui.story.next_section import NextSection
from desktop.ui.style import Space, named
from desktop.ui.wizard.closing_page import Pair
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.parts import Page
from desktop.ui.wizard.session import Session
from resources.texts import text

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.services.briefs import Brief
    from desktop.services.pair_story import PairStory
    from integrations.calendars.model import Moment


class AfterPage(Page):
    """Everything here can be found again on the pair's page; nothing has to be done now."""

    def __init__(self, session: Session) -> None:
        super().__init__("after")
        self._session = session
        self._story: PairStory | None = None
        self.days = DaysSection()
        self.next = NextSection()
        self.keepsake = named(QPushButton(text("wizard.after.keepsake")), "afterKeepsake")
        self.keepsake.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._holding = Job(session.words, self)
        for part in (self.next, self.days):
            self.body.addWidget(part)
            part.wanted.connect(session.tell)
            part.hide()  # until there is something to say, and a pair to say it of
        self.body.addSpacing(Space.SMALL)
        self.body.addLayout(style.row(self.keepsake, push=True))
        self.body.addWidget(named(style.caption(text("wizard.after.again")), "afterAgain"))
        self.body.addStretch(1)
        self.setButtonText(QWizard.WizardButton.FinishButton, text("wizard.close"))
        session.storied.connect(self._show)
        self.keepsake.clicked.connect(self._keep)
        self.next.brief_wanted.connect(self._brief)
        self.next.hold_wanted.connect(self._hold)
        self._holding.done.connect(self._save_hold)
        self._holding.declined.connect(self.message.say_why)

    def initializePage(self) -> None:
        """Read the days anew: a tick on the page before may have settled some."""
        self._session.load_story()

    def _show(self, story: PairStory) -> None:
        first = self._story is None
        self._story = story
        self.next.show_story(story)
        self.days.show_story(story)
        if first:
            self.next.fold(opened=True)

    def _keep(self) -> None:
        from desktop.ui.story.keepsake_dialog import KeepsakeDialog, Kept  # only when wanted

        session, story = self._session, self._story
        if story is None:
            return
        on = story.closing.final if story.closing is not None else story.today
        KeepsakeDialog(self, session.words, Kept(session.values, session.side, on, session.sheet.tone)).open()

    def _brief(self) -> None:
        """A page for whoever comes next; it knows the next challenge, and none of the goals of before (A15)."""
        from desktop.services.briefs import brief
        from desktop.ui.story.brief_dialog import BriefDialog

        if self._story is None:
            return
        dialog = BriefDialog(self, self._session.words, brief(self._story.story))
        dialog.kept.connect(self._keep_brief)
        dialog.letter_wanted.connect(self._chat)
        dialog.open()

    def _keep_brief(self, made: Brief) -> None:
        pair = Pair.of(self._session).id
        for kind, words in ((JottingKind.CHALLENGE, made.challenge), (JottingKind.HELPS_WITH, made.covered)):
            last = self._story.story.last(kind) if self._story is not None else None
            if words and (last is None or last.words != words):
                self._session.tell(partial(_written, pair, kind, words))

    def _chat(self, challenge: str) -> None:
        """A first message to somebody new: of this pair it holds nothing."""
        from desktop.ui.story.letter_dialog import LetterDialog

        session = self._session
        values = replace(session.values, name="", more={"next_challenge": challenge})
        LetterDialog(self, session.letters, session.words, LetterKind.COFFEE_CHAT, values).open()

    def _hold(self) -> None:
        story, begun, graduand = self._story, self._session.begun, self._session.graduand
        if story is None or story.closing is None or begun is None:
            return
        plan, found = story.closing.plan, begun.found

        def work() -> tuple[Moment, bytes]:
            from desktop.services.holds import hold

            final = graduand.transitions.record(plan).plan.final
            return final, hold(found, final, graduand.clock())

        self._holding.run(work)

    def _save_hold(self, made: tuple[Moment, bytes]) -> None:
        from desktop.ui.story.hold_dialog import HoldDialog  # only when it is wanted

        begun = self._session.begun
        if begun is not None:
            HoldDialog(self, self._session.words, begun.found, *made).open()


def _written(mentorship: str, kind: JottingKind, words: str, services: Graduand) -> object:
    return services.stories.write(mentorship, kind, words)
