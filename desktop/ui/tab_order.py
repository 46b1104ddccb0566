"""The way of the Tab key through a page: as its parts stand, also those that came later."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


class Arranged(QWidget):
    """`arranged` comes when something in it was added, shown or hidden."""

    arranged = Signal()

    def event(self, event: QEvent) -> bool:
        """Say when it is arranged anew."""
        known = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.arranged.emit()
        return known


def follow(layout: QLayout) -> None:
    """Let Tab go through everything in `layout` in its order.

    Qt goes in the order in which widgets were made: what is added to a page that stands already would come last.
    """
    for before, after in pairwise(list(_stops(layout))):
        QWidget.setTabOrder(before, after)


def _stops(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if inner is not None:
            yield from _stops(inner)
        elif widget is not None:
            yield from _within(widget)


def _within(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    held = widget.widget() if isinstance(widget, QScrollArea) else widget
    inner = held.layout() if held is not None else None
    if inner is not None:
        yield from _stops(inner)
