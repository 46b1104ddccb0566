"""The colours of this moment follow the palette of this moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.palette import ink
from desktop.ui.style import current_ink


@pytest.fixture
def palette(qapp: QApplication) -> Iterator[QPalette]:
    before = qapp.palette()
    yield QPalette(before)
    qapp.setPalette(before)


def test_a_changed_palette_is_seen_at_once_and_one_that_stays_costs_nothing(
    qapp: QApplication, palette: QPalette
) -> None:
    first = current_ink()
    assert current_ink() is first
    for window, words in (("#101010", "#f0f0f0"), ("#fafafa", "#111111"), ("#101010", "#f0f0f0")):
        palette.setColor(QPalette.ColorRole.Window, QColor(window))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(words))
        qapp.setPalette(palette)
        assert current_ink() == ink(qapp.palette())
        assert current_ink().window == QColor(window)
