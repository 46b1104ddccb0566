"""Half a minute before something is sent that was asked for outside the wizard (product rule R15), with a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

HOLD_MS = 30_000


class Holding(QObject):
    """Holds what is asked for; one way back for all of it."""

    begun = Signal()
    over = Signal()
    """It was carried out, or is not wanted any more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.length_ms = HOLD_MS
        self._waiting: list[Callable[[], None]] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._carry_out)

    @property
    def holds(self) -> bool:
        """Whether something waits that can still be let be."""
        return bool(self._waiting)

    def hold(self, deed: Callable[[], None]) -> None:
        """Carry `deed` out after the half minute, and everything that waits already with it."""
        self._waiting.append(deed)
        self._timer.start(self.length_ms)
        self.begun.emit()

    def let_be(self) -> None:
        """Nothing of what waits is wanted."""
        self._timer.stop()
        self._waiting = []
        self.over.emit()

    def _carry_out(self) -> None:
        deeds, self._waiting = self._waiting, []
        self.over.emit()
        for deed in deeds:
            deed()
