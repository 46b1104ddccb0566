"""Light, dark, or as the system has it: asked of the desktop's theme, and painted by ourselves where there is none.

On a bare X server no theme of a desktop is at work: Qt then notes which scheme is wanted and paints as before.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.palette import is_dark

_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_ROLE = QPalette.ColorRole

_LIGHT = {
    _ROLE.Window: "#f4f3f1",
    _ROLE.WindowText: "#1c1b1a",
    _ROLE.Base: "#ffffff",
    _ROLE.AlternateBase: "#f7f6f4",
    _ROLE.Text: "#1c1b1a",
    _ROLE.PlaceholderText: "#66625e",
    _ROLE.Button: "#eceae7",
    _ROLE.ButtonText: "#1c1b1a",
    _ROLE.BrightText: "#ffffff",
    _ROLE.ToolTipBase: "#ffffff",
    _ROLE.ToolTipText: "#1c1b1a",
    _ROLE.Highlight: "#2a6cb0",
    _ROLE.HighlightedText: "#ffffff",
    _ROLE.Accent: "#2a6cb0",
    _ROLE.Link: "#1f5c9a",
    _ROLE.LinkVisited: "#6a4c93",
    _ROLE.Light: "#ffffff",
    _ROLE.Midlight: "#f7f6f4",
    _ROLE.Mid: "#b9b5b0",
    _ROLE.Dark: "#8d8983",
    _ROLE.Shadow: "#3c3a37",
}
_DARK = {
    _ROLE.Window: "#2b2c2e",
    _ROLE.WindowText: "#f0efed",
    _ROLE.Base: "#1f2022",
    _ROLE.AlternateBase: "#262729",
    _ROLE.Text: "#f0efed",
    _ROLE.PlaceholderText: "#a5a3a0",
    _ROLE.Button: "#3a3b3e",
    _ROLE.ButtonText: "#f0efed",
    _ROLE.BrightText: "#ffffff",
    _ROLE.ToolTipBase: "#3a3b3e",
    _ROLE.ToolTipText: "#f0efed",
    _ROLE.Highlight: "#2f6db5",
    _ROLE.HighlightedText: "#ffffff",
    _ROLE.Accent: "#6ea8e6",
    _ROLE.Link: "#8bbcf0",
    _ROLE.LinkVisited: "#c3a6e6",
    _ROLE.Light: "#57595d",
    _ROLE.Midlight: "#47494c",
    _ROLE.Mid: "#1c1d1f",
    _ROLE.Dark: "#18191a",
    _ROLE.Shadow: "#0e0f10",
}
_DISABLED = {"light": "#75716c", "dark": "#97958f"}
_WORDS = (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText)


def own_palette(choice: str) -> QPalette:
    """What is painted with where no theme follows: `light` or `dark`, every word at 4.5:1 or more (WCAG 2.2, 1.4.3)."""
    made = QPalette()
    for role, colour in (_DARK if choice == "dark" else _LIGHT).items():
        made.setColor(role, QColor(colour))
    for role in _WORDS:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[choice]))
    return made


class Appearance(QObject):
    """Holds the program's windows to what was chosen; until something is, they are the system's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._choice = "system"
        self._painting = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._settle)

    def choose(self, choice: str) -> None:
        """`light`, `dark` or `system`, from now on; anything else is the system's."""
        if choice != self._choice:
            self._choice = choice
            QGuiApplication.styleHints().setColorScheme(_SCHEMES.get(choice, Qt.ColorScheme.Unknown))
            self._settle()

    def _settle(self) -> None:
        """Paint with colours of our own only while the theme does something else than was chosen."""
        if self._painting:
            QApplication.setPalette(QPalette())  # the system's again
            self._painting = False
        scheme = _SCHEMES.get(self._choice)
        if scheme is None or QGuiApplication.styleHints().colorScheme() is scheme:
            return
        if is_dark(QGuiApplication.palette()) is not (scheme is Qt.ColorScheme.Dark):
            QApplication.setPalette(own_palette(self._choice))
            self._painting = True
