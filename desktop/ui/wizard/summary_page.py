"""What came of it, on one page: for oneself, and a version that may be shared when the other person is fine with it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.letters import LetterKind
from desktop.mentoring.mentorship import Side
from desktop.ui.style import Separator, named
from desktop.ui.wizard.choice import Answer, Choice
from desktop.ui.wizard.closing_fields import Field, Phrases
from desktop.ui.wizard.closing_page import LetterPage, Pair, Told
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.lessons import keep_lessons, lines
from desktop.ui.wizard.outcomes_field import OutcomesField
from resources.texts import text

LESSONS, OPEN_POINTS = "passing_on", "open_points"
CONSENT = "share-consent"
"""Where the sheet keeps that the other person is fine with sharing; no letter has such a place."""
_YES = "yes"


class SummaryPage(LetterPage):
    """W8. Numbers stay here until each of them may leave; the version to share waits for the other person's yes."""

    def __init__(self, session: Told) -> None:
        super().__init__(session, "summary", markdown=True)
        self._lessons: tuple[str, ...] = ()
        """As they are in the story."""
        self.lessons = Field(
            "summaryLessons", text("closing.summary.lessons"), lines=3, says=text("closing.summary.line-each")
        )
        self.open_points = Field(
            "summaryOpen", text("closing.summary.open"), lines=2, says=text("closing.summary.open-says")
        )
        self.outcomes = OutcomesField()
        self.version = Choice(
            "summaryFor",
            text("closing.summary.for"),
            [
                Answer(False, "Me", text("closing.summary.private"), text("closing.summary.private-says")),
                Answer(True, "Share", text("closing.summary.share"), text("closing.summary.share-says")),
            ],
        )
        self.consent = named(QCheckBox(text("closing.summary.consent")), "summaryConsent")
        self.consent.setAccessibleDescription(text("closing.summary.consent-says"))
        self.last_line = Phrases("summaryLast", text("closing.summary.last"), self._last)
        self._keeping = Job(session.words, self)
        self._showing = False
        self._build()
        self._connect()

    def _build(self) -> None:
        for part in (self.lessons, self.open_points, self.outcomes, Separator(), self.version, self.consent):
            self.body.addWidget(part)
        self.body.addWidget(self.editor)
        self.body.addWidget(self.last_line)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.lessons.changed.connect(lambda words: self.place(LESSONS, words))
        self.open_points.changed.connect(lambda words: self.place(OPEN_POINTS, words))
        self.outcomes.changed.connect(self._outcomes)
        self.version.picked.connect(self._version)
        self.consent.toggled.connect(self._consent)
        self._keeping.declined.connect(self.message.say_why)

    def kinds(self) -> tuple[LetterKind, ...]:
        """The version that was chosen."""
        return (LetterKind.SUMMARY_SHAREABLE if self.session.sheet.shareable else LetterKind.SUMMARY,)

    def show_told(self) -> None:
        """As it was left; the lessons that were kept along the way come first."""
        sheet, begun = self.session.sheet, self.session.begun
        kept = tuple(one.words for one in begun.story.of(JottingKind.LESSON)) if begun is not None else ()
        self._lessons = self._lessons or kept
        self._showing = True
        self.lessons.fill(sheet.place_of(LESSONS) or "\n".join(kept))
        self.open_points.fill(sheet.place_of(OPEN_POINTS))
        self.outcomes.fill(sheet.outcomes)
        self.version.pick(sheet.shareable)
        with QSignalBlocker(self.consent):
            self.consent.setChecked(sheet.place_of(CONSENT) == _YES)
        key = "mentor" if self.session.side is Side.MENTOR else "peer" if self.session.side is Side.PEER else "mentee"
        self.last_line.show_phrases((text(f"closing.summary.last-{key}"),), text("closing.put-in"))
        self._showing = False

    def show_letter(self) -> None:
        """The version as things stand, and whether it may leave."""
        super().show_letter()
        shared = self.session.sheet.shareable
        self.consent.setVisible(shared)
        agreed = not shared or self.consent.isChecked()
        self.editor.allow(agreed, text("closing.summary.ask-first"))
        self.editor.arrival = text("closing.summary.shared" if shared else "closing.summary.stays")

    def validatePage(self) -> bool:
        """Lessons are kept with the story when the page is left."""
        now = lines(self.lessons.words)
        if now != self._lessons:
            stories, pair, before = self.session.graduand.stories, Pair.of(self.session).id, self._lessons
            self._lessons = now
            self._keeping.run(lambda: keep_lessons(stories, pair, before, now))
        return True

    def enter(self) -> None:
        """The keyboard starts at the lessons."""
        self.lessons.edit.setFocus()

    def _outcomes(self) -> None:
        self.session.write(outcomes=self.outcomes.outcomes)
        self.follow()

    def _version(self, shareable: bool) -> None:
        if not self._showing:
            self.session.write(shareable=shareable)
            self.show_letter()

    def _consent(self, agreed: bool) -> None:
        self.place(CONSENT, _YES if agreed else "")
        self.show_letter()

    def _last(self, sentence: str) -> None:
        self.editor.put_in(sentence, last=True)
