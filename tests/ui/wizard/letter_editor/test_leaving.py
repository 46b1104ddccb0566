"""How a letter leaves: the clipboard, a file, the user's mail program. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.mentoring.letters import LetterKind, Offer, Values
from tests.ui.wizard.letter_editor.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"


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
