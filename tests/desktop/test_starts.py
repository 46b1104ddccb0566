"""Later starts: one program, whatever is asked of it and however many ask at once."""

from __future__ import annotations

import configparser
import json
import shlex

import pytest

from resources.texts import text
from tests.desktop.life import Life, another_pair, icon, lines
from tests.desktop.session import ROOT, wait_for
from tests.desktop.tray_client import tray_items
from tests.desktop.windows import windows

pytestmark = pytest.mark.desktop

MANY = 12


def uids(life: Life) -> set[str]:
    """The series that the store knows, by the name of their file."""
    return {one["uid"].partition("@")[0] for one in json.loads(life.call("review", "--json"))["mentorships"]}


def test_two_starts_at_once_are_one_program(life: Life) -> None:
    """Whoever comes second hands its file over and leaves with 0."""
    desktop = life.desktop
    both = [life.start("--background", str(another_pair(desktop.place, name))) for name in ("one", "two")]
    wait_for(lambda: any(one.poll() is not None for one in both), "the end of the second")
    (first,) = [one for one in both if one.poll() is None]
    assert sorted(one.poll() == 0 for one in both) == [False, True]
    wait_for(lambda: uids(life) == {"j10", "one", "two"}, "both files")
    assert len(tray_items(desktop)) == 1
    life.end(first)


def test_many_starts_at_once_lose_no_file(life: Life) -> None:
    desktop = life.desktop
    names = [f"pair{number}" for number in range(MANY)]
    files = [another_pair(desktop.place, name) for name in names]
    programs = [life.start("--background", str(file)) for file in files]
    wait_for(lambda: sum(one.poll() is None for one in programs) == 1, "the end of all but one", patience=60)
    assert [one.poll() for one in programs if one.poll() is not None] == [0] * (MANY - 1), desktop.said()
    wait_for(lambda: uids(life) == {"j10", *names}, "all the files", patience=60)
    assert len(tray_items(desktop)) == 1
    life.end(next(one for one in programs if one.poll() is None))


def test_quit_without_a_program_starts_none(life: Life) -> None:
    assert life.start("--quit").wait(15) == 0
    assert tray_items(life.desktop) == []


def test_an_address_only_opens_the_window(life: Life) -> None:
    desktop = life.desktop
    program = life.start("--background")
    wait_for(lambda: any("worth a look" in line for line in lines(icon(desktop))), "the look")
    assert life.start("graduand://anything/at-all?x=1").wait(15) == 0
    wait_for(lambda: any(title.startswith(text("home.window")) for title in windows(desktop)), "the window")
    life.end(program)


def test_a_file_is_handed_over_as_a_file_browser_names_it(life: Life) -> None:
    """%U gives addresses, with everything escaped; a relative path is one of the second start's own folder."""
    desktop = life.desktop
    program = life.start("--background")
    wait_for(lambda: any("worth a look" in line for line in lines(icon(desktop))), "the look")
    folder = desktop.place / "Kalender für Zoë #1"
    folder.mkdir()
    assert life.start(another_pair(folder, "named").as_uri()).wait(15) == 0
    assert life.start(another_pair(desktop.place, "beside").name).wait(15) == 0
    wait_for(lambda: uids(life) == {"j10", "named", "beside"}, "both files")
    life.end(program)


@pytest.mark.parametrize(
    ("action", "window"), [("open", "home.window"), ("import", "home.import-dialog"), ("quit", "")]
)
def test_the_actions_of_the_launcher_do_what_they_say(life: Life, action: str, window: str) -> None:
    """The lines of the installed entry, with this tree in the place of the installed program."""
    desktop = life.desktop
    launcher = configparser.ConfigParser(interpolation=None)
    launcher.read(ROOT / "packaging" / "linux" / "graduand.desktop", encoding="utf-8")
    program, *words = shlex.split(launcher[f"Desktop Action {action}"]["Exec"])
    assert program == "graduand"
    running = life.start("--background")
    wait_for(lambda: any("worth a look" in line for line in lines(icon(desktop))), "the look")
    assert life.start(*words).wait(15) == 0
    if window:
        wait_for(lambda: any(title.startswith(text(window)) for title in windows(desktop)), "the window")
        life.end(running)
    else:
        assert running.wait(15) == 0
