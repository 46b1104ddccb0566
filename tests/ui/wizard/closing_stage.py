"""The pages about words in a wizard of their own, over a real Graduand with a real store and a real calendar file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget, QWizard, QWizardPage
from pytestqt.qtbot import QtBot

from desktop.composition import Graduand, build
from desktop.mentoring.jottings import Jotting, JottingKind
from desktop.mentoring.letters import Stage
from desktop.mentoring.mentorship import Side
from desktop.mentoring.plan import Rhythm
from desktop.mentoring.sheet import Sheet, Way
from desktop.ui.wizard.beginning import begin
from desktop.ui.wizard.closing_page import LetterPage
from desktop.ui.wizard.telling import Telling
from desktop.ui.wizard.wizard import USUAL
from integrations.calendars.model import Person

JOURNEYS = Path(__file__).parents[2] / "data" / "journeys"
NOW = datetime(2025, 11, 20, 9, tzinfo=ZoneInfo("Europe/London"))
KEY = Qt.Key
ME = "mentee@example.org"
SHIFT = Qt.KeyboardModifier.ShiftModifier
PageOf = TypeVar("PageOf", bound=LetterPage)


class Told(Telling):
    """The wizard's own session, without what the calendar's part needs."""

    @property
    def graduand(self) -> Graduand:
        return self._graduand

    @property
    def usual(self) -> Rhythm:
        return Rhythm.YEARLY if self.choices is None else self.choices.rhythm_default


class ClosingStage:
    """One session over one store; pages are shown in a wizard with a page after them, so that they can be left."""

    def __init__(self, qtbot: QtBot, folder: Path, *, journey: str = "j01") -> None:
        self.qtbot = qtbot
        self.graduand = build(
            folder / "data", clock=lambda: NOW.astimezone(UTC), zone=NOW.tzinfo, me=("mentee@example.org",)
        )
        (file,) = JOURNEYS.glob(f"{journey}_*.ics")
        self.graduand.importing.import_files([file])
        self.id = self.graduand.reviewing.review().mentorships[0].mentorship.id
        self.owner = QObject()
        self.session = self._opened()
        self.wizard: QWizard | None = None

    def _opened(self) -> Told:
        session = Told(self.graduand, self.id, self.owner)
        with self.qtbot.waitSignal(session.keeper.loaded):
            pass
        session._begun(begin(self.graduand, self.id))
        return session

    def told(
        self, *, side: Side | None = None, stage: Stage | None = None, way: Way = Way.STAY, group: bool = False
    ) -> None:
        """What other pages would have asked."""
        begun = self.session.begun
        assert begun is not None
        if side is not None:
            begun = begun.on_side(side)
        if stage is not None:
            begun = replace(begun, stage=stage.value)
        if group:
            pair = begun.found.mentorship
            more = tuple(Person(f"guest{n}@example.org") for n in range(3))
            begun = replace(begun, found=replace(begun.found, mentorship=replace(pair, others=(*pair.others, *more))))
        self.session.begun = begun
        self.session.go(way)

    def asks_telling(self) -> None:
        """As for a calendar that lives elsewhere, with somebody else on the event."""
        assert self.session.choices is not None
        self.session.choices = replace(self.session.choices, needs_telling=True)

    def wrote(self, kind: JottingKind, words: str, **more: Any) -> Jotting:
        """A jotting, as if written before the wizard was opened."""
        made = self.graduand.stories.write(self.id, kind, words, **more)
        begun = self.session.begun
        assert begun is not None
        self.session.begun = replace(begun, story=self.graduand.stories.story(self.id))
        return made

    def show(self, kind: Callable[[Any], PageOf]) -> PageOf:
        page = kind(self.session)
        wizard = self.wizard = QWizard()
        wizard.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        wizard.setPage(0, page)
        wizard.setPage(1, QWizardPage())
        # The pages' own wizard knows the route; here the order of the numbers does.
        page.nextId = lambda: 1  # type: ignore[method-assign] # as said above
        self.qtbot.addWidget(wizard)
        wizard.resize(USUAL)
        wizard.show()
        self.qtbot.waitExposed(wizard)
        page.enter()
        self.settle(page)
        return page

    def settle(self, page: LetterPage) -> None:
        """Until the letter has followed and everything is kept."""
        self.qtbot.waitUntil(lambda: not page._soon.isActive())
        self.qtbot.waitUntil(lambda: page.editor.ready or not page.kinds())
        self.qtbot.waitUntil(lambda: not self.session.words.busy and self.session.keeper.settled)

    def leave(self, page: LetterPage) -> None:
        """Turn the page."""
        assert self.wizard is not None
        self.wizard.next()
        assert self.wizard.currentId() == 1
        self.settle(page)

    def again(self, kind: Callable[[Any], PageOf]) -> PageOf:
        """Close the window and the session, as a restart does, and show the page anew."""
        self.close_window()
        sheet = self.session.sheet
        self.session.keeper.close()
        self.session.words.close()
        begun = self.session.begun
        self.session = self._opened()
        assert self.session.sheet == sheet
        assert begun is not None and self.session.begun is not None
        self.session.begun = replace(begun, story=self.session.begun.story)
        return self.show(kind)

    def close_window(self) -> None:
        if self.wizard is not None:
            self.wizard.close()
            self.wizard = None

    @property
    def kept(self) -> Sheet:
        """What is on the disk."""
        found = self.graduand.stories.sheet(self.id)
        assert found is not None
        return found

    def jottings(self, kind: JottingKind) -> list[str]:
        return [one.words for one in self.graduand.stories.story(self.id).of(kind)]

    def type_(self, words: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, words)

    def key(self, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, how)

    @property
    def here(self) -> str:
        """The name of what has the keyboard."""
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    def tab_to(self, name: str, most: int = 60) -> None:
        """By Tab alone, without ever being caught."""
        for _ in range(most):
            if self.here == name:
                return
            self.key(KEY.Key_Tab)
        raise AssertionError(f"Tab never came to {name}, but to {self.here}")

    def close(self) -> None:
        self.close_window()
        self.session.keeper.close()
        self.session.words.close()
        self.graduand.close()


@contextmanager
def opened(qtbot: QtBot, folder: Path, *, journey: str = "j01") -> Iterator[ClosingStage]:
    stage = ClosingStage(qtbot, folder, journey=journey)
    try:
        yield stage
    finally:
        stage.close()


@pytest.fixture(name="stage")
def mentee(qtbot: QtBot, tmp_path: Path) -> Iterator[ClosingStage]:
    """As a mentee tells it."""
    with opened(qtbot, tmp_path) as one:
        one.told(side=Side.MENTEE)
        yield one


def unnamed(page: QWidget) -> list[str]:
    """What the keyboard can reach and a screen reader could not name."""
    found = []
    for widget in page.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_") or isinstance(widget, QScrollArea)
        if inner or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(page):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name):
            found.append(widget.objectName() or type(widget).__name__)
    return found
