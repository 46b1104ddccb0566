"""W10: how long, where, and an agenda of four points."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.mentoring.jottings import JottingKind, JottingState
from desktop.mentoring.letters import LetterKind, Thanks
from desktop.mentoring.plan import Rhythm
from desktop.mentoring.sheet import Way
from desktop.ui.wizard.last_talk_page import LastTalkPage
from tests.ui.wizard.closing_stage import KEY, ClosingStage, mentee, unnamed

__all__ = ["mentee"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"


def test_four_points_from_what_was_told(stage: ClosingStage) -> None:
    goal = stage.wrote(JottingKind.GOAL, "Lead a team", about="I lead nine people")
    stage.graduand.stories.change(goal.id, state=JottingState.DONE)
    stage.wrote(JottingKind.REVIEW, "soon")
    stage.session.write(thanks=(Thanks("to let Ada speak first", "did", "so"), Thanks(), Thanks()))
    page = stage.show(LastTalkPage)
    assert page._when.text() == "On Tuesday 9 December 2025"
    assert page.editor.kind is LetterKind.AGENDA
    words = page.editor.body.words
    for line in ("1. What we achieved", "- I lead nine people", "2. Thanks", "- to let Ada speak first"):
        assert line in words
    assert "3. What stays open" in words and "4. How we stay in touch" in words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "a big-picture talk once a year"),
        ({"rhythm": Rhythm.EVERY_6_MONTHS}, "a big-picture talk every six months"),
        ({"way": Way.FULL}, "[…]"),
    ],
)
def test_how_they_stay_in_touch_as_it_was_chosen(stage: ClosingStage, told: dict[str, object], words: str) -> None:
    stage.session.choose(**told)
    page = stage.show(LastTalkPage)
    assert page.editor.body.words.splitlines()[-1].strip() == f"- {words}"


def test_nothing_is_said_of_a_talk_that_nobody_books(stage: ClosingStage) -> None:
    stage.session.write(on_request=True)
    page = stage.show(LastTalkPage)
    assert "once a year" not in page.editor.body.words


def test_fifteen_minutes_to_begin_with_and_more_by_keyboard(stage: ClosingStage) -> None:
    page = stage.show(LastTalkPage)
    assert stage.here == "lastTalkMinutes15"
    assert page.editor.subject.text() == "Our last regular meeting: 15 minutes"
    stage.key(KEY.Key_Right)
    stage.settle(page)
    assert stage.kept.minutes == 30
    assert page.editor.subject.text() == "Our last regular meeting: 30 minutes"
    stage.tab_to("lastTalkOpen")
    stage.type_("The grant")
    stage.settle(page)
    assert "- The grant" in page.editor.body.words


def test_a_place_goes_into_the_agenda_when_the_user_puts_it_there(stage: ClosingStage) -> None:
    page = stage.show(LastTalkPage)
    assert page.where.isHidden() and page.put_place.isHidden()
    page.in_person.click()
    page.where.edit.setPlainText("the library")
    stage.settle(page)
    assert (stage.kept.in_person, stage.kept.place) == (True, "the library")
    assert "library" not in page.editor.body.words
    page.put_place.click()
    assert page.editor.body.words.endswith("Where: the library")
    again = stage.again(LastTalkPage)
    assert again.where.words == "the library"
    assert again.editor.body.words.endswith("Where: the library")


def test_a_summary_to_share_is_asked_about(stage: ClosingStage) -> None:
    page = stage.show(LastTalkPage)
    assert page.ask.isHidden()
    stage.session.write(shareable=True)
    page.initializePage()
    assert not page.ask.isHidden()


def test_the_agenda_can_be_taken_along(stage: ClosingStage) -> None:
    page = stage.show(LastTalkPage)
    copy = page.findChild(QPushButton, "last-talkLetterCopy")
    assert isinstance(copy, QPushButton)
    copy.click()
    assert QApplication.clipboard().text() == page.editor.body.words


def test_everything_has_a_name_and_tab_is_never_caught(stage: ClosingStage) -> None:
    page = stage.show(LastTalkPage)
    page.in_person.click()
    page.where.edit.setPlainText("the library")
    assert unnamed(page) == []
    page.enter()
    stage.tab_to("last-talkLetterTemplate")
