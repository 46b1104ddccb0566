"""One letter in a window, with the real texts, the real linters, and a sheet that keeps what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.mentoring.letters import LetterKind, Values
from desktop.mentoring.letters.values import Dates, Goal
from desktop.mentoring.sheet import Sheet, Written
from desktop.services.letters import Letters
from desktop.ui.bridge import Bridge
from desktop.ui.wizard.letter_editor import LetterEditor, Wanted

FINAL = date(2025, 12, 9)
VALUES = Values(
    name="Sam",
    me="Kim",
    dates=Dates(final=FINAL),
    goals=(Goal("lead a team", "I lead one of nine", reached=True),),
)
LETTER = "Hello Sam,\n\nYou cancelled the last one. I am so busy. Let me know if I can help.\n\nKim"


class Desk:
    """An editor in a window, and a sheet that keeps what was written."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.sheet = Sheet()
        self.bridge = Bridge()
        self.letters = Letters(folder)
        self.editor = LetterEditor("letter", self.letters, self.bridge)
        self.editor.changed.connect(self._keep)
        self.editor.restored.connect(self._drop)
        self.editor.resize(700, 700)
        qtbot.addWidget(self.editor)
        self.editor.show()
        qtbot.waitExposed(self.editor)

    def _keep(self, written: Written) -> None:
        self.sheet = self.sheet.with_letter(written)

    def _drop(self, kind: str) -> None:
        self.sheet = replace(self.sheet, written=tuple(one for one in self.sheet.written if one.kind != kind))

    def _written(self, kind: str) -> Written | None:
        return self.sheet.letter_of(kind)

    def show(self, *kinds: LetterKind, values: Values = VALUES, final: date | None = FINAL, chosen: str = "") -> None:
        self.editor.show_letter(Wanted(kinds, values, self._written, chosen, final))
        self.ready()

    def ready(self) -> None:
        self.qtbot.waitUntil(lambda: self.editor.ready and not self.bridge.busy)

    def write(self, words: str) -> None:
        self.editor.body.fill(words)
        self.editor.looking.look()

    def key(self, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.editor, key, how)

    @property
    def whys(self) -> list[str]:
        return [line.why for line in self.editor.looking.found.lines]

    @property
    def selected(self) -> str:
        return self.editor.body.textCursor().selectedText()

    def button(self, name: str) -> QPushButton:
        found = self.editor.findChildren(QPushButton, name)
        assert found, name
        return found[-1]

    def window(self, kind: type[QWidget]) -> QWidget:
        found = [each for each in self.editor.window().findChildren(kind) if each.isVisible()]
        assert found, kind
        return found[-1]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    one = Desk(qtbot, tmp_path)
    yield one
    one.bridge.close()
