""" "Why we started": goals and how far they are, the day to look at it together, a text to begin with (A2, A89)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.mentoring.jottings import TRIAL, Jotting, JottingKind, JottingState
from desktop.services.pair_story import PairStory
from desktop.ui import style
from desktop.ui.story.entries import Entries, Entry, Writing, fill
from desktop.ui.story.section import Section
from desktop.ui.style import LinkButton, Space, named, one_line
from resources.texts import day, text

_STATES = (JottingState.OPEN, JottingState.MOSTLY, JottingState.DONE, JottingState.DROPPED)
_AFTER = f"{TRIAL}-"
_TRIED = ("easier", "same", "harder")
_HALF_A_YEAR = timedelta(weeks=26)


class WhySection(Section):
    """Goals, the next review, and the letter for the beginning."""

    letter_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("why-section", text("story.why.title"))
        self._mentorship = ""
        self._goals_shown: tuple[object, ...] = ()
        self._hint = named(style.body(text("story.why.hint")), "why-hint")
        self._goals = QWidget()
        self._rows = QVBoxLayout(self._goals)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._add = Writing("goal", text("story.why.goal"))
        self._add.written.connect(self._write)
        self._reviews = Entries("reviews")
        self._reviews.done.connect(self._reviewed)
        self.day = named(QDateEdit(), "review-day", text("story.why.day"))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMMM yyyy")
        self._agree = named(QPushButton(text("story.why.agree")), "review-agree")
        self._agree.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._agree.clicked.connect(self._agree_on)
        self._setting = QWidget()
        self._setting.setLayout(style.row(style.label(text("story.why.day")), self.day, self._agree, push=True))
        letter = named(LinkButton(text("story.why.letter")), "opening-letter")
        letter.clicked.connect(self.letter_wanted)
        self._tried = named(style.caption(), "why-tried")
        for part in (self._hint, self._goals, self._add, self._reviews, self._tried, self._setting, letter):
            self.column.addWidget(part)

    def show_story(self, story: PairStory, *, beginning: bool) -> None:
        """Show goals and reviews; `beginning`: the two have only just begun, so it is open without any."""
        new = story.mentorship != self._mentorship
        self._mentorship = story.mentorship
        goals = story.story.of(JottingKind.GOAL)
        if (goals, story.moments) != self._goals_shown:
            self._goals_shown = (goals, story.moments)
            fill(self._rows, self._goals, [self._goal(goal, story) for goal in goals])
        reviews = story.story.of(JottingKind.REVIEW)
        waiting = [one for one in reviews if one.state is JottingState.OPEN and one.due is not None]
        self._reviews.show_entries(_review_entries(waiting, story.today))
        tried = [how for one in reviews for how in _TRIED if one.about == f"{_AFTER}{how}"]
        self._tried.setVisible(bool(tried))
        if tried:
            self._tried.setText(text(f"story.why.was-{tried[-1]}"))
        self._setting.setVisible(not waiting)
        self._hint.setVisible(not goals)
        if new:
            tomorrow, proposed = story.today + timedelta(days=1), story.today + _HALF_A_YEAR
            self.day.setMinimumDate(QDate(tomorrow.year, tomorrow.month, tomorrow.day))
            self.day.setDate(QDate(proposed.year, proposed.month, proposed.day))
        self.show_beside("" if goals else text("story.why.empty"))
        self.fold(opened=bool(goals or waiting) or beginning)

    def _goal(self, goal: Jotting, story: PairStory) -> QWidget:
        words = one_line(goal.words)
        states = named(QComboBox(), f"goal-state-{goal.id}", text("story.why.state", words=words))
        for state in _STATES:
            states.addItem(text(f"story.goal.{state}"))
        states.setCurrentIndex(_STATES.index(goal.state))
        states.activated.connect(lambda index: self._change(goal.id, state=_STATES[index]))
        remove = named(LinkButton(text("story.deed.remove")), f"remove-{goal.id}")
        remove.setAccessibleName(text("story.deed-named", deed=text("story.deed.remove"), words=words))
        remove.clicked.connect(lambda: self.wanted.emit(lambda services: services.stories.remove(goal.id)))
        first = style.row(named(style.body(words), "goal-words"), gap=Space.MEDIUM)
        first.setStretch(0, 1)
        first.addWidget(states)
        first.addWidget(remove)
        row = QWidget()
        column = style.column(first, gap=Space.TINY)
        if goal.state in (JottingState.DONE, JottingState.MOSTLY):
            column.addWidget(self._result(goal))
        for saved in story.moments.get(goal.id, ()):
            here = "here" if saved.mentorship == story.mentorship else "elsewhere"
            says = text(f"story.why.saved-{here}", words=one_line(saved.words))
            column.addWidget(named(style.caption(says), "goal-moment"))
        row.setLayout(column)
        return row

    def _result(self, goal: Jotting) -> QWidget:
        if goal.about:
            return named(style.caption(one_line(goal.about)), "goal-result")
        result = Writing(f"result-{goal.id}", text("story.why.result"))
        result.written.connect(lambda words: self._change(goal.id, about=words))
        return result

    def _change(self, goal: str, *, state: JottingState | None = None, about: str | None = None) -> None:
        self.wanted.emit(lambda services: services.stories.change(goal, state=state, about=about))

    def _write(self, words: str) -> None:
        mentorship = self._mentorship
        self.wanted.emit(lambda services: services.stories.write(mentorship, JottingKind.GOAL, words))

    def _agree_on(self) -> None:
        chosen, mentorship = self.day.date(), self._mentorship
        on = date(chosen.year(), chosen.month(), chosen.day())
        self.wanted.emit(lambda services: services.stories.write(mentorship, JottingKind.REVIEW, "", due=on))

    def _reviewed(self, review: str, deed: str) -> None:
        does: dict[str, Callable[[], None]] = {
            **{how: self._trier(review, how) for how in _TRIED},
            "looked": lambda: self._change(review, state=JottingState.DONE),
            "remove": lambda: self.wanted.emit(lambda services: services.stories.remove(review)),
        }
        does[deed]()

    def _trier(self, review: str, how: str) -> Callable[[], None]:
        """One tap: how it is since the two tried it another way (A66)."""
        return lambda: self._change(review, state=JottingState.DONE, about=f"{_AFTER}{how}")


def _review_entries(reviews: list[Jotting], today: date) -> Iterator[Entry]:
    for one in reviews:
        if one.due is not None and one.about == TRIAL and one.due <= today:
            yield Entry(one.id, text("story.why.tried"), deeds=(*_TRIED, "remove"))
        elif one.due is not None:
            on = day(one.due, weekday=True, year=True)
            yield Entry(one.id, text("story.why.review", day=on), deeds=("looked", "remove"))
