"""J9 against a Google of our own, for whoever walks it: told first, changed after half a minute, taken back whole."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resources.texts import text
from tests.desktop.account import NOW, ZONE, assert_no_secret, connect, google_with_j9, point_at, writes
from tests.desktop.closing import Closing
from tests.desktop.person import Person, typing, words
from tests.desktop.reader import Node, State
from tests.desktop.roles import Role, journey
from tests.desktop.session import Desktop, wait_for
from tests.google.process import Remote

HOLD = 30.0
"""Seconds of product rule R15, waited for real: nothing may be sent in them."""
BEFORE = ["RRULE:FREQ=WEEKLY;BYDAY=WE", "EXDATE;TZID=America/Toronto:20260218T090000"]
MOVED = ["2026-05-07T11:00:00-04:00"]
"""Where the meeting of 6 May was moved to."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is proposed to somebody of this role, and what it does to the calendar."""

    role: Role
    last: str
    until: str
    days: tuple[str, ...]
    """Of the talk; none where none is proposed."""
    moved: tuple[str, ...]
    """What is left of the moved meeting with the change."""
    back: int
    """So many messages they get when it is taken back."""
    told_where: str = "wizard.check"
    """The page on which it is ticked that they were told."""

    @property
    def mails(self) -> list[str]:
        """What the other person gets with the change: the talk goes out before the series ends (product 0.3, 3)."""
        return ["invitation", "update"] if self.days else ["update"]


def close_and_take_back(screen: tuple[Desktop, Node], folder: Path, case: Case) -> None:
    """From the tray's menu to the change, and from there to the calendar as it was."""
    desktop, root = screen
    me, who = f"{case.role.me}@example.org", (desktop, root, folder, NOW, ZONE)
    person_of = typing(*who) if case.role.keys else nullcontext(Person(*who))
    with google_with_j9(journey(9, folder, case.role), me) as google, person_of as person:
        point_at(desktop, google)
        program = person.start("--background")
        person.choose(text("tray.open"))
        connect(person, me)
        assert (rules(google), moved(google)) == ([BEFORE], MOVED)
        person.press("home.open-pair-named", who=case.role.other)
        person.press("pair.change")
        _to_the_check(Closing(person, case.role), case)
        _change(Closing(person, case.role), google, case)
        _take_back(Closing(person, case.role), google, case)
        person.end(program)  # with no window manager here, nobody gives the keyboard back after a dialog
        assert_no_secret(desktop.place, google)


def rules(google: Remote) -> list[list[str]]:
    """Of each series that is there."""
    return [event["recurrence"] for event in living(google) if event.get("recurrence")]


def moved(google: Remote) -> list[str]:
    """Where single meetings of the series were moved to."""
    return [event["start"]["dateTime"] for event in living(google) if event.get("recurringEventId")]


def living(google: Remote) -> list[dict[str, Any]]:
    """All events but those that were deleted."""
    return [event for event in google.call("events") if event["status"] != "cancelled"]


def mails(google: Remote) -> list[str]:
    """The kinds of all messages so far."""
    return [mail["kind"] for mail in google.call("mails")]


def _to_the_check(closing: Closing, case: Case) -> None:
    closing.at("wizard.help")
    closing.answer("wizard.help.stay.title")
    closing.say_role()

    def look_at_the_talk() -> None:
        assert closing.days() == list(case.days)

    def tell() -> None:
        closing.letter_says(case.last)
        if case.told_where == "closing.tell":
            closing.person.press("wizard.told.tick", "check box")

    closing.walk(
        {
            "wizard.talk": look_at_the_talk,
            "wizard.date": lambda: closing.says(f"{case.last}, 09:00"),
            "closing.tell": tell,
        }
    )


def _change(closing: Closing, google: Remote, case: Case) -> None:
    person = closing.person
    if case.told_where == "wizard.check":
        assert not closing.may("wizard.check.apply"), "the calendar is never the first to say it"
        person.press("wizard.told.tick", "check box")
    person.finds_enabled("push button", words("wizard.check.apply"))
    person.press("wizard.check.apply")
    closing.says(text("wizard.hold.allowed.title"))
    person.finds_enabled("push button", words("wizard.check.apply"))
    assert writes(google) == 0, "leave to write is no wish to write"
    before = time.monotonic()
    person.press("wizard.check.apply")
    undo = person.finds("push button", words("wizard.hold.undo"))
    wait_for(lambda: State.FOCUSED in undo.states, "the keyboard at the way out")
    wait_for(lambda: writes(google), "the first write", HOLD + 60)
    assert time.monotonic() - before > HOLD, "nothing is sent in the hold"
    closing.says(text("wizard.done.applied.title"), 60)
    assert mails(google) == case.mails
    assert [f"RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL={case.until}", BEFORE[1]] in rules(google)
    assert len(rules(google)) == len(case.mails), "the series, and the talk where there is one"
    assert moved(google) == list(case.moved)


def _take_back(closing: Closing, google: Remote, case: Case) -> None:
    person = closing.person
    person.press("wizard.done.undo")
    person.finds("dialog", text("wizard.undo.title"))
    closing.says(text("wizard.undo.says", people=f"{case.role.other}@example.org", n=case.back))
    person.press("wizard.undo.yes")
    closing.says(text("wizard.done.undone.title"), 60)
    assert (rules(google), moved(google)) == ([BEFORE], MOVED)
    assert len(mails(google)) == len(case.mails) + case.back, "as many as was said"
