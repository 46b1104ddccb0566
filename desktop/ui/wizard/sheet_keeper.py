"""Everything that the wizard is told, kept as it is typed: what a power cut can take is a quarter of a second."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.mentoring.sheet import Sheet
from desktop.ui.bridge import Bridge
from integrations.errors import Trouble

if TYPE_CHECKING:
    from desktop.services.stories import Stories

PATIENCE = 250
"""Milliseconds from the first change that is not kept yet until it is. Further typing does not put it off."""


class SheetKeeper(QObject):
    """Holds the sheet of one mentorship. It is written on the bridge's thread, and at `close` before that returns.

    Give it a bridge of its own where the wizard's may be busy with a slow calendar: typed words do not wait for one.
    """

    changed = Signal(object)
    """The `Sheet` as it is now, also when it was found or begun anew."""
    loaded = Signal(bool)
    """Comes once after `load`; whether a half-finished wizard was found, which is the sheet now."""
    troubled = Signal(object)
    """A `Trouble`: the words are still here, and are tried again with the next change."""

    def __init__(self, stories: Stories, mentorship: str, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stories = stories
        self._mentorship = mentorship
        self._bridge = bridge
        self._sheet = Sheet()
        self._early: dict[str, Any] = {}
        """What was written before the kept sheet was there."""
        self._ready = False
        self._over = False
        self._kept: Sheet | None = self._sheet
        """What is on the disk; None where that is to be looked after in any case."""
        self._turn = Lock()
        """One write at a time, each with the sheet of its own moment: an older one never comes last."""
        self._hand = Lock()
        """For what is to be on the disk, and what is; never held while the disk is waited for."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self.flush)

    @property
    def sheet(self) -> Sheet:
        """Everything as it is now."""
        return self._sheet

    @property
    def settled(self) -> bool:
        """Whether all that was told is on the disk, and what is to be forgotten is not."""
        return self._sheet is self._kept and not self._early

    def load(self) -> None:
        """Look for a half-finished wizard; `loaded` says whether there was one."""
        operation = self._bridge.start(lambda _: self._stories.sheet(self._mentorship))
        operation.succeeded.connect(self._found)
        operation.troubled.connect(self._not_found)

    def write(self, **changes: Any) -> None:
        """Change fields of the sheet; what is the same already costs nothing."""
        sheet = replace(self._sheet, **changes)
        if sheet == self._sheet:
            return
        self._sheet = sheet
        if not self._ready:
            self._early.update(changes)
        elif not self._timer.isActive():
            self._timer.start()
        self.changed.emit(sheet)

    def flush(self) -> None:
        """Keep what is not kept yet, without waiting: at a page turn."""
        self._timer.stop()
        if self._ready and not self.settled:
            self._bridge.start(lambda _: self._keep()).troubled.connect(self.troubled)

    def close(self) -> None:
        """Keep what is not kept yet, and wait for it: the window closes, the program quits. Safe to call twice."""
        self._timer.stop()
        if self.settled:
            return
        try:
            if not self._ready:
                # It ends before the kept sheet has come: what was written belongs on top of it all the same.
                self._adopt(self._stories.sheet(self._mentorship))
            self._keep()
        except Trouble as trouble:
            self.troubled.emit(trouble)

    def begin_anew(self) -> None:
        """An empty sheet; the kept one is forgotten."""
        self._ready = True
        self._early = {}
        self._sheet = Sheet()
        self._kept = None
        self.flush()
        self.changed.emit(self._sheet)

    def finish(self) -> None:
        """The wizard came to its end: what was kept is forgotten, and nothing is kept until `go_on`."""
        with self._hand:
            self._ready = self._over = True
            self._kept = None
        self.flush()

    def go_on(self) -> None:
        """What was finished is half-way again: what was typed is kept as before."""
        with self._hand:
            self._over = False
            self._kept = None
        self.flush()

    def _keep(self) -> None:
        with self._turn:
            with self._hand:
                sheet, over = self._sheet, self._over
                if sheet is self._kept:
                    return
            if over or sheet == Sheet():
                self._stories.let_go(self._mentorship)
            else:
                self._stories.keep(self._mentorship, sheet)
            with self._hand:
                # It may have come to its end meanwhile: then what was just written is still to be forgotten.
                self._kept = sheet if over is self._over else None

    def _adopt(self, found: Sheet | None) -> None:
        self._ready = True
        self._sheet = self._kept = found or Sheet()
        if self._early:
            self._sheet = replace(self._sheet, **self._early)
            self._early = {}

    def _found(self, found: Sheet | None) -> None:
        if self._ready:
            return
        self._adopt(found)
        self.changed.emit(self._sheet)
        self.loaded.emit(found is not None)
        self.flush()

    def _not_found(self, trouble: Trouble) -> None:
        self._found(None)
        self.troubled.emit(trouble)
