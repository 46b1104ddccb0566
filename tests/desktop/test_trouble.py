"""When the store cannot be opened: said in a dialog that stays, whatever else is on the screen, and then the end."""

from __future__ import annotations

import pytest

from desktop.store.opening import FILE
from resources.texts import text
from tests.desktop.life import Life, found, icon
from tests.desktop.reader import screen_reader
from tests.desktop.session import Desktop

pytestmark = pytest.mark.desktop


def test_a_store_that_cannot_be_opened_is_said_until_it_is_read(desktop: Desktop) -> None:
    life = Life(desktop)
    life.folder.mkdir()
    (life.folder / FILE).write_bytes(b"no database at all " * 500)
    with screen_reader(desktop) as root:
        program = life.start("--background")
        close = found(root, "push button", text("common.close"))
        assert text("tray.tip.trouble") in str(icon(desktop).get("ToolTip"))
        assert program.poll() is None
        close.press()
        assert program.wait(10) == 1
