"""How every window looks: one spacing grid, one type scale, a few quiet building blocks.

Colours are taken from the system's palette whenever something is painted, so a change of theme
while the program runs is followed. Nothing here uses style sheets: they would cut widgets off
from the platform's own look. Red is not among the colours (product rule R17).
"""

from __future__ import annotations

from enum import Enum, IntEnum
from functools import lru_cache
from typing import TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.palette import Ink, ink
from desktop.ui.plain import one_line, unaccelerated

__all__ = [
    "CORNER",
    "READABLE",
    "AnyWidget",
    "Card",
    "LinkButton",
    "PrimaryButton",
    "Separator",
    "Space",
    "Type",
    "Words",
    "body",
    "caption",
    "column",
    "current_ink",
    "heading",
    "label",
    "named",
    "one_line",
    "page_margins",
    "row",
    "scaled",
    "strong",
    "title",
    "unaccelerated",
]

AnyWidget = TypeVar("AnyWidget", bound=QWidget)

CORNER = 8.0
"""Radius of a card's corners."""

READABLE = 760
"""The widest column of running text, in device-independent pixels."""

_THEME_EVENTS = (QEvent.Type.ApplicationFontChange, QEvent.Type.PaletteChange, QEvent.Type.ThemeChange)


class Space(IntEnum):
    """The grid: every distance is one of these, in device-independent pixels."""

    TINY = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24
    VAST = 40


class Type(Enum):
    """The scale: size relative to the system's font, and weight."""

    CAPTION = (0.92, QFont.Weight.Normal)
    BODY = (1.0, QFont.Weight.Normal)
    STRONG = (1.0, QFont.Weight.DemiBold)
    HEADING = (1.2, QFont.Weight.DemiBold)
    TITLE = (1.6, QFont.Weight.DemiBold)


def scaled(kind: Type) -> QFont:
    """A font that sets only size and weight; the family stays the system's."""
    factor, weight = kind.value
    system = QGuiApplication.font()
    font = QFont()
    if system.pointSizeF() > 0:
        font.setPointSizeF(system.pointSizeF() * factor)
    else:
        font.setPixelSize(max(1, round(system.pixelSize() * factor)))
    font.setWeight(weight)
    return font


def current_ink() -> Ink:
    """The colours for the palette of this moment. Ask anew whenever you paint."""
    return _ink_of(QGuiApplication.palette().cacheKey())


@lru_cache(maxsize=1)
def _ink_of(_palette: int) -> Ink:
    """Every quiet word asks, and the answer takes a quarter of a millisecond to find."""
    return ink(QGuiApplication.palette())


class Words(QLabel):
    """A label for words that may come from anywhere: never read as markup, wrapped."""

    def __init__(self, words: str = "", kind: Type = Type.BODY, *, quiet: bool = False) -> None:
        super().__init__()
        self._kind = kind
        self._quiet = quiet
        self._settled = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(words)
        self._settle()

    def _settle(self) -> None:
        self._settled = False
        self.setFont(scaled(self._kind))
        if self._quiet:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, current_ink().quiet)
            self.setPalette(palette)
        self._settled = True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's font and palette."""
        super().changeEvent(event)
        if event.type() in _THEME_EVENTS and self._settled:
            self._settle()


def title(words: str = "") -> Words:
    """The one title of a page."""
    return Words(words, Type.TITLE)


def heading(words: str = "") -> Words:
    """The heading of a section or a card."""
    return Words(words, Type.HEADING)


def strong(words: str = "") -> Words:
    """Body text that carries the point."""
    return Words(words, Type.STRONG)


def body(words: str = "") -> Words:
    """Running text."""
    return Words(words, Type.BODY)


def caption(words: str = "") -> Words:
    """Small, quiet text beside something."""
    return Words(words, Type.CAPTION, quiet=True)


def label(words: str = "") -> Words:
    """A caption that names the thing beside it and is never wrapped."""
    words_ = caption(words)
    words_.setWordWrap(False)
    words_.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return words_


