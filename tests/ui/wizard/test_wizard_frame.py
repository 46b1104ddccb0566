"""The frame: where one is, what may be left out, what is there again, and what ends a half-finished wizard."""

from __future__ import annotations

from datetime import date
from threading import Event

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWizard

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.mentorship import Side
from desktop.mentoring.plan import Refusal, Rhythm
from desktop.mentoring.sheet import Chosen, Sheet, Way
from desktop.services.stories import Stories
from desktop.store import Store
from desktop.ui.bridge import Bridge
from desktop.ui.wizard.owed import Owed
from desktop.ui.wizard.wizard import At
from integrations.errors import Trouble
from tests.ui.wizard.fakes import FakeReviewing, FakeSettings, FakeTransitions

BUTTON = QWizard.WizardButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"


@pytest.fixture
def stories(tmp_path):
    with Store.open(tmp_path / "own") as store:
        yield Stories(lambda: store, lambda: FakeTransitions.now)


def skip(walker):
    return walker.wizard.button(BUTTON.CustomButton1)


def test_three_acts_and_where_one_is_in_words(walk):
    walker = walk()
    wizard = walker.wizard
    assert wizard.help.progress.words == "Step 1 of 2, Look back", "keeping has a reason at most"
    walker.to(At.WHY)
    assert wizard.currentPage().progress.words == "Step 2 of 14, Look back"
    walker.to_date()
    assert wizard.date.progress.words == "Step 6 of 14, Say it well"
    walker.to_check()
    assert wizard.check.progress.words.endswith("Leave the door open")


def test_every_page_before_the_plan_has_a_way_back_and_out(walk):
    walker = walk()
    walker.to(At.TRY)
    walker.wizard.currentPage().way.pick("trial")
    for which in (BUTTON.BackButton, BUTTON.CancelButton):
        assert walker.wizard.button(which).isVisible() and walker.wizard.button(which).isEnabled()


def test_what_may_be_left_out_says_so(walk):
    walker = walk()
    assert not skip(walker).isVisible()
    walker.to(At.WHY)
    assert skip(walker).isVisible() and skip(walker).text() == "Skip this"
    skip(walker).click()
    assert walker.wizard.currentId() == At.GOALS
    walker.to_date()
    assert not skip(walker).isVisible()


def test_early_on_a_step_is_left_out_with_a_word_of_why(walk):
    walker = walk(settings=FakeSettings("early"))
    walker.to(At.WHY)
    skip(walker).click()
    wizard = walker.wizard
    assert wizard.currentId() == At.WHY, "it asks first"
    go, field = wizard.findChild(QPushButton, "skipWhyGo"), wizard.findChild(QLineEdit, "skipWhyWords")
    assert not go.isEnabled()
    field.setText("said already")
    go.click()

    assert wizard.currentId() == At.GOALS
    assert wizard.session.sheet.place_of("skip-why") == "said already"
    skip(walker).click()
    assert wizard.currentId() == At.TRY, "other steps need no word"


def test_stage_and_side_are_asked_once(walk, qtbot):
    settings, transitions = FakeSettings("unsaid"), FakeTransitions()
    reviewing = FakeReviewing(transitions, side=Side.UNKNOWN)
    walker = walk(transitions, settings=settings, reviewing=reviewing)
    walker.to(At.YOU)
    page = walker.wizard.currentPage()
    page.side.pick(Side.MENTOR)
    page.stage.pick("leader")
    walker.next()

    qtbot.waitUntil(lambda: settings.stage == "leader" and reviewing.said == [Side.MENTOR])
    assert walker.wizard.currentId() == At.WHY
    assert walker.wizard.session.usual is Rhythm.NONE, "leaders keep no standing meeting"


def test_not_saying_is_an_answer_too(walk, qtbot):
    settings = FakeSettings("unsaid")
    walker = walk(settings=settings)
    walker.to(At.YOU)
    walker.next()

    qtbot.waitUntil(lambda: settings.stage == "skip")


def test_a_look_at_the_first_page_leaves_nothing_half_way(walk, stories, qtbot):
    walker = walk(FakeTransitions(other_series=(("m-2", "Chat"),)), stories=stories)
    with qtbot.waitSignal(walker.wizard.finished):
        walker.wizard.reject()

    assert stories.half_way() == ()


def test_it_goes_on_where_it_was_left(walk, stories, qtbot):
    stories.keep("m-1", Sheet(page="date", chosen=Chosen(way=Way.STAY, final=date(2025, 12, 16)), private="mine"))
    walker = walk(stories=stories)
    wizard = walker.wizard
    assert wizard.currentId() == At.DATE
    assert wizard.date._chosen.text().startswith("Tuesday 16 December")
    wizard.back()
    assert wizard.currentId() == At.BECOME, "the way there is there too"
    assert wizard.session.sheet.private == "mine"


