"""A wizard in a process of its own, driven by lines on its input, so that it can be killed at any moment.

    python -m tests.ui.wizard.killed_program DATA_DIR CALENDAR

Answers one line of JSON to each: {"to": page, "way": …}, {"type": [[objectName, words], …]}, {"seen": [objectName, …]}.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
    QWizard,
)

from desktop.composition import build
from desktop.mentoring.mentorship import Side
from desktop.ui.wizard import open_wizard
from desktop.ui.wizard.closing_page import FOLLOWS, LetterPage
from desktop.ui.wizard.route import At
from desktop.ui.wizard.wizard import ClosingWizard

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2025, 11, 20, 9, tzinfo=LONDON)
QUIET_MS = 10
PATIENCE_MS = 15_000


class Lines(QObject):
    """What comes on the input, as a signal."""

    came = Signal(str)

    def listen(self) -> None:
        for line in sys.stdin:
            self.came.emit(line)


def say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def until(true: Any) -> None:
    waited = 0
    while not true():
        QTest.qWait(QUIET_MS)
        waited += QUIET_MS
        if waited > PATIENCE_MS:
            raise TimeoutError


class Driver:
    """Turns pages and types as a person would."""

    def __init__(self, wizard: ClosingWizard) -> None:
        self._wizard = wizard

    def obey(self, line: str) -> None:
        try:
            say(self._obeyed(json.loads(line)))
        except Exception as error:  # noqa: BLE001 - whoever waits for an answer gets one
            say({"error": repr(error)})

    def _obeyed(self, asked: dict[str, Any]) -> dict[str, Any]:
        if "to" in asked:
            self._turn(At.__members__[asked["to"]], asked["way"])
        for name, words in asked.get("type", ()):
            self._type(name, words)
        return self._answer(asked.get("seen", ()))

    def _turn(self, at: At, way: str) -> None:
        wizard = self._wizard
        if wizard.currentId() == At.HELP:
            self._part(f"help{way.title()}").setChecked(True)
        for _ in At:
            if wizard.currentId() == at:
                return
            button = wizard.button(QWizard.WizardButton.NextButton)
            until(button.isEnabled)
            button.click()
        raise LookupError(at)

    def _part(self, name: str) -> Any:
        found = self._wizard.currentPage().findChildren(QWidget, name)
        until(lambda: any(part.isVisible() for part in found))
        return next(part for part in found if part.isVisible())

    def _settle(self) -> None:
        """A letter follows the fields; nobody types, or reads, as fast as a program."""
        page = self._wizard.currentPage()
        if isinstance(page, LetterPage) and not page.editor.isHidden():
            QTest.qWait(FOLLOWS + 100)
            until(lambda: page.editor.ready)

    def _type(self, name: str, words: str) -> None:
        self._settle()
        part = self._part(name)
        if isinstance(part, QPushButton):
            part.click()
            return
        if isinstance(part, QRadioButton | QCheckBox) or not words:
            part.setChecked(True)
            return
        part.setFocus()
        if isinstance(part, QLineEdit):
            part.selectAll()
        QTest.keyClick(part, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(part, words)

    def _answer(self, names: list[str]) -> dict[str, Any]:
        if names:
            self._settle()
        return {"page": At(self._wizard.currentId()).name, "seen": {name: self._seen(name) for name in names}}

    def _seen(self, name: str) -> Any:
        part = self._part(name)
        if isinstance(part, QPlainTextEdit):
            return part.toPlainText()
        return part.text() if isinstance(part, QLineEdit) else part.isChecked()


def main() -> None:
    application = QApplication(sys.argv)
    graduand = build(Path(sys.argv[1]), clock=lambda: NOW.astimezone(UTC), zone=LONDON, me=("mentee@example.org",))
    if not graduand.reviewing.review().mentorships:
        graduand.importing.import_files([Path(sys.argv[2])])
        (found,) = graduand.reviewing.review().mentorships
        graduand.settings.change({"stage": "skip"})
        graduand.reviewing.set_side(found.mentorship.id, Side.MENTEE)
    (found,) = graduand.reviewing.review().mentorships
    wizard = open_wizard(graduand, found.mentorship.id, None)
    until(lambda: wizard.begun)
    driver, lines = Driver(wizard), Lines()
    lines.came.connect(driver.obey)
    say({"page": At(wizard.currentId()).name})
    Thread(target=lines.listen, daemon=True).start()
    application.exec()


if __name__ == "__main__":
    main()
