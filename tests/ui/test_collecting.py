"""Cycles are searched for on the GUI thread alone: a window that hangs in one is never destroyed elsewhere."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.ui.bridge import Bridge, Ticket
from desktop.ui.collecting import collect_when_due

FEW = (50, 10, 10)


class Ring(QObject):
    """Hangs in a cycle, and says on which thread it went."""

    def __init__(self, ends: list[str]) -> None:
        super().__init__()
        self.me = self
        self.destroyed.connect(lambda: ends.append(threading.current_thread().name))


class Cycle:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    before = gc.get_threshold()
    gc.collect()
    made = Bridge()
    gc.set_threshold(*FEW)
    yield made
    gc.set_threshold(*before)
    made.close()


def test_no_thread_but_the_gui_thread_destroys_a_window_in_a_cycle(qtbot: QtBot, bridge: Bridge) -> None:
    ends: list[str] = []
    Ring(ends)
    seen = []

    def work(_: Ticket) -> None:
        seen.extend([[n] for n in range(100 * FEW[0])])
        assert ends == []

    with qtbot.waitSignal(bridge.start(work).ended):
        pass
    qtbot.waitUntil(lambda: ends == ["MainThread"])
    assert len(seen) == 100 * FEW[0]


def test_nothing_is_searched_while_something_computes(qtbot: QtBot, bridge: Bridge) -> None:
    one = ref(Cycle())
    gate = threading.Event()
    operation = bridge.start(lambda _: gate.wait(5))
    kept = [[n] for n in range(10 * FEW[0])]
    collect_when_due()
    assert one() is not None
    with qtbot.waitSignal(operation.ended):
        gate.set()
    assert one() is None
    assert kept


def test_what_a_piece_of_work_knows_is_let_go_on_the_gui_thread(qtbot: QtBot, bridge: Bridge) -> None:
    ends: list[str] = []

    class Known(QObject):
        def look(self, _: Ticket) -> str:
            return "seen"

    for _ in range(200):
        known = Known()
        known.destroyed.connect(lambda: ends.append(threading.current_thread().name))
        operation = bridge.start(known.look)
        del known
        with qtbot.waitSignal(operation.ended):
            pass
    assert ends == ["MainThread"] * 200
