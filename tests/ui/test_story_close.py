"""The close on the page of a pair: the days ahead, what is done, and the letters that fit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from desktop.mentoring.jottings import JottingKind, JottingState, OfferKind
from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.sheet import Freed
from desktop.ui.style import LinkButton, Words
from tests.ui.story_page import opened, press, write
from tests.ui.told import AFTER, Told, telling

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

__all__ = ["telling"]


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
