"""W9: one small thing that is named, or nothing now."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.mentoring.jottings import JottingKind, OfferKind
from desktop.mentoring.letters import LetterKind, Offer, Thanks
from desktop.ui.wizard.offer_page import WHERE, OfferPage
from tests.ui.wizard.closing_stage import KEY, ClosingStage, mentee, unnamed

__all__ = ["mentee"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"


def offer(stage: ClosingStage, page: OfferPage, kind: OfferKind | None) -> None:
    page.offer.options[kind].button.click()
    stage.settle(page)


def test_nothing_now_is_where_it_begins(stage: ClosingStage) -> None:
    page = stage.show(OfferPage)
    assert stage.here == "offerNone"
    assert page.editor.isHidden()
    stage.leave(page)


def test_an_introduction_by_keyboard_waits_for_the_yes_of_who_is_introduced(stage: ClosingStage) -> None:
    page = stage.show(OfferPage)
    for _ in range(3):
        stage.key(KEY.Key_Up)
    stage.settle(page)
    assert stage.kept.offer is OfferKind.INTRODUCTION
    for name, words in (
        ("offerPerson", "Ada Lovelace"),
        ("offerWorksOn", "engines"),
        ("offerAskedAbout", "weaving"),
    ):
        stage.tab_to(name)
        stage.type_(words)
    stage.settle(page)
    assert "introduce you to Ada Lovelace? They work on engines and asked about weaving." in page.editor.body.words
    copy = page.findChild(QPushButton, "offerLetterCopy")
    assert isinstance(copy, QPushButton)
    assert not copy.isEnabled()
    assert "has to know about it and want it" in page.editor.leaving.says
    stage.tab_to("offerAgreed")
    stage.key(KEY.Key_Space)
    stage.settle(page)
    assert copy.isEnabled()
    assert stage.kept.in_return == Offer("Ada Lovelace", "engines", "weaving", agreed=True)


def test_an_opportunity_that_names_nothing_gets_a_hint(stage: ClosingStage) -> None:
    page = stage.show(OfferPage)
    offer(stage, page, OfferKind.OPPORTUNITY)
    page.fields["found"].edit.setPlainText("anything you need")
    assert page.fields["found"].hint.startswith("An open offer is hard to take up.")
    page.fields["found"].edit.setPlainText("the call of the Royal Society")
    page.fields["because"].edit.setPlainText("of your work on weaving")
    stage.settle(page)
    assert page.fields["found"].hint == ""
    assert page.editor.kind is LetterKind.OPPORTUNITY
    assert "I saw the call of the Royal Society and thought of you" in page.editor.body.words


def test_a_recommendation_is_made_of_the_thanks_and_is_only_text(stage: ClosingStage) -> None:
    stage.session.write(thanks=(Thanks("to let Ada speak first", "did so", "she leads"), Thanks(), Thanks()))
    page = stage.show(OfferPage)
    offer(stage, page, OfferKind.RECOMMENDATION)
    assert "said to let Ada speak first" in page.editor.body.words
    page.where.setFocus()
    stage.key(KEY.Key_Down)
    stage.settle(page)
    assert stage.kept.place_of(WHERE) == "internal"
    assert not [each for each in page.findChildren(QPushButton) if "post" in each.text().lower()]


def test_a_restart_loses_nothing(stage: ClosingStage) -> None:
    page = stage.show(OfferPage)
    offer(stage, page, OfferKind.OPPORTUNITY)
    page.fields["found"].edit.setPlainText("a call")
    stage.settle(page)
    again = stage.again(OfferPage)
    assert again.offer.value is OfferKind.OPPORTUNITY
    assert again.fields["found"].words == "a call"


def test_at_the_end_of_the_wizard_it_becomes_a_promise(stage: ClosingStage) -> None:
    page = stage.show(OfferPage)
    offer(stage, page, OfferKind.OPPORTUNITY)
    page.fields["found"].edit.setPlainText("a call")
    stage.settle(page)
    stage.graduand.stories.settle(stage.id, stage.session.sheet)
    (promise,) = stage.graduand.stories.story(stage.id).of(JottingKind.OFFER)
    assert (promise.words, promise.about) == ("a call", "opportunity")


def test_everything_has_a_name_and_tab_is_never_caught(stage: ClosingStage) -> None:
    page = stage.show(OfferPage)
    for kind in OfferKind:
        offer(stage, page, kind)
        assert unnamed(page) == []
        page.enter()
        stage.tab_to("offerLetterRead")
