"""`apply` and `undo` before they write: what comes first, what is shown, and what each answer does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.journeys.conftest import DATA
from tests.journeys.terminal import Terminal
from tests.journeys.test_google_show import MENTOR, NOW, WRITES

__all__ = ["google"]

pytestmark = pytest.mark.slow

AT = ("--now", NOW, "--zone", "America/Toronto")


@pytest.fixture
def terminal(google: GoogleServer, tmp_path: Path) -> Iterator[Terminal]:
    google.load_ics(DATA / "journeys" / "j09_undo.ics")
    made = Terminal(google, tmp_path)
    assert made.call("accounts", "add", "google", *AT).code == 0
    assert made.call("sync", *AT).code == 0
    google.forget_requests()
    yield made
    assert google.world.remarks == []


def planned(terminal: Terminal, *options: str) -> str:
    return str(read(terminal, "plan", "j09@google.com", "--final", "2026-04-29", *options)["plan"])


def read(terminal: Terminal, *words: str) -> dict[str, Any]:
    said = terminal.call(*words, "--json", *AT)
    assert said.code == 0, said.err
    return dict(said.json)


def written(google: GoogleServer) -> dict[str, int]:
    return {kind: n for kind, n in google.counts.items() if kind in WRITES}


def test_who_was_not_told_comes_before_the_consent_and_the_question(google: GoogleServer, terminal: Terminal) -> None:
    plan = planned(terminal)
    for said in (
        terminal.typed("y", "apply", plan, *AT),
        terminal.call("apply", plan, "--yes", *AT),
        terminal.call("apply", plan, "--json", *AT),
    ):
        assert said.code == 1
        assert "Tell them first" in said.err
        assert "y/N" not in said.err
    assert google.counts["auth"] == 0, "nobody was sent to a browser"


def test_nobody_is_sent_to_a_browser_where_nobody_can_answer(google: GoogleServer, terminal: Terminal) -> None:
    said = terminal.call("apply", planned(terminal, "--told", "2026-04-13"), *AT)
    assert (said.code, google.counts["auth"]) == (1, 0)
    assert "--yes" in said.err


@pytest.mark.parametrize("answer", ["n", "", "^C", "perhaps"])
def test_the_question_is_the_last_thing_before_a_change(google: GoogleServer, terminal: Terminal, answer: str) -> None:
    plan = planned(terminal, "--told", "2026-04-13")
    said = terminal.typed(answer, "apply", plan, *AT)
    assert said.code == 1
    assert said.err.index("first change") < said.err.index("1. Create") < said.err.index("[y/N]")
    assert said.err.endswith("graduand: Stopped; no calendar was changed.\n")
    assert "Traceback" not in said.err
    assert (google.counts["auth"], written(google)) == (1, {})
    assert read(terminal, "history")["plans"][0]["state"] == "draft"


def test_all_that_is_written_is_shown_and_no_letter(google: GoogleServer, terminal: Terminal) -> None:
    plan = planned(terminal)
    said = terminal.typed("y", "apply", plan, "--told", "2026-04-13", *AT)
    assert said.code == 0
    assert f"25 April 2029, 09:00 (Google mails {MENTOR} as soon as this is done)" in said.err
    assert "Our yearly catch-up." in said.err, "the text of the event"
    for subject in ("Invitation: Big picture talk @", "Updated invitation: Mentoring @", "Cancelled event: Mentoring"):
        assert f"→ {MENTOR}: {subject}" in said.err
    assert "Three things I still use" not in said.err
    assert "before you have told them" not in said.err, "they were"
    shown = said.err[: said.err.index("[y/N]")]
    assert len(shown.splitlines()) < 24, "a screen"
    assert written(google) == {"events.insert": 1, "events.patch": 1}
    assert f"09:00 (Google mailed {MENTOR}): done" in said.out
    assert {f"{mail.to}: {mail.kind}" for mail in google.mails} == {f"{MENTOR}: invitation", f"{MENTOR}: update"}


def test_what_cannot_be_taken_back_is_said_before_anybody_is_asked(google: GoogleServer, terminal: Terminal) -> None:
    plan = planned(terminal, "--told", "2026-04-13")
    said = terminal.typed("y", "undo", plan, *AT)
    assert (said.code, "[y/N]" in said.err) == (1, False)
    read(terminal, "apply", plan)
    late = terminal.typed("y", "undo", plan, "--now", "2026-04-30T10:00:00-04:00", "--zone", "America/Toronto")
    assert (late.code, "[y/N]" in late.err) == (1, False)
    kept = terminal.typed("n", "undo", plan, *AT)
    assert kept.code == 1
    assert f"3 more calendar messages to {MENTOR}" in kept.err
    undone = terminal.typed("y", "undo", plan, *AT)
    assert undone.code == 0
    assert "25 April 2029, 09:00: taken back" in undone.out
    assert read(terminal, "history")["plans"][0]["state"] == "undone"


def test_an_invitation_that_waited_is_asked_about_as_well(google: GoogleServer, terminal: Terminal) -> None:
    plan = planned(terminal, "--told", "2026-04-13", "--big-picture-when", "after-final")
    read(terminal, "apply", plan)
    google.forget_requests()
    early = terminal.typed("y", "apply", plan, *AT)
    assert (early.code, "[y/N]" in early.err) == (0, False), "it is not due: nothing is done, so nothing is asked"
    after = ("--now", "2026-04-30T10:00:00-04:00", "--zone", "America/Toronto")
    kept = terminal.typed("n", "apply", plan, *after)
    assert kept.code == 1
    assert "Invitation: Big picture talk @" in kept.err
    assert "End the series" not in kept.err, "that is done"
    assert written(google) == {}
    assert terminal.typed("y", "apply", plan, *after).code == 0
    assert written(google) == {"events.insert": 1}


def test_a_request_changes_nothing_and_the_own_talk_is_asked_about_later(
    google: GoogleServer, terminal: Terminal
) -> None:
    """J2: the mentor's series. Not before their calendar shows the end is there anything to allow or to write."""
    (event,) = google.load_ics(DATA / "journeys" / "j02_mentor_is_organiser.ics")
    then = ("--now", "2026-04-20T09:00:00+01:00", "--zone", "Europe/Dublin")
    terminal.call("sync", *then)
    plan = terminal.call("plan", "j02@caldav.example", "--big-picture", "yearly", "--json", *then).json["plan"]
    google.forget_requests()
    asked = terminal.typed("y", "apply", plan, *then)
    assert asked.code == 0
    assert "Nothing is changed now" in asked.err
    assert "Could our series end on Thursday 14 May 2026?" in asked.err
    assert google.counts == {}
    google.edit(event, recurrence=["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20260514T090000Z"])
    assert f"graduand apply {plan}" in terminal.call("sync", *then).out
    done = terminal.typed("y", "apply", plan, *then)
    assert done.code == 0, done.err
    assert done.err.index("first change") < done.err.index("Our yearly catch-up.") < done.err.index("Change the cal")
    assert "Could our series end" not in done.err
    assert (google.counts["auth"], written(google)) == (1, {"events.insert": 1})
