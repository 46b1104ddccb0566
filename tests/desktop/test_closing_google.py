"""J9 against a Google of our own, by keys alone: told first, changed after half a minute, taken back whole."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from resources.texts import text
from tests.desktop.account import NOW, ZONE, assert_no_secret, connect, google_with_j9, point_at, writes
from tests.desktop.closing import Closing
from tests.desktop.person import typing, words
from tests.desktop.reader import Node, State
from tests.desktop.session import Desktop, wait_for
from tests.google.process import Remote

pytestmark = pytest.mark.desktop

HOLD = 30.0
"""Seconds of product rule R15, waited for real: nothing may be sent in them."""
PAGES = ("wizard.why", "wizard.goals", "wizard.try", "wizard.talk", "wizard.date", "closing.tell")
WORDS = ("closing.thanks", "closing.summary", "closing.offer", "closing.last-talk")


def rules(google: Remote) -> list[list[str]]:
    """Of each series that is there."""
    return [event["recurrence"] for event in living(google) if event.get("recurrence")]


def moved(google: Remote) -> list[str]:
    """Where single meetings of the series were moved to."""
    return [event["start"]["dateTime"] for event in living(google) if event.get("recurringEventId")]


def living(google: Remote) -> list[dict[str, Any]]:
    return [event for event in google.call("events") if event["status"] != "cancelled"]


def test_j9_a_mentee_by_keys_alone(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    desktop, root = screen
    with google_with_j9() as google, typing(desktop, root, tmp_path, NOW, ZONE) as person:
        point_at(desktop, google)
        program = person.start("--background")
        person.choose(text("tray.open"))
        connect(person)
        before = rules(google), moved(google)
        person.press("home.open-pair-named", who="mentor")
        person.press("pair.change")
        closing = Closing(person)
        closing.at("wizard.help")
        closing.answer("wizard.help.stay.title")
        closing.turn("wizard.you")
        closing.answer("wizard.you.mentee", "settings.you.stage.choice.mid")
        closing.turn(*PAGES, *WORDS, "wizard.check")

        assert not closing.may("wizard.check.apply"), "the calendar is never the first to say it"
        person.press("wizard.told.tick", "check box")
        person.finds_enabled("push button", words("wizard.check.apply"))
        person.press("wizard.check.apply")
        closing.says(text("wizard.hold.allowed.title"))
        assert writes(google) == 0, "leave to write is no wish to write"
        person.press("wizard.check.apply")
        pressed = time.monotonic()
        undo = person.finds("push button", words("wizard.hold.undo"))
        wait_for(lambda: State.FOCUSED in undo.states, "the keyboard at the way out")
        wait_for(lambda: writes(google), "the first write", HOLD + 20)
        assert time.monotonic() - pressed > HOLD - 1, "nothing is sent in the hold (the press itself takes a while)"
        closing.says(text("wizard.done.applied.title"))
        assert [mail["kind"] for mail in google.call("mails")] == ["invitation", "update"]
        assert any("UNTIL=20260429T130000Z" in line for lines in rules(google) for line in lines)

        person.press("wizard.done.undo")
        person.finds("dialog", text("wizard.undo.title"))
        person.press("wizard.undo.yes")
        closing.says(text("wizard.done.undone.title"), 30)
        assert (rules(google), moved(google)) == before
        assert before[0] == [["RRULE:FREQ=WEEKLY;BYDAY=WE", "EXDATE;TZID=America/Toronto:20260218T090000"]]
        assert before[1] == ["2026-05-07T11:00:00-04:00"]
        person.end(program)  # with no window manager here, nobody gives the keyboard back after a dialog
        assert_no_secret(desktop.place, google)
