"""One more try? A talk about what is needed, with two meetings to see; or a pause; or on with closing (W3)."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QSignalBlocker
from PySide6.QtWidgets import QDateEdit, QWidget, QWizard

from desktop.mentoring.letters import LetterKind
from desktop.mentoring.letters.kinds import Why
from desktop.ui import style
from desktop.ui.style import Space, named
from desktop.ui.wizard.choice import Answer, Choice
from desktop.ui.wizard.closing_fields import Field
from desktop.ui.wizard.closing_page import LetterPage
from desktop.ui.wizard.session import Session
from desktop.ui.wizard.wording import short_day
from integrations.calendars.moments import day_of
from resources.texts import text

ON, TRIAL, PAUSE = "on", "trial", "pause"
MEETINGS = 2
"""So many more, and then the two look again (A66)."""
_PAUSE = timedelta(weeks=6)
TRIED = "trial"
"""What the review of a trial carries, so that there is one."""


class TryPage(LetterPage):
    """Trying first ends the wizard for now: everything is kept, and a day is set to look again."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "try", area="wizard")
        self._wizard = session
        self._said = False
        """Whether a way was chosen by hand: then nothing is proposed any more."""
        self.way = Choice(
            "tryWay",
            text("wizard.try.way"),
            [
                Answer(way, way.title(), text(f"wizard.try.{way}.title"), text(f"wizard.try.{way}.says"))
                for way in (ON, TRIAL, PAUSE)
            ],
        )
        self.need = Field("tryNeed", text("wizard.try.need"))
        self.until = named(QDateEdit(), "tryUntil", text("wizard.try.until"))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("d MMMM yyyy")
        self._when = named(style.caption(), "tryWhen")
        self._pausing = QWidget()
        until = style.label(text("wizard.try.until"))
        self._pausing.setLayout(style.row(until, self.until, gap=Space.SMALL, push=True))
        for part in (self.way, self.need, self._pausing, self._when, self.editor):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.setButtonText(QWizard.WizardButton.FinishButton, text("wizard.try.first"))
        self.way.picked.connect(self._took)
        self.need.changed.connect(lambda words: self.place("need", words))
        self.until.dateChanged.connect(lambda day: self.place("pause_until", _date(day).isoformat()))

    def show_told(self) -> None:
        """What was chosen before; a rough patch or a busy season proposes to try first (B13, A66)."""
        sheet = self._wizard.sheet
        self.need.fill(sheet.place_of("need"))
        usual = self._today + _PAUSE
        with QSignalBlocker(self.until):
            self.until.setMinimumDate(_qdate(self._today + timedelta(days=1)))
            self.until.setDate(_qdate(_iso(sheet.place_of("pause_until")) or usual))
        with QSignalBlocker(self.way):
            self.way.pick(TRIAL if sheet.trial else PAUSE if sheet.pause else self._proposed)
        self._keep()

    def enter(self) -> None:
        """The keyboard starts at the choice."""
        self.way.focus()

    def kinds(self) -> tuple[LetterKind, ...]:
        """A text for the way that is tried."""
        if self.way.value == TRIAL:
            return (LetterKind.RESET_TALK,)
        return (LetterKind.PAUSE,) if self.way.value == PAUSE else ()

    def nextId(self) -> int:
        """What is tried first comes first."""
        return super().nextId() if self.way.value == ON else -1

    def validatePage(self) -> bool:
        """A trial and a pause each set a day to look again."""
        if self.way.value == TRIAL:
            self._wizard.look_again(self.due, TRIED)
        elif self.way.value == PAUSE:
            until = _date(self.until.date())
            self._wizard.pause(until)
            self._wizard.look_again(until, PAUSE)
        return True

    @property
    def due(self) -> date:
        """The day after the second meeting from now on."""
        ahead = self._wizard.days.open
        last = ahead[min(MEETINGS, len(ahead)) - 1] if ahead else self._today
        return last + timedelta(days=1)

    @property
    def _today(self) -> date:
        begun = self._wizard.begun
        return day_of(begun.now, begun.zone) if begun is not None else date.min

    @property
    def _proposed(self) -> str:
        why = self._wizard.sheet.why
        if why is None or self._said:
            return ON
        return {Why.ROUGH_PATCH: TRIAL, Why.BUSY_SEASON: PAUSE}.get(why, ON)

    def _took(self, _way: object) -> None:
        self._said = True
        self._keep()
        self.show_letter()

    def _keep(self) -> None:
        way = self.way.value
        sheet = self._wizard.sheet
        if way == PAUSE and not sheet.place_of("pause_until"):
            # The day that is shown is the one that the letter names.
            sheet = sheet.with_place("pause_until", _date(self.until.date()).isoformat())
        self._wizard.write(trial=way == TRIAL, pause=way == PAUSE, places=sheet.places)
        self._follow_way()

    def _follow_way(self) -> None:
        way = self.way.value
        self.need.setVisible(way == TRIAL)
        self._pausing.setVisible(way == PAUSE)
        self._when.setVisible(way == TRIAL)
        self._when.setText(text("wizard.try.when", day=short_day(self.due)))
        self.setFinalPage(way != ON)
        self.completeChanged.emit()


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
