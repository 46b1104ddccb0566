"""After a last meeting was agreed on: what a good close has, how it went, and the days from today to a year ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.mentoring.afterwards import Closing
from desktop.mentoring.jottings import Jotting, JottingKind
from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.occasions import DatedStep, Occasion
from desktop.services.pair_story import PairStory
from desktop.ui import style
from desktop.ui.story.entries import Entries, Entry, Writing, fill
from desktop.ui.story.section import Deed, Section
from desktop.ui.style import Space, named
from resources.texts import day, text

_WENT = ("well", "mixed", "hard")
_JOURNAL_AFTER = timedelta(days=30)
_ACROSS = 2
_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class ClosingSection(Section):
    """The four ticks (A21), "how did it go?" in one tap (B39), and a private journal after a month (B50)."""

    def __init__(self) -> None:
        super().__init__("closing-section", text("story.closing.title"))
        self._story: PairStory | None = None
        self.ticks: dict[str, QCheckBox] = {}
        for name in ("told", "thanked", "date", "linked"):
            tick = self.ticks[name] = named(QCheckBox(text(f"story.closing.{name}")), f"tick-{name}")
            tick.clicked.connect(self._ticker(name))
            self.column.addWidget(tick)
        self._went_says = named(style.body(text("story.closing.went")), "went-asks")
        self._went = QWidget()
        self._went.setLayout(style.row(*(self._feeling(code) for code in _WENT), push=True))
        self._journal = Entries("journal")
        self._journal.done.connect(self._remove)
        self._writing = Writing("journal", text("story.write.journal"))
        self._writing.written.connect(self._write)
        for part in (self._went_says, self._went, self._journal, self._writing):
            self.column.addWidget(part)

    def show_story(self, story: PairStory) -> None:
        """Show how far the close is; without one, nothing."""
        self._story = story
        closing = story.closing
        self.setVisible(closing is not None)
        if closing is None:
            return
        sent = closing.thanked and not any(map(_is_tick, story.story.of(JottingKind.SENT)))
        for name, done in _ticks(closing).items():
            self.ticks[name].setChecked(done)
            settled = name in ("date", "linked") or (name == "told" and done) or (name == "thanked" and sent)
            self.ticks[name].setEnabled(not settled)
        on = day(closing.final, weekday=True, year=True)
        self.show_beside(text("story.closing.since" if story.closed else "story.closing.until", day=on))
        went = story.story.last(JottingKind.WENT)
        self._went.setVisible(story.closed)
        self._went_says.setVisible(story.closed)
        chosen = went.about if went is not None else ""
        known = chosen in _WENT
        self._went_says.setText(text(f"story.closing.was-{chosen}") if known else text("story.closing.went"))
        for code in _WENT:
            button = self._went.findChild(QPushButton, f"went-{code}")
            if button is not None:
                button.setChecked(code == chosen)
        journal = story.story.of(JottingKind.JOURNAL)
        self._journal.show_entries(Entry(one.id, one.words, day(one.at, year=True)) for one in journal)
        self._writing.setVisible(bool(journal) or story.today >= closing.final + _JOURNAL_AFTER)
        self.fold(opened=not closing.complete or (story.closed and went is None))

    def _feeling(self, code: str) -> QPushButton:
        button = named(QPushButton(text(f"story.closing.{code}")), f"went-{code}")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._goes(code))
        return button

    def _goes(self, code: str) -> None:
        if self._story is None:
            return
        mentorship, before = self._story.mentorship, self._story.story.last(JottingKind.WENT)
        if before is None:
            self._do(lambda services: services.stories.write(mentorship, JottingKind.WENT, "", about=code))
        else:
            self._do(lambda services: services.stories.change(before.id, about=code))

    def _ticker(self, name: str) -> Callable[[bool], None]:
        return lambda checked: self._tick(name, checked)

    def _tick(self, name: str, checked: bool) -> None:
        if self._story is None:
            return
        mentorship, story = self._story.mentorship, self._story.story
        if name == "told":
            self._do(lambda services: services.reviewing.set_talked(mentorship))
        elif checked:
            thanks = LetterKind.THANK_YOU.value
            self._do(lambda services: services.stories.write(mentorship, JottingKind.SENT, "", about=thanks))
        else:
            for one in story.of(JottingKind.SENT):
                if _is_tick(one):
                    self._remove(one.id, "")

    def _remove(self, entry: str, _: str) -> None:
        self._do(lambda services: services.stories.remove(entry))

    def _write(self, words: str) -> None:
        if self._story is not None:
            mentorship = self._story.mentorship
            self._do(lambda services: services.stories.write(mentorship, JottingKind.JOURNAL, words))

    def _do(self, deed: Deed) -> None:
        self.wanted.emit(deed)


def _is_tick(one: Jotting) -> bool:
    """Whether it says only that there were thanks, and holds no letter."""
    return not one.words and one.about == LetterKind.THANK_YOU


def _ticks(closing: Closing) -> dict[str, bool]:
    return {"told": closing.told, "thanked": closing.thanked, "date": True, "linked": closing.linked}


class DaysSection(Section):
    """The plan as dated steps, from today to a year ahead, with what is done (A36)."""

    def __init__(self) -> None:
        super().__init__("days-section", text("story.days.title"))
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self._held = QWidget()
        self._rows = QVBoxLayout(self._held)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(Space.TINY)
        self.column.addWidget(self._held)

    def show_story(self, story: PairStory) -> None:
        """Show the days; without any, nothing."""
        lines = tuple(_lines(story))
        self.setVisible(bool(lines))
        if lines == self._shown:
            return
        self._shown = lines
        ahead = [step for step in story.days if step.on >= story.today and not step.done]
        self.show_beside(text("story.days.ahead", day=day(ahead[0].on, weekday=True)) if ahead else "")
        fill(self._rows, self._held, [self._row(*line) for line in lines])
        self.fold(opened=story.closing is not None and not story.closed)

    def _row(self, on: str, says: str, how: str) -> QWidget:
        row = named(QWidget(), "day")
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setColumnMinimumWidth(0, 170)
        grid.setColumnStretch(1, 1)
        for column, (words, name) in enumerate(((on, "day-on"), (says, "day-says"), (how, "day-how"))):
            label = named(style.body(words) if name == "day-says" else style.label(words), name)
            grid.addWidget(label, 0, column, Qt.AlignmentFlag(0) if name == "day-says" else _TOP)
        return row


def _lines(story: PairStory) -> Iterator[tuple[str, str, str]]:
    """Date, what it is for, how far it is. The weeks of the free hour are one line, with the last of them."""
    weeks = [step for step in story.days if step.kind is Occasion.NEXT]
    for step in story.days:
        if step.kind is Occasion.NEXT and step is not weeks[0]:
            continue
        says = text(f"story.days.{step.kind}")
        if step.kind is Occasion.NEXT and len(weeks) > 1:
            says = text("story.days.until", says=says, day=day(weeks[-1].on))
        yield _on(step.on, story.today), says, _how(step, story.today)


def _on(on: date, today: date) -> str:
    return day(on, weekday=True, year=on.year != today.year)


def _how(step: DatedStep, today: date) -> str:
    if step.done:
        return text("story.days.done")
    if step.on <= today <= step.until:
        return text("story.days.now")
    return text("story.days.passed") if step.until < today else ""


class WordsSection(Section):
    """Letters for after the last meeting, and the keepsake. Nothing is ever sent from here (R2)."""

    letter_wanted = Signal(object)
    """A `LetterKind`."""
    keepsake_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("words-section", text("story.words.title"))
        self._kinds: tuple[LetterKind, ...] = ()
        self._held = QWidget()
        self._grid = QGridLayout(self._held)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.SMALL)
        self._grid.setColumnStretch(_ACROSS, 1)
        self.keepsake = named(QPushButton(text("story.words.keepsake")), "keepsake")
        self.keepsake.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.keepsake.clicked.connect(self.keepsake_wanted)
        self.column.addWidget(self._held)
        self.column.addWidget(self.keepsake)

    def show_story(self, story: PairStory) -> None:
        """Show what fits this moment; while the meetings go on there is nothing."""
        kinds = fitting(story)
        self.setVisible(story.closing is not None)
        if kinds != self._kinds:
            self._kinds = kinds
            for button in self._held.findChildren(QPushButton):
                button.hide()
                button.deleteLater()
            for number, kind in enumerate(kinds):
                self._grid.addWidget(self._button(kind), number // _ACROSS, number % _ACROSS)
        self.fold(opened=story.closed)

    def _button(self, kind: LetterKind) -> QPushButton:
        button = named(QPushButton(text(f"letters.kind.{kind}")), f"write-{kind}")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.letter_wanted.emit(kind))
        return button


def fitting(story: PairStory) -> tuple[LetterKind, ...]:
    """The letters of this moment, the likeliest first."""
    closing = story.closing
    if closing is None:
        return ()
    if not story.closed:
        return (LetterKind.AGENDA, LetterKind.THANK_YOU)
    kinds = [LetterKind.CHECK_IN, LetterKind.OCCASIONAL_ADVICE, LetterKind.RECOMMENDATION]
    if not closing.thanked:
        kinds.insert(0, LetterKind.THANK_YOU_LATE)
    if any(talk >= story.today for talk in closing.talks):
        kinds.append(LetterKind.TALK_AGENDA)
    return tuple(kinds)
