"""The drawn icons of `resources/icons`. Qt's SVG engine is loaded when the first one is painted."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtGui import QIcon


def icon(name: str) -> QIcon:
    """The icon `name`: "graduand", "tray-calm" or "tray-look"."""
    return QIcon(str(files("resources.icons").joinpath(f"{name}.svg")))
