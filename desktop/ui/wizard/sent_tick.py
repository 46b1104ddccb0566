""" "I sent this": a copy of the text as it was sent, with its day, for the user's own eyes (A61)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.letters import presentable
from desktop.mentoring.plan import Draft
from desktop.ui import style
from desktop.ui.style import Space, named
from desktop.ui.wizard.closing_page import Pair, Told
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.parts import Message
from resources.texts import text


class SentTick(QWidget):
    """A tick for the letter that is shown. Ticked, the text is kept as it is at that moment; unticked, let go of."""

    def __init__(self, name: str, session: Told, letter: Callable[[], Draft], on: Callable[[], date | None]) -> None:
        """`on` says when it was sent, where that is known."""
        super().__init__()
        self._session = session
        self._letter = letter
        self._on = on
        self._kept: dict[str, str] | None = None
        """The id of what is kept, by the letter's kind; None until the story was looked at."""
        self.message = Message(name)
        self.tick = named(QCheckBox(text("closing.sent.tick")), f"{name}Tick", described=text("closing.sent.says"))
        self._says = named(style.caption(text("closing.sent.says")), f"{name}Says")
        self._writing = Job(session.words, self)
        self._writing.busy.connect(self.tick.setDisabled)
        self._writing.declined.connect(self._declined)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        for part in (self.message, self.tick, self._says):
            layout.addWidget(part)
        self.tick.toggled.connect(self._toggled)

    def show_kept(self) -> None:
        """The tick as it is for the letter that is shown."""
        with QSignalBlocker(self.tick):
            self.tick.setChecked(self._letter().kind in self._known())

    def allow(self, allowed: bool, why: str = "") -> None:
        """Whether it can be ticked; `why` is said where it cannot."""
        self.tick.setEnabled(allowed or self.tick.isChecked())
        self._says.setText(text("closing.sent.says") if allowed or not why else why)

    def _known(self) -> dict[str, str]:
        if self._kept is None:
            begun = self._session.begun
            sent = begun.story.of(JottingKind.SENT) if begun is not None else ()
            self._kept = {one.about: one.id for one in sent}
        return self._kept

    def _toggled(self, on: bool) -> None:
        known, stories = self._known(), self._session.graduand.stories
        letter, pair = self._letter(), Pair.of(self._session).id
        self.message.hide()
        if on:
            words, day = presentable(f"{letter.subject}\n\n{letter.body}"), self._on()

            def work() -> None:
                known[letter.kind] = stories.write(pair, JottingKind.SENT, words, about=letter.kind, due=day).id

            self._writing.run(work)
        elif letter.kind in known:

            def let_go() -> None:
                stories.remove(known[letter.kind])
                del known[letter.kind]

            self._writing.run(let_go)

    def _declined(self, why: Exception) -> None:
        """It is as it was before: the tick says so, and so do the words above it."""
        self.show_kept()
        self.message.say_why(why)
