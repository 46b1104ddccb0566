"""Python's search for cycles, on the GUI thread alone and never while something is computed.

Left to itself it runs on whichever thread allocates. A window that hangs in a cycle would then be destroyed off the
GUI thread, which ends the process sooner or later: a QObject belongs to the thread it lives in (Qt documentation,
"Threads and QObjects"). And it stops every thread, the one that draws among them: over the values of a big calendar
for a quarter of a second, and finds nothing there.
"""

from __future__ import annotations

import gc
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

INTERVAL = 5_000
"""Milliseconds between two looks while a window has the focus. Without one there is no clock at all."""

_computing: WeakSet[QObject] = WeakSet()


def hold_off(who: QObject) -> None:
    """`who` computes from now on, until `let_go`."""
    _computing.add(who)


def let_go(who: QObject) -> None:
    """`who` computes no longer. Safe to call twice."""
    _computing.discard(who)


def collect_when_due() -> None:
    """Collect the oldest generation that Python itself would collect now. On the GUI thread.

    The oldest of all takes a few frames' time: it waits until the user looks elsewhere.
    """
    if _computing:
        return
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, most) in enumerate(counts) if count > most > 0]
    if due:
        gc.collect(due[-1] if QGuiApplication.focusWindow() is None else min(due[-1], 1))


class Collecting(QObject):
    """Switches Python's own timing off, and looks from the event loop instead: see also `Bridge`."""

    def __init__(self, qt: QGuiApplication) -> None:
        super().__init__(qt)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(collect_when_due)
        qt.focusWindowChanged.connect(self._follow)

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            self._timer.start()
        else:
            self._timer.stop()
            collect_when_due()
