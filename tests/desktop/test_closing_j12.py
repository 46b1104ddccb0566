"""J12 from the tray's menu on, in all three roles: a programme ends by itself, so that nothing is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.closing import walking
from tests.desktop.person import words
from tests.desktop.reader import Node
from tests.desktop.roles import Moment, Role
from tests.desktop.session import Desktop, wait_for

pytestmark = pytest.mark.desktop

HERE = Moment(12, "2026-04-17T09:00:00+01:00", "Europe/Lisbon")
TALKS = ["Thursday 17 June 2027", "Thursday 15 June 2028", "Thursday 21 June 2029"]


@dataclass(frozen=True, slots=True)
class Case:
    """May they stay in touch after the programme? `contact` is the answer's key, "" where it is left open."""

    role: Role
    contact: str


CASES = (
    Case(Role("mentor", "mid"), ""),
    Case(Role("mentee", "early", keys=True), "home.choice.yes"),
    Case(Role("peer", "leader"), "home.choice.no"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.role))
def test_j12_prepares_a_goodbye(screen: tuple[Desktop, Node], tmp_path: Path, case: Case) -> None:
    """The end is there already, and a talk is proposed only where contact is known to be welcome."""
    with walking(screen, tmp_path, case.role, HERE) as closing:
        person = closing.person
        person.choose(text("tray.question"))
        person.finds("panel", text("signs.questions.programme.says", n=4, last="18 June"))
        person.press("home.choice.yes")
        person.finds("panel", text("signs.questions.contact-after.says"))
        if case.contact:
            person.press(case.contact)
            wait_for(lambda: not person.sees("panel", text("signs.questions.contact-after.says")), "no more questions")
        person.press("home.open-pair-named", who=f"{case.role.other}3")
        person.press("pair.change")
        closing.at("wizard.help")
        closing.answer("wizard.help.stay.title")
        closing.say_role()

        def look_at_the_talk() -> None:
            if case.contact == "home.choice.yes":
                assert closing.days() == TALKS
                closing.answer("wizard.talk.on-request")
            else:
                closing.says(text("wizard.because.programme"))
            closing.says(text("wizard.talk.dates-none"))
            assert closing.days() == []

        def look_at_the_date() -> None:
            closing.says("Thursday 18 June 2026, 14:00")
            closing.says(text("wizard.date.why-end"))

        closing.walk({"wizard.talk": look_at_the_talk, "wizard.date": look_at_the_date})
        closing.says(text("wizard.check.no-steps"))
        closing.says("3 other last meetings fall on Thursday 18 June 2026.")
        person.finds("filler", text("wizard.progress.says", n=13, all=13, act=text("wizard.progress.door")))
        for key in ("wizard.check.apply-file", "wizard.next"):
            assert person.sees("push button", words(key)) is None, (
                "there is nothing to do, and no page of what was done"
            )
        person.press("wizard.close")

        assert not list(closing.person.desktop.place.rglob("Graduand 2026-06-18*"))
        assert json.loads(person.call("history", "--json"))["plans"] == []
        person.choose(text("tray.open"))
        person.press("pair.change")
        closing.at("wizard.help")
        assert person.sees("label", text("wizard.resumed.title")) is None, "it came to its end, and is not half-way"
        person.press("wizard.not-now")
