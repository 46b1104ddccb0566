"""One letter, written by keyboard, with the real texts, the real linters, and files in a folder of the test's own."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from itertools import cycle, islice
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAccessible, QDesktopServices, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.mentoring.letters import LetterKind, Offer, Values
from desktop.mentoring.letters.values import Dates, Goal
from desktop.mentoring.sheet import Sheet, Written
from desktop.services.letters import Letters
from desktop.ui.bridge import Bridge
from desktop.ui.dialogs import Notice
from desktop.ui.style import current_ink
from desktop.ui.wizard import letter_findings
from desktop.ui.wizard.letter_editor import LetterEditor, Wanted
from desktop.ui.wizard.letter_views import Rehearsal, TemplateDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FINAL = date(2025, 12, 9)
VALUES = Values(
    name="Sam",
    me="Kim",
    dates=Dates(final=FINAL),
    goals=(Goal("lead a team", "I lead one of nine", reached=True),),
)


class Desk:
    """An editor in a window, and a sheet that keeps what was written."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.sheet = Sheet()
        self.bridge = Bridge()
        self.letters = Letters(folder)
        self.editor = LetterEditor("letter", self.letters, self.bridge)
        self.editor.changed.connect(self._keep)
        self.editor.restored.connect(self._drop)
        self.editor.resize(700, 700)
        qtbot.addWidget(self.editor)
        self.editor.show()
        qtbot.waitExposed(self.editor)

    def _keep(self, written: Written) -> None:
        self.sheet = self.sheet.with_letter(written)

    def _drop(self, kind: str) -> None:
        self.sheet = replace(self.sheet, written=tuple(one for one in self.sheet.written if one.kind != kind))

    def _written(self, kind: str) -> Written | None:
        return self.sheet.letter_of(kind)

    def show(self, *kinds: LetterKind, values: Values = VALUES, final: date | None = FINAL, chosen: str = "") -> None:
        self.editor.show_letter(Wanted(kinds, values, self._written, chosen, final))
        self.ready()

    def ready(self) -> None:
        self.qtbot.waitUntil(lambda: self.editor.ready and not self.bridge.busy)

    def write(self, words: str) -> None:
        self.editor.body.fill(words)
        self.editor.looking.look()

    def key(self, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.editor, key, how)

    @property
    def whys(self) -> list[str]:
        return [line.why for line in self.editor.looking.found.lines]

    @property
    def selected(self) -> str:
        return self.editor.body.textCursor().selectedText()

    def button(self, name: str) -> QPushButton:
        found = self.editor.findChildren(QPushButton, name)
        assert found, name
        return found[-1]

    def window(self, kind: type[QWidget]) -> QWidget:
        found = [each for each in self.editor.window().findChildren(kind) if each.isVisible()]
        assert found, kind
        return found[-1]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    one = Desk(qtbot, tmp_path)
    yield one
    one.bridge.close()


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


def test_blanks_and_findings_are_drawn_and_nothing_is_red(desk: Desk) -> None:
    desk.show(LetterKind.PRIORITY)
    desk.write("😀 Thank you for [it]. I am so busy.")
    marks = desk.editor.body.extraSelections()
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    waves = [mark for mark in marks if mark.format.underlineStyle() == wave]  # type: ignore[attr-defined]
    assert [mark.cursor.selectedText() for mark in waves] == ["so busy"]  # type: ignore[attr-defined]
    assert waves[0].format.underlineColor() == current_ink().accent  # type: ignore[attr-defined]
    tinted = [mark.cursor.selectedText() for mark in marks if mark not in waves]  # type: ignore[attr-defined]
    assert tinted == ["[it]"]


def test_a_finding_waits_for_a_pause_in_the_typing(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION)
    before = desk.whys
    desk.editor.body.setFocus()
    QTest.keyClicks(desk.editor.body, "I am so busy. ")
    assert desk.whys == before
    desk.qtbot.waitUntil(lambda: desk.whys != before)
    assert any("full diary" in why for why in desk.whys)


