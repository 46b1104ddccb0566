"""An option counts or is refused: which, why, and what to do, with the exit code for what was not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.google.fixture import google
from tests.google.server import READ_SCOPES, WRITE_SCOPES, GoogleServer
from tests.journeys.conftest import DATA, Graduand
from tests.journeys.connected import Life

__all__ = ["google"]

GOOD = DATA / "journeys" / "j01_weekly_open_5_of_12.ics"
WHOLE_DAYS = DATA / "journeys" / "j06_all_day.ics"
AT = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London", "me": "mentee@example.org"}


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("accounts", "add", "google", "--url", "https://example.org"), "--url"),
        (("accounts", "add", "google", "--user", "me"), "--user"),
        (("accounts", "add", "google", "--password-stdin"), "--password-stdin"),
        (("accounts", "add", "caldav", "--url", "https://example.org", "--client", "c.json"), "--client"),
        (("review", "--tag", "some-uid"), "--tag"),
        (("plan", "j01@google.com", "--tag", "some-uid"), "--tag"),
        (("plan", "j01@google.com", "--from", GOOD, "--big-picture", "none", "--big-picture-times", "0"), "-times"),
        (("plan", "j01@google.com", "--from", GOOD, "--big-picture", "none", "--big-picture-by", "date"), "-by"),
        (("plan", "j01@google.com", "--from", GOOD, "--big-picture", "none", "--title", "Talk"), "--title"),
        (("plan", "j01@google.com", "--from", GOOD, "--title", "One", "--talk-title", "Other"), "--title"),
        (("import", GOOD, "--tag", "u1", "--untag", "u1"), "--untag"),
        (("sync", "--tag", "u1", "--untag", "u1"), "--untag"),
        (("kit", "kit.json", "--look", "--for", "x"), "--for"),
        (("--demo", "review"), "--demo"),
        (("--background", "history"), "--background"),
        (("--import", "accounts", "calendars", "x", "--choose", "Team"), "--import"),
        (("--quit", "--demo"), "--demo"),
        (("--quit", GOOD), GOOD.name),
        (("--demo", "--data-dir", "somewhere"), "--data-dir"),
    ],
)
def test_what_would_have_no_effect_is_refused(graduand: Graduand, words: tuple[object, ...], option: str) -> None:
    said = graduand(*words, text=True)
    assert said.code == 2
    assert option in said.err
    assert said.err.startswith("graduand")
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert graduand("history", **AT).json["plans"] == []


def test_the_call_is_named_as_it_is_typed(graduand: Graduand) -> None:
    said = graduand("accounts", "add", "google", "--url", "https://example.org", text=True)
    assert said.err.startswith("graduand accounts add: --url is for CalDAV")


def test_options_that_fit_are_carried_out(graduand: Graduand) -> None:
    words = ("plan", "j01@google.com", "--from", GOOD, "--final", "2025-12-09")
    titles = ("--mark-final", "--title", "The last one", "--talk-title", "Once a year")
    said = graduand(*words, "--big-picture-times", "0", *titles, **AT).json
    talk = next(step for step in said["steps"] if step["kind"] == "create-big-picture")
    renamed = next(step for step in said["steps"] if step["kind"] == "mark-final")
    assert "COUNT" not in talk["rule"]
    assert renamed["after"]["title"] == "The last one"
    without = graduand(*words, "--big-picture", "none", "--mark-final", "--title", "The last one", **AT).json
    assert [step["kind"] for step in without["steps"]] == ["end-series", "mark-final"]


def test_an_option_of_a_call_is_not_taken_for_one_of_the_window(graduand: Graduand) -> None:
    said = graduand("accounts", "calendars", "x", "--choose", "Team", **AT)
    assert (said.code, said.json["refused"]) == (1, "account-unknown")


def test_whole_days_have_no_hour(graduand: Graduand) -> None:
    uid = graduand("review", WHOLE_DAYS, **AT).json["mentorships"][0]["uid"]
    said = graduand("plan", uid, "--from", WHOLE_DAYS, "--big-picture-at", "17:30", **AT)
    assert (said.code, said.json["refused"]) == (2, "option-at-all-day")
    assert graduand("history", **AT).json["plans"] == []


def test_a_plan_of_a_connected_calendar_writes_no_files(
    graduand: Graduand, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(graduand, google, tmp_path, monkeypatch, "Europe/London")
    life.connect(scopes=(*READ_SCOPES, *WRITE_SCOPES))
    google.load_ics(GOOD)
    life.sync(AT["now"])
    (found,) = life.review(AT["now"])["mentorships"]
    plan = life.call("plan", found["id"], "--told", "2025-11-19", now=AT["now"]).json["plan"]
    events = google.events()
    said = life.call("apply", plan, "--out", tmp_path / "out", now=AT["now"])
    assert (said.code, said.json["refused"]) == (2, "option-out-live")
    assert google.events() == events
    assert not (tmp_path / "out").exists()
