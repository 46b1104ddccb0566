"""W6: how they hear of it, in which words, and on which day they did."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QPushButton

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.letters import LetterKind, Stage, Tone, Why
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import Sheet, TellBy, Way
from desktop.ui.wizard.tell_kinds import telling
from desktop.ui.wizard.tell_page import TellPage
from tests.ui.wizard.closing_stage import KEY, ClosingStage, mentee, unnamed

__all__ = ["mentee"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"
K = LetterKind


@pytest.mark.parametrize(
    ("sheet", "way", "side", "career", "first"),
    [
        (Sheet(), Way.STAY, Side.MENTEE, Stage.UNKNOWN, K.GRADUATION),
        (Sheet(tone=Tone.PLAIN), Way.STAY, Side.MENTEE, Stage.UNKNOWN, K.GOALS_REACHED),
        (Sheet(tone=Tone.DIRECTION), Way.FULL, Side.MENTEE, Stage.EARLY, K.CHANGE_OF_DIRECTION),
        (Sheet(why=Why.PRIORITY), Way.STAY, Side.MENTEE, Stage.MID, K.PRIORITY),
        (Sheet(), Way.STAY, Side.PEER, Stage.UNKNOWN, K.PEERS),
        (Sheet(), Way.STAY, Side.MENTOR, Stage.UNKNOWN, K.MENTOR_CLOSES),
        (Sheet(), Way.SLOW, Side.MENTEE, Stage.UNKNOWN, K.SLOWER_RHYTHM),
        (Sheet(tell_by=TellBy.TALK), Way.STAY, Side.MENTEE, Stage.UNKNOWN, K.ASK_TO_TALK),
    ],
)
def test_the_letter_that_fits_comes_first(sheet: Sheet, way: Way, side: Side, career: Stage, first: LetterKind) -> None:
    found = telling(sheet, way, side, career, group=False, leaves=False)
    assert found[0] is first
    assert K.ASK_TO_TALK in found
    assert len(set(found)) == len(found)


def test_one_letter_on_the_safe_branch_and_one_part_in_a_group() -> None:
    assert telling(Sheet(), Way.WRONG, Side.MENTEE, Stage.LEADER, group=False, leaves=False) == (K.NEUTRAL_CLOSE,)
    in_a_group = partial(telling, Sheet(), Way.STAY, Side.MENTEE, Stage.MID, group=True)
    assert in_a_group(leaves=True) == (K.LEAVING_GROUP, K.ASK_TO_TALK)
    assert in_a_group(leaves=False) == (K.PROPOSAL, K.ASK_TO_TALK), "who organises it proposes an end"


def test_by_keyboard_from_how_to_a_letter_with_the_last_date(stage: ClosingStage) -> None:
    page = stage.show(TellPage)
    assert stage.here == "tellByLetter"
    stage.tab_to("tellToneGraduation")
    stage.key(KEY.Key_Right)
    stage.settle(page)
    assert stage.kept.tone is Tone.DIRECTION
    assert page.editor.kind is K.CHANGE_OF_DIRECTION
    assert "Tuesday 9 December 2025" in page.editor.body.words
    stage.tab_to("tellLetterBody")
    stage.type_("Dear friend. ")
    stage.settle(page)
    written = stage.kept.letter_of("change-of-direction")
    assert written is not None and written.body.startswith("Dear friend. ")


def test_in_the_meeting_a_talk_is_asked_for_first(stage: ClosingStage) -> None:
    page = stage.show(TellPage)
    page.by.options[TellBy.TALK].button.click()
    stage.settle(page)
    assert page.editor.kind is K.ASK_TO_TALK
    assert stage.kept.tell_by is TellBy.TALK
    assert "before your meeting on Tuesday 25 November" in page.editor.arrival
    page.by.options[TellBy.CHAT].button.click()
    stage.settle(page)
    assert page.editor.kind is K.GRADUATION
    assert "when you send it" in page.editor.arrival


def test_a_senior_leader_gets_the_short_form(stage: ClosingStage) -> None:
    page = stage.show(TellPage)
    page.short.click()
    stage.settle(page)
    assert page.editor.kind is K.LEADER_SHORT
    page.editor.body.fill("Thank you. " + "word " * 130)
    page.editor.looking.look()
    assert any("at most 120 words" in line.why for line in page.editor.looking.found.lines)
    page.short.click()
    stage.settle(page)
    assert page.editor.kind is K.GRADUATION


def test_a_letter_that_was_picked_is_there_again_after_a_restart(stage: ClosingStage) -> None:
    page = stage.show(TellPage)
    page.editor.kinds.setFocus()
    stage.key(KEY.Key_End)
    stage.settle(page)
    assert page.editor.kind is K.ASK_TO_TALK
    page.editor.body.setFocus()
    stage.type_("Dear friend. ")
    stage.settle(page)
    again = stage.again(TellPage)
    assert again.editor.kind is K.ASK_TO_TALK
    assert again.editor.body.words.startswith("Dear friend. ")


def test_words_that_help_are_put_where_the_keyboard_was(stage: ClosingStage) -> None:
    stage.told(stage=Stage.LEADER)
    page = stage.show(TellPage)
    page.editor.body.setFocus()
    stage.key(KEY.Key_End)
    button = page.findChild(QPushButton, "tellPhrasesTake0")
    assert isinstance(button, QPushButton)
    assert button.accessibleName().startswith("Put it in: We hit the targets we set, and now I need to change how we")
    button.setFocus()
    stage.key(KEY.Key_Space)
    assert "to fit the new scale of my job." in page.editor.body.words.splitlines()[0]
    assert stage.here == "tellLetterBody"
    third = page.findChild(QPushButton, "tellPhrasesTake2")
    assert isinstance(third, QPushButton)
    assert "the decisions that count" in third.accessibleName()


def test_where_nobody_else_is_told_by_a_calendar_the_day_is_not_asked(stage: ClosingStage) -> None:
    page = stage.show(TellPage)
    assert page.told.isHidden()
    assert not page._unasked.isHidden()


def test_the_day_on_which_they_were_told_is_kept(stage: ClosingStage) -> None:
    stage.asks_telling()
    page = stage.show(TellPage)
    assert not page.told.isHidden()
    assert not page.sent.tick.isEnabled()
    stage.tab_to("tellTold")
    stage.key(KEY.Key_Space)
    assert page.told.told == date(2025, 11, 20)
    page.told.day.setDate(QDate(2025, 11, 18))
    stage.settle(page)
    assert stage.kept.told == date(2025, 11, 18)
    stage.leave(page)
    page.initializePage()
    assert page.told.told == date(2025, 11, 18)


def test_a_copy_of_what_was_sent_is_kept_only_when_the_user_says_so(stage: ClosingStage) -> None:
    stage.asks_telling()
    page = stage.show(TellPage)
    stage.settle(page)
    stage.leave(page)
    assert stage.jottings(JottingKind.SENT) == []

    assert stage.wizard is not None
    stage.wizard.back()
    page.told.tick.click()
    page.sent.tick.click()
    stage.settle(page)
    (sent,) = stage.graduand.stories.story(stage.id).of(JottingKind.SENT)
    assert (sent.about, sent.due) == ("graduation", date(2025, 11, 20))
    assert sent.words == f"Our regular meetings\n\n{page.editor.body.words}"

    page.editor.kinds.setFocus()
    stage.key(KEY.Key_Down)
    stage.settle(page)
    assert not page.sent.tick.isChecked()
    stage.key(KEY.Key_Up)
    stage.settle(page)
    assert page.sent.tick.isChecked()
    page.sent.tick.click()
    stage.settle(page)
    assert stage.jottings(JottingKind.SENT) == []


@pytest.mark.parametrize("side", [Side.MENTOR, Side.PEER])
def test_each_side_has_its_own_letter(stage: ClosingStage, side: Side) -> None:
    stage.told(side=side)
    page = stage.show(TellPage)
    if side is Side.MENTOR:
        assert page.editor.kind is K.MENTOR_CLOSES
        assert page.tone.isHidden() and page.short.isHidden()
        assert "It is about my time, not about you." in page.editor.body.words
    else:
        assert page.editor.kind is K.PEERS
        assert page.tone.options[Tone.GRADUATION].isHidden()
        assert "graduat" not in page.editor.body.words


def test_on_the_safe_branch_nothing_is_wanted_of_anybody(stage: ClosingStage) -> None:
    stage.told(way=Way.WRONG)
    page = stage.show(TellPage)
    assert page.editor.kind is K.NEUTRAL_CLOSE
    assert page.by.isHidden() and page.tone.isHidden() and page.phrases.isHidden()
    assert page.editor.looking.found.lines == ()


def test_everything_has_a_name_and_tab_is_never_caught(stage: ClosingStage) -> None:
    stage.asks_telling()
    page = stage.show(TellPage)
    assert unnamed(page) == []
    stage.tab_to("tellTold")
