"""Sentences that carry a thought by themselves: each is on the page where somebody needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWizardPage

from desktop.mentoring.sheet import Way
from desktop.ui.wizard.wizard import At
from resources.texts import text
from tests.ui.wizard.conftest import Walker

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"
Walk = Callable[..., Walker]


def shown(page: QWizardPage) -> str:
    """All that stands on a page, its title among it."""
    QApplication.processEvents()
    labels = (label.text() for label in page.findChildren(QLabel) if label.isVisible())
    return "\n".join([page.title(), page.subTitle(), *labels])


def test_the_first_page_says_what_this_is_and_whose_sentence_it_quotes(walk: Walk) -> None:
    said = shown(walk().wizard.help)
    for key in ("title", "subtitle", "idea", "credit"):
        assert text(f"wizard.help.{key}") in said
    assert "nothing changes until the last page" in said
    assert "no goodbye to a person" in said
    assert "what your meetings should become" in said, "better, not over"
    assert "talk of fifteen minutes" in said
    assert "Jodi Glickman, in Harvard Business Review, 2014" in said


def test_to_stay_in_touch_is_a_way_and_the_worry_about_the_door_has_its_answer(walk: Walk) -> None:
    walker = walk()
    assert text("wizard.help.stay.says") in shown(walker.wizard.help)
    walker.to(At.WHY)
    page: Any = walker.wizard.currentPage()
    page.findChild(QCheckBox, "whyHardDoor").click()
    page.hard.opener.click()
    assert "A clear close keeps that open." in shown(page)


def test_goals_that_were_reached_are_a_sign_that_the_meetings_served(walk: Walk) -> None:
    walker = walk()
    walker.to(At.GOALS)
    assert "a sign that the meetings served their purpose" in shown(walker.wizard.currentPage())


def test_the_heading_asks_what_it_should_become_and_what_they_are_asked_for(walk: Walk) -> None:
    walker = walk()
    walker.to_talk()
    said = shown(walker.wizard.talk)
    assert "What should this become?" in said
    assert "What would you still come to them for?" in said


def test_the_quiet_branch_asks_about_the_work_or_about_me(walk: Walk) -> None:
    walker = walk()
    walker.to(At.SAFE, Way.WRONG)
    page: Any = walker.wizard.currentPage()
    assert "about you?" not in shown(page), "it is read where somebody wants to"
    page.findChild(QPushButton, "safeQuestions").click()
    said = shown(page)
    assert "is it about the work, or about you?" in said
    assert "do you see more clearly, or do you feel smaller?" in said


def test_a_late_thank_you_is_welcome_and_nothing_threatens() -> None:
    assert text("reminders.ended-without-goodbye.body") == "A thank-you is never too late."
