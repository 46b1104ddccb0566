"""J2: the mentor is the organiser, the mentee cannot edit; on the Google source, calls counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.mentoring.plan import Answers, Outcome, PlanState
from desktop.services.transition import Transitions
from integrations.calendars.port import Standing
from tests.google.fixture import google
from tests.google.server import WRITE_SCOPES, GoogleServer
from tests.journeys.conftest import DATA, Graduand
from tests.journeys.connected import Life
from tests.journeys.google_life import Signed, program

__all__ = ["google"]

NOW, LATER = "2026-04-20T09:00:00+01:00", "2026-04-22T09:00:00+01:00"
SERIES, UID = "j02", "j02@google.com"
WRITES = ("events.insert", "events.patch", "events.update", "events.delete")


@pytest.fixture
def life(graduand: Graduand, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Life:
    google.world.set_now(datetime.fromisoformat(NOW))
    text = (DATA / "journeys" / "j02_mentor_is_organiser.ics").read_text().replace("j02@caldav.example", UID)
    place = tmp_path / "j02.ics"
    place.write_text(text)
    google.load_ics(place)
    one = Life(graduand, google, tmp_path, monkeypatch, "Europe/Dublin")
    one.connect(scopes=WRITE_SCOPES)
    one.sync(NOW)
    google.forget_requests()
    return one


def calls(life: Life) -> dict[str, int]:
    return {kind: n for kind, n in life.google.counts.items() if kind in WRITES}


def planned(life: Life, *options: str) -> dict[str, Any]:
    said = life.call("plan", UID, *options, now=NOW)
    assert said.code == 0, said.err
    return dict(said.json)


def test_what_the_look_says(life: Life) -> None:
    (found,) = life.review(NOW)["mentorships"]
    assert (found["my_role"], found["level"]) == ("attendee", "look")
    assert (found["counts"]["due"], found["counts"]["not_kept"]) == (8, 4)
    assert {slot["by"] for slot in found["slots"]} <= {"unknown", "organiser-side"}


def test_a_request_and_no_call(life: Life) -> None:
    plan = planned(life)
    assert (plan["power"], plan["final"]) == ("attendee", "2026-05-14T10:00:00+01:00")
    assert [step["kind"] for step in plan["steps"]] == ["create-big-picture"]
    assert (plan["messages_to_others"], plan["possible_messages"]) == (0, 0)
    (request,) = [draft for draft in plan["drafts"] if draft["kind"] == "request-to-organizer"]
    assert "14 May 2026" in request["body"]
    said = life.call("apply", plan["plan"], now=NOW)
    assert (said.code, said.json["state"]) == (0, "waiting")
    assert [step["outcome"] for step in said.json["steps"]] == ["waiting"]
    assert calls(life) == {}


def test_once_their_calendar_shows_it_the_own_talk_is_offered(life: Life) -> None:
    plan = planned(life)
    life.call("apply", plan["plan"], now=NOW)
    life.google.edit(SERIES, recurrence=["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20260514T090000Z"])
    report = life.sync(LATER)
    assert report["completed_plans"] == [plan["plan"]]
    (line,) = [one for one in life.call("reminders", now=LATER).json["reminders"] if one["plan"] == plan["plan"]]
    assert (line["kind"], line["shows"]) == ("end-agreed", "line")
    life.google.forget_requests()
    said = life.call("apply", plan["plan"], now=LATER)
    assert (said.code, said.json["state"]) == (0, "applied")
    assert calls(life) == {"events.insert": 1}
    (talk,) = [one for one in life.google.events() if one["summary"] == "Big picture talk"]
    assert talk["recurrence"] == ["RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2TH;COUNT=3"]
    assert "attendees" not in talk
    assert talk["start"]["dateTime"][:10] == "2027-05-13"
    assert life.google.mails == []


def test_a_write_that_is_forced_and_ignored_is_never_called_done(life: Life, tmp_path: Path) -> None:
    life.google.modes.guest_writes = "ignore"
    here = Signed(life.google.base_url, life.google.sign_in()[1], _client(life))
    source = here.source()
    seen = source.standing

    def forced(*words: Any, **options: Any) -> Standing | None:
        found = seen(*words, **options)
        return replace(found, changeable=True) if found is not None else None

    source.standing = forced  # type: ignore[method-assign] # Google says what the test says
    moment = datetime.fromisoformat(NOW)
    with program(tmp_path, here, now=moment, store=life.folder) as graduand:
        transitions = Transitions(graduand.reviewing, lambda: moment, source=lambda _: source, sleep=lambda _: None)
        (found,) = graduand.reviewing.review().mentorships
        wanted = Answers(final=date(2026, 5, 14), as_guest=True, told=date(2026, 4, 19))
        plan = transitions.propose(found.mentorship.id, wanted)
        plan = replace(plan, steps=plan.steps[1:])
        transitions.save(plan)
        life.google.forget_requests()
        record = transitions.apply(plan.id)
        assert (record.state, record.steps[0].outcome) == (PlanState.INTERRUPTED, Outcome.NOT_CHANGED)
        assert transitions.take_back(plan.id).state is PlanState.UNDONE
    assert calls(life) == {"events.patch": 1}
    source.close()


def test_without_the_force_nothing_is_sent_at_all(life: Life) -> None:
    """The server would say yes to everything; the program does not ask."""
    life.google.modes.guest_writes = "ignore"
    said = life.call("plan", UID, "--final", "2026-05-14", "--as-guest", "--told", "2026-04-19", now=NOW)
    assert said.code == 0, said.err
    assert [step["kind"] for step in said.json["steps"]] == ["create-big-picture", "end-series"]
    refused = life.call("apply", said.json["plan"], now=NOW)
    assert refused.code == 1
    assert "cannot change anything" in refused.err
    assert calls(life) == {}


def test_a_guest_who_may_change_it_and_wants_to(life: Life) -> None:
    life.google.edit(SERIES, guestsCanModify=True)
    life.sync(NOW)
    said = life.call("plan", UID, "--final", "2026-05-14", "--as-guest", "--told", "2026-04-19", now=NOW)
    life.google.forget_requests()
    done = life.call("apply", said.json["plan"], now=NOW)
    assert (done.code, done.json["state"]) == (0, "applied")
    assert calls(life) == {"events.insert": 1, "events.patch": 1}
    (master,) = [one for one in life.google.events() if one["id"] == SERIES]
    assert any("UNTIL=20260514T090000Z" in line for line in master["recurrence"])


def _client(life: Life) -> tuple[str, str]:
    return life.google.oauth.client_id, life.google.oauth.client_secret