class Card(QFrame):
    """A rounded surface that holds one thing. `layout_` is its column; `tinted` asks for a little attention."""

    def __init__(self, *, tinted: bool = False, gap: Space = Space.SMALL) -> None:
        super().__init__()
        self._tinted = tinted
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        self.layout_.setSpacing(gap)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface and its hairline."""
        colours = current_ink()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colours.tint if self._tinted else colours.surface)
        painter.setPen(QPen(colours.line, 1.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        painter.end()


class Separator(QWidget):
    """A hairline across."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_ink().line)
        painter.end()


class LinkButton(QPushButton):
    """Words that can be pressed, without a frame. Checkable: it opens something below, with a chevron that says so."""

    def __init__(self, words: str, *, opens: bool = False, back: bool = False) -> None:
        super().__init__(words)
        self._back = back
        self.setCheckable(opens)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def _mark(self) -> int:
        return Space.LARGE if self.isCheckable() or self._back else 0

    def sizeHint(self) -> QSize:
        """Room for the words and the chevron, none around them."""
        metrics = self.fontMetrics()
        words = metrics.size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(words.width() + self._mark + Space.TINY, words.height() + Space.SMALL)

    def minimumSizeHint(self) -> QSize:
        """The same: words are not cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Chevron, words, and a frame while the keyboard is here."""
        colours = current_ink()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = colours.link if self.isEnabled() else colours.quiet
        area = QRectF(self.rect()).adjusted(self._mark + 1, 0, 0, 0)
        painter.setPen(colour)
        font = self.font()
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
        if self._mark:
            painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(self._chevron())
        if self.hasFocus():
            painter.setPen(QPen(colours.accent, 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Space.TINY, Space.TINY)
        painter.end()

    def _chevron(self) -> QPolygonF:
        middle = QPointF(7, self.height() / 2)
        turns = {
            "back": ((2, -4), (-2, 0), (2, 4)),
            "open": ((-4, -2), (0, 2), (4, -2)),
            "shut": ((-2, -4), (2, 0), (-2, 4)),
        }
        turn = "back" if self._back else "open" if self.isChecked() else "shut"
        return QPolygonF([middle + QPointF(x, y) for x, y in turns[turn]])


class PrimaryButton(QPushButton):
    """The one button of a page that carries the next step, in the system's accent colour."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._settled = False
        self._settle()

    def sizeHint(self) -> QSize:
        """A little larger than other buttons."""
        return super().sizeHint() + QSize(Space.MEDIUM, Space.SMALL)

    def _settle(self) -> None:
        self._settled = False
        colours = current_ink()
        palette = QPalette()
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, QPalette.ColorRole.Button, colours.button)
            palette.setColor(group, QPalette.ColorRole.ButtonText, colours.on_button)
        self.setPalette(palette)
        self._settled = True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's palette."""
        super().changeEvent(event)
        if event.type() in _THEME_EVENTS and self._settled:
            self._settle()


def named(widget: AnyWidget, name: str, accessible: str = "", described: str = "") -> AnyWidget:
    """Give `widget` a stable objectName and, where its own text does not say it, an accessible name.

    Under Linux Qt reads out of a combo box what is chosen, and never its name, so there it is the description as well.
    """
    widget.setObjectName(name)
    if accessible:
        widget.setAccessibleName(accessible)
    said = described or (accessible if isinstance(widget, QComboBox) else "")
    if said:
        widget.setAccessibleDescription(said)
    return widget


def page_margins(layout: QLayout) -> None:
    """The margins of a window's or wizard's page."""
    layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.WIDE)


def column(*parts: QWidget | QLayout, gap: Space = Space.SMALL) -> QVBoxLayout:
    """`parts` below one another, without margins."""
    layout = QVBoxLayout()
    _fill(layout, parts, gap)
    return layout


def row(*parts: QWidget | QLayout, gap: Space = Space.SMALL, push: bool = False) -> QHBoxLayout:
    """`parts` beside one another, without margins; with `push` they stand at the left."""
    layout = QHBoxLayout()
    _fill(layout, parts, gap)
    if push:
        layout.addStretch(1)
    return layout


def _fill(layout: QVBoxLayout | QHBoxLayout, parts: tuple[QWidget | QLayout, ...], gap: Space) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
