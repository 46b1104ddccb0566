"""A short text for a meeting one has nothing to bring to: keep it short, or leave it out this time (A99).

It is copied and sent by the user. No calendar is touched, and nobody hears of it from here (R1, R2).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from desktop.ui import style
from desktop.ui.bridge import Bridge
from desktop.ui.story.dialog import StoryDialog
from desktop.ui.style import Space, named
from resources.texts import day, text

WAYS = ("shorter", "skip")
_LINES = 4


class LighterDialog(StoryDialog):
    """Two texts about the meeting on `on`; each can be changed before it is copied."""

    def __init__(self, parent: QWidget | None, bridge: Bridge, on: date) -> None:
        super().__init__(parent, "lighter-dialog", text("story.lighter.title"), bridge)
        self.fields: dict[str, QPlainTextEdit] = {}
        self.column.addWidget(named(style.body(text("story.lighter.says")), "lighter-how"))
        for way in WAYS:
            title = text(f"story.lighter.{way}")
            field = self.fields[way] = named(QPlainTextEdit(), f"lighter-{way}", title)
            field.setPlainText(text(f"story.lighter.{way}-words", day=day(on, weekday=True)))
            field.setTabChangesFocus(True)
            field.setMinimumHeight(field.fontMetrics().lineSpacing() * _LINES + 2 * Space.SMALL)
            copy = named(QPushButton(text("story.brief.copy")), f"copy-{way}")
            copy.setAccessibleDescription(title)
            copy.setAutoDefault(False)
            copy.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            copy.clicked.connect(self._copies(way))
            self.column.addWidget(style.strong(title))
            self.column.addWidget(field)
            self.column.addLayout(style.row(copy, push=True))
        self.column.addStretch(1)
        self.resize(520, 440)

    def _copies(self, way: str) -> Callable[[], None]:
        return lambda: self._copy(way)

    def _copy(self, way: str) -> None:
        QGuiApplication.clipboard().setText(self.fields[way].toPlainText())
        self.say(text("story.lighter.copied"))
