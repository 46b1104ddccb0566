"""The slow-down ladder against a Google of our own, as a person at a terminal does it: each call its own process."""

from __future__ import annotations

import pytest

from tests.google.fixture import google
from tests.journeys.test_google_show import MENTOR, Shown, shown

__all__ = ["google", "shown"]

pytestmark = pytest.mark.slow


def _mails(shown: Shown) -> list[str]:
    return [mail.kind for mail in shown.google.mails if mail.to == MENTOR]


def test_three_invitations_one_edit_and_all_of_it_back(shown: Shown) -> None:
    shown.call("accounts", "add", "google")
    shown.call("sync")
    (found,) = shown.call("review").json["mentorships"]
    plan = shown.call("plan", found["id"], "--ladder", "--final", "2026-04-29", "--told", "2026-04-13").json
    assert [step["kind"] for step in plan["steps"]] == ["create-rung"] * 2 + ["create-big-picture", "end-series"]
    assert all(step["uid"].endswith("@google.com") for step in plan["steps"]), "ids that the program chose"
    assert plan["messages_to_others"] == 4

    applied = shown.call("apply", plan["plan"], "--yes").json
    assert (applied["state"], {step["outcome"] for step in applied["steps"]}) == ("applied", {"done"})
    assert dict(shown.writes()) == {"events.insert": 3, "events.patch": 1}
    assert _mails(shown) == ["invitation"] * 3 + ["update"]

    shown.call("sync")
    (found,) = shown.call("review").json["mentorships"]
    assert found["series"] == ["j09@google.com", *(step["uid"] for step in plan["steps"][:2])]
    assert (found["open_ended"], found["ends"]) == (False, "2026-09-23T09:00:00-04:00")

    undone = shown.call("undo", "--yes").json
    assert (undone["state"], {step["outcome"] for step in undone["steps"]}) == ("undone", {"undone"})
    assert shown.writes()["events.delete"] == 3
    shown.call("sync")
    (found,) = shown.call("review").json["mentorships"]
    assert (found["series"], found["open_ended"]) == (["j09@google.com"], True)
