"""What a desktop may lack, or lose: the tray, the notification service, both. Nothing is lost, and nobody waits."""

from __future__ import annotations

import pytest

from resources.texts import text
from tests.desktop.dunst import NAME, dunst, on_screen, start_dunst
from tests.desktop.life import Life, found, icon, lines
from tests.desktop.reader import screen_reader
from tests.desktop.session import WATCHER, wait_for
from tests.desktop.tray_client import tray_items
from tests.desktop.windows import windows

pytestmark = pytest.mark.desktop


def test_neither_tray_nor_daemon_from_the_start(bare_life: Life) -> None:
    """As on a bare window manager: the window comes by itself and carries everything, its hint only once."""
    life, desktop = bare_life, bare_life.desktop
    with screen_reader(desktop) as root:
        program = life.start("--background")
        found(root, "label", text("home.no-tray"))
        found(root, "label", text("home.lately.title"))
        assert (desktop.owns(WATCHER), desktop.owns(NAME)) == (False, False)
        wait_for(lambda: not life.due(), "the note that it was seen")
        found(root, "push button", text("reminders.actions.open")).press()
        found(root, "push button", text("pair.change"))
        life.end(program)

        again = life.start("--background")
        found(root, "push button", text("home.import"))
        assert root.find("label", text("home.no-tray")) is None
        life.end(again)


def test_both_come_after_the_program(bare_life: Life) -> None:
    life, desktop = bare_life, bare_life.desktop
    program = life.start("--background")
    wait_for(lambda: windows(desktop), "the window")
    start_dunst(desktop)
    desktop.start_panel()
    wait_for(lambda: any("worth a look" in line for line in lines(icon(desktop))), "the icon and its menu")
    life.end(program)


def test_without_a_tray_a_notification_opens_the_window(bare_life: Life) -> None:
    life, desktop = bare_life, bare_life.desktop
    start_dunst(desktop, press=text("reminders.actions.open"))
    with screen_reader(desktop) as root:
        program = life.start("--background")
        wait_for(lambda: on_screen(desktop) == 1, "the notification")
        dunst(desktop, "context")
        found(root, "push button", text("pair.change"))
        life.end(program)


def test_the_panel_is_killed_while_something_is_on_the_screen(life: Life) -> None:
    desktop = life.desktop
    start_dunst(desktop, press=text("reminders.actions.open"))
    with screen_reader(desktop) as root:
        program = life.start("--background")
        wait_for(lambda: on_screen(desktop) == 1, "the notification")
        before = lines(icon(desktop))
        (panel,) = desktop.programs("xfce4-panel")
        panel.kill()
        panel.wait()
        wait_for(lambda: not desktop.owns(WATCHER), "the tray's end")
        assert program.poll() is None
        desktop.start_panel()
        assert lines(icon(desktop)) == before
        assert len(tray_items(desktop)) == 1
        dunst(desktop, "context")
        found(root, "push button", text("pair.change"))
        life.end(program)


def test_the_panel_goes_for_good_and_a_later_start_still_opens_the_window(life: Life) -> None:
    desktop = life.desktop
    program = life.start("--background")
    icon(desktop)
    (panel,) = desktop.programs("xfce4-panel")
    panel.kill()
    panel.wait()
    assert life.start().wait(15) == 0
    wait_for(lambda: windows(desktop), "the window")
    life.end(program)
