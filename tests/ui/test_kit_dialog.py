"""A programme's closing kit from the page of all people: seen first, laid ready, taken out again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.composition import Graduand, build
from desktop.mentoring.sheet import Written
from desktop.ui.bridge import Bridge
from desktop.ui.people.kit_dialog import KitDialog
from desktop.ui.people.page import PeoplePage
from desktop.ui.style import LinkButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
JOURNEYS = Path(__file__).parents[1] / "data" / "journeys"
KIT = {
    "graduand-closing-kit": 1,
    "programme": "Cohort & 2026",
    "end": "2026-06-30",
    "contact": "not-allowed",
    "coordinator": "Dana",
    "agenda": ["What each of us takes along"],
    "texts": [{"kind": "mentor-closes", "subject": "Our last meeting", "body": "Hello [name],\n\nwe meet once more."}],
}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Graduand]:
    clock = datetime(2026, 4, 17, 8, tzinfo=UTC)
    made = build(tmp_path / "own", clock=lambda: clock, zone=ZoneInfo("Europe/Lisbon"), me=["mentor@example.org"])
    made.importing.import_files([next(JOURNEYS.glob("j12_*.ics"))])
    yield made
    made.close()


@pytest.fixture
def dialog(program: Graduand, qtbot: QtBot) -> Iterator[KitDialog]:
    bridge = Bridge()
    made = KitDialog(None, bridge, program.kits, program.reviewing.review().mentorships)
    qtbot.addWidget(made)
    made.show()
    yield made
    bridge.close()


def kit(folder: Path, **changes: object) -> str:
    path = folder / "closing-kit.json"
    path.write_text(json.dumps(KIT | changes))
    return str(path)


def words(dialog: KitDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_what_is_in_it_is_shown_and_nothing_is_used_yet(
    dialog: KitDialog, program: Graduand, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not dialog.lay.isVisible()
    dialog.read(kit(tmp_path))
    qtbot.waitUntil(dialog.lay.isVisible)
    qtbot.waitUntil(lambda: len(words(dialog)) > 5)
    said = words(dialog)
    for line in (
        "Questions go to: Dana",
        "The programme asks that contact ends with it.",
        "- What each of us takes along",
    ):
        assert line in said
    assert all(tick.isChecked() for tick in dialog._ticks.values()) and len(dialog._ticks) == 4
    assert any(line.startswith("Cohort & 2026: ends on") for line in said)
    assert not dialog.take.isVisible()
    assert program.stories.half_way() == ()


def test_it_is_laid_ready_for_whom_was_ticked_and_taken_out_again(
    dialog: KitDialog, program: Graduand, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.read(kit(tmp_path))
    qtbot.waitUntil(dialog.lay.isVisible)
    first, second, *others = dialog._ticks
    for one in others:
        dialog._ticks[one].click()
    dialog.lay.click()
    qtbot.waitUntil(dialog.take.isVisible)
    assert "It lies ready: the wizard of these meetings begins with it." in words(dialog)
    assert set(program.stories.half_way()) == {first, second}
    sheet = program.stories.sheet(first)
    assert sheet is not None and sheet.chosen.final == date(2026, 6, 18)
    told = program.reviewing.store.told
    assert told.of(first).contact_after is False

    own = Written("mentor-closes", "Our last meeting", "My own words.")
    mine = program.stories.sheet(second)
    assert mine is not None
    program.stories.keep(second, mine.with_letter(own))
    dialog.take.click()
    qtbot.waitUntil(lambda: "Taken out. What you changed in its letters is yours, and stays." in words(dialog))
    assert program.stories.sheet(first) is None
    left = program.stories.sheet(second)
    assert left is not None and left.written == (own,)
    assert told.of(first).contact_after is None and not told.of(first).programme


def test_a_file_that_is_none_is_said_in_words_and_can_be_chosen_again(
    dialog: KitDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.read(kit(tmp_path, texts=[{"kind": "mentor-closes", "subject": "{{ 7 }}", "body": "x"}]))
    qtbot.waitUntil(lambda: "This closing kit holds a template" in words(dialog))
    assert not dialog.lay.isVisible()
    assert any("square brackets" in line for line in words(dialog))
    dialog.read(kit(tmp_path))
    qtbot.waitUntil(dialog.lay.isVisible)
    assert "This closing kit holds a template" not in words(dialog)


def test_with_nobody_ticked_there_is_nothing_to_press(dialog: KitDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.read(kit(tmp_path, end="2027-06-30"))
    qtbot.waitUntil(dialog.lay.isVisible)
    assert not any(tick.isChecked() for tick in dialog._ticks.values())
    assert not dialog.lay.isEnabled()


def test_it_is_reached_from_the_page_of_all_people(qtbot: QtBot) -> None:
    page = PeoplePage(ZoneInfo("Europe/Lisbon"))
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.kit_wanted):
        page._kit.findChild(LinkButton, "people-kit").click()
