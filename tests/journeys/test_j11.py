"""J11: offline first, account later, on the Google source: nothing counted twice, nothing lost, nobody bothered."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.mentoring.jottings import JottingKind
from desktop.services.stories import Stories
from desktop.store import Store
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.journeys.conftest import Graduand
from tests.journeys.connected import ACCOUNT, Life

__all__ = ["google"]

Journey = Callable[[str], Path]
OFFLINE, LIVE = "2025-11-20T09:00:00+00:00", "2025-11-24T09:00:00+00:00"
SECOND = "team@group.calendar.google.com"
UID = "j11@google.com"


@pytest.fixture
def life(
    graduand: Graduand,
    google: GoogleServer,
    journey: Journey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Life:
    """The user, who has read the export; Google holds the same series, and two meetings on a second calendar."""
    google.load_ics(journey("j11a"))
    google.add_calendar(SECOND, summary="Team", owner=google.account)
    google.load_ics(next((Path(__file__).parents[1] / "data/journeys").glob("j11b_*")), SECOND, self_made=True)
    one = Life(graduand, google, tmp_path, monkeypatch, "Europe/London")
    said = one.call("import", journey("j11a"), now=OFFLINE)
    assert said.code == 0, said.err
    return one


def pair(life: Life, now: str = LIVE) -> dict[str, Any]:
    (found,) = life.review(now)["mentorships"]
    return dict(found)


def states(found: dict[str, Any]) -> dict[str, str]:
    return {slot["start"][:10]: slot["state"] for slot in found["slots"]}


def test_offline_there_is_something_to_look_at(life: Life) -> None:
    found = pair(life, OFFLINE)
    assert (found["level"], found["counts"]["not_kept"], found["counts"]["due"]) == ("look", 5, 12)
    assert (found["source"], found["my_role"]) == ("ics", "unknown")


def test_the_account_shows_that_two_dates_had_been_moved(life: Life) -> None:
    before = pair(life, OFFLINE)
    life.connect()
    report = life.sync(LIVE)
    after = pair(life)
    assert after["id"] == before["id"], "one pair, one lineage"
    assert (after["source"], after["my_role"], after["calendar"]) == ("google", "organizer", life.google.account)
    assert after["tagged_by"] == ["keyword"]
    assert states(after)["2025-10-07"] == states(after)["2025-11-04"] == "moved"
    assert {state for day, state in states(after).items() if day not in ("2025-10-07", "2025-11-04")} == {
        "kept",
        "not-kept",
    }
    assert (after["counts"]["not_kept"], after["counts"]["due"], after["level"]) == (3, 12, "fine")
    assert report["recounted"] == [
        {
            "mentorship": before["id"],
            "dates": 2,
            "says": "2 past dates of “Mentoring: mentor / mentee” had been moved and were counted again.",
        }
    ]
    assert life.call("reminders", now=LIVE).json["reminders"] == []
    assert [one["uid"] for one in report["new"]] == ["j11m1@google.com", "j11m2@google.com"]


def test_it_costs_one_list_and_one_request_a_calendar_and_then_one_request_a_calendar(life: Life) -> None:
    life.connect()
    report = life.sync(LIVE)
    assert life.asked() == {"calendarList.list": 1, "events.list": 2}
    assert report["requests"] == 3
    again = life.sync(LIVE)
    assert life.asked() == {"events.list-sync": 2}
    assert (again["requests"], again["new"], again["changed"], again["unchanged"]) == (2, [], [], 0)


def test_the_users_own_words_stay_and_none_of_them_leaves(life: Life) -> None:
    before = pair(life, OFFLINE)
    private, goal = "a private note about the talk", "speak at a conference"
    with Store.open(life.folder) as store:
        stories = Stories(lambda: store, lambda: datetime.fromisoformat(OFFLINE))
        stories.write(before["id"], JottingKind.GOAL, goal)
        stories.write(before["id"], JottingKind.RECEIVED, private)
    life.call("absence", "add", "--from", "2025-12-01", "--to", "2025-12-05", "--title", private, now=OFFLINE)
    life.call("correct", UID, "2025-09-09", "not-kept", now=OFFLINE)
    life.connect()
    life.sync(LIVE)
    assert life.call("absence", now=LIVE).json["absences"][0]["title"] == private
    assert states(pair(life))["2025-09-09"] == "not-kept"
    assert pair(life)["id"] == before["id"]
    assert all(one.method == "GET" for one in life.google.requests if "/calendar/" in one.path)
    with Store.open(life.folder) as store:
        assert {one.words for one in store.jottings.of(before["id"])} == {goal, private}
    sent = repr([(one.path, one.query, one.body) for one in life.google.requests])
    assert private not in sent
    assert goal not in sent


def test_a_plan_from_before_is_a_draft_and_must_be_planned_again(life: Life) -> None:
    words = ("plan", UID, "--final", "2025-12-09", "--told", "2025-11-20")
    plan = life.call(*words, now=OFFLINE, me=life.google.account).json["plan"]
    life.connect()
    life.sync(LIVE)
    (kept,) = life.call("history", now=LIVE).json["plans"]
    assert (kept["plan"], kept["state"]) == (plan, "draft")
    said = life.call("apply", plan, "--yes", now=LIVE)
    assert said.code == 4, said.err
    assert {one.method for one in life.google.requests} <= {"GET", "POST"}
    assert not any(kind.startswith(("events.patch", "events.insert")) for kind in life.google.counts)
    assert life.google.mails == []


def test_disconnecting_leaves_what_was_offline(life: Life) -> None:
    offline = pair(life, OFFLINE)
    life.call("correct", UID, "2025-09-09", "not-kept", now=OFFLINE)
    life.connect()
    life.sync(LIVE)
    assert life.call("accounts", "remove", ACCOUNT, now=LIVE).code == 0
    left = pair(life)
    assert (left["source"], left["id"]) == ("ics", offline["id"])
    assert states(left)["2025-10-07"] == states(left)["2025-11-04"] == "not-kept"
    assert states(left)["2025-09-09"] == "not-kept"
    assert "j11m1@google.com" not in life.stored()
    assert json.loads((life.folder.parent / "keyring.json").read_text()) == {f"Graduand ({life.google.base_url})": {}}


def test_connected_again_it_is_as_before(life: Life) -> None:
    life.connect()
    life.sync(LIVE)
    first = pair(life)
    life.call("accounts", "remove", ACCOUNT, now=LIVE)
    life.connect()
    life.sync(LIVE)
    assert pair(life) == first


def test_leaving_out_the_second_calendar_takes_its_meetings_along(life: Life) -> None:
    life.connect()
    life.sync(LIVE)
    assert life.call("accounts", "calendars", ACCOUNT, "--choose", life.google.account, now=LIVE).code == 0
    assert states(pair(life))["2025-10-07"] == "not-kept"
    assert pair(life)["source"] == "google"


def test_importing_the_file_again_changes_nothing(life: Life, journey: Journey) -> None:
    life.connect()
    life.sync(LIVE)
    before = pair(life)
    said = life.call("import", journey("j11a"), now=LIVE)
    assert (said.json["new"], said.json["changed"], said.json["unchanged"]) == ([], [], 1)
    assert pair(life) == before


def test_the_account_first_and_the_file_later_is_the_same(
    graduand: Graduand, life: Life, journey: Journey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.connect()
    life.sync(LIVE)
    place = tmp_path / "other"
    place.mkdir()
    other = Life(graduand, life.google, place, monkeypatch, "Europe/London")
    other.connect()
    other.sync(LIVE)
    other.call("import", journey("j11a"), now=LIVE)
    assert pair(other) == pair(life)
