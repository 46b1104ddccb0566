"""What the words of a start ask of the app."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import run
from desktop.ui import single_instance, start
from desktop.ui.single_instance import CHOOSE, QUIT, Request
from desktop.ui.start import Wishes


@pytest.fixture
def wished(monkeypatch: pytest.MonkeyPatch) -> list[Wishes]:
    got: list[Wishes] = []

    def take(wishes: Wishes) -> int:
        got.append(wishes)
        return 0

    monkeypatch.setattr(start, "start", take)
    return got


@pytest.mark.parametrize(
    ("words", "wishes"),
    [
        ((), {}),
        (("--background",), {"background": True}),
        (("--import",), {"choose": True}),
        (("--quit",), {"quit": True}),
        (("a.ics",), {"files": (Path("a.ics"),)}),
        (("file:///tmp/a%20b.ics", "c.zip"), {"files": (Path("/tmp/a b.ics"), Path("c.zip"))}),
        (("graduand://quit",), {}),
        (("GRADUAND:review",), {}),
        (("a.ics", "graduand://x/../../etc"), {"files": (Path("a.ics"),)}),
        (("-v",), {"verbosity": 1}),
    ],
    ids=" ".join,
)
def test_words_become_wishes(wished: list[Wishes], words: tuple[str, ...], wishes: dict[str, Any]) -> None:
    assert run(words) == 0
    assert wished == [Wishes(**wishes)]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--background",),
        ("--data-dir", "store"),
        ("--data-dir", ""),
        ("--background", "--data-dir", "a", "--data-dir", "b", "--background"),
    ],
    ids=" ".join,
)
def test_a_plain_start_says_the_same_with_the_parser_and_without(wished: list[Wishes], words: tuple[str, ...]) -> None:
    assert run(words) == 0
    assert start.plain_wishes(words, {"GRADUAND_DATA_DIR": "/x"}) == wished[0]


@pytest.mark.parametrize(
    "words",
    [
        ("review",),
        ("--import",),
        ("--backgroun",),
        ("--data-dir",),
        ("--data-dir", "-v"),
        ("--data-dir=a",),
        ("a.ics",),
    ],
    ids=" ".join,
)
def test_everything_else_is_the_parsers(words: tuple[str, ...]) -> None:
    assert start.plain_wishes(words, {}) is None


def test_an_environment_that_says_more_is_the_parsers_too() -> None:
    assert start.plain_wishes((), {"GRADUAND_NOW": "2026-11-30"}) is None
    assert start.plain_wishes((), {"GRADUAND_GOOGLE_API": "http://127.0.0.1:1"}) is None


def test_a_plain_start_loads_no_parser(home: Path) -> None:
    code = (
        "import sys, desktop.__main__, desktop.ui.start as start\n"
        "start.start = lambda wishes: print(wishes.background, *sys.modules) or 0\n"
        "sys.exit(desktop.__main__.main(['--background']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said, *loaded = done.stdout.split()
    assert said == "True"
    assert not {"argparse", "tomllib", "zoneinfo", "desktop.cli", "desktop.composition"} & set(loaded)


def test_an_address_of_ours_is_no_way_to_a_call(wished: list[Wishes], capsys: pytest.CaptureFixture[str]) -> None:
    """A link on any page can name one: it raises the window, whatever it says."""
    assert run(("graduand://undo?yes=1",)) == 0
    assert wished == [Wishes()]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("wishes", "request_"),
    [
        (Wishes(), Request()),
        (Wishes(background=True), Request(raise_window=False)),
        (Wishes(choose=True), Request(deed=CHOOSE)),
        (Wishes(quit=True), Request(deed=QUIT)),
        (Wishes(files=(Path("a.ics"),)), Request((Path("a.ics"),))),
    ],
)
def test_wishes_are_handed_to_the_one_that_runs(
    monkeypatch: pytest.MonkeyPatch, wishes: Wishes, request_: Request
) -> None:
    heard: list[Request] = []

    def hand_over(_: Path, request: Request) -> bool:
        heard.append(request)
        return True

    monkeypatch.setattr(single_instance, "hand_over", hand_over)
    assert start.start(wishes) == 0
    assert heard == [request_]


def test_quit_where_nothing_runs_is_done(home: Path) -> None:
    assert start.start(Wishes(quit=True)) == 0
    assert list((home / "run").iterdir()) == []
