"""The four faces of the icon in a live panel: told apart by shape, legible on dark and light, and when it turns."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from tests.desktop.framebuffer import Pixel, Screen, screen_of
from tests.desktop.session import ROOT, Desktop, wait_for
from tests.desktop.tray_client import tray_items

pytestmark = pytest.mark.desktop

CELL = 32
"""Pixels of a panel's icon and its place; four of them stand at the right end."""
LEGIBLE = 4.5
"""Contrast that WCAG 2.1 (1.4.3) asks of text; of pictures it asks 3."""
DIFFERENT = 18
"""Pixels by which two faces differ at least."""

Cells = list[list[Pixel]]


def luminance(pixel: Pixel) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [part / 255 for part in pixel]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Pixel, two: Pixel) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def background(screen: Screen) -> Pixel:
    return screen.pixel(600, 16)


def cells(screen: Screen) -> Cells:
    """The pixels of each face."""
    left = screen.width - 4 * CELL
    return [
        [screen.pixel(left + number * CELL + x, y) for y in range(CELL - 2) for x in range(CELL)] for number in range(4)
    ]


def legible(screen: Screen) -> bool:
    behind = background(screen)
    return all(sum(contrast(pixel, behind) > LEGIBLE for pixel in cell) > 60 for cell in cells(screen))


def told_apart(screen: Screen) -> bool:
    """By shape: what counts is where there is something, not its colour."""
    behind = background(screen)
    shapes = [[contrast(pixel, behind) > 2.5 for pixel in cell] for cell in cells(screen)]
    pairs = combinations(shapes, 2)
    return all(sum(a != b for a, b in zip(one, two, strict=True)) >= DIFFERENT for one, two in pairs)


def of_one_colour(screen: Screen) -> bool:
    """Most of each is in the colour of the panel's own words; the rest are edges, softened."""
    behind = background(screen)
    for cell in cells(screen):
        drawn = [contrast(pixel, behind) for pixel in cell if contrast(pixel, behind) > 1.2]
        if sum(one > LEGIBLE for one in drawn) < len(drawn) * 0.6:
            return False
    return True


def install(desktop: Desktop) -> None:
    script = ROOT / "packaging" / "linux" / "install.py"
    done = desktop.start(sys.executable, str(script), "--prefix", str(desktop.place / "home" / ".local"))
    assert done.wait(30) == 0, desktop.said()


def show(desktop: Desktop) -> None:
    program = ROOT / "tests" / "desktop" / "faces_program.py"
    desktop.start(sys.executable, str(program), environment={"PYTHONPATH": str(ROOT)})
    wait_for(lambda: len(tray_items(desktop)) == 4, "the four faces")


def looks(desktop: Desktop, dark: bool, *good: Callable[[Screen], bool]) -> None:
    """Wait until the panel has its colour, and the faces are as they should be; and stay so."""

    def so() -> bool:
        screen = screen_of(desktop)
        return (luminance(background(screen)) < 0.2) is dark and all(one(screen) for one in good)

    for _ in range(2):
        wait_for(so, f"faces that are {[one.__name__ for one in good]}, {dark=}", patience=10)
        time.sleep(0.3)


@pytest.mark.parametrize("dark", [False, True])
def test_a_panel_paints_the_installed_drawings_in_its_own_colour(bare_desktop: Desktop, dark: bool) -> None:
    """The panel is Xfce's, the program believes in one that keeps up."""
    desktop = bare_desktop
    install(desktop)
    desktop.environment["GTK_THEME"] = "Adwaita:dark" if dark else "Adwaita"
    desktop.environment["XDG_CURRENT_DESKTOP"] = "GNOME"
    desktop.start_panel()
    show(desktop)
    assert str(tray_items(desktop)[0].get("IconName")).endswith("-symbolic")
    looks(desktop, dark, legible, told_apart, of_one_colour)


def test_the_drawings_with_a_rim_show_on_a_panel_that_turns(bare_desktop: Desktop) -> None:
    """Xfce's panel has a switch, which it follows at once while its icons stay as they were painted."""
    desktop = bare_desktop
    install(desktop)
    desktop.start_panel()
    show(desktop)
    for dark in (True, False, True):
        words = ("xfconf-query", "-c", "xfce4-panel", "-p", "/panels/dark-mode", "-n", "-t", "bool", "-s")
        assert desktop.start(*words, str(dark).lower()).wait(10) == 0
        looks(desktop, dark, legible, told_apart)


@pytest.mark.parametrize("face", ["calm", "look", "working", "trouble"])
def test_what_a_panel_paints_is_made_of_fills_alone(face: str) -> None:
    """GTK fills every shape of a symbolic icon and leaves every line grey: a ring of lines becomes a disc."""
    drawing = (Path(ROOT) / "resources" / "icons" / f"tray-{face}-symbolic.svg").read_text(encoding="utf-8")
    assert "stroke" not in drawing
    assert 'fill="none"' not in drawing
