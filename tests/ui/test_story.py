"""What two people write down along the way, on the page of the pair: over a real store."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPushButton, QWidget

from desktop.mentoring.jottings import TRIAL, JottingKind, JottingState
from desktop.mentoring.sheet import Freed
from desktop.ui.style import LinkButton, Words
from tests.ui.conftest import Opening
from tests.ui.fakes import graduand, look, pair
from tests.ui.story_page import opened, press, write
from tests.ui.told import AFTER, Told, telling

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

__all__ = ["telling"]
SECTIONS = ("wins", "given", "jar", "later", "helps", "together")


def test_where_nothing_is_written_there_is_one_line_each_and_nothing_asks(told: Told) -> None:
    told.open()
    assert [opened(told, name) for name in SECTIONS] == [False] * len(SECTIONS)
    for name in ("closing", "days", "words", "next"):
        assert told.find(QWidget, f"{name}-section").isHidden()
    assert told.find(QWidget, "close-card").isHidden()
    assert told.find(Words, "peers-since").isHidden()


def test_goals_are_asked_for_only_in_the_first_weeks(told: Told) -> None:
    told.open()
    assert not opened(told, "why"), "they have met for eleven weeks"
    told.clock.to(datetime.fromisoformat("2025-09-30T09:00:00+01:00"))
    told.window.open_home()
    told.session.refresh()
    told.settle()
    told.window.open_pair(told.pair)
    told.rest()
    assert opened(told, "why")


def test_what_the_user_opened_or_shut_stays_so(told: Told) -> None:
    told.open()
    told.find(LinkButton, "wins-section-open").click()
    told.session.refresh()
    told.rest()
    assert opened(told, "wins")
    write(told, "win", "Ask earlier")
    told.find(LinkButton, "wins-section-open").click()
    told.session.refresh()
    told.rest()
    assert not opened(told, "wins")


def test_the_page_of_somebody_else_shows_nothing_of_it(stage: Opening) -> None:
    on = stage(graduand(look(pair(), pair("p2", "Robin"))))
    on.window.open_pair("p1")
    on.settle()
    story = on.window._pair.story
    assert story is not None
    on.window.open_pair("p2")
    on.window._pair.show_story(story, pair(), on.graduand.clock())
    assert on.window._pair.story is None, "what comes late about another pair is left out"
    on.settle()


@pytest.mark.parametrize("how", ["easier", "same", "harder"])
def test_how_it_is_after_a_try_is_one_tap_and_seen_by_nobody_else(told: Told, how: str) -> None:
    due = told.clock().date() + timedelta(days=1)
    told.program.stories.write(told.pair, JottingKind.REVIEW, "", about=TRIAL, due=due)
    told.open()
    (review,) = told.story.story.of(JottingKind.REVIEW)
    assert told.find(LinkButton, f"looked-{review.id}").isVisible(), "before its day it is a day like others"
    told.clock.to(told.clock() + timedelta(days=2))
    told.open()
    assert told.words("reviews-words") == ["You tried it another way. How is it since? Only you see this."]
    press(told, f"{how}-{review.id}")
    (review,) = told.story.story.of(JottingKind.REVIEW)
    assert (review.state, review.about) == (JottingState.DONE, f"{TRIAL}-{how}")
    assert told.find(Words, "why-tried").text().startswith("After the last try you noted:")


def test_a_goal_brings_up_what_was_saved_for_a_moment_like_it(told: Told) -> None:
    told.program.stories.write(told.pair, JottingKind.ASK, "Whom to ask about budgets?")
    told.program.stories.write("somebody", JottingKind.ASK, "Where does a budget begin?")
    told.open()
    told.find(LinkButton, "why-section-open").click()
    write(told, "goal", "Speak in public")
    assert told.words("goal-moment") == []
    write(told, "goal", "Lead the budget round")
    assert told.words("goal-moment") == [
        "You saved this for a moment like it: “Whom to ask about budgets?”",
        "You saved this for a moment like it, to ask somebody else: “Where does a budget begin?”",
    ]


def test_goals_are_written_ticked_and_told_what_came_of_them(told: Told) -> None:
    told.open()
    told.find(LinkButton, "why-section-open").click()
    write(told, "goal", "Speak in public")
    write(told, "goal", "  ")
    (goal,) = told.story.story.of(JottingKind.GOAL)
    states = told.find(QComboBox, f"goal-state-{goal.id}")
    assert states.accessibleName() == "How far it is: Speak in public"
    assert [states.itemText(index) for index in range(4)] == ["ahead", "mostly done", "done", "let go"]
    states.activated.emit(1)
    told.rest()
    write(told, f"result-{goal.id}", "Two talks")
    (goal,) = told.story.story.of(JottingKind.GOAL)
    assert (goal.state, goal.about) == (JottingState.MOSTLY, "Two talks")
    assert told.words("goal-result") == ["Two talks"]
    assert told.program.store.told.of(told.pair).goals_reached == 1, "the sign for goals counts them"
    press(told, f"remove-{goal.id}")
    assert told.story.story.of(JottingKind.GOAL) == ()
    assert told.words("goal-words") == []


def test_a_day_to_look_at_it_together_is_agreed_once(told: Told) -> None:
    told.open()
    told.find(LinkButton, "why-section-open").click()
    day = told.find(QDateEdit, "review-day")
    assert day.date() == QDate(2026, 5, 21), "half a year is proposed"
    assert day.minimumDate() == QDate(2025, 11, 21)
    day.setDate(QDate(2026, 3, 2))
    press(told, "review-agree")
    (review,) = told.story.story.of(JottingKind.REVIEW)
    assert review.due == date(2026, 3, 2)
    assert told.words("reviews-words") == ["A look at it together on Monday 2 March 2026"]
    assert not day.isVisible(), "one at a time"
    press(told, f"looked-{review.id}")
    assert told.words("reviews-words") == []
    assert day.isVisible()


def test_every_control_has_a_name_for_screen_readers_and_for_scripts(told: Told) -> None:
    told.agree()
    told.clock.to(AFTER)
    for kind in (JottingKind.GOAL, JottingKind.SPOTTED, JottingKind.ASK):
        told.program.stories.write(told.pair, kind, "words")
    told.open()
    cards = [told.find(QWidget, name) for name in ("why-card", "close-card", "story-card")]
    controls = [part for card in cards for kind in (QPushButton, QLineEdit, QComboBox, QCheckBox, QDateEdit)
                for part in card.findChildren(kind) if not part.objectName().startswith("qt_")]  # fmt: skip
    assert len(controls) > 30
    for part in controls:
        words = part.accessibleName() or (part.text() if hasattr(part, "text") else "")
        assert part.objectName(), words
        assert words, part.objectName()
    named = [part.objectName() for part in controls if not isinstance(part.parent(), QDateEdit)]
    assert len(named) == len(set(named)), sorted(name for name in named if named.count(name) > 1)


def test_everything_can_be_reached_by_the_keyboard(told: Told) -> None:
    told.agree()
    told.open()
    told.window.activateWindow()
    told.find(LinkButton, "why-section-open").setFocus()
    reached = set()
    for _ in range(120):
        focused = told.window.focusWidget()
        assert focused is not None
        reached.add(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = {f"{name}-section-open" for name in ("why", "closing", "days", "words", "next", *SECTIONS)}
    assert wanted <= reached, wanted - reached


def test_nothing_is_cut_off_in_the_narrowest_window(told: Told) -> None:
    told.agree()
    told.program.stories.write(told.pair, JottingKind.FREED, "", about=Freed.NEXT)
    told.program.stories.write(told.pair, JottingKind.SPOTTED, "words " * 60)
    told.clock.to(AFTER)
    told.open()
    told.window.resize(told.window.minimumSize())
    for name in ("days", "words", "helps", "together"):
        told.find(LinkButton, f"{name}-section-open").setChecked(True)
    told.rest()
    page = told.window._pair
    assert page.widget().width() <= page.viewport().width()
    assert page.widget().minimumSizeHint().width() <= page.viewport().width()
