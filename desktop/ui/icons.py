"""The drawn icons of `resources/icons`. Qt's SVG engine is loaded when the first one is painted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QIcon

import resources

_FOLDER = Path(resources.__path__[0]) / "icons"


def icon(name: str) -> QIcon:
    """The icon `name`: "graduand", "tray-calm" or "tray-look"."""
    return QIcon(str(_FOLDER / f"{name}.svg"))
