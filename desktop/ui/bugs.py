"""What is shown when the fault is ours: one calm dialog a run, with a report to copy, and the traceback in the log.

The report has versions, kinds of errors and places in the program. No message of an error is in it: those may hold
words from a calendar.
"""

from __future__ import annotations

import logging
import platform
import sys
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from resources.texts import text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

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
        _log.error("unexpected %s", kind, exc_info=(kind, bug, trace))
        if self._shown or issubclass(kind, KeyboardInterrupt):
            return
        self._shown = True
        _show(report(bug))


def report(bug: BaseException) -> str:
    """What is copied, a few lines."""
    from importlib.metadata import PackageNotFoundError, version  # hardly ever needed

    from integrations.log import places  # see above

    try:
        ours = version("graduand")
    except PackageNotFoundError:
        ours = "?"
    head = text(
        "common.bug.report", version=ours, python=platform.python_version(), qt=qVersion(), system=platform.platform()
    )
    return f"{head}\n{places(bug)}\n"


def _show(words: str) -> None:
    from PySide6.QtWidgets import QDialogButtonBox, QPushButton  # hardly ever needed

    from desktop.ui.dialogs import say  # costs memory that is hardly ever needed
    from desktop.ui.style import named  # see above

    paragraphs = (text("common.bug.message"), text("common.bug.advice"))
    notice = say(QApplication.activeWindow(), text("common.bug.title"), paragraphs, "bug")
    copy = named(QPushButton(text("common.bug.copy")), "copy")
    copy.setAutoDefault(False)
    notice.buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(partial(_copy, copy, words))


def _copy(button: QPushButton, words: str) -> None:
    QGuiApplication.clipboard().setText(words)
    button.setText(text("common.bug.copied"))
    button.setEnabled(False)
