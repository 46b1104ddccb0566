"""Light and dark come true without a desktop's theme as well, and a theme that follows is left alone.

The tests' own platform has no theme, as a bare X server has none.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.mentoring.mentorship import SlotState
from desktop.ui import appearance, style
from desktop.ui.appearance import Appearance, own_palette
from desktop.ui.palette import contrast, ink, is_dark
from tests.helpers.bot import SeeingBot

ROLE = QPalette.ColorRole
PAIRS = [
    (ROLE.WindowText, ROLE.Window),
    (ROLE.Text, ROLE.Base),
    (ROLE.Text, ROLE.AlternateBase),
    (ROLE.PlaceholderText, ROLE.Base),
    (ROLE.ButtonText, ROLE.Button),
    (ROLE.ToolTipText, ROLE.ToolTipBase),
    (ROLE.HighlightedText, ROLE.Highlight),
    (ROLE.Link, ROLE.Window),
    (ROLE.Link, ROLE.Base),
    (ROLE.LinkVisited, ROLE.Base),
]


class ThemeHints(QObject):
    """The hints of a platform whose theme follows what is asked of it."""

    colorSchemeChanged = Signal(object)  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        super().__init__()
        self._scheme = Qt.ColorScheme.Light

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's name
        return self._scheme

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:  # noqa: N802 - Qt's name
        self._scheme = Qt.ColorScheme.Light if scheme is Qt.ColorScheme.Unknown else scheme
        self.colorSchemeChanged.emit(self._scheme)


@pytest.fixture
def chosen(qapp: QApplication) -> Iterator[Appearance]:
    made = Appearance(qapp)
    yield made
    made.choose("system")
    made.deleteLater()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_every_word_can_be_read(qapp: QApplication, choice: str) -> None:
    made = own_palette(choice)
    assert is_dark(made) is (choice == "dark")
    for words, ground in PAIRS:
        assert contrast(made.color(words), made.color(ground)) >= 4.5, (words, ground)
    off = QPalette.ColorGroup.Disabled
    for words, ground in ((ROLE.Text, ROLE.Base), (ROLE.ButtonText, ROLE.Button), (ROLE.WindowText, ROLE.Window)):
        assert contrast(made.color(off, words), made.color(off, ground)) >= 3
        assert made.color(off, words) != made.color(words)


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_what_is_drawn_can_be_read_and_seen(qapp: QApplication, choice: str) -> None:
    colours = ink(own_palette(choice))
    for ground in (colours.window, colours.surface, colours.tint):
        for words in (colours.text, colours.quiet, colours.link):
            assert contrast(words, ground) >= 4.5
    assert contrast(colours.on_button, colours.button) >= 4.5
    for shape in (*map(colours.slot, SlotState), colours.look, colours.accent):
        assert contrast(shape, colours.surface) >= 3


def test_without_a_theme_the_windows_turn_all_the_same(qtbot: SeeingBot, chosen: Appearance) -> None:
    words = style.caption("Next: Tuesday")
    qtbot.addWidget(words)
    words.show()
    before = QGuiApplication.palette()
    assert not is_dark(before)
    chosen.choose("dark")
    assert is_dark(QGuiApplication.palette())
    qtbot.waitUntil(lambda: words.palette().windowText().color() == style.current_ink().quiet)
    assert contrast(words.palette().windowText().color(), QGuiApplication.palette().window().color()) >= 4.5
    chosen.choose("light")
    assert QGuiApplication.palette() == before
    chosen.choose("dark")
    chosen.choose("system")
    assert QGuiApplication.palette() == before
    qtbot.waitUntil(lambda: words.palette().windowText().color() == style.current_ink().quiet)


def test_light_on_a_system_that_is_dark_by_itself(qapp: QApplication, chosen: Appearance) -> None:
    qapp.setPalette(own_palette("dark"))
    try:
        chosen.choose("light")
        assert not is_dark(QGuiApplication.palette())
    finally:
        chosen.choose("system")
        qapp.setPalette(QPalette())


def test_a_theme_that_follows_is_left_alone(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    hints = ThemeHints()
    monkeypatch.setattr(appearance.QGuiApplication, "styleHints", lambda: hints)
    before = QGuiApplication.palette()
    one = Appearance(qapp)
    for choice in ("dark", "light", "system"):
        one.choose(choice)
        assert QGuiApplication.palette() == before
    one.deleteLater()


def test_a_theme_that_comes_later_takes_over(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    hints = ThemeHints()
    follow, hints.setColorScheme = hints.setColorScheme, lambda _: None  # type: ignore[method-assign] # the theme comes later
    monkeypatch.setattr(appearance.QGuiApplication, "styleHints", lambda: hints)
    one = Appearance(qapp)
    one.choose("dark")
    assert is_dark(QGuiApplication.palette())
    follow(Qt.ColorScheme.Dark)
    assert not is_dark(QGuiApplication.palette())
    one.deleteLater()
