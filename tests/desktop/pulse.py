"""How late the loop is."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer


class Pulse(QObject):
    """A timer of 5 ms in the loop: `latest` is how late it came at worst, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.latest = 0.0
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=5)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.latest = max(self.latest, now - self._last - 0.005)
        self._last = now
