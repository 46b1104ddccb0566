from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.mentoring.mentorship import SlotState
from desktop.ui import style
from desktop.ui.palette import contrast, ink, is_dark


def palette(window: str, text: str, base: str, accent: str) -> QPalette:
    made = QPalette(QColor(window))
    for role, colour in (
        (QPalette.ColorRole.Window, window),
        (QPalette.ColorRole.WindowText, text),
        (QPalette.ColorRole.Text, text),
        (QPalette.ColorRole.Base, base),
        (QPalette.ColorRole.Highlight, accent),
        (QPalette.ColorRole.Accent, accent),
    ):
        made.setColor(role, QColor(colour))
    return made


THEMES = {
    "fusion": palette("#efefef", "#000000", "#ffffff", "#308cc6"),
    "adwaita": palette("#fafafa", "#2e3436", "#ffffff", "#3584e4"),
    "breeze dark": palette("#2a2e32", "#fcfcfc", "#1b1e20", "#3daee9"),
    "adwaita dark": palette("#242424", "#ffffff", "#1e1e1e", "#78aeed"),
    "yellow accent": palette("#ffffff", "#101010", "#ffffff", "#f9d71c"),
}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_can_be_read(theme: QPalette) -> None:
    colours = ink(theme)
    for ground in (colours.window, colours.surface, colours.tint):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.quiet, ground) >= 4.5
        assert contrast(colours.link, ground) >= 4.4
    assert contrast(colours.on_button, colours.button) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_shapes_can_be_seen(theme: QPalette) -> None:
    colours = ink(theme)
    for state in SlotState:
        assert contrast(colours.slot(state), colours.surface) >= 3, state
    assert contrast(colours.look, colours.surface) >= 3
    assert contrast(colours.accent, colours.window) >= 2.9


def test_dark_is_told_by_the_palette() -> None:
    assert not is_dark(THEMES["fusion"])
    assert is_dark(THEMES["breeze dark"])


def test_a_change_of_theme_is_followed(qtbot: QtBot, qapp: QApplication) -> None:
    before = qapp.palette()
    words, button = style.caption("words"), style.PrimaryButton("button")
    for widget in (words, button):
        qtbot.addWidget(widget)
    bright = words.palette().color(QPalette.ColorRole.WindowText)
    try:
        qapp.setPalette(THEMES["breeze dark"])
        qapp.processEvents()
        dark = words.palette().color(QPalette.ColorRole.WindowText)
        assert dark.lightnessF() > bright.lightnessF() + 0.2
        expected = ink(THEMES["breeze dark"]).button
        assert button.palette().color(QPalette.ColorRole.Button) == expected
    finally:
        qapp.setPalette(before)


def test_labels_never_read_markup(qtbot: QtBot) -> None:
    label = style.body("<img src='http://x.example/a.png'> & <b>bold</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text().startswith("<img")
