"""A page that scrolls: one column in the middle, refilled as a whole without losing the place."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayoutItem, QScrollArea, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import Space
from desktop.ui.tab_order import Arranged, follow


class Page(QScrollArea):
    """A scrolling column that is never wider than is pleasant to read."""

    def __init__(self, *, gap: Space = Space.LARGE) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        middle = QHBoxLayout(inner)
        middle.setContentsMargins(0, 0, 0, 0)
        self._held = Arranged()
        self._held.setMaximumWidth(style.READABLE + 2 * Space.WIDE)
        self.column = QVBoxLayout(self._held)
        style.page_margins(self.column)
        self.column.setSpacing(gap)
        self._held.arranged.connect(lambda: follow(self.column))
        middle.addStretch(1)
        middle.addWidget(self._held, 100)
        middle.addStretch(1)
        inner.setMinimumHeight(1)  # else labels that wrap ask for the height of their narrowest shape
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)

    def refill(self, parts: Iterable[QWidget]) -> None:
        """Put `parts` in place of what was shown; place and keyboard focus stay where they were.

        A part that was shown before is kept as it is.
        """
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and self._held.isAncestorOf(focused) else ""
        place = self.verticalScrollBar().value()
        wanted = list(parts)
        self.setUpdatesEnabled(False)
        while (item := self.column.takeAt(0)) is not None:
            if item.widget() not in wanted:
                _discard(item)
        for part in wanted:
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.setUpdatesEnabled(True)
        again = self._held.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(place)


def _discard(item: QLayoutItem) -> None:
    widget = item.widget()
    if widget is not None:
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()
