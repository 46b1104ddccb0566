"""J1 whole, from the tray's menu to "done" and back, as a mentee, a mentor and two who meet as equals."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.closing import Closing, files_in, of_meetings, out_of_reach, walking
from tests.desktop.person import Typist
from tests.desktop.reader import Node
from tests.desktop.roles import Moment, Role
from tests.desktop.session import Desktop

pytestmark = pytest.mark.desktop

HERE = Moment(1, "2025-11-20T09:00:00+00:00", "Europe/London")
TALKS = ["Tuesday 8 December 2026", "Tuesday 14 December 2027", "Tuesday 12 December 2028"]
LAST = "Tuesday 9 December 2025, 16:00–16:45"
WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=TU"


def holds_the_change(folder: Path, until: str = "20251209T160000Z", place: str = "2TU") -> None:
    assert files_in(folder) == {"series.ics", "big-picture-talk.ics", "HOWTO.txt"}
    assert of_meetings(folder, "series.ics", "RRULE") == [f"{WEEKLY};UNTIL={until}"]
    yearly = f"RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY={place};COUNT=3"
    assert of_meetings(folder, "big-picture-talk.ics", "RRULE") == [yearly]


def holds_the_former_series(folder: Path) -> None:
    assert files_in(folder) == {"series-as-before.ics", "HOWTO-UNDO.txt"}
    assert of_meetings(folder, "series-as-before.ics", "RRULE") == [WEEKLY]


def test_j1_a_mentee_by_names_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """Every page, up to what comes after; taken back from the pair's page."""
    with walking(screen, tmp_path, Role("mentee", "mid"), HERE, known=False) as closing:
        person = closing.person
        person.answer("mentee@example.org")
        closing.open()
        closing.answer("wizard.help.stay.title")
        closing.say_role()

        def look_at_the_talk() -> None:
            assert closing.days() == TALKS

        closing.walk(
            {
                "wizard.why": lambda: closing.answer("wizard.why.goals-reached"),
                "wizard.goals": lambda: person.write(text("wizard.goals.words"), "Speak in front of a room"),
                "wizard.talk": look_at_the_talk,
                "wizard.date": lambda: closing.says(LAST),
                "closing.tell": lambda: closing.letter_says("Speak in front of a room", "Tuesday 9 December 2025"),
            }
        )
        folder = closing.write_files()
        holds_the_change(folder)
        closing.turn("wizard.after")
        person.press("wizard.close")

        person.press("pair.plan.undo")
        person.press("pair.undo.yes")
        closing.says(text("pair.plan.state.undone"))
        holds_the_former_series(folder)


def test_j1_a_mentor_by_keys_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """In a leader's order and with a mentor's notice. On every page, Tab comes to everything and round again."""
    last, talk = "Tuesday 23 December 2025, 16:00–16:45", "Tuesday 22 December 2026"
    with walking(screen, tmp_path, Role("mentor", "leader", keys=True), HERE) as closing:
        person = closing.person
        assert isinstance(person, Typist)
        closing.open()
        closing.answer("wizard.help.stay.title")
        closing.say_role()
        comes_round(closing, "wizard.you")

        def choose_a_talk() -> None:
            assert closing.days() == [], "leaders meet when there is something big"
            closing.answer("wizard.talk.yearly")
            closing.says(talk)
            assert closing.days() == [talk, "Tuesday 28 December 2027", "Tuesday 26 December 2028"]

        def go_to_the_next_meeting_and_back() -> None:
            closing.says(last)
            person.keys.press("Right")
            closing.says("Tuesday 30 December 2025")
            person.keys.press("Left")
            closing.says(last)

        def thank() -> None:
            person.write(text("closing.thanks.card", n=1), "You asked, what is the worst that could happen")

        closing.walk(
            {"wizard.talk": choose_a_talk, "wizard.date": go_to_the_next_meeting_and_back, "closing.thanks": thank},
            each=lambda page: comes_round(closing, page),
        )
        folder = closing.write_files()
        holds_the_change(folder, "20251223T160000Z", "4TU")
        assert out_of_reach(person.root, person.round()) == []
        closing.take_back()
        holds_the_former_series(folder)
        person.press("wizard.close")


def comes_round(closing: Closing, page: str) -> None:
    """Tab comes to everything and to where it began; with Shift, it goes back."""
    person = closing.person
    assert isinstance(person, Typist)
    stops = person.round()
    assert out_of_reach(person.root, stops) == [], page
    assert person.tab("Shift") == stops[-1], f"the way back on {page}"
    person.tab()


def test_j1_two_who_meet_as_equals_by_names_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """In the firm order of first years, where leaving a step out takes a word."""
    with walking(screen, tmp_path, Role("peer", "early"), HERE) as closing:
        person = closing.person
        closing.open()
        closing.answer("wizard.help.stay.title")
        closing.say_role()

        def skip() -> None:
            person.press("wizard.skip.button")
            person.write(text("wizard.skip.why"), "We both know")
            card = person.finds("panel", text("wizard.skip.why"))
            go = card.find("push button", text("wizard.skip.button"))
            assert go is not None
            go.press()
            closing.at("wizard.goals")
            person.press("wizard.back")
            closing.at("wizard.why")

        def look_at_the_talk() -> None:
            assert closing.days() == TALKS

        closing.walk({"wizard.why": skip, "wizard.date": lambda: closing.says(LAST), "wizard.talk": look_at_the_talk})
        folder = closing.write_files()
        holds_the_change(folder)
        closing.take_back()
        holds_the_former_series(folder)
        person.press("wizard.close")
