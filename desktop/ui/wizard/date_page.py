"""The last meeting: only real meetings can be chosen, and the proposed one says why it is proposed."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QCheckBox, QWizard

from desktop.mentoring.mentorship import Role
from desktop.mentoring.sheet import Way
from desktop.ui import style
from desktop.ui.style import Card, Space, named
from desktop.ui.wizard.day_chooser import DayChooser
from desktop.ui.wizard.parts import Page, announce, indent
from desktop.ui.wizard.session import Session, Sketch
from desktop.ui.wizard.wording import day_words, time_words
from resources.texts import text


class DatePage(Page):
    """Which meeting is the last one."""

    def __init__(self, session: Session) -> None:
        super().__init__("date")
        self._session = session
        self._chosen = named(style.heading(), "dateChosen")
        self._why = named(style.body(), "dateWhy")
        self._early = Card(tinted=True)
        self._early_says = named(style.body(text("wizard.date.too-early")), "dateEarly")
        self.chooser = DayChooser()
        self.talk = named(style.caption(), "dateTalk")
        self.in_person = named(QCheckBox(text("wizard.date.in-person")), "dateInPerson")
        self.open = named(QCheckBox(text("wizard.date.open")), "dateOpen", described=text("wizard.date.open-says"))
        self._open_says = style.caption(text("wizard.date.open-says"))
        self._rename = named(QCheckBox(text("wizard.date.rename")), "dateRename")
        self._rename_says = style.caption(text("wizard.date.rename-says"))
        self._build()
        self.chooser.chosen.connect(self._took)
        self._rename.toggled.connect(lambda on: session.choose(mark_final=on))
        self.in_person.toggled.connect(lambda on: session.write(in_person=on))
        self.open.toggled.connect(self._left_open)
        session.sketching.done.connect(self._show_talk)

    def _build(self) -> None:
        self._early.layout_.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        self._early.layout_.addWidget(self._early_says)
        self._early.hide()
        self.body.addLayout(style.column(self._chosen, self._why, gap=Space.TINY))
        self.body.addWidget(self._early)
        self.body.addWidget(self.chooser, 1)
        self.body.addWidget(self.talk)
        self.body.addWidget(self.in_person)
        self._rename_says.setContentsMargins(indent(), 0, 0, 0)
        self.body.addLayout(style.column(self._rename, self._rename_says, gap=Space.TINY))
        self._rename.setAccessibleDescription(text("wizard.date.rename-says"))
        self._open_says.setContentsMargins(indent(), 0, 0, 0)
        self.body.addLayout(style.column(self.open, self._open_says, gap=Space.TINY))
        self.setButtonText(QWizard.WizardButton.FinishButton, text("wizard.date.leave-open"))

    def initializePage(self) -> None:
        """Show the meetings, with the earlier choice or else the proposal."""
        choices = self._session.choices
        if choices is None:
            return
        self.chooser.offer(self._session.days, self._session.chosen.final, self._session.zone)
        mine = choices.role in (Role.ORGANIZER, Role.ALONE)
        self._rename.setVisible(mine)
        self._rename_says.setVisible(mine and choices.role is Role.ORGANIZER)
        self._rename.setChecked(self._session.chosen.mark_final)
        self.in_person.setChecked(self._session.sheet.in_person)
        self.in_person.setVisible(self._session.chosen.way is not Way.WRONG)
        self.open.setChecked(False)
        self.talk.hide()
        self._session.sketch()
        self._say()

    def enter(self) -> None:
        """The keyboard starts in the month."""
        self.chooser.grid.setFocus()

    def isComplete(self) -> bool:
        """A real meeting must be chosen, or the day is left open, which is no plan (A67)."""
        if self.open.isChecked():
            return True
        final = self._session.chosen.final
        return final is not None and self._session.days.is_open(final)

    def nextId(self) -> int:
        """Without a day, this is as far as it goes for now."""
        return -1 if self.open.isChecked() else super().nextId()

    def _left_open(self, on: bool) -> None:
        for part in (self.chooser, self._rename, self.in_person):
            part.setEnabled(not on)
        self.setFinalPage(on)
        self.completeChanged.emit()

    def _show_talk(self, sketch: Sketch) -> None:
        """The talk goes by the last meeting's day."""
        talk = sketch.talk
        self.talk.setVisible(talk is not None)
        if talk is not None:
            first = day_words(talk.first_dates[0], self._session.zone)
            self.talk.setText(text("wizard.date.talk", day=first))

    def _took(self, day: date) -> None:
        self._session.choose(final=day)
        self._session.sketch()
        self._say()
        announce(self, f"{self._chosen.text()} {self._why.text()}")
        self.completeChanged.emit()

    def _say(self) -> None:
        days, final = self._session.days, self._session.chosen.final
        meeting = days.on(final) if final is not None else None
        if meeting is None or final is None:
            self._chosen.setText("")
            self._why.setText(text("wizard.date.none-left"))
            return
        zone = self._session.zone
        time = time_words(meeting.start, meeting.end, zone)
        self._chosen.setText(text("wizard.date.heading", day=day_words(final, zone), time=time))
        self._why.setText(self._reason(final))
        early = final < days.earliest and not self._is_end(final)
        self._early.setVisible(early)

    def _is_end(self, final: date) -> bool:
        choices = self._session.choices
        return choices is not None and choices.has_end and final == self._session.days.proposed

    def _reason(self, final: date) -> str:
        days = self._session.days
        before = days.ahead_of(final)
        count = {0: "none", 1: "one"}.get(before, "many")
        if final != days.proposed:
            return text(f"wizard.date.room-{count}", n=before)
        if self._is_end(final):
            last = days.days[-1].day == final
            return text(f"wizard.date.why-end{'' if last else '-blocked'}")
        return text(f"wizard.date.why-suggested-{count}", n=before)
