"""Where one is: three quiet acts across the top of every page, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import style
from desktop.ui.style import Space, Type, Words, current_ink, named, scaled
from desktop.ui.wizard.route import Act, At, act
from resources.texts import text

_BAR = 4
"""Height of a bar, in device-independent pixels."""


class Bar(QWidget):
    """A line that is filled as far as its act is."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = 0.0
        self.setFixedHeight(_BAR)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fill(self, share: float) -> None:
        """From 0 to 1."""
        self.filled = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, and what of it is behind."""
        colours = current_ink()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, share in ((colours.line, 1.0), (colours.accent, self.filled)):
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, _BAR), _BAR / 2, _BAR / 2)
        painter.end()


class Progress(QWidget):
    """Three acts, each with its bar; the present one stands out by weight, not by colour alone."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "wizardProgress")
        self._bars: dict[Act, Bar] = {}
        self._names: dict[Act, Words] = {}
        row = style.row(gap=Space.MEDIUM)
        row.setContentsMargins(Space.TINY, 0, Space.MEDIUM, 0)
        for one in Act:
            self._bars[one] = Bar()
            self._names[one] = style.caption(text(f"wizard.progress.{one}"))
            row.addLayout(style.column(self._names[one], self._bars[one], gap=Space.TINY), 1)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_at(self, route: Sequence[At], here: At) -> None:
        """The page `here` of `route`."""
        if here not in route:
            return
        place, now = route.index(here), act(here)
        for one in Act:
            steps = [number for number, at in enumerate(route) if act(at) is one]
            passed = [number for number in steps if number <= place]
            self._bars[one].fill(len(passed) / len(steps) if steps else 0.0)
            self._names[one].setFont(scaled(Type.STRONG if one is now else Type.CAPTION))
        says = text("wizard.progress.says", n=place + 1, all=len(route), act=text(f"wizard.progress.{now}"))
        self.setAccessibleName(says)
        self.setToolTip(says)

    @property
    def words(self) -> str:
        """Where one is, as a sentence."""
        return self.accessibleName()
