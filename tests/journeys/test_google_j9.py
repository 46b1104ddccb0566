"""J9: undo after apply, all six points, on the Google source through the command line: calls, messages, what stands."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import build
from desktop.mentoring.plan import Answers, EndSeries, MarkFinal
from integrations.calendars.google.source import GoogleSource
from tests.google.fixture import google
from tests.google.server import WRITE_SCOPES, GoogleServer
from tests.journeys.conftest import DATA, Graduand
from tests.journeys.connected import Life
from tests.journeys.google_life import instances

__all__ = ["google"]

ZONE = ZoneInfo("America/Toronto")
SERIES, UID = "j09", "j09@google.com"
MENTOR = "mentor@example.org"
T0, T20, NEXT_DAY, AFTER = (
    datetime(2026, 4, day, hour, minute, tzinfo=ZONE).isoformat()
    for day, hour, minute in ((14, 10, 0), (14, 10, 20), (15, 10, 0), (30, 10, 0))
)
WRITES = ("events.insert", "events.patch", "events.update", "events.delete")


@pytest.fixture
def life(graduand: Graduand, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Life:
    google.world.set_now(datetime.fromisoformat(T0))
    google.load_ics(DATA / "journeys" / "j09_undo.ics")
    one = Life(graduand, google, tmp_path, monkeypatch, "America/Toronto")
    one.connect(scopes=WRITE_SCOPES)
    one.sync(T0)
    google.forget_requests()
    return one


def calls(life: Life) -> dict[str, int]:
    """The writes since the last time."""
    found = {kind: n for kind, n in life.google.counts.items() if kind in WRITES}
    life.google.forget_requests()
    return found


def mails(life: Life) -> Counter[str]:
    """What the mentor got since the last time, by kind; nobody else got anything."""
    assert {mail.to for mail in life.google.mails} <= {MENTOR}
    assert life.google.world.outbox.unsent == []
    found = Counter(mail.kind for mail in life.google.mails)
    life.google.world.outbox.clear()
    return Counter({str(kind): n for kind, n in found.items()})


def planned(life: Life, *options: str, now: str = T0) -> dict[str, Any]:
    said = life.call("plan", UID, "--final", "2026-04-29", "--told", "2026-04-13", *options, now=now)
    assert said.code == 0, said.err
    return dict(said.json)


def applied(life: Life, *options: str) -> dict[str, Any]:
    plan = planned(life, *options)
    said = life.call("apply", plan["plan"], now=T0)
    assert said.code == 0, said.err
    return dict(said.json)


def lived(life: Life) -> list[tuple[str, str, str, str]]:
    """Every instance that lives, as the server has it."""
    return instances(life.google.base_url, life.google.sign_in()[0], SERIES)


def rules(life: Life) -> list[str]:
    (master,) = (one for one in life.google.events() if one["id"] == SERIES)
    return [line for line in master["recurrence"] if line.startswith("RRULE")]


def talks(life: Life) -> list[dict[str, Any]]:
    return [one for one in life.google.events() if one["status"] != "cancelled" and "Big picture" in one["summary"]]


def test_1_a_plan_is_no_call(life: Life) -> None:
    """The thirty seconds are the window's; until they are over nothing is asked for, and nothing is to be undone."""
    plan = planned(life)
    assert (plan["source"]["kind"], plan["messages_to_others"], plan["possible_messages"]) == ("google", 2, 1)
    said = life.call("undo", plan["plan"], now=T0)
    assert said.code == 1
    assert calls(life) == {}
    assert mails(life) == {}
    assert rules(life) == ["RRULE:FREQ=WEEKLY;BYDAY=WE"]


def test_2_apply_is_one_call_each_with_the_messages_that_were_shown(life: Life) -> None:
    done = applied(life)
    assert done["state"] == "applied"
    assert [step["outcome"] for step in done["steps"]] == ["done", "done"]
    assert calls(life) == {"events.insert": 1, "events.patch": 1}
    assert mails(life) == {"invitation": 1, "update": 1}
    assert rules(life) == ["RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260429T130000Z"]
    (talk,) = talks(life)
    assert talk["recurrence"] == ["RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1WE;COUNT=3"]
    assert life.google.world.remarks == []


