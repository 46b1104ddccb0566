"""J12 with a closing kit: four goodbyes are laid ready by one file, and nothing of the user's is overwritten."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand as Program
from desktop.composition import build
from desktop.mentoring.sheet import Sheet, Way, Written
from integrations.errors import Trouble
from tests.journeys.conftest import DATA, Graduand

AT = {"now": "2026-04-17T09:00:00+01:00", "zone": "Europe/Lisbon", "me": "mentor@example.org"}
KIT = {
    "graduand-closing-kit": 1,
    "programme": "Cohort 2026",
    "end": "2026-06-30",
    "contact": "not-allowed",
    "coordinator": "Dana",
    "agenda": ["What each of us takes along", "Whom to ask from now on"],
    "texts": [{"kind": "mentor-closes", "subject": "Our last meeting", "body": "Hello [name],\n\nwe meet once more."}],
}


def _written(folder: Path, **changes: object) -> Path:
    path = folder / "closing-kit.json"
    path.write_text(json.dumps(KIT | changes))
    return path


@pytest.fixture
def program(tmp_path: Path) -> Program:
    clock = datetime(2026, 4, 17, 8, tzinfo=UTC)
    made = build(tmp_path / "own", clock=lambda: clock, zone=ZoneInfo("Europe/Lisbon"), me=["mentor@example.org"])
    made.importing.import_files([next((DATA / "journeys").glob("j12_*.ics"))])
    return made


def test_by_the_command_line(graduand: Graduand, journey: Callable[[str], Path], tmp_path: Path) -> None:
    graduand("import", journey("j12"), **AT)
    path = _written(tmp_path)
    shown = graduand("kit", path, "--look", **AT)
    assert (shown.code, shown.json["prepared"]) == (0, [])
    said = graduand("kit", path, **AT)
    assert said.code == 0
    assert len(said.json["prepared"]) == 4
    assert (said.json["contact"], said.json["end"]) == ("not-allowed", "2026-06-30")
    assert said.json["texts"] == [{"kind": "mentor-closes", "language": "en", "subject": "Our last meeting"}]
    lines = graduand("kit", path, **AT, text=True).out.splitlines()
    assert lines[:3] == [
        "Cohort 2026: ends on Tuesday 30 June 2026",
        "The programme asks that contact ends with it.",
        "Questions go to: Dana",
    ]
    plan = graduand("plan", said.json["prepared"][0], **AT).json
    assert "create-big-picture" not in {step["kind"] for step in plan["steps"]}, "the programme's rule holds"


def test_the_wizard_finds_it_ready(program: Program, tmp_path: Path) -> None:
    done = program.kits.prepare(program.kits.read(_written(tmp_path)))
    assert len(done.prepared) == 4
    assert done.kept == ()
    for one in done.prepared:
        sheet = program.stories.sheet(one)
        assert sheet is not None
        assert (sheet.chosen.way, sheet.chosen.final) == (Way.FULL, date(2026, 6, 18))
        assert sheet.letter_of("mentor-closes") == Written(
            "mentor-closes", "Our last meeting", "Hello [name],\n\nwe meet once more."
        )
        agenda = sheet.letter_of("agenda")
        assert agenda is not None
        assert agenda.body == "- What each of us takes along\n- Whom to ask from now on"
        told = program.store.told.of(one)
        assert (told.programme, told.contact_after) == (True, False)
    assert program.transitions.history() == (), "nothing is planned, and nothing ended (R35)"


def test_what_was_written_before_stays(program: Program, tmp_path: Path) -> None:
    first, *_ = (one.mentorship.id for one in program.reviewing.review().mentorships)
    own = Sheet(private="mine", written=(Written("mentor-closes", "Mine", "My own words."),))
    own = replace(own, chosen=replace(own.chosen, way=Way.STAY, final=date(2026, 5, 21)))
    program.stories.keep(first, own)
    kit = program.kits.read(_written(tmp_path))
    assert program.kits.prepare(kit).kept == (first,)
    sheet = program.stories.sheet(first)
    assert sheet is not None
    assert sheet.letter_of("mentor-closes") == own.written[0]
    assert sheet.letter_of("agenda") is not None
    assert (sheet.private, sheet.chosen) == ("mine", own.chosen)
    again = program.kits.prepare(kit)
    assert program.stories.sheet(first) == sheet, "a second time changes nothing"
    assert len(again.prepared) == 4


def test_to_ask_leaves_what_the_user_knows(program: Program, tmp_path: Path) -> None:
    first, *_ = (one.mentorship.id for one in program.reviewing.review().mentorships)
    program.store.told.change(first, lambda told: replace(told, contact_after=True))
    program.kits.prepare(program.kits.read(_written(tmp_path, contact="ask")))
    assert program.store.told.of(first).contact_after is True


def test_a_hidden_pair_and_an_open_series_are_left_alone(program: Program, tmp_path: Path) -> None:
    first, *others = (one.mentorship.id for one in program.reviewing.review().mentorships)
    program.store.told.change(first, lambda told: replace(told, safe=True))
    program.importing.import_files([DATA / "journeys" / "j09_undo.ics"])
    kit = program.kits.read(_written(tmp_path))
    assert program.kits.fitting(kit) == program.kits.prepare(kit).prepared == tuple(others)
    assert program.stories.sheet(first) is None
    with pytest.raises(Trouble) as trouble:
        program.kits.prepare(program.kits.read(_written(tmp_path, end="2031-01-01")), mentorships=["nobody"])
    assert trouble.value.code == "kit-for-none"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"BEGIN:VCALENDAR", "kit-not-json"),
        (b'{"graduand-closing-kit": 9}', "kit-version"),
        (b"{" + b" " * 300_000 + b"}", "kit-too-big"),
        (json.dumps(KIT | {"agenda": ["{{ x }}"]}).encode(), "kit-template"),
        (json.dumps(KIT | {"run": "rm"}).encode(), "kit-unknown"),
    ],
)
def test_a_bad_file_is_one_line_and_changes_nothing(
    graduand: Graduand, journey: Callable[[str], Path], tmp_path: Path, content: bytes, code: str
) -> None:
    from resources.texts import text

    graduand("import", journey("j12"), **AT)
    path = tmp_path / "kit.json"
    path.write_bytes(content)
    said = graduand("kit", path, **AT)
    assert said.code == 1
    assert said.err.startswith("graduand: kit.json")
    assert said.err.count("\n") == 1
    assert text(f"errors.{code}.advice") in said.err
    assert {one["side"] for one in graduand("review", **AT).json["mentorships"]} == {"unknown"}


def test_a_pipe_or_a_folder_is_no_file(program: Program, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "none"):
        with pytest.raises(Trouble) as trouble:
            program.kits.read(path)
        assert trouble.value.code == "kit-no-file"
