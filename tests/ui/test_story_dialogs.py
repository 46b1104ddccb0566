"""The story's dialogs: letters, the keepsake, the page for whoever comes next, the hold, a note from the tray."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.mentoring.jottings import JottingKind, JottingState
from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.letters.values import Thanks
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import Freed, Sheet
from desktop.ui.story.brief_dialog import BriefDialog
from desktop.ui.story.dialog import StoryDialog
from desktop.ui.story.hold_dialog import HoldDialog
from desktop.ui.story.keepsake_dialog import KeepsakeDialog
from desktop.ui.story.letter_dialog import LetterDialog
from desktop.ui.story.lighter_dialog import WAYS, LighterDialog
from desktop.ui.story.quick_note import NoteFor, QuickNote
from desktop.ui.style import LinkButton
from tests.ui.told import AFTER, Told, telling

__all__ = ["telling"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Dialog = TypeVar("Dialog", bound=StoryDialog)

THANKS = (
    Thanks("Ask earlier", "I asked in spring", "I led two projects"),
    Thanks("Sleep on it", "waited a night", "I took the right one"),
    Thanks("Three slides", "cut my talk", "they invited me back"),
)


def opened(on: Told, kind: type[Dialog]) -> Dialog:
    on.qtbot.waitUntil(lambda: isinstance(on.window._stories.dialog, kind))
    on.rest()
    dialog = on.window._stories.dialog
    assert isinstance(dialog, kind)
    return dialog


@pytest.fixture
def closed(told: Told) -> Told:
    told.agree()
    told.program.stories.settle(told.pair, Sheet(thanks=THANKS, freed=Freed.NEXT))
    goal = told.program.stories.write(told.pair, JottingKind.GOAL, "Speak in public")
    told.program.stories.change(goal.id, state=JottingState.DONE)
    told.clock.to(AFTER)
    told.open()
    return told


def press(on: Told, name: str) -> None:
    on.find(QPushButton, name).click()


def saved(on: Told, dialog: StoryDialog, name: str, save: Callable[[str], None]) -> bytes:
    path = on.folder / name
    with on.qtbot.waitSignal(dialog.saved):
        save(str(path))
    assert path.stat().st_mode & 0o077 == 0, "for the user's eyes only"
    assert name in dialog.says.text()
    return path.read_bytes()


# --- letters ------------------------------------------------------------------------------------------


def test_a_letter_is_filled_copied_and_kept_as_it_was_sent(closed: Told) -> None:
    press(closed, "write-thank-you-late")
    dialog = opened(closed, LetterDialog)
    closed.qtbot.waitUntil(lambda: dialog.editor.ready)
    body = dialog.editor.body.words
    assert "Ask earlier" in body
    assert "9 December 2025" in body
    dialog.editor.leaving.copy.click()
    assert QGuiApplication.clipboard().text() == body
    assert dialog.editor.to == ("mentor@example.org",)
    dialog.editor.body.setPlainText("Dear mentor, thank you.")
    button = dialog.findChild(QPushButton, "letter-sent")
    assert button is not None
    button.click()
    closed.rest()
    (sent,) = closed.story.story.of(JottingKind.SENT)
    assert (sent.words, sent.about) == ("Dear mentor, thank you.", LetterKind.THANK_YOU_LATE)
    assert closed.story.closing is not None
    assert closed.story.closing.thanked


def test_what_was_spotted_begins_its_letter(told: Told) -> None:
    spotted = told.program.stories.write(told.pair, JottingKind.SPOTTED, "a call for keynotes")
    told.open()
    press(told, f"write-{spotted.id}")
    dialog = opened(told, LetterDialog)
    told.qtbot.waitUntil(lambda: dialog.editor.ready)
    assert "I saw a call for keynotes" in dialog.editor.body.words
    dialog.reject()
    assert told.story.story.of(JottingKind.SENT) == (), "a look is no letter"


def test_a_text_to_begin_with_names_the_goals_and_the_day(told: Told) -> None:
    told.program.stories.write(told.pair, JottingKind.GOAL, "Speak in public")
    told.program.stories.write(told.pair, JottingKind.REVIEW, "", due=date(2026, 3, 2))
    told.open()
    press(told, "opening-letter")
    dialog = opened(told, LetterDialog)
    told.qtbot.waitUntil(lambda: dialog.editor.ready)
    assert "2 March 2026" in dialog.editor.body.words
    assert "Speak in public" in dialog.editor.body.words


# --- the keepsake -------------------------------------------------------------------------------------


def test_the_keepsake_shows_what_there_was_and_is_saved_as_three_kinds(closed: Told) -> None:
    press(closed, "keepsake")
    dialog = opened(closed, KeepsakeDialog)
    made = dialog.made
    assert (made.met, made.goals, len(made.thanks)) == (10, ("Speak in public",), 3)
    assert made.day == date(2025, 12, 9)
    assert "A graduation" in dialog.preview.accessibleDescription()
    QTest.keyClicks(dialog.line, "See you next year.")
    html = saved(closed, dialog, "card.html", dialog.save).decode()
    assert "See you next year." in html
    assert saved(closed, dialog, "card.pdf", dialog.save).startswith(b"%PDF")
    assert QImage.fromData(saved(closed, dialog, "card.PNG", dialog.save)).width() > 1000
    with closed.qtbot.waitSignal(dialog.saved):
        dialog.save(str(closed.folder / "card"))
    assert (closed.folder / "card.pdf").read_bytes().startswith(b"%PDF"), "a PDF where the name says nothing"


def test_its_tone_is_the_users_and_peers_have_none(closed: Told) -> None:
    press(closed, "keepsake")
    dialog = opened(closed, KeepsakeDialog)
    dialog.tone.setCurrentIndex(1)
    dialog.tone.activated.emit(1)
    assert "A graduation" not in dialog.preview.accessibleDescription()
    dialog.reject()
    closed.session.set_side(closed.pair, Side.PEER)
    closed.rest()
    closed.window._stories.dialog = None
    press(closed, "keepsake")
    assert opened(closed, KeepsakeDialog).tone.isHidden()


def test_where_it_cannot_be_saved_it_says_so(closed: Told) -> None:
    press(closed, "keepsake")
    dialog = opened(closed, KeepsakeDialog)
    dialog.save(str(closed.folder / "nowhere" / "card.pdf"))
    closed.settle()
    assert dialog.says.text()
    assert not (closed.folder / "nowhere").exists()


def test_the_file_is_chosen_by_the_user(closed: Told) -> None:
    press(closed, "keepsake")
    dialog = opened(closed, KeepsakeDialog)
    button = dialog.findChild(QPushButton, "keepsake-save")
    assert button is not None
    button.click()
    chooser = dialog.findChild(QFileDialog, "save-file")
    assert chooser is not None
    assert chooser.nameFilters() == ["PDF (*.pdf)", "Picture (*.png)", "Page (*.html)"]
    with closed.qtbot.waitSignal(dialog.saved):
        chooser.fileSelected.emit(str(closed.folder / "mine.html"))
    chooser.close()


# --- what comes next ----------------------------------------------------------------------------------


def test_the_page_for_a_first_talk_is_written_saved_and_kept(closed: Told) -> None:
    press(closed, "next-brief")
    dialog = opened(closed, BriefDialog)
    assert dialog.challenge.text() == "", "never one of the goals of before"
    QTest.keyClicks(dialog.challenge, "A team of ten")
    QTest.keyClicks(dialog.covered, "Speaking")
    assert "A team of ten" in dialog.page.toPlainText()
    content = saved(closed, dialog, "first-talk.txt", dialog.save).decode()
    assert content == dialog.page.toPlainText()
    assert "public" not in content
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == content
    dialog.reject()
    closed.rest()
    story = closed.story.story
    assert [one.words for one in story.of(JottingKind.CHALLENGE)] == ["A team of ten"]
    assert [one.words for one in story.of(JottingKind.HELPS_WITH)] == ["Speaking"]


def test_a_page_that_was_only_read_keeps_nothing(closed: Told) -> None:
    press(closed, "next-brief")
    dialog = opened(closed, BriefDialog)
    dialog.reject()
    closed.rest()
    assert closed.story.story.of(JottingKind.CHALLENGE) == ()


def test_the_text_to_ask_for_a_talk_is_to_nobody_yet(closed: Told) -> None:
    press(closed, "next-brief")
    brief = opened(closed, BriefDialog)
    QTest.keyClicks(brief.challenge, "a team of ten")
    link = brief.findChild(LinkButton, "brief-letter")
    assert link is not None
    link.click()
    letter = opened(closed, LetterDialog)
    closed.qtbot.waitUntil(lambda: letter.editor.ready)
    assert "a team of ten" in letter.editor.body.words
    assert "mentor" not in letter.editor.body.words.lower().replace("mentoring", "")
    assert letter.editor.to == ()


def test_the_hold_is_a_file_and_changes_no_calendar(closed: Told) -> None:
    before = closed.program.reviewing.export()
    press(closed, "next-hold")
    dialog = opened(closed, HoldDialog)
    content = saved(closed, dialog, "hold.ics", dialog.save)
    assert b"DTSTART;TZID=Europe/London:20251223T160000" in content
    assert b"COUNT=6" in content
    assert b"ATTENDEE" not in content
    assert closed.program.reviewing.export() == before


# --- a note from the tray -----------------------------------------------------------------------------


class Kept:
    """Stands for the services, and holds what a note wants of them."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.stories = self

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *values: self.calls.append((name, *values))

    def carry_out(self, deed: Callable[[Any], object]) -> None:
        deed(self)


