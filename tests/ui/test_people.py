"""Everybody on one page: in the order of their names, with what each helps with, and without any comparison."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateEdit, QLineEdit, QPushButton, QWidget

from desktop.mentoring.afterwards import Closing
from desktop.mentoring.jottings import MOST_LEADS, Jotting, JottingKind, JottingState, OfferKind
from desktop.mentoring.mentorship import MentorshipReview, Side
from desktop.services.circle import Circle
from desktop.ui.people.desk import PeopleDesk
from desktop.ui.people.guide_dialog import GuideDialog
from desktop.ui.people.page import PeoplePage
from desktop.ui.style import LinkButton, Words
from resources.guides import NAMES, guide
from tests.ui.conftest import Opening
from tests.ui.fakes import LONDON, graduand, look, pair
from tests.ui.story_page import open_people
from tests.ui.told import Told, telling

__all__ = ["telling"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TODAY = date(2025, 11, 20)
AT = datetime(2025, 11, 1, tzinfo=UTC)


def jotting(kind: JottingKind, words: str, pair_id: str = "p1", **more: Any) -> Jotting:
    return replace(Jotting(f"{kind}-{pair_id}-{words}", pair_id, kind, words, AT), **more)


def people(told: Told) -> PeopleDesk:
    """The desk of the page, once it was opened."""
    found = told.window._people.people
    assert found is not None
    return found


def side(one: MentorshipReview, chosen: Side) -> MentorshipReview:
    return replace(one, mentorship=replace(one.mentorship, side=chosen))


def shown(*people: MentorshipReview, **more: object) -> PeoplePage:
    values: dict[str, Any] = {"helps": {}, "closings": {}, "reviews": {}, "promises": (), "leads": ()} | more
    page = PeoplePage(LONDON)
    page.show_circle(Circle(TODAY, **values), look(*people))
    return page


def words(page: PeoplePage, name: str) -> list[str]:
    return [label.text() for label in page.findChildren(Words, name)]


def test_in_the_order_of_their_names_with_what_each_is_for(qtbot: object) -> None:
    helps = {"p2": jotting(JottingKind.HELPS_WITH, "budgets", "p2")}
    page = shown(pair("p1", "robin"), pair("p2", "Alex"), pair("p3", "Óscar"), helps=helps)
    assert words(page, "person-who") == ["Alex", "robin", "Óscar"]
    assert words(page, "person-helps")[:2] == ["budgets", "Nothing noted yet"]
    assert not any(char.isdigit() for line in words(page, "person-helps") for char in line), "nobody is counted"


def test_mentees_and_peers_stand_by_themselves(qtbot: object) -> None:
    closing = Closing("plan", "p3", date(2025, 6, 3), (date(2026, 6, 2),))
    page = shown(
        side(pair("p1", "Ann"), Side.MENTOR),
        pair("p2", "Ben"),
        pair("p3", "Cleo", ahead=False),
        side(pair("p4", "Dan", ahead=False), Side.PEER),
        closings={"p3": closing},
    )
    headings = [heading for name in ("advisors", "mentees", "peers") for heading in words(page, f"section-{name}")]
    assert headings == ["Your mentors", "Your mentees", "Peers"]
    assert words(page, "person-who") == ["Ben", "Ann", "Cleo", "Dan"]
    assert words(page, "person-touch")[2:] == [
        "Peers since 3 June 2025 · Next: Tuesday 2 June 2026",
        "No date ahead",
    ]


def test_overlaps_and_gaps_are_said_as_facts(qtbot: object) -> None:
    helps = {name: jotting(JottingKind.HELPS_WITH, what, name) for name, what in (("p1", "Budgets"), ("p2", "budgets"))}
    challenge = jotting(JottingKind.CHALLENGE, "A team of ten")
    hidden = jotting(JottingKind.CHALLENGE, "hidden words", "elsewhere")
    page = shown(pair("p1", "Ann"), pair("p2", "Ben"), helps=helps, challenges=(challenge, hidden))
    assert words(page, "map-line") == [
        "Several people for “Budgets”: Ann, Ben",
        "Nobody noted yet for what comes next: “A team of ten”",
    ]
    assert not shown(pair("p1", "Ann")).findChildren(QWidget, "map-card")


def test_promises_stand_before_the_people_one_met(qtbot: object) -> None:
    promises = (
        jotting(JottingKind.OFFER, "", "p1", about=OfferKind.INTRODUCTION),
        jotting(JottingKind.OFFER, "hidden words", "elsewhere", about=OfferKind.OPPORTUNITY),
    )
    page = shown(pair("p1", "Ann"), promises=promises, leads=(jotting(JottingKind.LEAD, "Robin", "", due=TODAY),))
    assert words(page, "promises-words") == ["An introduction"]
    assert words(page, "promises-about") == ["Ann"]
    column = [page.column.itemAt(number).widget() for number in range(page.column.count())]
    names = [part.objectName() for part in column if part is not None]
    assert names.index("promises-card") < names.index("leads-card")
    card = shown(pair("p1", "Ann")).findChild(QWidget, "promises-card")
    assert card is not None
    assert card.isHidden()


def test_five_people_at_most_can_be_noted(qtbot: object) -> None:
    leads = tuple(jotting(JottingKind.LEAD, str(number), "") for number in range(MOST_LEADS))
    for some, open_ in ((leads[1:], True), (leads, False)):
        page = shown(leads=some)
        line = page.findChild(QLineEdit, "lead-line")
        assert line is not None
        assert line.isVisibleTo(page) is open_


def test_nobody_is_said_plainly(qtbot: object) -> None:
    assert words(shown(), "people-nobody") == ["Nobody is here yet."]


# --- in the window ------------------------------------------------------------------------------------


def test_from_home_and_back_and_on_to_somebody(stage: Opening) -> None:
    on = stage(graduand(look(pair())))
    on.window.show()
    on.find(LinkButton, "people-button").click()
    on.settle()
    assert on.find(QWidget, "people-page").isVisible()
    on.session.refresh()
    on.settle()
    assert on.find(QWidget, "people-page").isVisible(), "a new look does not take it away"
    on.find(LinkButton, "people-back").click()
    assert on.find(QWidget, "home-page").isVisible()
    on.window.open_people()
    on.settle()
    page = on.find(QWidget, "people-page")
    page.findChild(QPushButton, "open-p1").click()
    on.settle()
    assert on.find(QWidget, "pair-page").isVisible()


def test_where_nobody_is_known_there_is_no_way_to_it(stage: Opening) -> None:
    on = stage(graduand(look()))
    on.window._home.show_review(look())
    assert on.find(LinkButton, "people-button").isHidden()


def test_people_one_met_are_written_and_leave_the_list(told: Told) -> None:
    open_people(told)
    told.find(QDateEdit, "lead-day").setDate(QDate(2025, 11, 17))
    line = told.find(QLineEdit, "lead-line")
    QTest.keyClicks(line, "Robin, from the meetup")
    QTest.keyClick(line, Qt.Key.Key_Return)
    told.rest()
    (lead,) = told.program.stories.leads()
    assert (lead.words, lead.due) == ("Robin, from the meetup", date(2025, 11, 17))
    assert told.words("leads-about") == ["Met on 17 November 2025"]
    told.find(LinkButton, f"became-{lead.id}").click()
    told.rest()
    assert told.program.stories.leads() == ()


def test_a_promise_is_ticked_here_too(told: Told) -> None:
    offer = told.program.stories.write(told.pair, JottingKind.OFFER, "A name", about=OfferKind.INTRODUCTION)
    open_people(told)
    told.find(LinkButton, f"done-{offer.id}").click()
    told.rest()
    assert told.program.stories.promises() == ()
    (kept,) = told.story.story.of(JottingKind.OFFER)
    assert kept.state is JottingState.DONE
    assert told.find(QWidget, "promises-card").isHidden()


def test_thanks_after_a_coffee_are_a_letter_to_nobody_yet(told: Told) -> None:
    lead = told.program.stories.lead("Robin", date(2025, 11, 17))
    open_people(told)
    told.find(LinkButton, f"write-{lead.id}").click()
    letter = people(told).letter
    assert letter is not None
    told.qtbot.waitUntil(lambda: letter.editor.ready)
    assert letter.editor.body.words
    assert letter.editor.to == ()


def test_a_change_at_work_is_noted_and_asked_about_in_three_months(told: Told) -> None:
    open_people(told)
    told.find(QDateEdit, "role-day").setDate(QDate(2025, 11, 3))
    line = told.find(QLineEdit, "role-line")
    QTest.keyClicks(line, "A team of my own")
    QTest.keyClick(line, Qt.Key.Key_Return)
    told.rest()
    assert told.words("roles-about") == ["Since 3 November 2025"]
    for day, asked in ((date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2026, 2, 28), True)):
        told.clock.to(datetime(day.year, day.month, day.day, 10, tzinfo=LONDON))
        assert ("new-role" in [one.kind for one in told.program.reminders.due()]) is asked
    (role,) = told.program.store.jottings.of("")
    told.find(LinkButton, f"remove-{role.id}").click()
    told.rest()
    assert told.program.store.jottings.of("") == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_read_by_keyboard_and_by_a_screen_reader(told: Told, name: str) -> None:
    open_people(told)
    told.find(LinkButton, f"guide-{name}").click()
    dialog = people(told).guide
    assert dialog is not None
    told.qtbot.waitExposed(dialog)
    read = guide(name)
    assert dialog.reader.accessibleName() == dialog.windowTitle() == read.title
    assert dialog.focusWidget() is dialog.reader
    shown = dialog.reader.toPlainText()
    for part in read.parts:
        for words in (part.heading, *part.paragraphs):
            assert words.removeprefix("- ") in shown
    bar = dialog.reader.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(dialog.reader, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(dialog.reader, Qt.Key.Key_Escape)
    told.qtbot.waitUntil(lambda: not told.window.findChildren(GuideDialog))


def test_the_hours_of_the_last_quarter_stand_above_everybody_and_of_nobody_by_themselves(told: Told) -> None:
    told.clock.to(datetime(2026, 1, 5, 10, tzinfo=LONDON))
    open_people(told)
    (line,) = told.words("people-quarter")
    assert line == "From 1 October to 31 December 2025: 9 meetings, 6 h 45 min"
