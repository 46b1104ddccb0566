"""J4 from the tray's menu on, in all three roles: of two series with one person, the weekly one ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.closing import files_in, of_meetings, walking
from tests.desktop.person import words
from tests.desktop.reader import Node
from tests.desktop.roles import Moment, Role
from tests.desktop.session import Desktop

pytestmark = pytest.mark.desktop

HERE = Moment(4, "2026-04-13T09:00:00+01:00", "Europe/London")
OTHER = "Career chat #mentoring"


@dataclass(frozen=True, slots=True)
class Case:
    """What is proposed to somebody of this role."""

    role: Role
    last: str
    until: str


CASES = (
    Case(Role("mentee", "early"), "Thursday 30 April 2026", "UNTIL=20260430T160000Z"),
    Case(Role("mentor", "leader", keys=True), "Thursday 14 May 2026", "UNTIL=20260514T160000Z"),
    Case(Role("peer", "mid", keys=True), "Thursday 30 April 2026", "UNTIL=20260430T160000Z"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.role))
def test_j4_ends_one_of_two_series(screen: tuple[Desktop, Node], tmp_path: Path, case: Case) -> None:
    """The monthly one is not touched, and nothing else is booked. A mentor gives a mentor's notice."""
    with walking(screen, tmp_path, case.role, HERE) as closing:
        person = closing.person
        person.answer(text("home.choice.yes"))
        closing.says(text("signs.quiet-patch.says-other-steady", kept=4, due=12))
        closing.open()
        closing.says(text("wizard.help.early"))
        person.use("radio button", words("wizard.help.full-other.title", title=OTHER))
        closing.say_role()
        closing.walk(
            {
                "wizard.date": lambda: closing.says(f"{case.last}, 17:00"),
                "closing.tell": lambda: closing.letter_says(case.last),
            },
            without="wizard.talk",
        )
        closing.says(text("wizard.check.untouched", titles=OTHER))

        folder = closing.write_files()
        assert files_in(folder) == {"series.ics", "HOWTO.txt"}
        assert of_meetings(folder, "series.ics", "UID") == ["UID:j04a@google.com"]
        assert of_meetings(folder, "series.ics", "RRULE") == [f"RRULE:FREQ=WEEKLY;BYDAY=TH;{case.until}"]
        closing.take_back()
        assert files_in(folder) == {"series-as-before.ics", "HOWTO-UNDO.txt"}
        assert of_meetings(folder, "series-as-before.ics", "UID") == ["UID:j04a@google.com"]
        assert of_meetings(folder, "series-as-before.ics", "RRULE") == ["RRULE:FREQ=WEEKLY;BYDAY=TH"]
        person.press("wizard.close")
