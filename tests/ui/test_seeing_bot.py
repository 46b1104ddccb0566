"""After a wait, what a layout took is on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_came_with_the_awaited_is_shown_when_the_wait_ends(qtbot: QtBot) -> None:
    page, label = QWidget(), QLabel("came")
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    page.show()

    def comes() -> bool:
        column.addWidget(label)
        return True

    qtbot.waitUntil(comes)
    assert label.isVisible()
