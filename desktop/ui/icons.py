"""The drawn icons of `resources/icons`. Qt's SVG engine is loaded when the first one is painted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtGui import QIcon

import resources

_FOLDER = Path(resources.__path__[0]) / "icons"
_INSTALLED = "icons/hicolor/symbolic/apps"
_EVERYBODYS = "/usr/local/share:/usr/share"
_PAINTERS = frozenset({"GNOME", "Unity"})
"""Desktops that paint symbolic icons anew whenever their colours turn. Xfce's panel (4.18) keeps what it painted at
first, so that a dark icon stayed on a panel that had become dark; of others nothing is known."""


def icon(name: str) -> QIcon:
    """The icon `name`: "graduand", "tray-calm", "tray-look", "tray-working" or "tray-trouble"."""
    return QIcon(str(_FOLDER / f"{name}.svg"))


def tray_icon(face: str) -> QIcon:
    """The tray's icon for a face.

    Where the symbolic drawings are installed and the desktop keeps up, the panel is told their name and paints them
    in its own colours, dark or light, and again when these change. Elsewhere the drawing carries a rim that shows on
    either, at any time.
    """
    if sys.platform == "darwin":
        symbolic = icon(f"tray-{face}-symbolic")
        symbolic.setIsMask(True)  # the menu bar paints it in its own colour
        return symbolic
    name = f"graduand-tray-{face}-symbolic"
    if _paints() and _is_installed(name):
        return QIcon.fromTheme(name, icon(f"tray-{face}"))
    return icon(f"tray-{face}")


def _paints() -> bool:
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
    return sys.platform.startswith("linux") and not _PAINTERS.isdisjoint(desktops)


def _is_installed(name: str) -> bool:
    """A few looks at the disk: Qt would read whole theme folders before the icon is up."""
    home = os.environ.get("XDG_DATA_HOME") or f"{os.environ.get('HOME', '')}/.local/share"
    shares = [home, *(os.environ.get("XDG_DATA_DIRS") or _EVERYBODYS).split(":")]
    return any(Path(share, _INSTALLED, f"{name}.svg").exists() for share in shares if share)
