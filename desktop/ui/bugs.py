"""What is shown when the fault is ours: one calm dialog a run, and the traceback in the log."""

from __future__ import annotations

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from resources.texts import text

_log = logging.getLogger(__name__)


class BugReporter(QObject):
    """Stands in for `sys.excepthook` while the app runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before = sys.excepthook
        self._shown = False

    def install(self) -> None:
        """Take over from here."""
        sys.excepthook = self._report

    def remove(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._before

    def _report(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        _log.error("unexpected %s", kind.__name__, exc_info=(kind, bug, trace))
        if self._shown or issubclass(kind, KeyboardInterrupt):
            return
        self._shown = True
        from desktop.ui.dialogs import say  # noqa: PLC0415 - costs memory that is hardly ever needed

        paragraphs = (text("common.bug.message"), text("common.bug.advice"))
        say(QApplication.activeWindow(), text("common.bug.title"), paragraphs, "bug")
