"""The real program in a real tray."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.framebuffer import Screen, screen_of
from tests.desktop.session import Desktop, wait_for
from tests.desktop.tray_client import TrayItem, tray_items
from tests.desktop.windows import windows

pytestmark = pytest.mark.desktop

CAP = (0x1F, 0x6A, 0x5B)
"""The colour of the drawn cap."""
PANEL = (0, 0, 1280, 40)


def icon(desktop: Desktop) -> TrayItem:
    wait_for(lambda: tray_items(desktop), "the tray icon")
    items = tray_items(desktop)
    assert len(items) == 1
    return items[0]


def labels(item: TrayItem) -> list[str]:
    return [entry.label for entry in item.menu() if not entry.separator]


def loaded(item: TrayItem, line: str) -> None:
    wait_for(lambda: line in labels(item), f"the line {line!r}")


def _drawn(screen: Screen) -> int:
    return sum(1 for _ in screen.find(CAP, PANEL))


def quit_by_menu(item: TrayItem, program: subprocess.Popen[bytes]) -> None:
    loaded(item, text("tray.quit"))
    item.choose(text("tray.quit"))
    assert program.wait(15) == 0


def test_the_icon_stands_in_the_panel_and_quit_ends_it(desktop: Desktop) -> None:
    program = desktop.start_graduand("--background")
    item = icon(desktop)
    assert item.get("Id") == "graduand"
    wait_for(lambda: _drawn(screen_of(desktop)) > 20, "the drawn cap in the panel")
    loaded(item, text("tray.empty"))
    assert labels(item)[-4:] == [text(f"tray.{entry}") for entry in ("open", "import", "settings", "quit")]
    assert windows(desktop) == [], "--background shows no window"
    quit_by_menu(item, program)
    wait_for(lambda: _drawn(screen_of(desktop)) == 0, "the panel without the cap")
    assert not list(desktop.place.glob("run/graduand-*")), "the socket and its lock are gone"


def test_the_menu_opens_the_window(desktop: Desktop) -> None:
    program = desktop.start_graduand("--background")
    item = icon(desktop)
    loaded(item, text("tray.empty"))
    item.choose(text("tray.open"))
    wait_for(lambda: windows(desktop), "the window")
    quit_by_menu(item, program)


def test_a_left_click_opens_the_window(desktop: Desktop) -> None:
    program = desktop.start_graduand("--background")
    item = icon(desktop)
    loaded(item, text("tray.empty"))
    item.activate()
    wait_for(lambda: windows(desktop), "the window")
    quit_by_menu(item, program)


def test_the_demo_shows_meetings_in_the_menu_and_leaves_nothing(desktop: Desktop) -> None:
    program = desktop.start_graduand("--demo")
    item = icon(desktop)
    loaded(item, text("tray.question"))
    wait_for(lambda: windows(desktop), "the window")
    assert list((desktop.place / "tmp").iterdir()) != []
    says = labels(item)
    assert any(line.endswith(text("tray.look", who="")) for line in says)
    assert "@" not in str(item.get("ToolTip"))
    quit_by_menu(item, program)
    assert list((desktop.place / "tmp").iterdir()) == []
    assert not (desktop.place / "home" / ".local" / "share" / "graduand").exists()


def test_where_there_is_no_tray_the_window_opens_and_says_so(bare_desktop: Desktop) -> None:
    program = bare_desktop.start_graduand("--background")
    wait_for(lambda: windows(bare_desktop), "the window")
    assert not bare_desktop.owns("org.kde.StatusNotifierWatcher")
    program.send_signal(signal.SIGTERM)
    assert program.wait(15) == 0


def test_a_tray_that_comes_late_gets_the_icon(bare_desktop: Desktop) -> None:
    """Autostart before the panel: Qt alone never registers the icon then."""
    program = bare_desktop.start_graduand("--background")
    wait_for(lambda: windows(bare_desktop), "the window")
    bare_desktop.start_panel()
    item = icon(bare_desktop)
    quit_by_menu(item, program)


def test_a_panel_that_starts_again_gets_the_icon_back(desktop: Desktop) -> None:
    program = desktop.start_graduand("--background")
    icon(desktop)
    panel = desktop.programs("xfce4-panel")[0]
    panel.terminate()
    panel.wait(10)
    wait_for(lambda: not desktop.owns("org.kde.StatusNotifierWatcher"), "the tray's end")
    desktop.start_panel()
    quit_by_menu(icon(desktop), program)


def test_a_second_start_hands_over_and_ends(desktop: Desktop, tmp_path: Path) -> None:
    program = desktop.start_graduand("--background")
    item = icon(desktop)
    loaded(item, text("tray.empty"))
    second = desktop.start_graduand()
    assert second.wait(15) == 0
    wait_for(lambda: windows(desktop), "the window of the first")
    assert len(tray_items(desktop)) == 1
    quit_by_menu(item, program)


def test_after_a_kill_the_next_start_is_the_first(desktop: Desktop) -> None:
    killed = desktop.start_graduand("--background")
    loaded(icon(desktop), text("tray.empty"))
    killed.kill()
    killed.wait()
    wait_for(lambda: not tray_items(desktop), "the icon's end")
    program = desktop.start_graduand("--background")
    quit_by_menu(icon(desktop), program)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_end_of_the_session_ends_it_in_order(desktop: Desktop, end: signal.Signals) -> None:
    program = desktop.start_graduand("--background")
    loaded(icon(desktop), text("tray.empty"))
    program.send_signal(end)
    assert program.wait(15) == 0
