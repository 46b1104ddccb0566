"""What the words of a start ask of the app."""

from __future__ import annotations

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
