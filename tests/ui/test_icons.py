"""Where the tray's drawings come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

import resources
from desktop.ui.icons import icon, tray_icon
from desktop.ui.tray_state import Face

_DRAWINGS = Path(resources.__path__[0]) / "icons"
_THEME = (
    "[Icon Theme]\nName=Hicolor\nDirectories=symbolic/apps\n"
    "[symbolic/apps]\nSize=16\nMinSize=8\nMaxSize=512\nType=Scalable\n"
)


@pytest.mark.parametrize("face", list(Face))
def test_every_face_is_drawn(qtbot: QtBot, face: Face) -> None:
    assert not tray_icon(face.value).pixmap(22).isNull()


def test_no_two_faces_are_drawn_alike(qtbot: QtBot) -> None:
    """By their outline, without colour: not everybody tells colours apart, and panels paint in their own."""
    for suffix in ("", "-symbolic"):
        outlines = set()
        for face in Face:
            picture = icon(f"tray-{face}{suffix}").pixmap(22).toImage()
            points = ((x, y) for y in range(picture.height()) for x in range(picture.width()))
            outlines.add(bytes(picture.pixelColor(x, y).alpha() > 100 for x, y in points))
        assert len(outlines) == len(Face)


def test_an_installed_drawing_is_named_to_the_panel(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    assert tray_icon("look").name() == ""
    folder = tmp_path / "icons" / "hicolor" / "symbolic" / "apps"
    folder.mkdir(parents=True)
    for face in Face:
        drawing = _DRAWINGS / f"tray-{face}-symbolic.svg"
        (folder / f"graduand-tray-{face}-symbolic.svg").write_bytes(drawing.read_bytes())
    (folder.parents[1] / "index.theme").write_text(_THEME, encoding="utf-8")
    before = QIcon.themeSearchPaths(), QIcon.themeName()
    try:
        QIcon.setThemeSearchPaths([str(tmp_path / "icons")])
        QIcon.setThemeName("hicolor")
        assert tray_icon("look").name() == "graduand-tray-look-symbolic"
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
        assert tray_icon("look").name() == "", "its panel would not follow a theme that turns"
    finally:
        QIcon.setThemeSearchPaths(before[0])
        QIcon.setThemeName(before[1])
