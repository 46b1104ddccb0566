"""The keepsake, as it will be, with a sentence of the user's own; saved as a page, a PDF or a picture (M6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSizePolicy, QWidget

from desktop.mentoring.keepsake import Keepsake, keepsake
from desktop.mentoring.letters import Values
from desktop.mentoring.letters.kinds import Tone
from desktop.mentoring.mentorship import Side
from desktop.services import keepsakes
from desktop.ui import style
from desktop.ui.bridge import Bridge
from desktop.ui.keepsake import paint, pdf, png
from desktop.ui.story.dialog import StoryDialog
from desktop.ui.style import PrimaryButton, Space, named
from resources.texts import text

_A4 = QSize(595, 842)
_TONES = (Tone.GRADUATION, Tone.PLAIN)
_LONGEST = 220
FILE = "keepsake.pdf"
_MADE = {".pdf": pdf, ".png": png, ".html": keepsakes.page}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the page is made of; `tone` is the one of the wizard."""

    values: Values
    side: Side
    day: date
    tone: Tone = Tone.GRADUATION


class Preview(QWidget):
    """The page, as large as there is room for."""

    def __init__(self, made: Keepsake) -> None:
        super().__init__()
        self._made = made
        named(self, "keepsake-preview", text("story.keepsake.preview"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(260)
        self.show_page(made)

    def show_page(self, made: Keepsake) -> None:
        """Another page."""
        self._made = made
        self.setAccessibleDescription(" · ".join((keepsakes.title(made), *keepsakes.facts(made), *made.goals)))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The page in the middle."""
        scale = min(self.width() / _A4.width(), self.height() / _A4.height())
        painter = QPainter(self)
        painter.translate((self.width() - _A4.width() * scale) / 2, 0)
        painter.scale(scale, scale)
        paint(painter, self._made)
        painter.end()


class KeepsakeDialog(StoryDialog):
    """What is on the page is what was kept, reached and thanked for; no date that did not take place (R24)."""

    def __init__(self, parent: QWidget | None, bridge: Bridge, kept: Kept) -> None:
        super().__init__(parent, "keepsake-dialog", text("story.keepsake.title"), bridge)
        self._kept = kept
        self.line = named(QLineEdit(), "keepsake-line", text("story.keepsake.line"))
        self.line.setMaxLength(_LONGEST)
        self.line.setPlaceholderText(text("story.keepsake.line"))
        self.tone = named(QComboBox(), "keepsake-tone", text("story.keepsake.tone"))
        for tone in _TONES:
            self.tone.addItem(text(f"story.keepsake.tone-{tone}"))
        self.tone.setCurrentIndex(0 if kept.tone is Tone.GRADUATION else 1)
        self.tone.setVisible(kept.side is not Side.PEER)
        self.preview = Preview(self.made)
        line = style.row(self.line, self.tone, gap=Space.SMALL)
        line.setStretch(0, 1)
        self.column.addLayout(line)
        self.column.addWidget(self.preview, 1)
        save: QPushButton = PrimaryButton(text("story.keepsake.save"))
        self.add_button(named(save, "keepsake-save")).clicked.connect(self._choose)
        self.line.textChanged.connect(self._again)
        self.tone.activated.connect(self._again)

    @property
    def made(self) -> Keepsake:
        """The page as it stands."""
        tone, line = _TONES[self.tone.currentIndex()], self.line.text()
        return keepsake(self._kept.values, side=self._kept.side, tone=tone, day=self._kept.day, line=line)

    def save(self, name: str) -> None:
        """Write the page as what the name's ending says, a PDF where it says nothing."""
        path = Path(name)
        if path.suffix.lower() not in _MADE:
            path = path.with_name(f"{path.name}.pdf")
        self.write(path, _MADE[path.suffix.lower()](self.made))

    def _again(self) -> None:
        self.preview.show_page(self.made)

    def _choose(self) -> None:
        filters = tuple(text(f"story.keepsake.as-{ending}") for ending in ("pdf", "png", "html"))
        self.choose_file(FILE, filters).fileSelected.connect(self.save)
