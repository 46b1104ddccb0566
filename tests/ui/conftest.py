"""A window over a hand-built look, and patience for what comes from the worker's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.ui.bridge import Bridge
from desktop.ui.home.window import Window
from desktop.ui.session import Session
from desktop.ui.style import Words
from tests.ui.fakes import FakeGraduand


class Stage:
    """One window with everything behind it: the program itself, or what stands in for it."""

    def __init__(self, qtbot: QtBot, graduand: Any, folder: Path) -> None:
        self.qtbot = qtbot
        self.graduand = graduand
        self.bridge = Bridge()
        self.session = Session(lambda: graduand, self.bridge)
        with qtbot.waitSignal(self.session.reviewed):
            self.session.open()
        settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.window = Window(self.session, settings, offers_samples=True)
        qtbot.addWidget(self.window)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs any more."""
        self.qtbot.waitUntil(lambda: not self.bridge.busy and self.session.accounts.at_rest)

    def find(self, kind: type[Any], name: str) -> Any:
        """The one part of that name that is shown or would be."""
        found = [part for part in self.window.findChildren(kind, name) if not _discarded(part)]
        assert found, f"no {name}"
        return found[0]

    def words(self, name: str) -> list[str]:
        """What the labels of that name say, in order."""
        return [label.text() for label in self.window.findChildren(Words, name)]


def _discarded(part: Any) -> bool:
    return part.parent() is None


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[FakeGraduand], Stage]]:
    """Opens a window over a Graduand."""
    stages: list[Stage] = []

    def opened(graduand: FakeGraduand) -> Stage:
        stages.append(Stage(qtbot, graduand, tmp_path))
        return stages[-1]

    yield opened
    for one in stages:
        one.bridge.close()


Opening = Callable[[FakeGraduand], Stage]
