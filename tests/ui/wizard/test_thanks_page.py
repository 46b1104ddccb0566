"""W7: three things that fit one person alone, and the letter that is made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.letters import LetterKind, Thanks
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import Sheet
from desktop.store.shown import Takeaway
from desktop.ui.wizard.thanks_page import ThanksPage
from tests.ui.wizard.closing_stage import KEY, ClosingStage, mentee, opened, unnamed

__all__ = ["mentee"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

THREE = (
    Thanks("to write the budget on one page", "did it in March", "nobody asks me for a second one"),
    Thanks("to let Ada speak first", "moved my part to the end", "she leads the Tuesday meeting"),
    Thanks('"no" is a whole sentence', "left two committees", "I am home by 6"),
)


def write(stage: ClosingStage, page: ThanksPage, thanks: tuple[Thanks, ...] = THREE) -> None:
    for card, one in zip(page.cards, thanks, strict=False):
        for part, field in card.fields.items():
            field.edit.setPlainText(getattr(one, part))
    stage.settle(page)


def test_three_thanks_by_keyboard_become_a_letter(stage: ClosingStage) -> None:
    page = stage.show(ThanksPage)
    assert stage.here == "thanks0Said"
    for one in THREE:
        for part in ("said", "did", "changed"):
            stage.type_(getattr(one, part))
            stage.key(KEY.Key_Tab)
    stage.settle(page)
    assert stage.kept.thanks == THREE
    assert page.ready and page.state.text() == "Ready: each of them fits one person alone."
    assert page.editor.kind is LetterKind.THANK_YOU
    first = "1. You said to write the budget on one page; I did it in March; since then nobody asks me for"
    assert first in page.editor.body.words


def test_a_hint_says_what_would_make_it_theirs_and_holds_nobody_up(stage: ClosingStage) -> None:
    page = stage.show(ThanksPage)
    said = page.cards[0].fields["said"]
    assert said.hint == ""
    stage.type_("a lot of things")
    assert said.hint == "Which words, on which occasion? A detail makes it theirs."
    assert page.cards[0].fields["did"].hint == "What did you do with it?"
    assert page.cards[1].fields["said"].hint == ""
    assert said.edit.accessibleDescription() == said.hint
    assert page.state.text() == "0 of three are there so far. You can go on all the same."
    assert page.isComplete()
    stage.leave(page)


def test_ready_waits_for_three_or_for_a_short_note(stage: ClosingStage) -> None:
    page = stage.show(ThanksPage)
    write(stage, page, THREE[:1])
    assert not page.ready and not page.sent.tick.isEnabled()
    page.short.click()
    stage.settle(page)
    assert page.ready and page.sent.tick.isEnabled()
    assert page.editor.kind is LetterKind.THANK_YOU_SHORT
    assert page.editor.body.words.count("You said") + page.editor.body.words.count("you said") == 1
    assert stage.kept.short
    page.sent.tick.click()
    stage.settle(page)
    (sent,) = stage.graduand.stories.story(stage.id).of(JottingKind.SENT)
    assert sent.about == "thank-you-short"


def test_a_restart_loses_nothing(stage: ClosingStage) -> None:
    page = stage.show(ThanksPage)
    write(stage, page, THREE[:2])
    again = stage.again(ThanksPage)
    assert [card.thanks for card in again.cards] == [*THREE[:2], Thanks()]
    assert stage.here == "thanks2Said"


def test_what_was_taken_away_from_meetings_is_a_start(stage: ClosingStage) -> None:
    for number, words in enumerate(("Ask what it costs not to decide", "Draw it before you write it")):
        meeting = datetime(2025, 10, 7 + 7 * number, 15, tzinfo=UTC)
        stage.graduand.store.shown.take_away(Takeaway(stage.id, meeting, meeting, words))
    stage.wrote(JottingKind.LESSON, "Anything")
    page = stage.show(ThanksPage)
    latest = page.findChild(QPushButton, "thanksStartersTake0")
    assert isinstance(latest, QPushButton)
    assert latest.accessibleName() == "Use it: Draw it before you write it"
    page.cards[1].fields["changed"].edit.setFocus()
    latest.setFocus()
    stage.key(KEY.Key_Space)
    assert page.cards[1].thanks.changed == "Draw it before you write it"
    other = page.findChild(QPushButton, "thanksStartersTake1")
    assert isinstance(other, QPushButton)
    other.click()
    assert page.cards[0].thanks.said == "Ask what it costs not to decide"
    stage.settle(page)
    assert stage.kept.thanks[0].said == "Ask what it costs not to decide"


def test_how_often_they_met_is_a_memory_and_no_count_of_what_fell_through(stage: ClosingStage) -> None:
    page = stage.show(ThanksPage)
    values = stage.session.values
    assert f"you met {values.met} times since" in page._met.text()


def test_the_letter_keeps_what_was_changed_by_hand(stage: ClosingStage) -> None:
    page = stage.show(ThanksPage)
    write(stage, page)
    page.editor.body.setFocus()
    stage.type_("Dear friend. ")
    page.cards[0].fields["said"].edit.setPlainText("to breathe before the board meets")
    stage.settle(page)
    assert page.editor.body.words.startswith("Dear friend. ")
    assert "to breathe" not in page.editor.body.words


def test_what_could_be_said_to_others_is_made_of_the_same_three(stage: ClosingStage) -> None:
    page = stage.show(ThanksPage)
    write(stage, page)
    page.editor.kinds.setFocus()
    stage.key(KEY.Key_Down)
    stage.settle(page)
    assert page.editor.kind is LetterKind.RECOMMENDATION
    assert "said to let Ada speak first" in page.editor.body.words
    page.cards[1].fields["did"].edit.setPlainText("kept quiet until the end")
    stage.settle(page)
    assert page.editor.kind is LetterKind.RECOMMENDATION
    assert "I kept quiet until the end" in page.editor.body.words


def test_a_group_is_thanked_as_one(stage: ClosingStage) -> None:
    stage.told(group=True)
    page = stage.show(ThanksPage)
    assert page.editor.kind is LetterKind.GROUP_THANKS
    assert page.editor._kind_line.isHidden()


def test_a_thank_you_is_never_too_late(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(qtbot, tmp_path, journey="j03") as over:
        page = over.show(ThanksPage)
        assert page.editor.kind is LetterKind.THANK_YOU_LATE
        assert "It has been a while since our last meeting on" in page.editor.body.words


def test_a_mentor_thanks_for_what_they_did(stage: ClosingStage) -> None:
    stage.told(side=Side.MENTOR)
    page = stage.show(ThanksPage)
    assert page.cards[0].fields["did"].question.text() == "You …"
    assert page.editor.kind is LetterKind.MENTORS_THANKS


@pytest.mark.parametrize("half_way", [True, False])
def test_two_mentees_with_the_same_three_thanks(stage: ClosingStage, half_way: bool) -> None:
    stage.told(side=Side.MENTOR)
    stage.graduand.reviewing.set_side("another", Side.MENTOR)
    if half_way:
        stage.graduand.stories.keep("another", Sheet(thanks=THREE))
    else:
        stage.graduand.stories.settle("another", Sheet(thanks=THREE))
    page = stage.show(ThanksPage)
    assert page.copied.isHidden()
    write(stage, page)
    assert not page.copied.isHidden()
    assert "same three thanks" in page.copied.text()
    page.cards[0].fields["said"].edit.setPlainText("to ask for the second opinion of a surgeon")
    page.cards[0].fields["did"].edit.setPlainText("did so in June")
    stage.settle(page)
    assert page.copied.isHidden()


@pytest.mark.parametrize("why", ["safe", "not a mentee of mine", "I am the mentee here"])
def test_nobody_else_is_held_beside_them(stage: ClosingStage, why: str) -> None:
    stage.told(side=Side.MENTEE if why.startswith("I am") else Side.MENTOR)
    stage.graduand.reviewing.set_side("another", Side.MENTEE if why.startswith("not") else Side.MENTOR)
    if why == "safe":
        stage.graduand.store.told.change("another", lambda told: replace(told, safe=True))
    stage.graduand.stories.settle("another", Sheet(thanks=THREE))
    page = stage.show(ThanksPage)
    write(stage, page)
    assert page.copied.isHidden()


def test_everything_has_a_name_and_tab_is_never_caught(stage: ClosingStage) -> None:
    page = stage.show(ThanksPage)
    assert unnamed(page) == []
    assert page.cards[1].fields["did"].edit.accessibleName() == "Thank-you 2: I …"
    stage.tab_to("thanksLetterTemplate")
