"""J1 whole, from the tray's menu to "done" and back, as a mentee, a mentor and two who meet as equals."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.closing import Closing, journey, lines_of, out_of_reach
from tests.desktop.person import Person, typing
from tests.desktop.reader import Node
from tests.desktop.session import Desktop

pytestmark = pytest.mark.desktop

NOW, ZONE = "2025-11-20T09:00:00+00:00", "Europe/London"
TALKS = ["Tuesday 8 December 2026", "Tuesday 14 December 2027", "Tuesday 12 December 2028"]
LAST = "Tuesday 9 December 2025, 16:00–16:45"
UNTIL = "UNTIL=20251209T160000Z"
YEARLY = "RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=2TU;COUNT=3"
BACK = {"series-as-before.ics", "HOWTO-UNDO.txt"}


def holds_the_change(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"series.ics", "big-picture-talk.ics", "HOWTO.txt"}
    assert any(UNTIL in line for line in lines_of(folder, "series.ics"))
    assert YEARLY in lines_of(folder, "big-picture-talk.ics")


def holds_the_former_series(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == BACK
    assert "RRULE:FREQ=WEEKLY;BYDAY=TU" in lines_of(folder, "series-as-before.ics")


def test_a_mentee_by_names_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """Every page, up to what comes after; taken back from the pair's page."""
    desktop, root = screen
    person = Person(desktop, root, tmp_path, NOW, ZONE)
    person.call("import", journey(1, tmp_path))
    program = person.start("--background")
    person.answer("mentee@example.org")
    closing = Closing(person)
    closing.open("mentor")

    closing.answer("wizard.help.stay.title")
    closing.turn("wizard.you")
    closing.answer("wizard.you.mentee", "settings.you.stage.choice.mid")
    closing.turn("wizard.why")
    closing.answer("wizard.why.goals-reached")
    closing.turn("wizard.goals")
    person.write(text("wizard.goals.words"), "Speak in front of a room")
    closing.turn("wizard.try", "wizard.talk")
    assert closing.days() == TALKS
    closing.turn("wizard.date")
    closing.says(LAST)
    closing.turn("closing.tell", "closing.thanks", "closing.summary", "closing.offer", "closing.last-talk")
    closing.turn("wizard.check")
    folder = closing.write_files()
    holds_the_change(folder)
    closing.turn("wizard.after")
    person.press("wizard.close")

    person.press("pair.plan.undo")
    person.press("pair.undo.yes")
    closing.says(text("pair.plan.state.undone"))
    holds_the_former_series(folder)
    person.end(program)


def test_a_mentor_by_keys_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """In a leader's order. On every page, Tab comes to everything and round again."""
    desktop, root = screen
    with typing(desktop, root, tmp_path, NOW, ZONE, "--me", "mentor@example.org") as person:
        person.call("import", journey(1, tmp_path, swapped=True))
        program = person.start("--background")
        closing = Closing(person)

        def walk(page: str) -> None:
            closing.turn(page)
            stops = person.round()
            assert out_of_reach(root, stops) == [], page
            assert person.tab("Shift") == stops[-1], f"the way back on {page}"
            person.tab()

        closing.open("mentee")
        closing.answer("wizard.help.stay.title")
        walk("wizard.you")
        closing.answer("wizard.you.mentor", "settings.you.stage.choice.leader")
        for page in ("why", "goals", "try", "talk"):
            walk(f"wizard.{page}")
        assert closing.days() == [], "leaders meet when there is something big"
        closing.answer("wizard.talk.yearly")
        closing.says(TALKS[0])
        assert closing.days() == TALKS
        walk("closing.offer")
        walk("wizard.date")
        closing.says(LAST)
        person.keys.press("Right")
        closing.says("Tuesday 16 December 2025")
        person.keys.press("Left")
        closing.says(LAST)
        walk("closing.tell")
        walk("closing.thanks")
        person.write(text("closing.thanks.card", n=1), "You asked, what is the worst that could happen")
        walk("closing.summary")
        walk("closing.last-talk")
        walk("wizard.check")
        folder = closing.write_files()
        holds_the_change(folder)
        assert out_of_reach(root, person.round()) == []
        closing.take_back()
        holds_the_former_series(folder)
        person.press("wizard.close")
        person.end(program)


def test_two_who_meet_as_equals_by_names_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """In the firm order of first years, where leaving a step out takes a word."""
    desktop, root = screen
    person = Person(desktop, root, tmp_path, NOW, ZONE, "--me", "mentee@example.org")
    person.call("import", journey(1, tmp_path))
    program = person.start("--background")
    closing = Closing(person)
    closing.open("mentor")

    closing.answer("wizard.help.stay.title")
    closing.turn("wizard.you")
    closing.answer("wizard.you.peer", "settings.you.stage.choice.early")
    closing.turn("wizard.why")
    person.press("wizard.skip.button")
    person.write(text("wizard.skip.why"), "We both know")
    card = person.finds("panel", text("wizard.skip.why"))
    go = card.find("push button", text("wizard.skip.button"))
    assert go is not None
    go.press()
    closing.at("wizard.goals")
    closing.turn("wizard.try", "closing.tell", "wizard.date")
    closing.says(LAST)
    closing.turn("wizard.talk")
    assert closing.days() == TALKS
    closing.turn("closing.thanks", "closing.summary", "closing.offer", "closing.last-talk", "wizard.check")
    folder = closing.write_files()
    holds_the_change(folder)
    closing.take_back()
    holds_the_former_series(folder)
    person.press("wizard.close")
    person.end(program)
