"""A talk that was arranged and is taken out of the calendar, by whomever, is not there any more: nothing says it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.store import Store
from tests.google.fixture import google
from tests.journeys.conftest import Graduand
from tests.journeys.connected import Life
from tests.journeys.test_google_j9 import MENTOR, NEXT_DAY, UID, applied, life, mails, rules, talks
from tests.journeys.test_talk_once import LONDON, about, earlier

__all__ = ["google", "life"]

LATER, STILL_LATER = "2026-04-16T10:00:00-04:00", "2026-04-17T10:00:00-04:00"


def take_out(life: Life) -> str:
    """Delete the talk in the calendar itself; gives its event id."""
    (talk,) = talks(life)
    life.google.edit(talk["id"], status="cancelled")
    return str(talk["id"])


def told(report: Any) -> list[tuple[str, list[str]]]:
    return [(one["title"], one["what"]) for one in report["changed"]]


def talk_step(life: Life, plan: str, now: str) -> dict[str, Any]:
    (record,) = (one for one in life.call("history", now=now).json["plans"] if one["plan"] == plan)
    return next(step for step in record["steps"] if step["kind"] == "create-big-picture")


@pytest.mark.parametrize("read_between", [True, False])
def test_it_is_told_and_another_one_is_offered(life: Life, read_between: bool) -> None:
    plan = applied(life)["plan"]
    if read_between:
        life.sync(NEXT_DAY)
    assert "talk-booked" in earlier(life)[1]
    take_out(life)
    assert told(life.sync(LATER)) == [("Big picture talk", ["gone"])]
    steps, warnings = earlier(life)
    assert steps == ["create-big-picture", "end-series"]
    assert "talk-booked" not in warnings
    step = talk_step(life, plan, LATER)
    assert (step["outcome"], step["at"]) == ("undone", "2026-04-16T14:00:00+00:00")
    assert "no longer in the calendar" in step["note"]
    assert told(life.sync(STILL_LATER)) == [], "once"


def test_it_is_said_in_words(life: Life) -> None:
    applied(life)
    take_out(life)
    assert "Big picture talk: was taken off the calendar" in life.call("sync", now=LATER, text=True).out
    history = life.call("history", now=LATER, text=True).out
    assert "Carried out: the calendar ends as planned." in history
    assert "The talk is no longer in the calendar" in history


def test_a_whole_read_that_does_not_have_it_says_so_too(life: Life) -> None:
    applied(life)
    life.sync(NEXT_DAY)
    take_out(life)
    life.google.fault("410-full-sync", kind="events.list-sync")
    report = life.sync(LATER)
    assert report["accounts"][0]["calendars"][0]["whole"] is True
    assert told(report) == [("Big picture talk", ["gone"])]
    assert earlier(life)[0] == ["create-big-picture", "end-series"]


def test_a_read_that_did_not_come_through_says_nothing(life: Life) -> None:
    applied(life)
    life.sync(NEXT_DAY)
    take_out(life)
    life.google.fault("500", kind="events.list-sync", times=None)
    life.sync(LATER, code=1)
    assert "talk-booked" in earlier(life)[1]


def test_a_calendar_that_suddenly_lists_nothing_is_not_believed(life: Life) -> None:
    applied(life)
    life.sync(NEXT_DAY)
    for event in life.google.events():
        life.google.edit(event["id"], status="cancelled")
    life.google.fault("410-full-sync", kind="events.list-sync")
    life.sync(LATER, code=3)
    assert "talk-booked" in earlier(life)[1]


def test_what_comes_back_counts_again(life: Life) -> None:
    plan = applied(life)["plan"]
    id_ = take_out(life)
    life.sync(LATER)
    life.google.edit(id_, status="confirmed")
    assert told(life.sync(STILL_LATER)) == [("Big picture talk", ["back"])]
    assert "talk-booked" in earlier(life)[1]
    assert talk_step(life, plan, STILL_LATER)["outcome"] == "already-done"


def test_a_talk_that_was_only_renamed_is_there(life: Life) -> None:
    applied(life)
    life.sync(NEXT_DAY)
    (talk,) = talks(life)
    life.google.edit(talk["id"], summary="Once a year")
    assert told(life.sync(LATER)) == []
    assert "talk-booked" in earlier(life)[1]


def test_undo_leaves_it_alone_and_names_no_message_for_it(life: Life) -> None:
    plan = applied(life)["plan"]
    take_out(life)
    life.sync(LATER)
    mails(life)
    life.google.forget_requests()
    said = life.call("undo", plan, now=LATER)
    assert (said.code, said.json["state"]) == (0, "undone")
    assert rules(life) == ["RRULE:FREQ=WEEKLY;BYDAY=WE"]
    assert talks(life) == []
    assert "events.delete" not in life.google.counts
    sent = mails(life)
    assert sent["cancellation"] == 0
    assert said.json["undo_messages"] >= sum(sent.values()) > 0
    assert said.json["undo_tells"] == [MENTOR]
    assert life.call("undo", plan, now=LATER).json["state"] == "undone"
    assert told(life.sync(STILL_LATER)) == []


def test_applying_once_more_brings_nothing_back(life: Life) -> None:
    plan = applied(life)["plan"]
    take_out(life)
    life.sync(LATER)
    assert life.call("apply", plan, now=LATER).json["state"] == "applied"
    assert talks(life) == []


def test_nothing_is_told_of_a_hidden_pair(life: Life) -> None:
    mentorship = applied(life)["mentorship"]
    with Store.open(life.folder) as store:
        store.told.change(mentorship, lambda one: replace(one, safe=True))
    take_out(life)
    assert told(life.sync(LATER)) == []
    with Store.open(life.folder) as store:
        store.told.change(mentorship, lambda one: replace(one, safe=False))
    assert earlier(life)[0] == ["create-big-picture", "end-series"]


def test_a_new_talk_counts_beside_the_one_that_is_gone(life: Life) -> None:
    applied(life)
    take_out(life)
    life.sync(LATER)
    again = life.call("plan", UID, "--final", "2026-04-29", "--told", "2026-04-13", now=LATER)
    assert [step["kind"] for step in again.json["steps"]] == ["create-big-picture"]
    assert life.call("apply", again.json["plan"], now=LATER).json["state"] == "applied"
    assert len(talks(life)) == 1
    assert told(life.sync(STILL_LATER)) == []
    assert "talk-booked" in earlier(life)[1]


def test_the_days_of_the_talk_are_no_longer_spoken_of(life: Life) -> None:
    applied(life)
    weeks_before = "2027-03-18T10:00:00-04:00"
    kinds = {one["kind"] for one in life.call("reminders", now=weeks_before).json["reminders"]}
    assert "collect" in kinds
    take_out(life)
    life.sync(LATER)
    kinds = {one["kind"] for one in life.call("reminders", now=weeks_before).json["reminders"]}
    assert "collect" not in kinds


def test_a_talk_of_a_file_that_another_file_calls_off(
    graduand: Graduand, journey: Callable[[str], Path], tmp_path: Path
) -> None:
    graduand("import", journey("j01"), **LONDON)
    plan = graduand("plan", "j01@google.com", "--talk-title", "Mentoring, once a year", **LONDON).json["plan"]
    assert graduand("apply", plan, "--out", tmp_path, **LONDON).code == 0
    made = (tmp_path / "big-picture-talk.ics").read_bytes()

    def warned() -> bool:
        said = graduand("plan", "j01@google.com", "--final", "2025-12-16", **LONDON).json
        return "talk-booked" in about(said)[1]

    assert graduand("import", tmp_path / "big-picture-talk.ics", **LONDON).code == 0
    assert warned()
    off = tmp_path / "off.ics"
    off.write_bytes(made.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nSTATUS:CANCELLED\r\n"))
    assert graduand("import", off, **LONDON).code == 0
    assert not warned()
