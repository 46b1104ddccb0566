"""The half-yearly look at everybody: three questions, calm, in the order of names, over a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from desktop.mentoring.jottings import Jotting, JottingKind, Serves
from desktop.mentoring.mentorship import MentorshipReview, Side
from desktop.services.circle import Circle
from desktop.ui.people.half_year_page import HalfYearPage
from desktop.ui.style import LinkButton, Words
from tests.ui.fakes import LONDON, look, pair
from tests.ui.story_page import open_people, write
from tests.ui.told import BEFORE, Told, telling

__all__ = ["telling"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TODAY = date(2025, 11, 20)


def jotting(kind: JottingKind, words: str, pair_id: str, at: datetime, about: str = "") -> Jotting:
    return Jotting(f"{kind}-{pair_id}", pair_id, kind, words, at, about=about)


def shown(*people: MentorshipReview, **more: object) -> HalfYearPage:
    values: dict[str, Any] = {"helps": {}, "closings": {}, "reviews": {}, "promises": (), "leads": ()} | more
    page = HalfYearPage(LONDON)
    page.show_circle(Circle(TODAY, **values), look(*people))
    return page


def words(page: HalfYearPage, name: str) -> list[str]:
    return [label.text() for label in page.findChildren(Words, name)]


def find(page: HalfYearPage, kind: type[QWidget], name: str) -> QWidget:
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def test_three_questions_and_everybody_in_the_order_of_their_names(qtbot: object) -> None:
    page = shown(pair("p1", "robin"), pair("p2", "Alex"), pair("p3", "Óscar"))
    assert len([line for number in (1, 2, 3) for line in words(page, f"half-year-question-{number}")]) == 3
    assert words(page, "half-year-who") == ["Alex", "robin", "Óscar"]
    for id_, who in (("p1", "robin"), ("p2", "Alex")):
        assert find(page, QComboBox, f"serves-{id_}").accessibleName().endswith(who)


def test_neither_what_is_finished_nor_what_is_hidden_is_asked_about(qtbot: object) -> None:
    hidden = pair("p2", "Ben")
    told = replace(hidden.mentorship, told=replace(hidden.mentorship.told, safe=True))
    finished = replace(pair("p3", "Cleo"), finished=True)
    page = shown(pair("p1", "Ann"), replace(hidden, mentorship=told), finished)
    assert words(page, "half-year-who") == ["Ann"]
    assert words(shown(), "half-year-nobody") == ["Nobody is here yet."]


def test_the_last_look_is_said_and_asked_anew(qtbot: object) -> None:
    at = datetime(2025, 5, 12, tzinfo=UTC)
    serves = {"p1": jotting(JottingKind.SERVES, "", "p1", at, Serves.UNSURE)}
    page = shown(pair("p1", "Ann"), serves=serves)
    assert words(page, "half-year-before") == ["On 12 May 2025 you noted: I want to think about it"]
    box = find(page, QComboBox, "serves-p1")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "No answer"


def test_a_mentor_is_asked_what_they_help_with(qtbot: object) -> None:
    one = pair("p1", "Ann")
    mentee = replace(one, mentorship=replace(one.mentorship, side=Side.MENTOR))
    assert find(shown(mentee), QLineEdit, "helps-p1-line").accessibleName() == "What do you help with? One line."


# --- in the window, over a store ------------------------------------------------------------------------


def opened(told: Told) -> None:
    open_people(told)
    told.find(LinkButton, "half-year-open").click()
    told.rest()
    assert told.find(QWidget, "half-year-page").isVisible()


def answer(told: Told, choice: Serves) -> None:
    box = told.find(QComboBox, f"serves-{told.pair}")
    box.setCurrentIndex(list(Serves).index(choice) + 1)
    box.activated.emit(box.currentIndex())
    told.rest()


def test_each_answer_is_kept_at_once_and_nothing_follows_from_it(told: Told) -> None:
    opened(told)
    plans = told.program.transitions.history()
    change = told.find(LinkButton, f"half-year-open-{told.pair}")
    assert change.isHidden()
    answer(told, Serves.CHANGED)
    (kept,) = told.story.story.of(JottingKind.SERVES)
    assert kept.about == Serves.CHANGED
    assert told.find(QComboBox, f"serves-{told.pair}").currentText() == "Good, in another form"
    assert told.program.transitions.history() == plans
    change.click()
    told.rest()
    assert told.find(QWidget, "pair-page").isVisible(), "a way to the page of the pair, and no plan"


def test_what_each_is_for_and_who_is_missing_are_seen_on_the_page_of_all_people(told: Told) -> None:
    opened(told)
    write(told, f"helps-{told.pair}", "Hard talks")
    write(told, "missing", "A team of ten")
    assert told.find(QLineEdit, f"helps-{told.pair}-line").text() == "Hard talks"
    assert told.words("half-year-map") == ["Nobody noted yet for what comes next: “A team of ten”"]
    told.find(LinkButton, "half-year-people").click()
    told.rest()
    assert told.words("person-helps") == ["Hard talks"]
    assert told.words("map-line") == ["Nobody noted yet for what comes next: “A team of ten”"]


def test_what_is_half_written_stays_over_a_new_look(told: Told) -> None:
    opened(told)
    line = told.find(QLineEdit, f"helps-{told.pair}-line")
    QTest.keyClicks(line, "half a li")
    told.session.refresh()
    told.rest()
    assert told.find(QLineEdit, f"helps-{told.pair}-line") is line
    assert line.text() == "half a li"


def test_when_it_is_done_the_next_one_is_half_a_year_away(told: Told) -> None:
    told.program.reminders.settle()
    later = BEFORE + timedelta(weeks=27)
    told.clock.to(later)
    assert [one.kind for one in told.program.reminders.due()].count("half-year") == 1
    opened(told)
    told.find(QPushButton, "half-year-done").click()
    told.rest()
    assert told.find(QWidget, "home-page").isVisible()
    for days in (0, 1, 100, 181):
        told.clock.to(later + timedelta(days=days))
        assert "half-year" not in [one.kind for one in told.program.reminders.due()]
    told.clock.to(later + timedelta(days=183))
    assert "half-year" in [one.kind for one in told.program.reminders.due()]
