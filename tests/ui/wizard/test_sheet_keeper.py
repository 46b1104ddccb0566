"""What is typed is on the disk a quarter of a second later, whatever happens to the program then."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from desktop.mentoring.sheet import Sheet, TellBy
from desktop.services.stories import Stories
from desktop.store import Store
from desktop.ui.bridge import Bridge
from desktop.ui.wizard import sheet_keeper
from desktop.ui.wizard.sheet_keeper import SheetKeeper
from integrations.errors import Trouble

NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kept") as opened:
        yield opened


@pytest.fixture
def stories(store: Store) -> Stories:
    return Stories(lambda: store, lambda: NOW)


@pytest.fixture
def keeper(qtbot: QtBot, stories: Stories) -> Iterator[Callable[..., SheetKeeper]]:
    bridges: list[Bridge] = []

    def made(*, loaded: bool = True, over: Stories | None = None) -> SheetKeeper:
        bridges.append(Bridge())
        one = SheetKeeper(over or stories, "m1", bridges[-1])
        if loaded:
            with qtbot.waitSignal(one.loaded):
                one.load()
        return one

    yield made
    for bridge in bridges:
        bridge.close()


def test_what_was_typed_is_there_again(qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories) -> None:
    first = keeper()
    first.write(private="I would miss the", page="tell")
    first.write(private="I would miss the coffee")
    assert stories.sheet("m1") is None
    qtbot.waitUntil(lambda: first.settled)
    assert stories.sheet("m1") == Sheet(page="tell", private="I would miss the coffee")

    again = keeper(loaded=False)
    with qtbot.waitSignal(again.loaded, check_params_cb=lambda found: found):
        again.load()
    assert again.sheet == first.sheet


def test_typing_on_does_not_put_it_off(qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories) -> None:
    one = keeper()
    begun = monotonic()
    words = ""
    while stories.sheet("m1") is None:
        words += "x"
        one.write(private=words)
        qtbot.wait(10)
        assert monotonic() - begun < 20, "every word puts it off"


def test_a_page_turn_does_not_wait_for_the_clock(
    qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_keeper, "PATIENCE", 3_600_000)
    one = keeper()
    one.write(place="the library")
    one.flush()
    qtbot.waitUntil(lambda: one.settled)
    kept = stories.sheet("m1")
    assert kept is not None and kept.place == "the library"


def test_closing_keeps_before_it_returns(keeper: Callable[..., SheetKeeper], stories: Stories) -> None:
    one = keeper()
    one.write(minutes=45)
    one.close()
    kept = stories.sheet("m1")
    assert kept is not None and kept.minutes == 45


def test_what_was_written_before_the_kept_sheet_came_lies_on_top_of_it(
    qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories
) -> None:
    stories.keep("m1", Sheet(private="kept", minutes=30))
    one = keeper(loaded=False)
    one.write(minutes=45)
    with qtbot.waitSignal(one.loaded):
        one.load()
    assert one.sheet == Sheet(private="kept", minutes=45)
    qtbot.waitUntil(lambda: one.settled)

    stories.keep("m1", Sheet(private="kept", minutes=30))
    other = keeper(loaded=False)
    other.write(place="the library")
    other.close()
    assert stories.sheet("m1") == Sheet(private="kept", minutes=30, place="the library")


@pytest.mark.parametrize("at_once", [True, False])
def test_beginning_anew_and_finishing_forget_what_was_kept(
    qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories, at_once: bool
) -> None:
    for end in ("begin_anew", "finish"):
        stories.keep("m1", Sheet(private="kept"))
        one = keeper()
        getattr(one, end)()
        if at_once:
            one.close()
        qtbot.waitUntil(lambda one=one: one.settled)  # type: ignore[misc] # the checker has no type for a default of a lambda
        assert stories.sheet("m1") is None


def test_nothing_comes_back_after_the_end(qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories) -> None:
    one = keeper()
    one.write(private="kept")
    one.finish()
    one.write(private="and more")
    one.close()
    assert stories.sheet("m1") is None


class Slow(Stories):
    """Holds the first write up, as a busy disk may."""

    def __init__(self, real: Stories) -> None:
        self._real = real
        self.asked, self.go_on = Event(), Event()

    def sheet(self, mentorship: str) -> Sheet | None:
        return self._real.sheet(mentorship)

    def keep(self, mentorship: str, sheet: Sheet) -> None:
        if not self.asked.is_set():
            self.asked.set()
            assert self.go_on.wait(5)
        self._real.keep(mentorship, sheet)

    def let_go(self, mentorship: str) -> None:
        self._real.let_go(mentorship)


def test_an_older_write_never_comes_last(qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories) -> None:
    slow = Slow(stories)
    one = keeper(over=slow)
    one.write(private="first")
    one.flush()
    qtbot.waitUntil(slow.asked.is_set)
    one.write(private="second")
    slow.go_on.set()
    one.close()
    kept = stories.sheet("m1")
    assert kept is not None and kept.private == "second"


def test_what_ends_while_it_is_written_is_forgotten_all_the_same(
    qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories
) -> None:
    slow = Slow(stories)
    one = keeper(over=slow)
    one.write(private="typed")
    one.flush()
    qtbot.waitUntil(slow.asked.is_set)
    one.finish()
    slow.go_on.set()
    one.close()
    assert stories.sheet("m1") is None


class Full(Slow):
    """A disk that is full for a while."""

    full = True

    def keep(self, mentorship: str, sheet: Sheet) -> None:
        if self.full:
            raise Trouble("store-full", "graduand.db")
        self._real.keep(mentorship, sheet)


def test_a_full_disk_is_said_and_the_words_stay(
    qtbot: QtBot, keeper: Callable[..., SheetKeeper], stories: Stories
) -> None:
    full = Full(stories)
    one = keeper(over=full)
    with qtbot.waitSignal(one.troubled):
        one.write(private="typed")
    assert one.sheet.private == "typed" and not one.settled
    full.full = False
    one.write(private="typed on")
    qtbot.waitUntil(lambda: one.settled)
    kept = stories.sheet("m1")
    assert kept is not None and kept.private == "typed on"


_TYPING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from desktop.composition import build
from desktop.mentoring.sheet import TellBy
from desktop.ui.bridge import Bridge
from desktop.ui.wizard.sheet_keeper import SheetKeeper

application = QCoreApplication([])
keeper = SheetKeeper(build(Path(sys.argv[1])).stories, "m1", Bridge())
keeper.loaded.connect(lambda _: keeper.write(private="typed", tell_by=TellBy.CHAT))
keeper.loaded.connect(lambda _: QTimer.singleShot(600, lambda: print("now", flush=True)))
keeper.load()
application.exec()
"""


def test_nothing_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    with subprocess.Popen(
        [sys.executable, "-c", _TYPING, str(folder)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"now\n"
        program.send_signal(signal.SIGKILL)
    with Store.open(folder) as store:
        assert Stories(lambda: store, lambda: NOW).sheet("m1") == Sheet(private="typed", tell_by=TellBy.CHAT)
