"""The letter is filled in, written by keyboard, read as they will read it, and put back."""

from __future__ import annotations

import statistics
from itertools import cycle, islice
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.mentoring.letters import LetterKind
from desktop.ui.dialogs import Notice
from desktop.ui.wizard.letter_editor import Wanted
from desktop.ui.wizard.letter_views import Rehearsal, TemplateDialog
from tests.ui.wizard.letter_editor.conftest import LETTER, VALUES, Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_the_letter_that_fits_best_is_filled_in(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION, LetterKind.CHANGE_OF_DIRECTION)
    editor = desk.editor
    assert editor.kind is LetterKind.GRADUATION
    assert editor.subject.text() == "Our regular meetings"
    assert (
        "Our goal when we started: lead a team. What came of it, thanks to you: I lead one of nine."
        in editor.body.words
    )
    assert "Tuesday 9 December 2025" in editor.body.words
    assert [editor.kinds.itemText(n) for n in range(2)] == [
        "Closing as a graduation",
        "Closing because of a new direction",
    ]
    assert desk.sheet.written == ()


def test_what_was_typed_is_there_again_under_its_own_kind(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION, LetterKind.PRIORITY)
    desk.editor.body.setFocus()
    QTest.keyClicks(desk.editor.body, "Dear Sam. ")
    assert desk.sheet.letter_of("graduation") is not None
    desk.editor.kinds.setFocus()
    desk.key(KEY.Key_Down)
    desk.ready()
    assert desk.editor.kind is LetterKind.PRIORITY
    assert not desk.editor.body.words.startswith("Dear Sam.")
    desk.key(KEY.Key_Up)
    desk.ready()
    assert desk.editor.body.words.startswith("Dear Sam. ")


def test_nothing_is_typed_into_the_letter_before(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION, LetterKind.PRIORITY)
    desk.editor.show_letter(Wanted((LetterKind.PRIORITY,), VALUES, desk.sheet.letter_of))
    QTest.keyClicks(desk.editor.body, "lost")
    desk.ready()
    assert "lost" not in desk.editor.body.words
    assert desk.sheet.written == ()


def test_tab_goes_from_blank_to_blank_and_then_on(desk: Desk) -> None:
    desk.show(LetterKind.PRIORITY)
    desk.editor.subject.setFocus()
    desk.key(KEY.Key_Tab)
    assert desk.editor.body.hasFocus()
    seen = []
    for _ in range(3):
        desk.key(KEY.Key_Tab)
        seen.append(desk.selected)
    assert seen == ["[something they said or did]", "[month]", "[priority]"]
    desk.key(KEY.Key_Tab, SHIFT)
    assert desk.selected == "[month]"
    QTest.keyClicks(desk.editor.body, "May")
    desk.key(KEY.Key_Tab)
    assert desk.selected == "[priority]"
    desk.key(KEY.Key_Tab)
    assert not desk.editor.body.hasFocus()
    assert "From May I need" in desk.editor.body.words


def test_filling_in_again_asks_before_it_takes_what_was_typed(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION)
    filled = desk.editor.body.words
    QTest.keyClicks(desk.editor.body, "Mine. ")
    desk.button("letterRefill").click()
    question = desk.window(Notice)
    QTest.keyClick(question, KEY.Key_Escape)
    assert desk.editor.body.words == "Mine. " + filled

    desk.button("letterRefill").click()
    agree = desk.window(Notice).findChild(QPushButton, "yes")
    assert isinstance(agree, QPushButton)
    agree.click()
    assert desk.editor.body.words == filled
    desk.editor.body.undo()
    assert desk.editor.body.words == "Mine. " + filled


def test_the_letter_is_read_as_they_will_read_it(desk: Desk) -> None:
    desk.show(LetterKind.PRIORITY)
    desk.editor.arrival = "It reaches Sam when you send it."
    desk.button("letterRead").click()
    view = desk.window(Rehearsal)
    assert isinstance(view, Rehearsal)
    assert view.subject.text() == desk.editor.subject.text()
    assert view.body.toPlainText() == desk.editor.body.words
    assert view.arrives.text() == "It reaches Sam when you send it."
    assert view.left.text() == "3 blanks are still to be filled."
    assert view.body.isReadOnly()
    QTest.keyClick(view, KEY.Key_Escape)
    desk.qtbot.waitUntil(lambda: not desk.editor.window().findChildren(Rehearsal))


def test_the_text_behind_a_letter_can_be_changed_and_put_back(desk: Desk) -> None:
    desk.show(LetterKind.PAUSE)
    built_in = desk.editor.body.words

    def opened() -> TemplateDialog:
        desk.button("letterTemplate").click()
        dialog = desk.window(TemplateDialog)
        assert isinstance(dialog, TemplateDialog)
        desk.qtbot.waitUntil(lambda: bool(dialog.edit.toPlainText()))
        return dialog

    dialog = opened()
    assert dialog.reset.isHidden()
    assert "{{ pause_until }}  the day until which to pause" in dialog.places.toPlainText()
    dialog.edit.setPlainText("A rest\n{{ nobody }}")
    dialog.save.click()
    desk.qtbot.waitUntil(lambda: bool(dialog.message.words))
    assert "nobody" in dialog.message.words
    dialog.edit.setPlainText("A rest\nLet us rest, {{ name }}.")
    dialog.save.click()
    desk.qtbot.waitUntil(lambda: desk.editor.body.words == "Let us rest, Sam.")

    again = opened()
    assert not again.reset.isHidden()
    again.reset.click()
    desk.qtbot.waitUntil(lambda: desk.editor.body.words == built_in)


def test_a_text_that_cannot_be_used_is_named(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "letters" / "en"
    folder.mkdir(parents=True)
    (folder / "pause.txt").write_text("A rest\n{% if %}")
    desk.show(LetterKind.PAUSE)
    assert "built-in text is used" in desk.editor.message.words
    assert "Could we pause until" in desk.editor.body.words


def _long(words: int) -> str:
    sentences = ["Thank you for the budget of 9 December.", "I am so busy.", "We set out to lead a team.", "\n\nAnd"]
    return " ".join(islice(cycle(" ".join(sentences).split(" ")), words))


def test_a_keystroke_takes_less_than_a_picture_of_the_screen(desk: Desk) -> None:
    """A sixtieth of a second of this thread, by the middle of the keystrokes: other programs share this machine."""
    desk.show(LetterKind.GRADUATION)
    desk.write(_long(2000))
    desk.editor.body.setFocus()
    times: list[float] = []
    looks: list[float] = []
    for key in "and since then I say it in the first minute":
        start = thread_time()
        QTest.keyClicks(desk.editor.body, key)
        times.append(thread_time() - start)
        start = thread_time()
        desk.editor.looking.look()
        looks.append(thread_time() - start)
    assert statistics.median(times) < 0.016
    assert statistics.median(looks) < 0.016


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION, LetterKind.PRIORITY)
    desk.write(LETTER)
    for widget in desk.editor.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible():
            continue
        if widget.parentWidget() is not None and "qt_" in widget.objectName():
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), widget.objectName()
