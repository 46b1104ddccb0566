"""Colours by meaning, worked out from the system's palette; never more than a supplement to shape."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from desktop.mentoring.mentorship import SlotState


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
    on_accent: QColor
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
    accent = palette.accent().color()
    surface = mixed(text, window, 0.06) if dark else palette.base().color()
    return Ink(
        text=text,
        quiet=mixed(text, window, 0.72 if dark else 0.68),
        line=mixed(text, window, 0.20 if dark else 0.16),
        window=window,
        surface=surface,
        tint=mixed(accent, surface, 0.16 if dark else 0.08),
        accent=accent,
        on_accent=_readable_on(accent),
        kept=QColor("#6cc5ad" if dark else "#23705f"),
        moved=QColor("#86b4ea" if dark else "#2f66a3"),
        not_kept=QColor("#dcb46e" if dark else "#8a6116"),
        excused=QColor("#b9b0d8" if dark else "#6a6190"),
        unknown=mixed(text, window, 0.55),
        look=QColor("#dcb46e" if dark else "#8a6116"),
    )


def _readable_on(color: QColor) -> QColor:
    white, black = QColor("#ffffff"), QColor("#101414")
    return white if contrast(white, color) >= contrast(black, color) * 0.6 else black
