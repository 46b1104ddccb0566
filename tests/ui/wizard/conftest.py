"""A wizard over hand-built services, and ways to walk through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget, QWizard
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.mentoring.sheet import Way
from desktop.services.letters import Letters
from desktop.services.stories import Stories
from desktop.store import Store
from desktop.ui.wizard import open_wizard
from desktop.ui.wizard.wizard import At, ClosingWizard
from tests.ui.wizard.fakes import FakeGraduand, FakeTransitions

Opening = Callable[..., ClosingWizard]
BUTTON = QWizard.WizardButton


class Walker:
    """Turns the pages as a person would, waiting for what the services bring."""

    def __init__(self, qtbot: QtBot, wizard: ClosingWizard) -> None:
        self.qtbot = qtbot
        self.wizard = wizard

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=5000)

    def choose(self, way: Way) -> None:
        self.wizard.findChild(QWidget, f"help{way.name.title()}").setChecked(True)  # type: ignore[attr-defined] # a choice

    def next(self) -> None:
        button = self.wizard.button(BUTTON.NextButton)
        self.until(button.isEnabled)
        button.click()

    def to(self, at: At, way: Way = Way.STAY) -> None:
        """Page by page, as the route has them."""
        if self.wizard.currentId() == At.HELP:
            self.choose(way)
        for _ in At:
            if self.wizard.currentId() == at:
                return
            self.next()
        raise AssertionError(f"{at.name} was not on the way")

    def to_date(self, way: Way = Way.STAY) -> None:
        self.to(At.DATE, way)

    def to_talk(self) -> None:
        self.to(At.BECOME)
        self.until(self.wizard.talk.isComplete)

    def to_check(self, way: Way = Way.STAY) -> None:
        self.to(At.CHECK, way)
        self.until(lambda: self.wizard.session.prepared is not None)

    def commit(self) -> None:
        self.wizard.button(BUTTON.CommitButton).click()
        self.until(lambda: not self.wizard.session.applying.running)

    def done(self) -> None:
        self.commit()
        self.until(lambda: self.wizard.currentId() == At.DONE)


@pytest.fixture
def walk(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Walker]]:
    """Open a wizard over `FakeTransitions(**told)` and wait until it knows what can be chosen."""
    opened: list[ClosingWizard] = []
    stores: list[Store] = []

    def services() -> dict[str, object]:
        folder = tmp_path / f"kept-{len(stores)}"
        store = Store.open(folder)
        stores.append(store)
        return {"stories": Stories(lambda: store, lambda: FakeTransitions.now), "letters": Letters(folder)}

    def open_(transitions: FakeTransitions | None = None, *, ready: bool = True, **graduand: object) -> Walker:
        fake = FakeGraduand(transitions or FakeTransitions(), **(services() | graduand))  # type: ignore[arg-type] # stands in
        wizard = open_wizard(fake, "m-1", None)  # type: ignore[arg-type] # stands in
        opened.append(wizard)
        walker = Walker(qtbot, wizard)
        walker.until(lambda: not wizard.session.loading.running)
        if ready:
            walker.until(lambda: wizard.session.choices is not None and wizard.begun)
        return walker

    yield open_
    for wizard in opened:
        if isValid(wizard):
            wizard.session.applying.drop()
            wizard.session.undoing.drop()
            wizard.close()
    qtbot.wait(1)
    for store in stores:
        store.close()


class Windows(QObject):
    """Notes every window that shows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[Windows]:
    watcher = Windows()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watcher)
    yield watcher
    application.removeEventFilter(watcher)
