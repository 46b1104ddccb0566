from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from desktop.ui.bridge import Bridge, Ticket
from integrations.errors import Cancelled, Trouble


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


def test_the_result_comes_back_on_the_gui_thread(qtbot: QtBot, bridge: Bridge) -> None:
    threads: list[tuple[str, str]] = []
    operation = bridge.start(lambda _: threading.current_thread().name)
    operation.succeeded.connect(lambda name: threads.append((name, threading.current_thread().name)))
    with qtbot.waitSignal(operation.ended):
        pass
    assert threads == [("graduand-work", "MainThread")]
    assert not bridge.busy


def test_trouble_is_carried_over(qtbot: QtBot, bridge: Bridge) -> None:
    trouble = Trouble("file-not-found", "x.ics")

    def work(_: Ticket) -> None:
        raise trouble

    operation = bridge.start(work)
    with qtbot.waitSignal(operation.troubled) as seen:
        pass
    assert seen.args == [trouble]


def test_progress_comes_in_order_and_always_the_last(qtbot: QtBot, bridge: Bridge) -> None:
    seen: list[tuple[int, int]] = []

    def work(ticket: Ticket) -> None:
        for done in range(1, 5001):
            ticket.progress(done * 1_000_000, 5_000_000_000)

    operation = bridge.start(work)
    operation.progressed.connect(lambda done, total: seen.append((done, total)))
    with qtbot.waitSignal(operation.ended):
        pass
    assert seen[-1] == (5_000_000_000, 5_000_000_000)
    assert seen == sorted(seen)
    assert len(seen) < 100, "a report for each step would drown the window"


def test_cancelling_stops_the_work(qtbot: QtBot, bridge: Bridge) -> None:
    begun = threading.Event()

    def work(ticket: Ticket) -> None:
        begun.set()
        while not ticket.cancelled():
            threading.Event().wait(0.005)
        raise Cancelled

    operation = bridge.start(work)
    assert begun.wait(5)
    with qtbot.waitSignals([operation.stopped, operation.ended]):
        operation.cancel()


def test_what_waits_can_be_cancelled_before_it_begins(qtbot: QtBot, bridge: Bridge) -> None:
    gate = threading.Event()
    done: list[str] = []
    bridge.start(lambda _: gate.wait(5))
    second = bridge.start(lambda _: done.append("second"))
    second.cancel()
    with qtbot.waitSignal(second.stopped):
        gate.set()
    assert done == []


def test_work_is_done_one_after_the_other(qtbot: QtBot, bridge: Bridge) -> None:
    order: list[int] = []
    operations = [bridge.start(lambda _, n=n: order.append(n)) for n in range(20)]
    with qtbot.waitSignals([operation.ended for operation in operations]):
        pass
    assert order == list(range(20))


def test_a_bug_reaches_the_hook_and_the_operation_ends(
    qtbot: QtBot, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: bugs.append(kind))
    operation = bridge.start(lambda _: 1 // 0)
    with qtbot.waitSignal(operation.ended):
        pass
    assert bugs == [ZeroDivisionError]


def test_closing_cancels_and_does_not_wait_for_ever(qtbot: QtBot) -> None:
    bridge = Bridge()
    begun, stopped = threading.Event(), threading.Event()

    def work(ticket: Ticket) -> None:
        begun.set()
        while not ticket.cancelled():
            threading.Event().wait(0.005)
        stopped.set()

    bridge.start(work)
    assert begun.wait(5)
    bridge.close()
    assert stopped.is_set()
    late = bridge.start(lambda _: "never")
    with qtbot.waitSignal(late.stopped):
        pass
    bridge.close()


def test_a_bridge_may_go_while_its_last_operation_is_destroyed(qtbot: QtBot) -> None:
    """What held the bridge was the operation alone: as children of it, operations were destroyed twice."""
    for _ in range(100):
        bridge = Bridge()
        operation = bridge.start(lambda _, bridge=bridge: bridge.busy)
        with qtbot.waitSignal(operation.ended):
            pass
        bridge.close()
        del bridge, operation
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
