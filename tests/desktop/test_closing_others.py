"""Other people's series, two series with one mentor, and a programme: J2, J4 and J12 from the tray's menu on."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.closing import Closing, journey, lines_of
from tests.desktop.person import Person, typing, words
from tests.desktop.reader import Node
from tests.desktop.session import Desktop

pytestmark = pytest.mark.desktop

WORDS = ("closing.tell", "closing.thanks", "closing.summary", "closing.offer", "closing.last-talk")


def test_j2_a_mentor_asks_for_the_end_by_names_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """The mentee keeps the calendar here: there is a text to copy, and no file with the series."""
    desktop, root = screen
    person = Person(desktop, root, tmp_path, "2026-04-20T09:00:00+01:00", "Europe/Dublin", "--me", "mentor@example.org")
    person.call("import", journey(2, tmp_path, swapped=True))
    program = person.start("--background")
    closing = Closing(person)
    closing.open("mentee")
    closing.says(text("wizard.help.attendee"))
    closing.answer("wizard.help.stay.title")
    closing.turn("wizard.you")
    closing.answer("wizard.you.mentor", "settings.you.stage.choice.skip")
    closing.turn("wizard.why", "wizard.goals", "wizard.try", "wizard.talk")
    assert closing.days() == ["Thursday 13 May 2027", "Thursday 11 May 2028", "Thursday 10 May 2029"]
    closing.turn("wizard.date")
    closing.says("Thursday 14 May 2026, 10:00")
    closing.turn(*WORDS, "wizard.check")
    closing.says(text("wizard.check.ask"))
    person.press("wizard.draft.request-to-organizer.copy")
    person.press("wizard.copied")

    folder = closing.write_files()
    assert {path.name for path in folder.iterdir()} == {"request.txt", "big-picture-talk.ics", "HOWTO.txt"}
    assert "14 May 2026" in " ".join(lines_of(folder, "request.txt"))
    assert "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2TH;COUNT=3" in lines_of(folder, "big-picture-talk.ics")
    closing.take_back()
    assert {path.name for path in folder.iterdir()} <= {"HOWTO-UNDO.txt"}
    person.press("wizard.close")
    person.end(program)


def test_j4_one_of_two_series_of_equals_by_keys_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """The weekly one ends, the monthly one is not touched, and nothing else is booked."""
    desktop, root = screen
    who = (desktop, root, tmp_path, "2026-04-13T09:00:00+01:00", "Europe/London", "--me", "mentee@example.org")
    with typing(*who) as person:
        person.call("import", journey(4, tmp_path))
        program = person.start("--background")
        person.answer(text("home.choice.yes"))
        closing = Closing(person)
        closing.open("mentor")
        closing.says(text("wizard.help.early"))
        person.use("radio button", words("wizard.help.full-other.title", title="Career chat #mentoring"))
        closing.turn("wizard.you")
        closing.answer("wizard.you.peer", "settings.you.stage.choice.mid")
        closing.turn("wizard.why", "wizard.goals", "wizard.try", "wizard.date")
        closing.says("Thursday 30 April 2026, 17:00")
        closing.turn(*WORDS, "wizard.check")
        closing.says(text("wizard.check.untouched", titles="Career chat #mentoring"))

        folder = closing.write_files()
        assert {path.name for path in folder.iterdir()} == {"series.ics", "HOWTO.txt"}
        series = lines_of(folder, "series.ics")
        assert [line for line in series if line.startswith("UID")] == ["UID:j04a@google.com"]
        assert any("UNTIL=20260430T160000Z" in line for line in series)
        closing.take_back()
        assert "RRULE:FREQ=WEEKLY;BYDAY=TH" in lines_of(folder, "series-as-before.ics")
        person.press("wizard.close")
        person.end(program)


def test_j12_a_mentor_in_a_programme_by_names_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """The end is there already: the date is proposed, nothing is written, and no talk is booked yet."""
    desktop, root = screen
    person = Person(desktop, root, tmp_path, "2026-04-17T09:00:00+01:00", "Europe/Lisbon", "--me", "mentor@example.org")
    person.call("import", journey(12, tmp_path))
    program = person.start("--background")
    person.choose(text("tray.question"))
    person.press("home.choice.yes")
    person.finds("label", text("signs.questions.contact-after.says"))
    person.press("home.open-pair-named", who="mentee3")
    person.press("pair.change")
    closing = Closing(person)
    closing.at("wizard.help")
    closing.answer("wizard.help.stay.title")
    closing.turn("wizard.you")
    closing.answer("wizard.you.mentor", "settings.you.stage.choice.mid")
    closing.turn("wizard.why", "wizard.goals", "wizard.try", "wizard.talk")
    closing.says(text("wizard.because.programme"))
    closing.says(text("wizard.talk.dates-none"))
    closing.turn("wizard.date")
    closing.says("Thursday 18 June 2026")
    closing.says(text("wizard.date.why-end"))
    closing.turn(*WORDS, "wizard.check")
    closing.says(text("wizard.check.no-steps"))
    assert person.sees("push button", words("wizard.check.apply-file")) is None
    person.press("wizard.close")
    assert not list(desktop.place.rglob("Graduand 2026-06-18*"))
    person.end(program)