def test_2_the_store_shows_it_without_another_synchronisation(life: Life) -> None:
    applied(life)
    (found,) = [one for one in life.review(T0)["mentorships"] if one["uid"] == UID]
    assert (found["open_ended"], found["ends"]) == (False, "2026-04-29T09:00:00-04:00")
    report = life.sync(T20)
    (again,) = [one for one in life.review(T20)["mentorships"] if one["uid"] == UID]
    assert again["ends"] == found["ends"]
    assert [change for change in report["changed"] if change["uid"] == UID] == []


@pytest.mark.parametrize("mode", ["reset", "kept", "cancelled"])
def test_3_undo_gives_everything_back_in_corrections_that_were_named(life: Life, mode: Any) -> None:
    life.google.modes.beyond_end = mode
    before = lived(life)
    done = applied(life)
    extra = {"cancellation": 1} if mode == "kept" else {}
    assert mails(life) == {"invitation": 1, "update": 1, **extra}
    calls(life)
    said = life.call("undo", done["plan"], now=T20)
    assert (said.code, said.json["state"]) == (0, "undone")
    assert said.json["undo_tells"] == [MENTOR]
    assert lived(life) == before, "the moved meeting of 7 May too, and the date that was taken out stays out"
    assert talks(life) == []
    assert rules(life) == ["RRULE:FREQ=WEEKLY;BYDAY=WE"]
    assert sum(mails(life).values()) == said.json["undo_messages"] == 3
    assert calls(life) == {"events.patch": 2, "events.delete": 1}


def test_3_undo_asks_and_names_who_is_told(life: Life) -> None:
    done = applied(life)
    calls(life)
    said = life.call("undo", done["plan"], now=T20, text=True)
    assert said.code == 1, "without a terminal and without --yes nobody has agreed"
    assert calls(life) == {}


def test_4_undo_after_the_mentor_moved_it_shows_both_versions(life: Life) -> None:
    done = applied(life)
    calls(life)
    mails(life)
    times = {name: {"dateTime": f"2026-01-07T{hour}:00-05:00", "timeZone": ZONE.key} for name, hour in TIMES.items()}
    life.google.edit(SERIES, **times)
    said = life.call("undo", done["plan"], now=NEXT_DAY)
    assert said.code == 4
    assert said.json["state"] == "applied"
    assert [step["outcome"] for step in said.json["steps"]] == ["done", "conflict"]
    expected, found = said.json["versions"]["expected"], said.json["versions"]["found"]
    assert expected["meetings"][0]["start"] == "2026-04-22T09:00:00-04:00"
    assert found["meetings"][0]["start"] == "2026-04-15T10:30:00-04:00"
    assert calls(life) == {}
    assert mails(life) == {}
    again = life.call("undo", done["plan"], "--yes", now=NEXT_DAY, text=True)
    assert again.code == 4
    assert "10:30" in again.out


TIMES = {"start": "10:30", "end": "11:15"}


def test_4_apply_after_the_mentor_moved_it_asks_for_another_plan(life: Life) -> None:
    plan = planned(life)
    times = {name: {"dateTime": f"2026-01-07T{hour}:00-05:00", "timeZone": ZONE.key} for name, hour in TIMES.items()}
    life.google.edit(SERIES, **times)
    said = life.call("apply", plan["plan"], now=T20)
    assert (said.code, said.json["state"]) == (4, "conflict")
    assert calls(life) == {}
    life.sync(T20)
    assert life.call("apply", planned(life, now=T20)["plan"], now=T20).code == 0


def test_5_after_the_last_meeting_undo_is_not_offered(life: Life) -> None:
    done = applied(life)
    calls(life)
    said = life.call("undo", done["plan"], now=AFTER)
    assert said.code == 1
    assert "start a new series" in said.err
    assert calls(life) == {}


