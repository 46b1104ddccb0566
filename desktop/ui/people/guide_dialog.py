"""A guide to read: one document without any markup of others, read by the arrow keys and by a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.ui.bridge import Bridge
from desktop.ui.story.dialog import StoryDialog
from desktop.ui.style import Space, Type, named, scaled
from resources.guides import Guide

_POINT, _LIST = "• ", "- "
_AIR = 135.0
"""The height of a line, in hundredths of the font's."""


class GuideDialog(StoryDialog):
    """`reader` holds the words; it takes the keyboard at once, so that Page Down reads on and Escape leaves."""

    def __init__(self, parent: QWidget | None, bridge: Bridge, guide: Guide) -> None:
        super().__init__(parent, "guide-dialog", guide.title, bridge)
        self.reader = named(QTextEdit(), "guide-reader", guide.title)
        self.reader.setReadOnly(True)
        self.reader.setTabChangesFocus(True)
        self.reader.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.reader.document().setDocumentMargin(Space.MEDIUM)
        _write(self.reader, guide)
        self.column.addWidget(self.reader, 1)
        self.reader.setFocus()


def _write(reader: QTextEdit, guide: Guide) -> None:
    cursor = QTextCursor(reader.document())
    first = True
    for part in guide.parts:
        if part.heading:
            _block(cursor, part.heading, scaled(Type.HEADING), above=Space.LARGE, level=2, first=first)
            first = False
        for paragraph in part.paragraphs:
            listed = paragraph.startswith(_LIST)
            words = _POINT + paragraph.removeprefix(_LIST) if listed else paragraph
            inset = Space.LARGE if listed else 0
            _block(cursor, words, scaled(Type.BODY), above=Space.SMALL, inset=inset, first=first)
            first = False
    reader.moveCursor(QTextCursor.MoveOperation.Start)


def _block(
    cursor: QTextCursor, words: str, font: QFont, *, above: int, level: int = 0, inset: int = 0, first: bool
) -> None:
    """One paragraph. What lists hold hangs behind its point; a heading is one for screen readers, too."""
    shape = QTextBlockFormat()
    shape.setTopMargin(0 if first else above)
    shape.setHeadingLevel(level)
    shape.setLeftMargin(inset)
    shape.setTextIndent(-inset * 0.75)
    shape.setLineHeight(_AIR, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    look = QTextCharFormat()
    look.setFont(font)
    if first:
        cursor.setBlockFormat(shape)
    else:
        cursor.insertBlock(shape)
    cursor.insertText(words, look)
