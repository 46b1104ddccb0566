"""The windows as a screen reader sees them."""

from __future__ import annotations

import pytest

from resources.texts import text
from tests.desktop.reader import Node, screen_reader
from tests.desktop.session import Desktop, wait_for
from tests.desktop.tray_client import tray_items

pytestmark = pytest.mark.desktop


def _found(root: Node, role: str, name: str) -> Node:
    wait_for(lambda: root.find(role, name), f"the {role} {name!r}")
    node = root.find(role, name)
    assert node is not None
    return node


def test_every_slot_is_read_and_the_page_is_reached_by_its_buttons(desktop: Desktop) -> None:
    with screen_reader(desktop) as root:
        program = desktop.start_graduand("--demo")
        _found(root, "push button", text("home.open-pair-named", who="Alex Morgan")).press()
        drawing = _found(root, "list", text("pair.timeline-name"))
        slots = drawing.children()
        assert {slot.role for slot in slots} == {"list item"}
        says = [slot.name for slot in slots]
        assert len(says) == 12
        assert sum("did not take place" in words for words in says) == 5
        assert sum("kept" in words for words in says) == 7
        assert _found(root, "push button", text("pair.change"))
        assert _found(root, "combo box", text("pair.side.unknown"))
        unnamed = [n.path for n in root.walk() if n.role == "push button" and not n.name]
        assert unnamed == []
        tray_items(desktop)[0].choose(text("tray.quit"))
        assert program.wait(15) == 0


def test_the_settings_open_from_the_tray_and_are_chosen_by_a_reader(desktop: Desktop) -> None:
    with screen_reader(desktop) as root:
        program = desktop.start_graduand("--background")
        wait_for(lambda: tray_items(desktop), "the tray icon")
        (item,) = tray_items(desktop)
        wait_for(lambda: text("tray.settings") in {entry.label for entry in item.menu()}, "the entry")
        item.choose(text("tray.settings"))
        _found(root, "check box", text("settings.reminders.discreet.title")).press()
        file = desktop.place / "home" / ".local" / "share" / "graduand" / "settings.toml"
        wait_for(lambda: file.exists() and "discreet = true" in file.read_text(), "the file")
        for title in ("you.addresses", "holidays.region", "mentoring.words"):
            assert _found(root, "text", text(f"settings.{title}.title"))
        unnamed = [node.path for node in root.walk() if node.role in ("check box", "radio button") and not node.name]
        assert unnamed == []
        item.choose(text("tray.quit"))
        assert program.wait(15) == 0
