"""The trap files with known answers: what is read from each, and what setting a final date does to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import DATA, Graduand

_KNOWN = json.loads((DATA / "cases" / "expected.json").read_text(encoding="utf-8"))
_CASES = {case["file"]: case for case in _KNOWN["cases"]}
_BEGIN = _KNOWN["window"][0][:10]


def _path(case: dict[str, Any]) -> Path:
    return DATA / "cases" / case["file"]


def _since(moment: str) -> bool:
    return moment[:10] >= _BEGIN


def _states(mentorship: dict[str, Any], *states: str) -> list[str]:
    """The real starts of slots in these states inside the cases' window."""
    found = [slot["to"] or slot["start"] for slot in mentorship["slots"] if slot["state"] in states]
    return sorted(filter(_since, found))


@pytest.mark.parametrize("name", _CASES)
def test_reading(graduand: Graduand, name: str) -> None:
    case = _CASES[name]
    tags = [word for series in case["series"] for word in ("--tag", series["uid"])]
    said = graduand("review", _path(case), *tags, now=_KNOWN["now"], zone=case["user_zone"], me=_KNOWN["me"][0])
    assert said.code == 0
    mentorships = said.json["mentorships"]
    for series in case["series"]:
        (mentorship,) = (one for one in mentorships if series["uid"] in one["series"])
        window = series["in_window"]
        if "one_for_the_user" in case:
            assert mentorship["series"] == case["one_for_the_user"]["pieces"]
            assert mentorship["open_ended"] is case["one_for_the_user"]["open_ended"]
            assert len(_states(mentorship, "kept")) == case["one_for_the_user"]["held"]
            continue
        assert mentorship["open_ended"] is series["open_ended"]
        assert mentorship["ends"] == series["ends"]
        assert mentorship["next"] == window.get("next", series.get("next"))
        assert _states(mentorship, "kept", "moved") == sorted(window["held"])
        gone = window["cancelled"] + window["removed"] + window["declined_by_me"]
        assert _states(mentorship, "not-kept") == sorted(gone)
        moved = [{"slot": s["start"], "start": s["to"]} for s in mentorship["slots"] if s["state"] == "moved"]
        assert [one for one in moved if _since(one["slot"])] == window["moved"]
        if "summary" in series:
            assert mentorship["title"] == series["summary"]
    if not case["series"]:
        assert mentorships == []


@pytest.mark.parametrize("name", _CASES)
def test_setting_the_final_date(graduand: Graduand, name: str) -> None:
    case = _CASES[name]
    wanted = case["set_final_date"]
    uid = wanted.get("uid") or case["series"][0]["uid"]
    said = graduand(
        "plan", uid, "--from", _path(case), "--final", wanted["date"],
        now=_KNOWN["now"], zone=case["user_zone"], me=_KNOWN["me"][0],
    )  # fmt: skip
    if wanted["outcome"] != "ok":
        assert (said.code, said.json["refused"]) == (1, wanted["outcome"].replace("_", "-"))
        return
    assert said.code == 0
    assert said.json["last_start"] == wanted["last_start"]
    (end,) = (step for step in said.json["steps"] if step["kind"] == "end-series")
    for rule in end["after"]:
        until = re.search(r"UNTIL=([^;]+)", rule)
        assert until is not None
        assert wanted["until_from"] <= until[1] < wanted["until_before"]
        assert "COUNT" not in rule
    assert end["dropped"] == wanted["dropped"]
    assert end["needs_exdates"] == wanted.get("needs_exdates", [])
    kinds = {warning["kind"] for warning in said.json["warnings"]}
    assert {kind.replace("_", "-") for kind in wanted["warnings"]} <= kinds
