"""Act one: why now, what was set out for, one more try; and the quiet branch beside it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget, QWizard

from desktop.mentoring.jottings import JottingKind, JottingState
from desktop.mentoring.letters import LetterKind
from desktop.mentoring.letters.kinds import Stage, Why, reasons
from desktop.mentoring.mentorship import Side
from desktop.mentoring.plan import Rhythm
from desktop.mentoring.sheet import Way
from desktop.services.stories import Stories
from desktop.store import Store
from desktop.ui.wizard.hard_card import WORRIES
from desktop.ui.wizard.wizard import At
from tests.ui.wizard.fakes import FakeReviewing, FakeSettings, FakeTransitions

BUTTON = QWizard.WizardButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"


@pytest.fixture
def stories(tmp_path):
    with Store.open(tmp_path / "own") as store:
        yield Stories(lambda: store, lambda: FakeTransitions.now)


def at(walk, where, **more):
    walker = walk(**more)
    walker.to(where)
    return walker, walker.wizard.currentPage()


def words(page):
    QApplication.processEvents()
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


# --- why now


@pytest.mark.parametrize("stage", [Stage.EARLY, Stage.MID, Stage.LEADER])
def test_the_reasons_are_those_of_the_stage_and_none_has_to_be_named(walk, stage):
    _, page = at(walk, At.WHY, settings=FakeSettings(stage.value))
    assert tuple(page.reason.options) == (*reasons(stage), "")
    assert page.reason.value == ""


def test_the_hours_stand_first_in_the_middle_of_a_career(walk):
    _, page = at(walk, At.WHY, settings=FakeSettings("mid"))
    assert page._time.text() == "These meetings take about 39 hours of your year."
    _, other = at(walk, At.WHY, settings=FakeSettings("early"))
    assert other._time.isHidden()


def test_a_reason_asks_for_the_words_its_letter_needs(walk):
    walker, page = at(walk, At.WHY)
    page.reason.pick(Why.DIRECTION_CHANGED)
    page._places["direction"].edit.setPlainText("building companies")
    page.reason.pick(Why.ROLE_SHIFT)
    assert page._places["direction"].isHidden()
    assert page._places["former_work"].isVisible()
    page.reason.pick(Why.DIRECTION_CHANGED)

    sheet = walker.wizard.session.sheet
    assert (sheet.why, sheet.place_of("direction")) == (Why.DIRECTION_CHANGED, "building companies")
    assert walker.wizard.session.values.more["direction"] == "building companies"
    assert page._places["direction"].words == "building companies"


def test_private_notes_are_kept_and_reach_no_letter(walk):
    walker, page = at(walk, At.WHY)
    page.private.edit.setPlainText("quassia")
    session = walker.wizard.session
    assert session.sheet.private == "quassia"
    for kind in LetterKind:
        letter = session.letters.letter(kind, session.values).draft
        assert "quassia" not in letter.subject + letter.body


def test_each_worry_has_one_answer(walk):
    walker, page = at(walk, At.WHY)
    page.hard.opener.click()
    for code in WORRIES:
        tick = page.findChild(QCheckBox, f"whyHard{code.title()}")
        before = words(page)
        tick.click()
        assert tick.accessibleDescription() in words(page)
        assert tick.accessibleDescription() not in before
    assert walker.wizard.session.sheet.hard == WORRIES


@pytest.mark.parametrize(("side", "fit"), [(Side.MENTOR, {"hurt", "words"}), (Side.PEER, {*WORRIES} - {"power"})])
def test_the_worries_are_those_of_the_side(walk, side, fit):
    """Nobody stands above a peer, and a mentor was not taught."""
    transitions = FakeTransitions()
    _, page = at(walk, At.WHY, transitions=transitions, reviewing=FakeReviewing(transitions, side=side))
    page.hard.opener.click()
    ticks = {code: page.findChild(QCheckBox, f"whyHard{code.title()}") for code in WORRIES}
    assert {code for code, tick in ticks.items() if tick.isVisible()} == fit


def test_how_somebody_else_did_it_opens_on_demand(walk):
    _, page = at(walk, At.WHY)
    assert page._example.isHidden()
    page._opener.click()
    assert "asked for a meeting" in words(page)


def test_another_side_has_other_words_when_the_page_is_come_to_again(walk):
    transitions = FakeTransitions()
    reviewing = FakeReviewing(transitions, side=Side.UNKNOWN)
    walker, page = at(walk, At.WHY, transitions=transitions, reviewing=reviewing)
    page._opener.click()
    for side, said in (
        (Side.MENTOR, "They are going where others can help more"),
        (Side.PEER, "My direction has changed"),
    ):
        walker.wizard.back()
        walker.wizard.currentPage().side.pick(side)
        walker.next()
        assert page.reason.options[Why.DIRECTION_CHANGED].button.text() == said
    assert page._opener.isHidden(), "it tells of a mentor, which nobody is between equals"
    assert page._example.isHidden()


# --- what was set out for


def test_goals_are_kept_as_they_are_typed(walk, stories, qtbot):
    walker, page = at(walk, At.GOALS, stories=stories)
    card = page.cards[0]
    card.words.edit.setPlainText("lead a team")
    card.state.setCurrentIndex(1)
    card.state.activated.emit(1)
    card.result.edit.setPlainText("leads one of five")
    page.add.click()
    page.cards[1].words.edit.setPlainText("write a book")
    qtbot.waitUntil(lambda: len(stories.story("m-1").of(JottingKind.GOAL)) == 2)

    first, second = stories.story("m-1").of(JottingKind.GOAL)
    assert (first.words, first.state, first.about) == ("lead a team", JottingState.DONE, "leads one of five")
    goals = walker.wizard.session.values.goals
    assert [(goal.words, goal.reached) for goal in goals] == [("lead a team", True), ("write a book", False)]
    assert second.state is JottingState.OPEN


def test_goals_of_before_are_there_and_can_be_let_go(walk, stories, qtbot):
    goal = stories.write("m-1", JottingKind.GOAL, "find a job")
    walker, page = at(walk, At.GOALS, stories=stories)
    assert [card.words.words for card in page.cards] == ["find a job"]
    page.cards[0].state.setCurrentIndex(3)
    page.cards[0].state.activated.emit(3)
    qtbot.waitUntil(lambda: stories.story("m-1").of(JottingKind.GOAL)[0].state is JottingState.DROPPED)

    assert stories.story("m-1").of(JottingKind.GOAL)[0].id == goal.id
    assert walker.wizard.session.values.goals == ()


# --- one more try?


def test_two_more_meetings_set_a_day_to_look_again(walk, stories, qtbot):
    walker, page = at(walk, At.TRY, stories=stories)
    page.way.pick("trial")
    page.need.edit.setPlainText("harder questions")
    qtbot.waitUntil(lambda: "harder questions" in page.editor.body.words)
    end = walker.wizard.button(BUTTON.FinishButton)
    assert end.text() == "Do that first" and not walker.wizard.button(BUTTON.NextButton).isVisible()
    with qtbot.waitSignal(walker.wizard.finished):
        end.click()

    (review,) = stories.story("m-1").of(JottingKind.REVIEW)
    assert review.due == date(2025, 12, 3), "the day after the second meeting, on 2 December"
    assert stories.sheet("m-1").trial


def test_a_pause_closes_nothing_and_counts_nothing_until_its_day(walk, stories, qtbot):
    reviewing = FakeReviewing(FakeTransitions())
    walker, page = at(walk, At.TRY, stories=stories, reviewing=reviewing)
    page.way.pick("pause")
    assert page.kinds() == (LetterKind.PAUSE,)
    walker.until(lambda: "Could we pause until Thursday 1 January 2026?" in page.editor.body.words)
    with qtbot.waitSignal(walker.wizard.finished):
        walker.wizard.button(BUTTON.FinishButton).click()

    assert reviewing.paused == [date(2026, 1, 1)]
    assert stories.story("m-1").of(JottingKind.REVIEW)[0].due == date(2026, 1, 1)


@pytest.mark.parametrize(("why", "way"), [(Why.ROUGH_PATCH, "trial"), (Why.BUSY_SEASON, "pause"), (Why.PRIORITY, "on")])
def test_what_passes_by_itself_proposes_to_try_first(walk, why, way):
    walker, page = at(walk, At.WHY)
    page.reason.pick(why)
    walker.to(At.TRY)

    assert walker.wizard.currentPage().way.value == way


# --- what it becomes


def test_slowing_down_shows_its_steps_and_asks_for_them(walk):
    walker = walk()
    walker.to(At.BECOME, Way.SLOW)
    walker.until(walker.wizard.talk.isComplete)
    ladder = walker.wizard.talk.ladder
    assert ladder.isVisible() and "23 December 2025" in ladder.steps.text()
    ladder.tick.click()
    walker.to_check()

    assert walker.wizard.session._graduand.transitions.made("propose")[-1].ladder


def test_other_ways_have_no_ladder(walk):
    walker = walk()
    walker.to_talk()
    assert walker.wizard.talk.ladder.isHidden()


def test_no_standing_date_books_nothing_and_is_remembered(walk):
    walker = walk()
    walker.to_talk()
    walker.wizard.talk.rhythm.pick("on-request")
    walker.to_check()

    assert walker.wizard.session.sheet.on_request
    assert walker.wizard.session._graduand.transitions.made("propose")[-1].big_picture is Rhythm.NONE


def test_peers_write_down_what_each_brings(walk, qtbot):
    transitions = FakeTransitions()
    walker = walk(transitions, reviewing=FakeReviewing(transitions, side=Side.PEER))
    walker.to_talk()
    card = walker.wizard.talk.charter
    card.opener.click()
    card.fields["brings_me"].edit.setPlainText("numbers")
    qtbot.waitUntil(lambda: "numbers" in card.editor.body.words)
    other = walk()
    other.to_talk()
    assert other.wizard.talk.charter.isHidden()


# --- something is wrong


def test_the_quiet_branch_asks_for_nothing_and_looks_like_nothing(walk):
    walker = walk()
    walker.to(At.SAFE, Way.WRONG)
    page = walker.wizard.currentPage()
    assert walker.wizard.windowTitle() == "Notes"
    assert page.title() == "For you"
    assert page.kinds() == (LetterKind.NEUTRAL_CLOSE,)
    walker.until(lambda: page.editor.ready)
    said = (words(page) + page.editor.body.words).casefold()
    for word in ("grateful", "graduat", "celebrat", "appreciate", "thank you"):
        assert word not in said
    assert page.leave.hasFocus(), "the way out comes first"
    assert page.progress.isHidden(), "no door has to be left open"


def test_leaving_closes_everything_at_once(walk, qtbot):
    walker = walk()
    walker.to(At.SAFE, Way.WRONG)
    wizard = walker.wizard
    with qtbot.waitSignals([wizard.left, wizard.finished]):
        wizard.currentPage().leave.click()
    assert not wizard.isVisible()


def test_hiding_holds_at_once_and_can_be_taken_back(walk):
    reviewing = FakeReviewing(FakeTransitions())
    walker = walk(reviewing=reviewing)
    walker.to(At.SAFE, Way.WRONG)
    page = walker.wizard.currentPage()
    page.hide_pair.click()
    assert reviewing.hidden == [True]
    page.hide_pair.click()
    assert reviewing.hidden == [True, False]


def test_a_hidden_pair_can_still_end_its_meetings_without_thanks_or_talk(walk, tmp_path, stories, qtbot):
    live = FakeTransitions(source="google", account="g1", needs_telling=True)
    walker = walk(live, stories=stories)
    walker.to(At.SAFE, Way.WRONG)
    wizard = walker.wizard
    wizard.currentPage().hide_pair.click()
    walker.to_check()
    assert live.made("propose")[-1].big_picture is Rhythm.NONE
    assert wizard.check.note.isHidden(), "no thanks are put into anybody's mouth"
    assert not wizard.check.isComplete(), "the calendar is not the first to say it here either (R1)"
    assert wizard.windowTitle() == "Notes"
    extras = wizard.check.extras
    assert extras.proposal.isHidden() and extras.sweep.isHidden()


def test_the_other_ways_show_neither_the_title_nor_the_branch(walk):
    walker = walk()
    walker.to(At.WHY)
    assert walker.wizard.windowTitle() == "Changing our meetings"
    assert walker.wizard.findChild(QWidget, "safePage") is None


def test_goals_are_one_line_wherever_they_are_read(walk, stories, qtbot):
    _, page = at(walk, At.GOALS, stories=stories)
    page.cards[0].words.edit.setPlainText("lead\na team")
    qtbot.waitUntil(lambda: bool(stories.story("m-1").of(JottingKind.GOAL)))
    assert stories.story("m-1").of(JottingKind.GOAL)[0].words == "lead a team"
