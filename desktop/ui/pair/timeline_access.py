"""The drawing of slots for screen readers: a list whose items are the slots, each with its words and place."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from desktop.ui.pair.timeline import Timeline


class SlotItem(QAccessibleInterface):
    """One slot of a drawing. While the drawing goes, Qt still asks whoever listens: then it is a slot of nothing."""

    def __init__(self, timeline: Timeline, index: int) -> None:
        super().__init__()
        self._timeline = timeline
        self.index = index

    def isValid(self) -> bool:
        """Whether the drawing still has this slot."""
        return isValid(self._timeline) and self.index < self._timeline.count

    def object(self) -> QObject | None:  # type: ignore[override] # the stubs leave None out
        """No object of its own."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override] # the stubs leave None out
        """The window that the drawing stands in."""
        return self._timeline.window().windowHandle() if self.isValid() else None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override] # the stubs leave None out
        """The list."""
        return None if not self.isValid() else QAccessible.queryAccessibleInterface(self._timeline)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override] # the stubs leave None out
        """There is nothing in a slot."""
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override] # the stubs leave None out
        """There is nothing in a slot."""
        return None

    def childCount(self) -> int:
        """There is nothing in a slot."""
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """There is nothing in a slot."""
        return -1

    def rect(self) -> QRect:
        """Where it stands on the screen."""
        return self._timeline.place(self.index) if self.isValid() else QRect()

    def role(self) -> QAccessible.Role:
        """An item of a list."""
        return QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        """The slot in words."""
        return self._timeline.words(self.index) if kind is QAccessible.Text.Name and self.isValid() else ""

    def setText(self, kind: QAccessible.Text, words: str) -> None:
        """What a slot says is not written by others."""

    def state(self) -> QAccessible.State:
        """The keyboard's slot is the selected one."""
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = True
            return state
        current = self.index == self._timeline.current
        state.focusable = True
        state.selectable = True
        state.selected = current
        state.focused = current and self._timeline.hasFocus()
        return state

    def foregroundColor(self) -> QColor:
        """Not told."""
        return QColor()

    def backgroundColor(self) -> QColor:
        """Not told."""
        return QColor()


class TimelineList(QAccessibleWidget):
    """The drawing as a list."""

    def __init__(self, timeline: Timeline) -> None:
        super().__init__(timeline, QAccessible.Role.List)
        self._timeline = timeline
        self._items: dict[int, SlotItem] = {}

    def childCount(self) -> int:
        """The slots that are drawn."""
        return self._timeline.count

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override] # the stubs leave None out
        """The slot at `index`; made when it is first asked for."""
        if not 0 <= index < self._timeline.count:
            return None
        if index not in self._items:
            item = SlotItem(self._timeline, index)
            QAccessible.registerAccessibleInterface(item)
            self._items[index] = item
        return self._items[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override] # the stubs leave None out
        """The slot at a place of the screen."""
        index = self._timeline.at(self._timeline.mapFromGlobal(QPoint(x, y)))
        return None if index is None else self.child(index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Where a slot stands in the list."""
        return child.index if isinstance(child, SlotItem) else -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override] # the stubs leave None out
        """The keyboard's slot."""
        return self.child(self._timeline.current) if self._timeline.hasFocus() else None

    def close(self) -> None:
        """Let Qt delete the items, which it owns: if Python did it first, they would be deleted twice."""
        for item in self._items.values():
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))
        self._items.clear()


_lists: list[TimelineList] = []
_installed: list[bool] = []


def _made(_: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Timeline):
        return None
    made = TimelineList(thing)
    _lists.append(made)
    thing.destroyed.connect(lambda: _close(made))
    return made


def _close(made: TimelineList) -> None:
    made.close()
    _lists.remove(made)


def install() -> None:
    """Let Qt know how a drawing is read. Costs nothing while nobody reads."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_made)