MEETING = datetime(2025, 11, 11, 16, tzinfo=AFTER.tzinfo)


@pytest.mark.parametrize(
    ("what", "call"),
    [
        (NoteFor.SPOTTED, ("write", "p2", JottingKind.SPOTTED, "A call")),
        (NoteFor.WIN, ("win", "p2", "A call", MEETING)),
    ],
)
def test_one_line_for_one_of_them_by_keyboard(qtbot: QtBot, what: NoteFor, call: tuple[Any, ...]) -> None:
    kept = Kept()
    note = QuickNote(None, what, [("p1", "Alex", None), ("p2", "Robin", MEETING)], kept.carry_out)
    qtbot.addWidget(note)
    note.open()
    who, line = note.findChild(QComboBox, "note-who"), note.findChild(QLineEdit, "note-line")
    assert who is not None
    assert line is not None
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert note.isVisible(), "nothing was written yet"
    who.setCurrentIndex(1)
    QTest.keyClicks(line, " A call ")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert kept.calls == [call]
    assert note.result() == QuickNote.DialogCode.Accepted


def test_not_now_and_escape_write_nothing(qtbot: QtBot) -> None:
    kept = Kept()
    for key in (None, Qt.Key.Key_Escape):
        note = QuickNote(None, NoteFor.SPOTTED, [("p1", "Alex", None)], kept.carry_out)
        note.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(note)
        note.open()
        line, later = note.findChild(QLineEdit, "note-line"), note.findChild(QPushButton, "note-not-now")
        assert line is not None
        assert later is not None
        QTest.keyClicks(line, "A call")
        if key is None:
            later.click()
        else:
            QTest.keyClick(note, key)
        assert not note.isVisible()
    assert kept.calls == []


# --- a lighter meeting --------------------------------------------------------------------------------


def test_words_for_a_shorter_meeting_or_none_are_copied_and_nothing_changes(told: Told) -> None:
    told.open()
    plans = told.program.transitions.history()
    told.window.open_lighter(told.pair)
    dialog = told.window._stories.dialog
    assert isinstance(dialog, LighterDialog)
    for way in WAYS:
        field = dialog.fields[way]
        assert "Tuesday 25 November" in field.toPlainText()
        field.setPlainText(f"{field.toPlainText()} Thank you.")
        copying = dialog.findChild(QPushButton, f"copy-{way}")
        assert copying is not None
        copying.click()
        assert QGuiApplication.clipboard().text() == field.toPlainText()
        assert dialog.says.text() == "Copied. It is yours to send."
    assert told.program.transitions.history() == plans
    dialog.reject()


def test_without_a_meeting_ahead_there_is_nothing_to_make_lighter(told: Told) -> None:
    told.clock.to(AFTER)
    told.open()
    told.window.open_lighter("nobody")
    assert told.window._stories.dialog is None
