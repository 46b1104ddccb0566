"""Small writes that are owed: done soon on the bridge's thread, and at `close` before that returns."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QObject, Signal

from desktop.ui.bridge import Bridge
from integrations.errors import Trouble


class Owed(QObject):
    """In their order, each once. A window that closes at once takes none of them along."""

    troubled = Signal(object)
    """A `Trouble`: that write was not done."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: deque[Callable[[], object]] = deque()
        self._turn = Lock()

    def do(self, write: Callable[[], object]) -> None:
        """Owe `write`, and begin with it."""
        self._waiting.append(write)
        self._bridge.start(lambda _: self._pay()).troubled.connect(self.troubled)

    def close(self) -> None:
        """Do what is still owed, and wait for it. Safe to call twice."""
        while self._waiting:
            try:
                self._pay()
            except Trouble as trouble:
                self.troubled.emit(trouble)

    def _pay(self) -> None:
        with self._turn:
            while self._waiting:
                self._waiting.popleft()()
