"""From a fresh profile to an ended series and back, as a person at a terminal does it: each call a process of its own.

The right to change anything is asked for at the first apply, in the browser (R3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.google.consent import Consent
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.journeys.conftest import DATA, Said
from tests.journeys.terminal import Terminal

__all__ = ["google"]

pytestmark = pytest.mark.slow

ME, MENTOR = "mentee@example.org", "mentor@example.org"
NOW = datetime(2026, 4, 14, 10, tzinfo=ZoneInfo("America/Toronto")).isoformat()
WRITES = ("events.insert", "events.patch", "events.update", "events.delete")


class Shown:
    """A terminal whose clock stands."""

    def __init__(self, google: GoogleServer, terminal: Terminal) -> None:
        self.google = google
        self._terminal = terminal

    def call(self, *words: str, code: int = 0) -> Said:
        said = self._terminal.call(*words, "--json", "--now", NOW, "--zone", "America/Toronto")
        assert said.code == code, said.err
        return said

    def writes(self) -> Counter[str]:
        return Counter({kind: n for kind, n in self.google.counts.items() if kind in WRITES})


@pytest.fixture
def shown(google: GoogleServer, tmp_path: Path) -> Iterator[Shown]:
    google.load_ics(DATA / "journeys" / "j09_undo.ics")
    yield Shown(google, Terminal(google, tmp_path))
    assert google.world.remarks == []


def test_connect_sync_look_plan_apply_undo(shown: Shown) -> None:
    account = shown.call("accounts", "add", "google").json["account"]
    assert account["writing"] is False
    shown.call("sync")
    (found,) = shown.call("review").json["mentorships"]
    assert (found["source"], found["my_role"], found["open_ended"]) == ("google", "organizer", True)
    plan = shown.call("plan", found["id"], "--final", "2026-04-29", "--told", "2026-04-13").json
    assert plan["source"]["kind"] == "google"
    assert shown.writes() == {}
    done = shown.call("apply", plan["plan"]).json
    assert (done["state"], [step["outcome"] for step in done["steps"]]) == ("applied", ["done", "done"])
    assert shown.writes() == {"events.insert": 1, "events.patch": 1}
    assert Counter(mail.kind for mail in shown.google.mails) == {"invitation": 1, "update": 1}
    assert plan["messages_to_others"] == 2
    assert shown.call("accounts").json["accounts"][0]["writing"] is True
    (after,) = shown.call("review").json["mentorships"]
    assert after["ends"] == "2026-04-29T09:00:00-04:00"
    shown.google.world.outbox.clear()
    undone = shown.call("undo", plan["plan"]).json
    assert (undone["state"], undone["undo_tells"]) == ("undone", [MENTOR])
    assert len(shown.google.mails) == undone["undo_messages"]
    (again,) = shown.call("review").json["mentorships"]
    assert (again["open_ended"], again["rules"]) == (True, found["rules"])


@pytest.mark.parametrize("consent", [Consent("deny"), Consent(leave_out=("calendar.events",))], ids=["no", "unticked"])
def test_whoever_does_not_allow_changes_gets_none(shown: Shown, consent: Consent) -> None:
    shown.call("accounts", "add", "google")
    shown.call("sync")
    plan = shown.call("plan", "j09@google.com", "--final", "2026-04-29", "--told", "2026-04-13").json
    shown.google.next_consent(consent)
    said = shown.call("apply", plan["plan"], code=1)
    assert said.err
    assert shown.writes() == {}
    assert shown.call("history").json["plans"][0]["state"] == "draft"