LETTER = "Hello Sam,\n\nYou cancelled the last one. I am so busy. Let me know if I can help.\n\nKim"


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


def test_copying_takes_the_body_as_it_stands(desk: Desk) -> None:
    desk.show(LetterKind.GRADUATION)
    QTest.keyClicks(desk.editor.body, "Mine. ")
    desk.button("letterCopy").click()
    assert QApplication.clipboard().text() == desk.editor.body.words
    assert desk.editor.body.words.startswith("Mine. ")


@pytest.mark.parametrize("name", ["letter.txt", "letter.eml"])
def test_saving_as_text_or_as_a_draft_of_a_mail(desk: Desk, tmp_path: Path, name: str) -> None:
    desk.show(LetterKind.GRADUATION)
    desk.editor.to = ("sam@example.org", "not an address")
    desk.button("letterSave").click()
    dialog = desk.window(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    with desk.qtbot.waitSignal(desk.editor.out):
        dialog.fileSelected.emit(str(tmp_path / name))
    dialog.reject()
    content = (tmp_path / name).read_bytes()
    if name.endswith(".txt"):
        assert content.decode() == f"Our regular meetings\n\n{desk.editor.body.words}\n"
    else:
        mail = message_from_bytes(content, policy=default)
        assert (mail["To"], mail["X-Unsent"], mail["From"]) == ("sam@example.org", "1", None)
        assert mail.get_content().replace("\r", "").rstrip() == desk.editor.body.words


def test_a_place_where_nothing_can_be_saved_is_said(desk: Desk, tmp_path: Path) -> None:
    desk.show(LetterKind.GRADUATION)
    desk.editor.leaving.save_to(tmp_path / "missing" / "letter.txt")
    desk.qtbot.waitUntil(lambda: bool(desk.editor.leaving.says))
    assert "Saved" not in desk.editor.leaving.says


class MailProgram(QObject):
    """Takes the links that would open a mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @Slot(QUrl)
    def take(self, link: QUrl) -> None:
        self.links.append(bytes(link.toEncoded().data()).decode())


@pytest.fixture
def mail() -> Iterator[MailProgram]:
    program = MailProgram()
    QDesktopServices.setUrlHandler("mailto", program, "take")
    yield program
    QDesktopServices.unsetUrlHandler("mailto")


def test_the_mail_program_gets_the_letter_and_nothing_is_sent(desk: Desk, mail: MailProgram) -> None:
    desk.show(LetterKind.NEUTRAL_CLOSE)
    desk.editor.to = ("sam@example.org",)
    desk.button("letterMail").click()
    (link,) = mail.links
    assert link.startswith("mailto:sam@example.org?subject=Our%20regular%20meetings&body=Hello%20Sam")
    assert desk.editor.leaving.says == "The letter is in your mail program now. Nothing was sent."


def test_a_long_letter_is_to_be_pasted(desk: Desk, mail: MailProgram) -> None:
    desk.show(LetterKind.GRADUATION)
    desk.write("A long story. " * 200)
    desk.button("letterMail").click()
    assert "body=" not in mail.links[0]
    assert "too long to be handed over" in desk.editor.leaving.says


def test_an_introduction_waits_for_the_yes_of_who_is_introduced(desk: Desk) -> None:
    desk.show(LetterKind.INTRODUCTION, values=Values(offer=Offer(person="Ada")))
    assert not any(desk.button(name).isEnabled() for name in ("letterCopy", "letterSave", "letterMail"))
    assert "has to know about it and want it" in desk.editor.leaving.says
    QTest.keyClicks(desk.editor.body, "Still. ")
    assert not desk.button("letterCopy").isEnabled()
    desk.show(LetterKind.INTRODUCTION, values=Values(offer=Offer(person="Ada", agreed=True)))
    assert desk.button("letterCopy").isEnabled()


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
