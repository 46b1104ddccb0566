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
        unnamed = [node.path for node in root.walk() if node.role == "push button" and not node.name]
        assert unnamed == []
        tray_items(desktop)[0].choose(text("tray.quit"))
        assert program.wait(15) == 0
