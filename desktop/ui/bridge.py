"""Slow work off the GUI thread, its progress, result or error back on it.

One `Bridge` runs one piece of work after the other on a thread of its own, so that writes are
serialised. Signals of an `Operation` are emitted on the GUI thread, from the event loop: connecting
right after `start` misses nothing. `close` cancels what runs and what waits.

The thread never holds the last reference to anything: what a piece of work knows of windows is let go on
the GUI thread, where windows are destroyed. All it sees of Qt is one signal without a value.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.ui.collecting import collect_when_due, hold_off, let_go
from integrations.errors import Cancelled, Trouble

PATIENCE = 5.0
"""Seconds that `close` waits for cancelled work. What is still running then is journalled by its owner."""

_REPORTS_A_SECOND = 20

Report = tuple[str, Any]


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


@dataclass(frozen=True, slots=True)
class _Piece:
    """Work as the thread sees it."""

    work: Callable[[Ticket], object]
    expected: tuple[type[Exception], ...]
    ticket: Ticket

    def carry_out(self) -> Report:
        """Do the work on this thread and say how it went."""
        if self.ticket.cancelled():
            return ("stopped", None)
        try:
            return ("result", self.work(self.ticket))
        except Cancelled:
            return ("stopped", None)
        except self.expected as trouble:
            return ("trouble", trouble)
        except Exception as bug:  # noqa: BLE001 - carried to sys.excepthook on the GUI thread
            return ("bug", bug)


class Operation(QObject):
    """One piece of slow work. Exactly one of `succeeded`, `troubled` and `stopped` comes, then `ended`.

    `troubled` carries a `Trouble` or another exception named as expected. An exception that nobody
    expected is a bug: it goes to `sys.excepthook`, on the GUI thread, and only `ended` follows.

    It has no parent: what it knows may hold the last reference to its bridge, and a parent that goes while a child
    is being destroyed destroys that child a second time.
    """

    progressed = Signal(object, object)
    succeeded = Signal(object)
    troubled = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, ticket: Ticket) -> None:
        super().__init__()
        self._ticket = ticket

    def cancel(self) -> None:
        """Ask the work to stop at its next opportunity."""
        self._ticket.cancel()

    def tell(self, kind: str, value: Any) -> None:
        """Say how it went."""
        if kind == "result":
            self.succeeded.emit(value)
        elif kind == "stopped":
            self.stopped.emit()
        elif kind == "trouble":
            self.troubled.emit(value)
        else:
            sys.excepthook(type(value), value, value.__traceback__)
        self.ended.emit()


class Bridge(QObject):
    """Runs operations one after the other on a thread that starts with the first of them.

    `waits`: its work waits for somebody, for minutes, rather than computes.
    """

    _came = Signal()
    """One for each report in `_reports`."""

    def __init__(self, parent: QObject | None = None, *, waits: bool = False) -> None:
        super().__init__(parent)
        self._waits = waits
        self._numbers = count()
        self._pieces: dict[int, _Piece] = {}
        self._operations: dict[int, Operation] = {}
        self._waiting: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._reports: queue.SimpleQueue[tuple[int, Report]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._gate = threading.Lock()
        """For `_closed`: what is told through a bridge that is gone would end the process."""
        self._closed = False
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._operations)

    def start(
        self, work: Callable[[Ticket], object], *, expected: tuple[type[Exception], ...] = (Trouble,)
    ) -> Operation:
        """Queue `work`. It must not touch any Qt object but through its ticket."""
        number = next(self._numbers)
        ticket = Ticket(partial(self._report_progress, number))
        operation = self._operations[number] = Operation(ticket)
        if self._closed:
            QTimer.singleShot(0, self, partial(self._end, number, "stopped", None))
            return operation
        self._pieces[number] = _Piece(work, expected, ticket)
        if not self._waits:
            hold_off(self)
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="graduand-work", daemon=True)
            self._thread.start()
        self._waiting.put(number)
        return operation

    def close(self) -> None:
        """Cancel everything and wait a little for the work at hand. Safe to call twice."""
        with self._gate:
            self._closed = True
        for operation in self._operations.values():
            operation.cancel()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(PATIENCE)
            self._thread = None
        let_go(self)

    def _serve(self) -> None:
        while (number := self._waiting.get()) is not None:
            # In one line: no name on this thread outlives the hand-over.
            self._reports.put((number, self._pieces[number].carry_out()))
            self._wake()

    def _report_progress(self, number: int, progress: Report) -> None:
        self._reports.put((number, progress))
        self._wake()

    def _wake(self) -> None:
        with self._gate:
            if not self._closed:
                self._came.emit()

    @Slot()
    def _deliver(self) -> None:
        number, (kind, value) = self._reports.get_nowait()
        if kind == "progress":
            self._operations[number].progressed.emit(*value)
        else:
            self._end(number, kind, value)

    def _end(self, number: int, kind: str, value: Any) -> None:
        self._pieces.pop(number, None)
        operation = self._operations.pop(number)
        if not self._operations:
            let_go(self)
        operation.tell(kind, value)
        operation.deleteLater()
        collect_when_due()
