"""The first minutes at a terminal: whoever mistypes, or has nothing yet, reads what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli.arguments import COMMANDS
from tests.journeys.conftest import DATA, Graduand

GOOD = DATA / "journeys" / "j01_weekly_open_5_of_12.ics"
AT = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London", "me": "mentee@example.org"}


def test_an_empty_store_says_how_to_begin(graduand: Graduand) -> None:
    said = graduand("review", text=True)
    assert said.code == 0
    for way in ("graduand import FILE.ics", "graduand accounts add google", "graduand --demo"):
        assert way in said.out
    assert "--tag" not in said.out, "the store knows no such option"


def test_a_calendar_without_mentoring_says_what_counts(graduand: Graduand, tmp_path: Path) -> None:
    path = tmp_path / "empty.ics"
    path.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    assert "--tag UID" in graduand("import", path, text=True).out
    assert "--tag UID" in graduand("review", path, text=True).out
    again = graduand("import", GOOD, text=True).out + graduand("import", GOOD, text=True).out
    assert "--tag" not in again


@pytest.mark.parametrize("word", ["reveiw", "letter.pdf"])
def test_a_call_that_there_is_none_of_names_those_there_are(graduand: Graduand, word: str) -> None:
    said = graduand(word, text=True)
    assert said.code == 2
    assert f"“{word}”" in said.err
    assert said.err.count("\n") == 1
    assert all(call in said.err for call in COMMANDS)
    assert "open" not in said.err.split("the calls are")[1]


@pytest.mark.parametrize(
    ("words", "wrong", "right"),
    [
        (("correct", "x", "2025-11-04", "perhaps"), "perhaps", "kept, not-kept, excused, auto"),
        (("not-now", "x", "--for", "ever"), "ever", "week, month, 3-months, never, none"),
        (("accounts", "shine"), "shine", "add, remove, reconnect, allow-changes, calendars"),
        (("plan", "x", "--as", "boss"), "boss", "mentor, mentee, peer"),
    ],
)
def test_a_word_that_does_not_fit_names_those_that_do(
    graduand: Graduand, words: tuple[str, ...], wrong: str, right: str
) -> None:
    said = graduand(*words, text=True)
    assert said.code == 2
    assert f"“{wrong}” is none of {right}" in said.err


def planned(graduand: Graduand) -> str:
    graduand("import", GOOD, **AT)
    return str(graduand("plan", "j01@google.com", **AT).json["plan"])


def test_files_that_have_a_folder_stay_there(graduand: Graduand, tmp_path: Path) -> None:
    plan = planned(graduand)
    assert graduand("apply", plan, "--out", tmp_path / "one", **AT).code == 0
    said = graduand("apply", plan, "--out", tmp_path / "two", **AT)
    assert (said.code, said.json["refused"]) == (2, "option-out-again")
    assert str(tmp_path / "one") in said.err
    assert not (tmp_path / "two").exists()
    assert graduand("apply", plan, "--out", tmp_path / "one" / ".." / "one", **AT).code == 0
    assert graduand("apply", plan, **AT).code == 0


@pytest.mark.parametrize("below", ["", "deeper", "deeper/still"])
def test_a_file_in_the_place_of_the_folder_is_named(graduand: Graduand, tmp_path: Path, below: str) -> None:
    plan = planned(graduand)
    taken = tmp_path / "taken"
    taken.write_text("mine")
    said = graduand("apply", plan, "--out", taken / below, **AT)
    assert (said.code, said.json["refused"]) == (1, "write-not-a-folder")
    assert f"{taken} is a file" in said.err
    assert taken.read_text() == "mine"
    exported = graduand("export", "--out", taken / "all.ics", **AT)
    assert (exported.code, exported.json["refused"]) == (1, "write-not-a-folder")


@pytest.mark.parametrize("call", [("review", GOOD), ("plan", "j01@google.com", "--from", GOOD)])
def test_an_own_address_with_a_slip_in_it_is_pointed_out(graduand: Graduand, call: tuple[object, ...]) -> None:
    wrong = AT | {"me": "mentee@exmaple.org"}
    said = graduand(*call, **wrong)
    assert said.code == 0
    assert "mentee@exmaple.org" in said.err
    assert said.err.count("\n") == 1
    assert graduand(*call, **AT).err == ""
    assert graduand(*call, "--me", "mentee@exmaple.org", **AT).err == "", "one of several is enough"
