"""Slow work off the GUI thread, its progress, result or error back on it.

One `Bridge` runs one piece of work after the other on a thread of its own, so that writes are
serialised. Signals of an `Operation` are emitted on the GUI thread, from the event loop: connecting
right after `start` misses nothing. `close` cancels what runs and what waits.
"""

from __future__ import annotations

import gc
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from integrations.errors import Cancelled, Trouble

PATIENCE = 5.0
"""Seconds that `close` waits for cancelled work. What is still running then is journalled by its owner."""

_REPORTS_A_SECOND = 20

Report = tuple[str, Any]


class _Undisturbed:
    """While work runs, Python does not look for cycles: that stops every thread, the one that draws among them.

    Over the values of a big calendar it takes a quarter of a second, and finds nothing: values hold no cycles.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._running = 0

    def __enter__(self) -> None:
        with self._turn:
            self._running += 1
            gc.disable()

    def __exit__(self, *_: object) -> None:
        with self._turn:
            self._running -= 1
            if not self._running:
                gc.enable()


_UNDISTURBED = _Undisturbed()


class Ticket:
    """What the work is given on its own thread: where to say how far it is, and whether to stop."""

    def __init__(self, report: Callable[[Report], None]) -> None:
        self._report = report
        self._stop = threading.Event()
        self._last = 0.0

    def progress(self, done: int, total: int) -> None:
        """So many bytes of so many are done; passed on a few times a second, and always at the end."""
        now = time.monotonic()
        if done >= total or now - self._last >= 1 / _REPORTS_A_SECOND:
            self._last = now
            self._report(("progress", (done, total)))

    def cancelled(self) -> bool:
        """Whether the user, or the end of the program, asks to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask to stop."""
        self._stop.set()


class Operation(QObject):
    """One piece of slow work. Exactly one of `succeeded`, `troubled` and `stopped` comes, then `ended`.

    `troubled` carries a `Trouble` or another exception named as expected. An exception that nobody
    expected is a bug: it goes to `sys.excepthook`, on the GUI thread, and only `ended` follows.
    """

    progressed = Signal(object, object)
    succeeded = Signal(object)
    troubled = Signal(object)
    stopped = Signal()
    ended = Signal()
    _reported = Signal(object)

    def __init__(
        self, work: Callable[[Ticket], object], expected: tuple[type[Exception], ...], parent: QObject, *, waits: bool
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._around = nullcontext() if waits else _UNDISTURBED
        self._expected = expected
        self._reported.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self.ticket = Ticket(self._reported.emit)

    def cancel(self) -> None:
        """Ask the work to stop at its next opportunity."""
        self.ticket.cancel()

    def carry_out(self) -> Report:
        """Do the work on this thread and say how it went."""
        if self.ticket.cancelled():
            return ("stopped", None)
        try:
            with self._around:
                return ("result", self._work(self.ticket))
        except Cancelled:
            return ("stopped", None)
        except self._expected as trouble:
            return ("trouble", trouble)
        except Exception as bug:  # noqa: BLE001 - carried to sys.excepthook on the GUI thread
            return ("bug", bug)

    def report(self, outcome: Report) -> None:
        """Send `outcome` to the GUI thread; called from any thread."""
        self._reported.emit(outcome)

    def _arrived(self, report: Report) -> None:
        kind, value = report
        if kind == "progress":
            self.progressed.emit(*value)
            return
        if kind == "result":
            self.succeeded.emit(value)
        elif kind == "stopped":
            self.stopped.emit()
        elif kind == "trouble":
            self.troubled.emit(value)
        else:
            sys.excepthook(type(value), value, value.__traceback__)
        self.ended.emit()
        self.deleteLater()


class Bridge(QObject):
    """Runs operations one after the other on a thread that starts with the first of them.

    `waits`: its work waits for somebody, for minutes, rather than computes.
    """

    def __init__(self, parent: QObject | None = None, *, waits: bool = False) -> None:
        super().__init__(parent)
        self._waits = waits
        self._waiting: queue.SimpleQueue[Operation | None] = queue.SimpleQueue()
        self._open: list[Operation] = []
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._open)

    def start(
        self, work: Callable[[Ticket], object], *, expected: tuple[type[Exception], ...] = (Trouble,)
    ) -> Operation:
        """Queue `work`. It must not touch any Qt object but through its ticket."""
        operation = Operation(work, expected, self, waits=self._waits)
        self._open.append(operation)
        operation.ended.connect(self._forget_ended)
        if self._closed.is_set():
            operation.cancel()
            operation.report(("stopped", None))
            return operation
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="graduand-work", daemon=True)
            self._thread.start()
        self._waiting.put(operation)
        return operation

    def close(self) -> None:
        """Cancel everything and wait a little for the work at hand. Safe to call twice."""
        self._closed.set()
        for operation in self._open:
            operation.cancel()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(PATIENCE)
            self._thread = None

    def _serve(self) -> None:
        while (operation := self._waiting.get()) is not None:
            outcome = operation.carry_out()
            if not self._closed.is_set():
                operation.report(outcome)

    def _forget_ended(self) -> None:
        self._open = [operation for operation in self._open if operation is not self.sender()]
