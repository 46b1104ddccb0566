"""One kind of slow work of the wizard: the latest run counts, what older ones bring is dropped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from desktop.mentoring.plan import Refusal
from desktop.ui.bridge import Bridge, Operation, Ticket
from integrations.errors import Trouble


class Job(QObject):
    """`done` carries the result, `declined` a `Refusal` or `Trouble`; `busy` says when it runs."""

    done = Signal(object)
    declined = Signal(object)
    busy = Signal(bool)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self._latest: Operation | None = None

    @property
    def running(self) -> bool:
        """Whether a result is still to come."""
        return self._latest is not None

    def run(self, work: Callable[[], object]) -> None:
        """Start `work` on the bridge's thread, in place of an earlier run."""
        self.run_stoppable(lambda _: work())

    def run_stoppable(self, work: Callable[[Ticket], object]) -> None:
        """The same for work that looks at its ticket; stopped, neither `done` nor `declined` comes."""
        if self._latest is not None:
            self._latest.cancel()
        operation = self._latest = self.bridge.start(work, expected=(Trouble, Refusal))
        operation.succeeded.connect(partial(self._came, operation, self.done))
        operation.troubled.connect(partial(self._came, operation, self.declined))
        operation.ended.connect(partial(self._ended, operation))
        self.busy.emit(True)

    def stop(self) -> None:
        """Ask a run to stop; `busy` says when it did."""
        if self._latest is not None:
            self._latest.cancel()

    def drop(self) -> None:
        """Forget a run: its result is not wanted any more."""
        if self._latest is not None:
            self._latest.cancel()
            self._latest = None
            self.busy.emit(False)

    def _came(self, operation: Operation, where: SignalInstance, value: object) -> None:
        if operation is self._latest:
            self._latest = None
            self.busy.emit(False)
            where.emit(value)

    def _ended(self, operation: Operation) -> None:
        if operation is self._latest:
            self._latest = None
            self.busy.emit(False)