def test_it_can_be_begun_anew(walk, stories, qtbot):
    stories.keep("m-1", Sheet(page="why", chosen=Chosen(way=Way.STAY), private="mine"))
    walker = walk(stories=stories)
    assert walker.wizard.currentId() == At.WHY
    walker.wizard.findChild(QPushButton, "resumedAnew").click()

    assert walker.wizard.currentId() == At.HELP
    assert walker.wizard.session.sheet == Sheet()
    qtbot.waitUntil(lambda: stories.sheet("m-1") is None)


def test_not_now_keeps_everything(walk, stories, qtbot):
    walker = walk(stories=stories)
    walker.to(At.WHY)
    walker.wizard.currentPage().private.edit.setPlainText("the coffee")
    with qtbot.waitSignal(walker.wizard.finished):
        walker.wizard.reject()

    kept = stories.sheet("m-1")
    assert (kept.page, kept.private) == ("why", "the coffee")


def test_a_plan_ends_it_and_undo_brings_it_back(walk, stories, tmp_path, qtbot):
    walker = walk(stories=stories)
    walker.to(At.WHY)
    walker.wizard.currentPage().private.edit.setPlainText("the coffee")
    walker.to_check()
    walker.wizard.check.folder.edit.setText(str(tmp_path / "out"))
    walker.done()
    qtbot.waitUntil(lambda: stories.sheet("m-1") is None)
    walker.wizard.done_page.undo.click()
    qtbot.waitUntil(lambda: stories.sheet("m-1") is not None)

    assert stories.sheet("m-1").private == "the coffee"


def test_what_outlasts_it_goes_into_the_story(walk, stories, tmp_path, qtbot):
    walker = walk(stories=stories)
    walker.to(At.BECOME)
    walker.wizard.talk.keep_for.edit.setPlainText("hard choices")
    walker.to_check()
    walker.wizard.check.folder.edit.setText(str(tmp_path / "out"))
    walker.done()

    qtbot.waitUntil(lambda: bool(stories.story("m-1").of(JottingKind.HELPS_WITH)))
    assert stories.story("m-1").of(JottingKind.HELPS_WITH)[0].words == "hard choices"


def test_keeping_everything_may_have_a_reason_and_leaves_nothing_half_way(walk, stories, qtbot):
    walker = walk(stories=stories)
    walker.next()
    page = walker.wizard.currentPage()
    assert walker.wizard.currentId() == At.WHY
    assert page.reason.isHidden(), "only notes of one's own"
    page.private.edit.setPlainText("not yet")
    with qtbot.waitSignal(walker.wizard.finished):
        walker.wizard.button(BUTTON.FinishButton).click()

    assert stories.sheet("m-1") is None
    assert [one.words for one in stories.story("m-1").of(JottingKind.JOURNAL)] == ["not yet"]


def test_leaving_the_day_open_is_no_plan(walk, stories, qtbot):
    walker = walk(stories=stories)
    walker.to_date()
    walker.wizard.date.open.setChecked(True)
    end = walker.wizard.button(BUTTON.FinishButton)
    assert end.text() == "Leave it for now" and not walker.wizard.button(BUTTON.NextButton).isVisible()
    with qtbot.waitSignal(walker.wizard.finished):
        end.click()

    assert stories.sheet("m-1").page == "date"
    assert walker.wizard.session._graduand.transitions.made("save") == []


def test_where_nothing_lies_ahead_the_rest_is_still_open(walk, stories, qtbot):
    walker = walk(FakeTransitions(fail_with={"choices": Refusal("already-ended")}), ready=False, stories=stories)
    wizard = walker.wizard
    walker.until(lambda: wizard.begun)
    for at in (At.THANKS, At.SUMMARY, At.OFFER, At.BECOME):
        walker.next()
        assert wizard.currentId() == at
    wizard.talk.rhythm.pick(Rhythm.EVERY_6_MONTHS)
    with qtbot.waitSignal(wizard.finished):
        wizard.button(BUTTON.FinishButton).click()

    (again,) = stories.story("m-1").of(JottingKind.REVIEW)
    assert again.due == date(2026, 5, 20)
    assert stories.half_way() == ()


class Broken(Stories):
    """A disk that takes nothing."""

    def keep(self, _mentorship, _sheet):
        raise Trouble("store-busy", "graduand.db")


def test_words_that_cannot_be_kept_are_said_and_stay_on_the_page(walk, tmp_path, qtbot):
    with Store.open(tmp_path / "own") as store:
        walker = walk(stories=Broken(lambda: store, lambda: FakeTransitions.now))
        walker.to(At.WHY)
        page = walker.wizard.currentPage()
        page.private.edit.setPlainText("the coffee")
        qtbot.waitUntil(lambda: page.message.words.startswith(Trouble("store-busy", "graduand.db").title))
        assert page.private.words == "the coffee"
        walker.wizard.close()


def test_a_window_that_closes_at_once_takes_nothing_along(qtbot):
    bridge, done, go = Bridge(), [], Event()
    bridge.start(lambda _: go.wait(5))
    owed = Owed(bridge)
    for number in range(3):
        owed.do(lambda number=number: done.append(number))
    owed.close()
    go.set()
    bridge.close()
    assert done == [0, 1, 2], "in their order, and each once"
