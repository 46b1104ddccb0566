"""The doctor where there is nothing to see: no bus, no screen."""

from __future__ import annotations

from pathlib import Path

from integrations.errors import Trouble
from resources.texts import text
from tests.journeys.conftest import Graduand


def test_without_a_session_bus_it_says_so(graduand: Graduand) -> None:
    said = graduand("doctor", text=True)
    assert text("doctor.tray.no-bus") in said.out
    assert text("doctor.notifications.no-bus") in said.out


def test_every_check_is_named(graduand: Graduand) -> None:
    names = [check["name"] for check in graduand("doctor").json["checks"]]
    assert names[-2:] == ["tray", "notifications"]
    assert len(names) == len(set(names))


def test_a_file_in_the_place_of_the_folder_is_called_one(graduand: Graduand, tmp_path: Path) -> None:
    """Its own trouble is named, not that nothing is stored yet."""
    file = tmp_path / "notes.txt"
    file.touch()
    said = graduand("doctor", "--data-dir", str(file))
    (store,) = (check for check in said.json["checks"] if check["name"] == "store")
    assert (store["ok"], store["says"]) == (False, Trouble("store-not-a-folder", str(file)).title)
    assert said.code == 1
