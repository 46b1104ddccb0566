"""Sections of lines on the page of a pair: written, ticked, let go, summed up."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from desktop.mentoring.jottings import JottingKind, JottingState, OfferKind
from desktop.ui.style import LinkButton, Words
from tests.ui.story_page import press, write
from tests.ui.told import Told, telling

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

__all__ = ["telling"]


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
