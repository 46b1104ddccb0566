"""A pytest-qt robot that looks when a person could."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot


class SeeingBot(QtBot):
    """After a wait the window has shown what it was given: a widget that a layout takes is hidden until the loop turns
    once more (`QLayout::addChildWidget` posts its showing)."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:  # noqa: N802 - its name
        super().waitUntil(callback, timeout=timeout)
        QApplication.processEvents()
