"""W8: a page to keep, and what of it may be shared."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop.mentoring.jottings import JottingKind, JottingState
from desktop.mentoring.letters import LetterKind, Outcome
from desktop.mentoring.plan import Draft
from desktop.ui.wizard.lessons import keep_lessons
from desktop.ui.wizard.letter_markdown import as_markdown
from desktop.ui.wizard.summary_page import SummaryPage
from tests.ui.wizard.closing_stage import KEY, ClosingStage, mentee, unnamed

__all__ = ["mentee"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"


def test_goals_and_lessons_are_there_already(stage: ClosingStage) -> None:
    stage.wrote(JottingKind.LESSON, "The board reads the last page first")
    goal = stage.wrote(JottingKind.GOAL, "Lead a team")
    stage.graduand.stories.change(goal.id, state=JottingState.DONE)
    stage.wrote(JottingKind.GOAL, "Speak in public")
    page = stage.show(SummaryPage)
    assert page.lessons.words == "The board reads the last page first"
    words = page.editor.body.words
    assert "- Lead a team" in words and "- The board reads the last page first" in words


def test_by_keyboard_to_a_summary_of_ones_own(stage: ClosingStage) -> None:
    page = stage.show(SummaryPage)
    assert stage.here == "summaryLessons"
    stage.type_("Ask twice")
    stage.key(KEY.Key_Return)
    stage.type_("Write it down")
    stage.key(KEY.Key_Tab)
    stage.type_("The grant")
    stage.tab_to("outcome0Words")
    stage.type_("Time saved")
    stage.key(KEY.Key_Tab)
    stage.type_("3 days a month")
    stage.settle(page)
    words = page.editor.body.words
    for line in ("- Ask twice", "- Write it down", "- The grant", "- Time saved: 3 days a month"):
        assert line in words
    assert stage.kept.outcomes == (Outcome("Time saved", "3 days a month"),)


def test_a_number_is_kept_before_its_words_and_words_without_a_number(stage: ClosingStage) -> None:
    page = stage.show(SummaryPage)
    page.outcomes.rows[0].number.setText("12 %")
    page.outcomes.more.click()
    page.outcomes.rows[1].words.setText("Fewer open questions")
    stage.settle(page)
    assert stage.kept.outcomes == (Outcome("", "12 %"), Outcome("Fewer open questions", ""))
    page.show_told()
    assert [row.number.text() for row in page.outcomes.rows[:2]] == ["12 %", ""]
    assert "- […]: 12 %\n- Fewer open questions\n" in f"{page.editor.body.words}\n"


def test_numbers_and_open_points_stay_until_each_may_leave(stage: ClosingStage) -> None:
    page = stage.show(SummaryPage)
    page.open_points.edit.setPlainText("The grant")
    first, second = page.outcomes.rows[0], page.outcomes.rows[1]
    first.words.setText("Time saved")
    first.number.setText("3 days")
    page.outcomes.more.click()
    assert stage.here == "outcome1Words"
    second.words.setText("Orders")
    second.number.setText("12")
    second.may_leave.click()
    page.version.options[True].button.click()
    stage.settle(page)
    assert page.editor.kind is LetterKind.SUMMARY_SHAREABLE
    words = page.editor.body.words
    assert "Orders: 12" in words
    assert "3 days" not in words and "The grant" not in words
    assert stage.kept.shareable


def test_the_version_to_share_waits_for_their_yes(stage: ClosingStage) -> None:
    page = stage.show(SummaryPage)
    copy = page.findChild(QPushButton, "summaryLetterCopy")
    assert isinstance(copy, QPushButton)
    assert copy.isEnabled() and page.consent.isHidden()
    page.version.options[True].button.click()
    stage.settle(page)
    assert not copy.isEnabled()
    assert page.editor.leaving.says == "Ask them in the last talk whether it may be shared, then tick it above."
    page.editor.body.setFocus()
    stage.type_("So. ")
    assert not copy.isEnabled()
    page.consent.click()
    stage.settle(page)
    assert copy.isEnabled()
    again = stage.again(SummaryPage)
    assert again.consent.isChecked()


def test_lessons_are_kept_with_the_story_when_the_page_is_left(stage: ClosingStage) -> None:
    stage.wrote(JottingKind.LESSON, "Ask twice")
    stage.wrote(JottingKind.LESSON, "Draw it")
    page = stage.show(SummaryPage)
    page.lessons.edit.setPlainText("Ask twice\nWrite it down\n\n")
    stage.settle(page)
    assert stage.jottings(JottingKind.LESSON) == ["Ask twice", "Draw it"]
    stage.leave(page)
    assert stage.jottings(JottingKind.LESSON) == ["Ask twice", "Write it down"]


def test_a_lesson_that_was_written_elsewhere_meanwhile_stays(stage: ClosingStage) -> None:
    stories = stage.graduand.stories
    stories.write(stage.id, JottingKind.LESSON, "From the pair's page")
    keep_lessons(stories, stage.id, (), ("Mine",))
    assert stage.jottings(JottingKind.LESSON) == ["From the pair's page", "Mine"]


def test_a_last_line_makes_them_proud(stage: ClosingStage) -> None:
    page = stage.show(SummaryPage)
    button = page.findChild(QPushButton, "summaryLastTake0")
    assert isinstance(button, QPushButton)
    button.click()
    assert page.editor.body.words.endswith("today we talk as equals. That is your work as much as mine.")


def test_saved_as_markdown(stage: ClosingStage, tmp_path: Path) -> None:
    page = stage.show(SummaryPage)
    page.lessons.edit.setPlainText("Ask *twice*")
    stage.settle(page)
    save = page.findChild(QPushButton, "summaryLetterSave")
    assert isinstance(save, QPushButton)
    save.click()
    dialog = page.window().findChild(QFileDialog, "letterSave")
    assert isinstance(dialog, QFileDialog)
    assert dialog.nameFilters()[0] == "Markdown (*.md)"
    with stage.qtbot.waitSignal(page.editor.out):
        dialog.fileSelected.emit(str(tmp_path / "kept.md"))
    dialog.reject()
    written = (tmp_path / "kept.md").read_text(encoding="utf-8")
    assert written.startswith("# What came of our meetings\n\nStarted ")
    assert "\n## What I'd pass on\n\n- Ask \\*twice\\*\n" in written


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("<b>x</b>", "\\<b\\>x\\</b\\>"),
        ("# no heading", "\\# no heading"),
        ("1. no list", "\\1. no list"),
        ("[a](http://example.org)", "\\[a\\](http://example.org)"),
        ("a_b `c` \\d", "a\\_b \\`c\\` \\\\d"),
    ],
)
def test_no_sign_in_the_words_is_read_as_markdown(words: str, written: str) -> None:
    assert as_markdown(Draft("summary", "x", words)).decode() == f"# x\n\n{written}\n"


def test_everything_has_a_name_and_tab_is_never_caught(stage: ClosingStage) -> None:
    page = stage.show(SummaryPage)
    assert unnamed(page) == []
    stage.tab_to("summaryLastTake0")
