"""A calendar drawn as a list of what stands on it: one shape a kind, struck out what is taken off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QSizePolicy

from desktop.ui.style import Space, named
from desktop.ui.wizard.agenda_painting import ROW, RowPainter, line_height
from desktop.ui.wizard.agenda_rows import Row
from resources.texts import text


class Agenda(QListWidget):
    """As tall as its lines; it never scrolls by itself, the page does."""

    def __init__(self, name: str, accessible: str) -> None:
        super().__init__()
        named(self, name, accessible)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self._painter = RowPainter(self)
        self.setItemDelegate(self._painter)
        self._rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these lines; none says so."""
        self._rows = tuple(rows) or (Row("year", text("wizard.agenda.empty")),)
        self._painter.measure(self._rows)
        self.clear()
        for row in self._rows:
            item = QListWidgetItem(row.says)
            item.setData(ROW, row)
            item.setToolTip(row.says if row.title else "")
            self.addItem(item)
        self.setFixedHeight(len(self._rows) * line_height() + Space.TINY)

    def rows(self) -> tuple[Row, ...]:
        """The lines shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        """Wide enough for a date and a bit of a title."""
        return QSize(260, self.height())