def test_6_a_calendar_that_says_yes_and_changes_nothing(life: Life) -> None:
    life.google.fault("ignored", kind="events.patch", times=None)
    plan = planned(life)
    said = life.call("apply", plan["plan"], now=T0)
    assert (said.code, said.json["state"]) == (1, "interrupted")
    assert [step["outcome"] for step in said.json["steps"]] == ["done", "not-changed"]
    words = life.call("history", now=T0, text=True).out
    assert "not changed" in words
    assert rules(life) == ["RRULE:FREQ=WEEKLY;BYDAY=WE"]
    taken_back = life.call("undo", plan["plan"], now=T20)
    assert (taken_back.code, taken_back.json["state"]) == (0, "undone")
    assert talks(life) == []


def test_nothing_is_written_before_they_were_told(life: Life) -> None:
    said = life.call("plan", UID, "--final", "2026-04-29", now=T0)
    assert [warning["kind"] for warning in said.json["warnings"]] == ["not-told"]
    plan = said.json["plan"]
    refused = life.call("apply", plan, now=T0)
    assert (refused.code, refused.json["refused"]) == (1, "not-told")
    later = life.call("apply", plan, "--told", "2026-04-16", now=T0)
    assert (later.code, later.json["refused"]) == (1, "not-told")
    assert "Thursday 16 April" in later.json["says"]
    assert calls(life) == {}
    assert life.call("apply", plan, "--told", "2026-04-14", now=T0).code == 0
    assert life.call("history", now=T0).json["plans"][0]["told"] == "2026-04-14"


def test_a_sign_in_that_is_over_is_said_by_the_exit_code(life: Life) -> None:
    plan = planned(life)
    life.google.oauth.revoke_account()
    said = life.call("apply", plan["plan"], now=T0)
    assert (said.code, said.json["refused"]) == (5, "google-signed-out")
    assert "accounts reconnect ID" in said.json["says"]
    assert calls(life) == {}
    assert life.call("history", now=T0).json["plans"][0]["state"] == "draft"


def test_a_sign_in_that_ends_half_way_leaves_both_ways(life: Life) -> None:
    plan = planned(life)
    life.google.fault("token-revoked", kind="events.patch")
    said = life.call("apply", plan["plan"], now=T0)
    assert (said.code, said.json["state"]) == (5, "interrupted")
    assert "no longer valid" in said.err
    life.connect(scopes=WRITE_SCOPES)
    assert life.call("apply", plan["plan"], now=T20).json["state"] == "applied"
    assert mails(life) == {"invitation": 1, "update": 1}


def test_ctrl_c_half_way_says_what_is_done_and_both_ways(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(life)["plan"]

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(GoogleSource, "end", interrupted)
        said = life.call("apply", plan, now=T0)
    assert (said.code, said.json["state"]) == (1, "interrupted")
    assert said.json["steps"][0]["outcome"] == "done"
    assert f"graduand undo {plan}" in said.err
    assert "no calendar was changed" not in said.err
    assert life.call("apply", plan, now=T20).json["state"] == "applied"
    assert len(talks(life)) == 1


def test_where_the_last_meeting_asks_first_only_that_is_shown(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(build(life.folder, clock=lambda: datetime.fromisoformat(T0), zone=ZONE)) as program:
        plan = program.transitions.propose(UID, Answers(final=date(2026, 4, 29), told=date(2026, 4, 13)))
        end = next(step for step in plan.steps if isinstance(step, EndSeries))
        mark = MarkFinal(UID, end.last_slot, "Mentoring", "Last meeting", end.tells, asks=True)
        program.transitions.save(replace(plan, steps=(mark, *plan.steps)))
    answer = StringIO("n\n")
    monkeypatch.setattr(answer, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", answer)
    said = life.call("apply", plan.id, now=T0, text=True)
    assert said.code == 1
    assert "1. Rename the last meeting" in said.err
    assert "1 calendar message" in said.err
    assert "Create “Big" not in said.err, "that is asked about once they have said yes"
