"""Colours by meaning, worked out from the system's palette; never more than a supplement to shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette, qGray

from desktop.mentoring.mentorship import SlotState

_A_LITTLE = 0.015
READABLE = 4.5
"""The contrast that words need (WCAG 2.2, 1.4.3)."""

VISIBLE = 3.0
"""The contrast that frames and shapes need (WCAG 2.2, 1.4.11)."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours that the windows draw with, for one palette."""

    text: QColor
    quiet: QColor
    """Captions and secondary lines; at least 4.5:1 on both window and card."""
    line: QColor
    """Hairlines and the borders of cards."""
    window: QColor
    surface: QColor
    """What cards are filled with."""
    tint: QColor
    """A surface that asks for a little attention: gentle questions, drop areas."""
    accent: QColor
    """The system's accent, for frames and focus."""
    button: QColor
    """The accent, dark enough for white words on it even where the style lightens it."""
    on_button: QColor
    link: QColor
    """The accent, readable as words on window and card."""
    kept: QColor
    moved: QColor
    not_kept: QColor
    excused: QColor
    unknown: QColor
    look: QColor
    """Something deserves a look. Warm, not alarming."""

    def slot(self, state: SlotState) -> QColor:
        """The colour that goes with a slot's shape."""
        return {
            SlotState.KEPT: self.kept,
            SlotState.MOVED: self.moved,
            SlotState.NOT_KEPT: self.not_kept,
            SlotState.EXCUSED: self.excused,
            SlotState.UNKNOWN: self.unknown,
        }[state]


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` (0 to 1) of `one`, the rest of `other`, opaque."""
    rest = 1.0 - share
    return QColor.fromRgbF(
        one.redF() * share + other.redF() * rest,
        one.greenF() * share + other.greenF() * rest,
        one.blueF() * share + other.blueF() * rest,
    )


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than the window it stands on."""
    return palette.windowText().color().lightnessF() > palette.window().color().lightnessF()


def luminance(color: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink(palette: QPalette) -> Ink:
    """The colours for `palette`."""
    dark = is_dark(palette)
    text = palette.windowText().color()
    window = palette.window().color()
    accent = _until(palette.accent().color(), lambda shade: contrast(shade, window) >= VISIBLE, lighter=dark)
    surface = _surface(palette, text, window, dark=dark)
    tint = mixed(accent, surface, 0.16 if dark else 0.08)
    white = QColor("#ffffff")
    return Ink(
        text=text,
        quiet=_until(mixed(text, window, 0.70), lambda shade: contrast(shade, tint) >= READABLE, lighter=dark),
        line=mixed(text, window, 0.20 if dark else 0.16),
        window=window,
        surface=surface,
        tint=tint,
        accent=accent,
        button=_until(accent, lambda shade: contrast(white, _as_fusion_paints(shade)) >= READABLE, lighter=False),
        on_button=white,
        link=_until(accent, lambda shade: contrast(shade, tint) >= READABLE, lighter=dark),
        kept=QColor("#6cc5ad" if dark else "#23705f"),
        moved=QColor("#86b4ea" if dark else "#2f66a3"),
        not_kept=QColor("#dcb46e" if dark else "#8a6116"),
        excused=QColor("#b9b0d8" if dark else "#6a6190"),
        unknown=mixed(text, window, 0.55),
        look=QColor("#dcb46e" if dark else "#8a6116"),
    )


def _surface(palette: QPalette, text: QColor, window: QColor, *, dark: bool) -> QColor:
    if dark:
        return mixed(text, window, 0.06)
    base = palette.base().color()
    lifted = base.lightnessF() - window.lightnessF() > _A_LITTLE
    return base if lifted else mixed(QColor("#ffffff"), window, 0.8)


def _until(color: QColor, good: Callable[[QColor], bool], *, lighter: bool) -> QColor:
    shade = QColor(color)
    for _ in range(40):
        if good(shade):
            break
        shade = mixed(shade, QColor("#ffffff" if lighter else "#000000"), 0.93)
    return shade


def _as_fusion_paints(color: QColor) -> QColor:
    """Qt's own style paints a button lighter and paler than its palette says."""
    shown = color.lighter(100 + max(1, (180 - qGray(color.rgb())) // 6))
    return QColor.fromHsvF(max(shown.hueF(), 0.0), shown.saturationF() * 0.75, shown.valueF()).lighter(104)
