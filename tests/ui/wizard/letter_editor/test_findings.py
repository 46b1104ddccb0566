"""What could be said better: drawn, gone to by keyboard, replaced, and read aloud once."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest

from desktop.mentoring.letters import LetterKind
from desktop.ui.style import current_ink
from desktop.ui.wizard import letter_findings
from tests.ui.wizard.letter_editor.conftest import LETTER, Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_blanks_and_findings_are_drawn_and_nothing_is_red(desk: Desk) -> None:
    desk.show(LetterKind.PRIORITY)
    desk.write("😀 Thank you for [it]. I am so busy.")
    marks: list[Any] = desk.editor.body.extraSelections()
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    waves = [mark for mark in marks if mark.format.underlineStyle() == wave]
    assert [mark.cursor.selectedText() for mark in waves] == ["so busy"]
    assert waves[0].format.underlineColor() == current_ink().accent
    tinted = [mark.cursor.selectedText() for mark in marks if mark not in waves]
    assert tinted == ["[it]"]


def test_a_finding_waits_for_a_pause_in_the_typing(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION)
    before = desk.whys
    desk.editor.body.setFocus()
    QTest.keyClicks(desk.editor.body, "I am so busy. ")
    assert desk.whys == before
    desk.qtbot.waitUntil(lambda: desk.whys != before)
    assert any("full diary" in why for why in desk.whys)


def test_by_keyboard_from_finding_to_finding_and_another_sentence_in_its_place(desk: Desk) -> None:
    desk.show(LetterKind.THANK_YOU)
    desk.write(LETTER)
    desk.editor.body.setFocus()
    seen = []
    for _ in range(4):
        desk.key(KEY.Key_F8)
        seen.append(desk.selected)
    assert seen == ["You cancelled", "so busy", "Let me know if I can help", "You cancelled"]
    desk.key(KEY.Key_F8, SHIFT)
    assert desk.selected == "Let me know if I can help"
    desk.key(KEY.Key_F8, SHIFT)
    desk.key(KEY.Key_Period, CTRL)
    assert "so busy" not in desk.editor.body.words
    assert "I have reached what I came for, and my goals have moved on." in desk.editor.body.words
    assert desk.editor.body.hasFocus()
    desk.key(KEY.Key_Z, CTRL)
    assert desk.editor.body.words == LETTER


def test_a_button_says_it_this_way_even_when_the_letter_has_moved_on(desk: Desk) -> None:
    desk.show(LetterKind.THANK_YOU)
    desk.write(LETTER)
    button = desk.button("letterFindingsSay1")
    assert button.accessibleName().startswith("Say it this way: I have reached")
    desk.editor.body.setFocus()
    QTest.keyClicks(desk.editor.body, "So. ")
    button.setFocus()
    desk.key(KEY.Key_Space)
    words = desk.editor.body.words
    assert words.startswith("So. Hello Sam,")
    assert "You cancelled the last one. I have reached what I came for" in words


def test_what_is_missing_can_be_added_and_the_parts_are_ticked(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION)
    desk.write("Hello Sam,\n\nI hope you are well.\n\nKim")
    assert desk.editor.looking.parts.text() == "○ thanks   ○ why now   ○ the meetings stop   ○ how you stay in touch"
    while desk.editor.looking.found.lines:
        assert desk.button("letterFindingsSay0").text() == "Add this"
        desk.button("letterFindingsSay0").click()
    assert desk.editor.looking.parts.text() == "✓ thanks   ✓ why now   ✓ the meetings stop   ✓ how you stay in touch"
    assert "Tuesday 9 December 2025" in desk.editor.body.words
    desk.show(LetterKind.THANK_YOU)
    assert desk.editor.looking.parts.isHidden()


def test_a_reader_hears_of_a_finding_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(letter_findings, "announce", lambda _, words: heard.append(words))
    desk.show(LetterKind.THANK_YOU)
    desk.editor.body.setFocus()
    desk.write("I am so busy.")
    desk.write("Well, I am so busy.")
    desk.write("Well, I am so busy. And again.")
    assert len(heard) == 1
    assert heard[0].startswith("so busy A full diary")
