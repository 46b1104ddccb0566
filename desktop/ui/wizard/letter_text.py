"""The body of a letter while it is written: what is still blank, what could be said better, and keys to get there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit

from desktop.mentoring.letters import blanks
from desktop.mentoring.linters.finding import Span
from desktop.ui.style import current_ink, named

_LEAST_LINES = 9
_MOST_LINES = 16
_THEME_EVENTS = (QEvent.Type.PaletteChange, QEvent.Type.ThemeChange)


class LetterText(QPlainTextEdit):
    """Plain text with waves under what was found. Places count characters, as Python does.

    Tab goes to the next `[…]`, and on to the next control where none is left; Shift and Tab go back. So the keyboard
    is never caught in here.
    """

    def __init__(self, name: str, accessible: str, described: str) -> None:
        super().__init__()
        named(self, name, accessible, described)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._found: tuple[Span, ...] = ()
        self._blanks: tuple[Span, ...] = ()

        self._lines = 0
        self.document().documentLayout().documentSizeChanged.connect(self._resized)

    @property
    def words(self) -> str:
        """The body as it is."""
        return self.toPlainText()

    @property
    def at(self) -> int:
        """Where the keyboard is; with a selection, its end."""
        return _characters(self.words, self.textCursor().selectionEnd())

    @property
    def start(self) -> int:
        """The same; with a selection, its beginning."""
        return _characters(self.words, self.textCursor().selectionStart())

    def fill(self, words: str) -> None:
        """Another letter. What stood here does not come back with undo."""
        self.setPlainText(words)
        self.mark(())

    def refill(self, words: str) -> None:
        """Other words in place of all of it, as one step that can be undone."""
        self.put(0, len(self.words), words)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def put(self, start: int, end: int, words: str) -> None:
        """Other words in place of a span, as one step that can be undone; the keyboard stands behind them."""
        cursor = self._cursor((start, end), self.words)
        cursor.insertText(words)
        self.setTextCursor(cursor)

    def choose(self, span: Span) -> None:
        """Select a span and bring it into view."""
        self.setTextCursor(self._cursor(span, self.words))
        self.ensureCursorVisible()

    def mark(self, found: Iterable[Span]) -> None:
        """Draw waves under what was found, and a tint behind what is still blank."""
        words = self.words
        self._found = tuple(found)
        self._blanks = blanks(words)
        self._draw(words)

    def _draw(self, words: str) -> None:
        colours = current_ink()
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(colours.accent)
        blank = QTextCharFormat()
        blank.setBackground(colours.tint)
        blank.setForeground(colours.text)
        self.setExtraSelections(
            [
                *(self._selection(span, blank, words) for span in self._blanks),
                *(self._selection(span, wave, words) for span in self._found),
            ]
        )

    def _selection(self, span: Span, look: QTextCharFormat, words: str) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(span, words)
        selection.format = look
        return selection

    def _cursor(self, span: Span, words: str) -> QTextCursor:
        start, end = (_units(words, place) for place in span)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def focusNextPrevChild(self, onward: bool) -> bool:
        """Tab: to the next blank, to the one before it, or out."""
        words, cursor = self.words, self.textCursor()
        here = _characters(words, cursor.selectionEnd() if onward else cursor.selectionStart())
        span = _next(blanks(words), here) if onward else _before(blanks(words), here)
        if span is None:
            return bool(super().focusNextPrevChild(onward))
        self.choose(span)
        return True

    def changeEvent(self, event: QEvent) -> None:
        """The marks follow the palette."""
        super().changeEvent(event)
        if event.type() in _THEME_EVENTS and hasattr(self, "_found"):
            self._draw(self.words)

    def sizeHint(self) -> QSize:
        """As high as the letter, between nine lines and sixteen."""
        lines = min(max(self._lines + 1, _LEAST_LINES), _MOST_LINES)
        around = 2 * self.frameWidth() + 2 * int(self.document().documentMargin())
        return QSize(super().sizeHint().width(), lines * self.fontMetrics().lineSpacing() + around)

    def minimumSizeHint(self) -> QSize:
        """The same: the page scrolls instead."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def _resized(self) -> None:
        lines = int(self.document().size().height())
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()


def _next(spans: Sequence[Span], here: int) -> Span | None:
    number = bisect_right(spans, here - 1, key=lambda span: span[0])
    return spans[number] if number < len(spans) else None


def _before(spans: Sequence[Span], here: int) -> Span | None:
    found = [span for span in spans if span[1] <= here]
    return found[-1] if found else None


def _units(words: str, place: int) -> int:
    """Where a character stands for Qt, which counts the halves of those beyond the first plane of Unicode."""
    return place if words.isascii() else len(words[:place].encode("utf-16-le", "surrogatepass")) // 2


def _characters(words: str, place: int) -> int:
    if words.isascii():
        return place
    return len(words.encode("utf-16-le", "surrogatepass")[: 2 * place].decode("utf-16-le", "surrogatepass"))


def reading_view(name: str, accessible: str) -> QPlainTextEdit:
    """Words to read and to select, by mouse and by keyboard, in which nothing can be changed."""
    view = named(QPlainTextEdit(), name, accessible)
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return view
