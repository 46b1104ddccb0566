"""What a person does in the sections of a page about people."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop.ui.style import LinkButton
from tests.ui.told import Told


def write(on: Told, name: str, words: str) -> None:
    line = on.find(QLineEdit, f"{name}-line")
    line.setFocus()
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)
    on.rest()


def opened(on: Told, name: str) -> bool:
    return bool(on.find(LinkButton, f"{name}-section-open").isChecked())


def press(on: Told, name: str) -> None:
    on.find(QPushButton, name).click()
    on.rest()


def open_people(on: Told) -> None:
    """To the page of everybody."""
    on.open()
    on.window.open_people()
    on.rest()
