from __future__ import annotations

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWizard

from desktop.mentoring.plan import PlanState
from desktop.ui.wizard.wizard import At
from integrations.errors import Trouble
from tests.ui.wizard.fakes import MENTOR, FakeTransitions

BUTTON = QWizard.WizardButton


def words(page):
    QApplication.processEvents()
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def reached(walk, folder, transitions=None):
    walker = walk(transitions or FakeTransitions())
    walker.to_check()
    walker.wizard.check.folder.edit.setText(str(folder))
    walker.wizard.check.told.tick.setChecked(True)
    walker.done()
    return walker


def test_what_was_written_where_and_what_is_left_to_do(walk, tmp_path):
    walker = reached(walk, tmp_path / "out")
    page = walker.wizard.done_page

    assert page._state.text() == "Waiting for you"
    assert page._folder.text() == f"In {tmp_path / 'out'}"
    shown = words(page)
    for name in ("series.ics", "big-picture-talk.ics", "HOWTO.txt"):
        assert name in shown
    assert "Apple Calendar: double-click both files." in shown
    page.copy.click()
    assert QApplication.clipboard().text() == str(tmp_path / "out")


def test_the_folder_opens(walk, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or False)
    page = reached(walk, tmp_path / "out").wizard.done_page
    page.open.click()

    assert opened == [str(tmp_path / "out")]
    assert page.message.words.startswith("The folder could not be opened")


def test_there_is_no_way_back_but_undo(walk, tmp_path):
    wizard = reached(walk, tmp_path).wizard

    assert not wizard.button(BUTTON.BackButton).isVisible()
    assert not wizard.button(BUTTON.CancelButton).isVisible()
    assert wizard.button(BUTTON.FinishButton).text() == "Close"


def test_undo_of_files_asks_nothing_and_says_what_is_left(walk, tmp_path):
    walker = reached(walk, tmp_path)
    page = walker.wizard.done_page
    page.undo.click()
    walker.until(lambda: page._state.text() == "Taken back")

    assert walker.wizard.session._graduand.transitions.made("undo") == [walker.wizard.session.written.record.plan.id]
    assert "Open series-as-before.ics." in words(page)
    assert "series.ics" not in words(page)
    assert page.undo.isHidden()
    assert walker.wizard.currentId() == At.DONE


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of the question's window
def test_undo_of_what_others_were_told_names_them_first(walk, tmp_path):
    live = FakeTransitions(source="google", needs_telling=True, state_after=PlanState.APPLIED, tells=(MENTOR,))
    walker = reached(walk, tmp_path, live)
    page = walker.wizard.done_page
    assert page._state.text() == "Your calendar was changed"
    page.undo.click()
    walker.until(lambda: page.findChild(QDialog, "question") is not None)
    question = page.findChild(QDialog, "question")
    assert any(MENTOR in each.text() for each in question.findChildren(QLabel))
    question.findChild(QPushButton, "not-now").click()
    assert live.made("undo") == []

    page.undo.click()
    walker.until(lambda: len(live.made("undo_messages")) == 2)
    walker.until(lambda: page.findChild(QDialog, "question") not in (None, question))
    page.findChild(QDialog, "question").findChild(QPushButton, "yes").click()
    walker.until(lambda: page._state.text() == "Taken back")
    assert len(live.made("undo")) == 1


def test_trouble_at_undo_is_said_and_can_be_tried_again(walk, tmp_path):
    transitions = FakeTransitions()
    walker = reached(walk, tmp_path, transitions)
    page = walker.wizard.done_page
    transitions.fail_with["undo"] = Trouble("write-disk-full", "/out")
    page.undo.click()
    walker.until(lambda: bool(page.message.words))
    assert page.message.words.startswith(Trouble("write-disk-full", "/out").title)
    assert page.undo.isEnabled()
    page.undo.click()
    walker.until(lambda: page._state.text() == "Taken back")


def test_a_plan_broken_off_can_be_finished_or_taken_back(walk, tmp_path):
    walker = reached(walk, tmp_path, FakeTransitions(state_after=PlanState.INTERRUPTED))
    page = walker.wizard.done_page
    assert page._state.text() == "Only a part was carried out"
    assert page.undo.text() == "&Take it back"
    page.resume.click()
    walker.until(lambda: page._state.text() == "Waiting for you")
    assert page.resume.isHidden()

    other = reached(walk, tmp_path, FakeTransitions(state_after=PlanState.INTERRUPTED, left_state=PlanState.UNDONE))
    page = other.wizard.done_page
    page.undo.click()
    other.until(lambda: page._state.text() == "Taken back")
    assert len(other.wizard.session._graduand.transitions.made("take_back")) == 1


def test_the_wizard_says_when_something_changed(walk, tmp_path):
    walker = walk()
    walker.to_check()
    walker.wizard.check.folder.edit.setText(str(tmp_path))
    with walker.qtbot.waitSignal(walker.wizard.changed):
        walker.wizard.button(BUTTON.CommitButton).click()
    walker.until(lambda: walker.wizard.currentId() == At.DONE)
    with walker.qtbot.waitSignal(walker.wizard.changed):
        walker.wizard.done_page.undo.click()
