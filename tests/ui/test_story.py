"""What two people write down along the way, on the page of the pair: over a real store."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPushButton, QWidget

from desktop.mentoring.jottings import TRIAL, JottingKind, JottingState, OfferKind
from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.sheet import Freed
from desktop.ui.style import LinkButton, Words
from tests.ui.conftest import Opening
from tests.ui.fakes import graduand, look, pair
from tests.ui.told import AFTER, Told, telling

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

__all__ = ["telling"]
SECTIONS = ("wins", "given", "jar", "later", "helps", "together")


def write(on: Told, name: str, words: str) -> None:
    line = on.find(QLineEdit, f"{name}-line")
    line.setFocus()
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)
    on.rest()


def opened(on: Told, name: str) -> bool:
    return bool(on.find(LinkButton, f"{name}-section-open").isChecked())


def press(on: Told, name: str) -> None:
    on.find(QPushButton, name).click()
    on.rest()


# --- what is calm -------------------------------------------------------------------------------------


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


# --- a try, and what was saved for a moment like this ---------------------------------------------------


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


# --- goals and the day to look at it together ---------------------------------------------------------


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


# --- lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("given", JottingKind.GIVEN),
        ("given", JottingKind.RECEIVED),
        ("jar", JottingKind.SPOTTED),
        ("later", JottingKind.ASK),
        ("later", JottingKind.LESSON),
    ],
)
def test_a_line_is_written_shown_and_removed(told: Told, section: str, kind: JottingKind) -> None:
    told.open()
    told.find(LinkButton, f"{section}-section-open").click()
    write(told, kind.value, "<b>words</b> of mine")
    (one,) = told.story.story.of(kind)
    assert told.words(f"{kind.value}-words") == ["<b>words</b> of mine"], "as it was typed"
    button = told.find(LinkButton, f"remove-{one.id}")
    assert button.accessibleName() == "Remove: <b>words</b> of mine"
    press(told, f"remove-{one.id}")
    assert told.story.story.of(kind) == ()
    assert told.words(f"{kind.value}-words") == []


def test_the_keyboard_stays_on_the_line_while_the_page_is_filled_again(told: Told) -> None:
    told.open()
    told.find(LinkButton, "given-section-open").click()
    line = told.find(QLineEdit, "given-line")
    write(told, "given", "One")
    assert told.find(QLineEdit, "given-line") is line
    QTest.keyClicks(line, "half a li")
    told.session.refresh()
    told.rest()
    assert line.text() == "half a li"
    assert told.window.focusWidget() is line


def test_what_was_taken_away_belongs_to_the_last_meeting_that_took_place(told: Told) -> None:
    told.open()
    told.find(LinkButton, "wins-section-open").click()
    write(told, "win", "Ask earlier")
    (win,) = told.story.story.wins
    assert win.meeting.date() == date(2025, 11, 11), "the one on the 18th did not take place"
    assert told.words("wins-about") == ["11 November 2025"]
    press(told, "remove-win-0")
    assert told.story.story.wins == ()


def test_a_next_step_is_written_ticked_or_let_go(told: Told) -> None:
    told.open()
    told.find(LinkButton, "wins-section-open").click()
    write(told, "step", "Ask two people")
    write(told, "step", "Read the report")
    first, second = told.story.story.of(JottingKind.NEXT_STEP)
    assert told.words("steps-words") == ["Ask two people", "Read the report"]
    press(told, f"done-{first.id}")
    press(told, f"let-go-{second.id}")
    steps = told.story.story.of(JottingKind.NEXT_STEP)
    assert [one.state for one in steps] == [JottingState.DONE, JottingState.DROPPED]
    assert told.words("steps-words") == []


def test_promises_are_ticked_or_let_go(told: Told) -> None:
    told.open()
    told.find(LinkButton, "jar-section-open").click()
    told.find(QComboBox, "offer-kind").setCurrentIndex(1)
    write(told, "offer", "A call for talks")
    write(told, "offer", "An event")
    first, second = told.story.story.of(JottingKind.OFFER)
    assert first.about == OfferKind.OPPORTUNITY
    assert told.find(Words, "jar-section-beside").text() == "2 promises are open"
    press(told, f"done-{first.id}")
    press(told, f"let-go-{second.id}")
    assert [one.state for one in told.story.story.of(JottingKind.OFFER)] == [JottingState.DONE, JottingState.DROPPED]
    assert told.words("offers-words") == ["A call for talks"], "what was done stays to be seen"
    assert told.words("offers-about") == ["Done"]


def test_what_they_help_with_is_one_line_changed_in_place(told: Told) -> None:
    told.open()
    told.find(LinkButton, "helps-section-open").click()
    write(told, "helps", "Speaking")
    assert told.find(Words, "helps-section-beside").text() == "Speaking"
    assert told.find(QLineEdit, "helps-line").text() == "Speaking"
    press(told, "helps-add")
    assert len(told.story.story.of(JottingKind.HELPS_WITH)) == 1, "the same line is not kept twice"


def test_time_together_counts_what_took_place(told: Told) -> None:
    told.open()
    assert told.find(Words, "together-section-beside").text() == "7 meetings, 5 h 15 min"
    assert told.words("year-words") == ["7 meetings"]
    told.agree()
    told.open()
    assert told.words("year-words") == [
        "7 meetings, 3 dates ahead",
        "one date ahead",
        "one date ahead",
        "one date ahead",
    ]


# --- the close ----------------------------------------------------------------------------------------


def test_before_the_last_meeting_the_days_ahead_are_shown(told: Told) -> None:
    told.agree()
    told.open()
    assert opened(told, "days")
    assert told.words("day-says")[:3] == [
        "Bring your three thanks",
        "Bring your three thanks",
        "The last regular meeting",
    ]
    assert told.words("day-says")[-1] == "The big picture talk"
    assert told.find(Words, "peers-since").isHidden()
    assert told.find(Words, "closing-section-beside").text() == "Last meeting on Tuesday 9 December 2025"


def test_after_it_they_are_peers_and_the_ticks_are_the_users(told: Told) -> None:
    told.agree()
    told.clock.to(AFTER)
    told.open()
    assert told.find(Words, "peers-since").text() == "Peers since 9 December 2025"
    ticks = {name: told.find(QCheckBox, f"tick-{name}") for name in ("told", "thanked", "date", "linked")}
    assert [tick.isChecked() for tick in ticks.values()] == [True, False, True, True]
    ticks["thanked"].click()
    told.rest()
    assert told.story.closing is not None
    assert told.story.closing.complete
    ticks["thanked"].click()
    told.rest()
    assert not told.story.closing.complete


def test_a_thank_you_that_was_sent_is_no_tick_to_be_taken_back(told: Told) -> None:
    told.agree()
    told.clock.to(AFTER)
    told.program.stories.write(told.pair, JottingKind.SENT, "Dear mentor", about=LetterKind.THANK_YOU)
    told.open()
    tick = told.find(QCheckBox, "tick-thanked")
    assert tick.isChecked()
    assert not tick.isEnabled()


def test_how_it_went_is_one_tap_and_can_be_changed(told: Told) -> None:
    told.agree()
    told.clock.to(AFTER)
    told.open()
    for code in ("mixed", "well"):
        press(told, f"went-{code}")
    (went,) = told.story.story.of(JottingKind.WENT)
    assert went.about == "well"
    assert told.find(Words, "went-asks").text() == "It went well."
    assert [told.find(QPushButton, f"went-{code}").isChecked() for code in ("well", "mixed", "hard")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("days", "asked"), [(29, False), (30, True)])
def test_the_journal_opens_after_a_month(told: Told, days: int, asked: bool) -> None:
    told.agree()
    told.clock.to(datetime(2025, 12, 9, 20, tzinfo=AFTER.tzinfo) + timedelta(days=days))
    told.open()
    assert told.find(QLineEdit, "journal-line").isVisible() is asked
    if asked:
        write(told, "journal", "Lighter than I had feared")
        assert told.words("journal-words") == ["Lighter than I had feared"]


def test_the_free_hour_is_settled_and_a_look_at_the_calendar_noted(told: Told) -> None:
    told.agree()
    told.clock.to(AFTER)
    told.open()
    freed = told.find(QComboBox, "freed")
    freed.activated.emit(1)
    told.rest()
    assert told.story.closing is not None
    assert told.story.closing.freed is Freed.NEXT
    assert told.find(QPushButton, "next-hold").isVisible()
    press(told, "next-swept")
    assert told.story.closing.swept
    assert told.find(QPushButton, "next-swept").isHidden()
    freed.activated.emit(2)
    told.rest()
    assert told.story.closing.freed is Freed.REST
    assert told.find(QPushButton, "next-hold").isHidden()


def test_a_name_that_was_given_is_noted_asked_for_a_talk_and_ticked(told: Told) -> None:
    told.agree()
    told.clock.to(AFTER)
    told.open()
    told.find(LinkButton, "next-section-open").click()
    letters: list[LetterKind] = []
    told.window._pair.letter_wanted.connect(lambda kind, _: letters.append(kind))
    write(told, "named", "Robin, of the other office")
    (name,) = told.story.story.of(JottingKind.NAMED)
    assert name.due == AFTER.date() + timedelta(days=14)
    assert name.due in [step.on for step in told.story.days], "its day is among the days"
    told.find(LinkButton, f"write-{name.id}").click()
    told.rest()
    assert letters == [LetterKind.COFFEE_CHAT]
    assert told.window._stories.dialog is not None
    told.window._stories.dialog.reject()
    press(told, f"asked-{name.id}")
    (name,) = told.story.story.of(JottingKind.NAMED)
    assert name.state is JottingState.DONE
    assert told.words("named-words") == []


def test_promises_to_others_lead_to_the_page_of_all_people(told: Told) -> None:
    told.agree()
    told.program.stories.write("somebody", JottingKind.OFFER, "A name", about=OfferKind.INTRODUCTION)
    told.program.stories.write(told.pair, JottingKind.FREED, "", about=Freed.NEXT)
    told.open()
    press(told, "promises-first")
    assert told.find(QWidget, "people-page").isVisible()


def test_letters_fit_the_moment(told: Told) -> None:
    told.agree()
    told.open()
    shown = [button.objectName() for button in told.window.findChildren(QPushButton) if _is_letter(button)]
    assert shown == ["write-agenda", "write-thank-you"]
    told.clock.to(AFTER)
    told.open()
    told.qtbot.wait(10)
    shown = [button.objectName() for button in told.window.findChildren(QPushButton) if _is_letter(button)]
    assert set(shown) == {
        "write-thank-you-late",
        "write-check-in",
        "write-occasional-advice",
        "write-recommendation",
        "write-talk-agenda",
    }


def _is_letter(button: QPushButton) -> bool:
    kinds = {f"write-{kind}" for kind in LetterKind}
    return button.objectName() in kinds and not button.isHidden()


def test_a_change_that_was_taken_back_takes_the_close_away(told: Told) -> None:
    plan = told.agree()
    told.open()
    assert not told.find(QWidget, "close-card").isHidden()
    told.program.transitions.undo(plan)
    told.open()
    assert told.find(QWidget, "close-card").isHidden()


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
