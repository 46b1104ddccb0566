"""Where one is: three quiet acts across the top of every page, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.style import Space, Type, current_ink, named, scaled
from desktop.ui.wizard.route import Act, At, act
from resources.texts import text

_BAR = 4.0
"""Height of the bar, in device-independent pixels."""


class Progress(QWidget):
    """A bar of three parts, each as full as its act is far."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "wizardProgress")
        self._filled: dict[Act, float] = dict.fromkeys(Act, 0.0)
        self._now = Act.BACK
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_at(self, route: Sequence[At], here: At) -> None:
        """The page `here` of `route`."""
        if here not in route:
            return
        place = route.index(here)
        self._now = act(here)
        for one in Act:
            steps = [at for at in route if act(at) is one]
            passed = [at for at in steps if route.index(at) <= place]
            self._filled[one] = len(passed) / len(steps) if steps else 0.0
        says = text("wizard.progress.says", n=place + 1, all=len(route), act=text(f"wizard.progress.{self._now}"))
        self.setAccessibleName(says)
        self.setToolTip(says)
        self.update()

    @property
    def words(self) -> str:
        """The same as a sentence."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        """A line of small words and the bar."""
        return QSize(3 * 120, QFontMetrics(scaled(Type.CAPTION)).height() + Space.SMALL)

    def minimumSizeHint(self) -> QSize:
        """As high as that."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words above, bars below; the present act stands out by weight, not by colour alone."""
        colours = current_ink()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - 2 * Space.MEDIUM) / len(Act)
        for number, one in enumerate(Act):
            left = number * (width + Space.MEDIUM)
            painter.setFont(scaled(Type.STRONG if one is self._now else Type.CAPTION))
            painter.setPen(colours.text if one is self._now else colours.quiet)
            words = painter.fontMetrics().elidedText(
                text(f"wizard.progress.{one}"), Qt.TextElideMode.ElideRight, int(width)
            )
            painter.drawText(QRectF(left, 0, width, self.height() - _BAR - 2), Qt.AlignmentFlag.AlignVCenter, words)
            self._bar(painter, left, width, self._filled[one])
        painter.end()

    def _bar(self, painter: QPainter, left: float, width: float, filled: float) -> None:
        colours = current_ink()
        top = self.height() - _BAR
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line)
        painter.drawRoundedRect(QRectF(left, top, width, _BAR), _BAR / 2, _BAR / 2)
        if filled:
            painter.setBrush(colours.accent)
            painter.drawRoundedRect(QRectF(left, top, width * filled, _BAR), _BAR / 2, _BAR / 2)
