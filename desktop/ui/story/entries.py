"""Lines that were written, each with what can be done with it, and a line to write another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import LinkButton, Space, named, one_line
from resources.texts import text

LONGEST = 500
"""Characters of a line."""
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `id` is stable, `about` a caption below it, `deeds` are codes of what can be done with it."""

    id: str
    words: str
    about: str = ""
    deeds: tuple[str, ...] = ("remove",)


class Entries(QWidget):
    """Shows what it is given; `done` carries an entry's id and a deed's code."""

    done = Signal(str, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self._name = name
        self._shown: tuple[Entry, ...] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.SMALL)
        self.hide()

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """Put these in the place of what was shown; the keyboard stays where it was."""
        shown = tuple(entries)
        if shown == self._shown:
            return
        self._shown = shown
        fill(self.column, self, [self._row(entry) for entry in shown])
        self.setVisible(bool(shown))

    def words_of(self, entry: str) -> str:
        """The words of a line that is shown; "" for none."""
        return next((one.words for one in self._shown if one.id == entry), "")

    def _row(self, entry: Entry) -> QWidget:
        row = QWidget()
        says = named(style.body(one_line(entry.words, _SHOWN)), f"{self._name}-words")
        words = style.column(says, gap=Space.TINY)
        if entry.about:
            words.addWidget(named(style.caption(one_line(entry.about, _SHOWN)), f"{self._name}-about"))
        line = style.row(words, gap=Space.MEDIUM)
        line.setStretch(0, 1)
        for deed in entry.deeds:
            label = text(f"story.deed.{deed}")
            about = text("story.deed-named", deed=label, words=one_line(entry.words or entry.about, 80))
            button = named(LinkButton(label), f"{deed}-{entry.id}", about)
            button.clicked.connect(self._does(entry.id, deed))
            line.addWidget(button)
        row.setLayout(line)
        return row

    def _does(self, entry: str, deed: str) -> Callable[[], None]:
        return lambda: self.done.emit(entry, deed)


class Writing(QWidget):
    """A line to write, and a button. `written` carries the words; what is empty says nothing."""

    written = Signal(str)

    def __init__(self, name: str, asks: str, *, button: str = "") -> None:
        super().__init__()
        self.line = named(QLineEdit(), f"{name}-line", asks)
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText(asks)
        self.button = named(QPushButton(button or text("story.add")), f"{name}-add")
        self.button.setAccessibleDescription(asks)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = style.row(self.line, self.button, gap=Space.SMALL)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.line.returnPressed.connect(self._write)
        self.button.clicked.connect(self._write)

    def _write(self) -> None:
        words = self.line.text().strip()
        if words:
            self.line.clear()
            self.written.emit(words)
        else:
            self.line.setFocus()


def fill(column: QVBoxLayout, held: QWidget, parts: Iterable[QWidget]) -> None:
    """Put `parts` into a column in the place of what is there; the part that had the keyboard has it again."""
    focused = held.window().focusWidget() if held.window() is not None else None
    name = focused.objectName() if focused is not None and held.isAncestorOf(focused) else ""
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
    for part in parts:
        column.addWidget(part)
    again = held.findChild(QWidget, name) if name else None
    if again is not None:
        again.setFocus()
