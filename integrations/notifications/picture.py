"""Which picture a notification carries: the installed icon by its name, or the drawing itself."""

from __future__ import annotations

import os
from pathlib import Path

import resources

NAME = "graduand"
"""Of the icon and of the launcher entry, as desktops know them."""

_EVERYBODYS = "/usr/local/share:/usr/share"
_INSTALLED = ("icons/hicolor/48x48/apps/graduand.png", "icons/hicolor/scalable/apps/graduand.svg")


def picture() -> str:
    """A name where the icon theme knows it; else a file's address, for a program that was never installed (a checkout,
    pipx), whose notifications would show the sign for a missing picture.
    """
    home = os.environ.get("XDG_DATA_HOME") or f"{os.environ.get('HOME', '')}/.local/share"
    shares = [home, *(os.environ.get("XDG_DATA_DIRS") or _EVERYBODYS).split(":")]
    if any(Path(share, place).exists() for share in shares if share for place in _INSTALLED):
        return NAME
    return (Path(resources.__path__[0]) / "icons" / f"{NAME}.svg").absolute().as_uri()
