"""J2 from the tray's menu on, in all three roles: who does not keep the calendar can ask for the end, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.closing import files_in, lines_of, of_meetings, walking
from tests.desktop.reader import Node
from tests.desktop.roles import Moment, Role
from tests.desktop.session import Desktop

pytestmark = pytest.mark.desktop

HERE = Moment(2, "2026-04-20T09:00:00+01:00", "Europe/Dublin")


@dataclass(frozen=True, slots=True)
class Case:
    """What is proposed to somebody of this role. `rhythm` is taken where no talk is proposed."""

    role: Role
    last: str
    days: tuple[str, ...]
    rule: str
    rhythm: str = ""


CASES = (
    Case(
        Role("mentee", "early", keys=True),
        "Thursday 14 May 2026",
        ("Thursday 13 May 2027", "Thursday 11 May 2028", "Thursday 10 May 2029"),
        "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2TH;COUNT=3",
    ),
    Case(
        Role("mentor", "skip"),
        "Thursday 28 May 2026",
        ("Thursday 27 May 2027", "Thursday 25 May 2028", "Thursday 24 May 2029"),
        "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=4TH;COUNT=3",
    ),
    Case(
        Role("peer", "leader"),
        "Thursday 14 May 2026",
        ("Thursday 12 November 2026", "Thursday 13 May 2027", "Thursday 11 November 2027"),
        "RRULE:FREQ=MONTHLY;INTERVAL=6;BYDAY=2TH;COUNT=3",
        "wizard.talk.every-6-months",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.role))
def test_j2_asks_for_the_end(screen: tuple[Desktop, Node], tmp_path: Path, case: Case) -> None:
    """There is a text to copy, a talk of one's own, and no file with the series. A mentor gives a mentor's notice."""
    with walking(screen, tmp_path, case.role, HERE) as closing:
        person = closing.person
        closing.open()
        closing.says(text("wizard.help.attendee"))
        closing.answer("wizard.help.stay.title")
        closing.say_role()

        def look_at_the_talk() -> None:
            if case.rhythm:
                assert closing.days() == [], "leaders meet when there is something big"
                closing.answer(case.rhythm)
                closing.says(case.days[0])
            assert closing.days() == list(case.days)

        closing.walk(
            {
                "wizard.talk": look_at_the_talk,
                "wizard.date": lambda: closing.says(f"{case.last}, 10:00"),
                "closing.tell": lambda: closing.letter_says(f"Hello {case.role.other}", case.last),
            }
        )
        closing.says(text("wizard.check.ask"))
        person.press("wizard.draft.request-to-organizer.copy")
        person.press("wizard.copied")

        folder = closing.write_files()
        assert files_in(folder) == {"request.txt", "big-picture-talk.ics", "HOWTO.txt"}
        request = " ".join(lines_of(folder, "request.txt"))
        assert f"Could you let it end with {case.last}, 10:00?" in request
        assert of_meetings(folder, "big-picture-talk.ics", "RRULE") == [case.rule]
        assert of_meetings(folder, "big-picture-talk.ics", "ATTENDEE") == [], "it is one's own, and invites nobody"
        closing.take_back()
        assert files_in(folder) <= {"HOWTO-UNDO.txt"}
        person.press("wizard.close")
