"""Jottings kept as they are typed, as the sheet is: a kill takes a quarter of a second at most."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.mentoring.jottings import Jotting
from desktop.ui.bridge import Bridge
from desktop.ui.wizard.sheet_keeper import PATIENCE
from integrations.errors import Trouble

if TYPE_CHECKING:
    from desktop.services.stories import Stories


class JottingKeeper(QObject):
    """Collects what is typed and keeps the last of each, on the bridge's thread; at `close` before that returns."""

    troubled = Signal(object)
    """A `Trouble`: the words are still here, and are tried again with the next change."""

    def __init__(self, stories: Stories, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stories = stories
        self._bridge = bridge
        self._waiting: dict[str, Jotting] = {}
        self._turn = Lock()
        """One write at a time: an older one never comes last."""
        self._hand = Lock()
        """For what waits; never held while the disk is waited for."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self.flush)

    def write(self, jotting: Jotting) -> None:
        """Keep it within a quarter of a second, in the place of what had its id."""
        with self._hand:
            self._waiting[jotting.id] = jotting
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Keep what is not kept yet, without waiting."""
        self._timer.stop()
        if self._waiting:
            self._bridge.start(lambda _: self._keep()).troubled.connect(self.troubled)

    def close(self) -> None:
        """Keep what is not kept yet, and wait for it. Safe to call twice."""
        self._timer.stop()
        try:
            self._keep()
        except Trouble as trouble:
            self.troubled.emit(trouble)

    def _keep(self) -> None:
        with self._turn:
            while (jotting := self._next()) is not None:
                try:
                    self._stories.put(jotting)
                except Trouble:
                    with self._hand:
                        self._waiting.setdefault(jotting.id, jotting)
                    raise

    def _next(self) -> Jotting | None:
        with self._hand:
            identity = next(iter(self._waiting), None)
            return self._waiting.pop(identity) if identity is not None else None
