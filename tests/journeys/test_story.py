"""`graduand export --story`: what is handed on of a pair, and what never is (R19, R23, R24)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand, build
from desktop.mentoring.jottings import JottingKind, JottingState, OfferKind
from desktop.mentoring.letters.values import Thanks
from desktop.mentoring.mentorship import Pulse
from desktop.mentoring.sheet import Sheet
from desktop.services.retelling import as_json, as_markdown, retelling
from tests.helpers.clock import FixedClock
from tests.journeys.conftest import Graduand as CommandLine
from tests.store.values import dump

NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
WHEN = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London"}
Journey = Callable[[str], Path]
PRIVATE = {
    JottingKind.JOURNAL: "journal words",
    JottingKind.ASK: "asking words",
    JottingKind.GIVEN: "given words",
    JottingKind.RECEIVED: "received words",
    JottingKind.SPOTTED: "spotted words",
    JottingKind.OFFER: "offered words",
    JottingKind.HELPS_WITH: "helping words",
    JottingKind.CHALLENGE: "challenging words",
    JottingKind.WENT: "going words",
    JottingKind.SENT: "sent words",
}


@pytest.fixture
def told(tmp_path: Path, journey: Journey) -> tuple[Path, str, str]:
    """A store with everything in it that can be told or kept: the folder, the pair's id and its UID."""
    folder = tmp_path / "store"
    program = build(folder, clock=FixedClock(NOW), zone=LONDON)
    program.importing.import_files([journey("j01")])
    pair = fill(program)
    uid = program.reviewing.review().mentorships[0].mentorship.current.uid
    program.close()
    return folder, pair, uid


def fill(program: Graduand) -> str:
    pair = program.reviewing.review().mentorships[0].mentorship.id
    stories = program.stories
    done = stories.write(pair, JottingKind.GOAL, "Speak *in* public")
    stories.change(done.id, state=JottingState.DONE, about="gave two talks")
    dropped = stories.write(pair, JottingKind.GOAL, "dropped words")
    stories.change(dropped.id, state=JottingState.DROPPED)
    stories.write(pair, JottingKind.LESSON, "Sleep on it")
    for kind, words in PRIVATE.items():
        stories.write(pair, kind, words, about=OfferKind.OPPORTUNITY if kind is JottingKind.OFFER else "")
    stories.win(pair, "winning words")
    stories.settle(pair, Sheet(private="sheet words", thanks=(Thanks("Ask earlier", "I asked", "it helped"),)))
    stories.keep(pair, Sheet(private="sheet words", hard=("rude",)))
    program.store.told.change(pair, lambda told: replace(told, pulses=(Pulse(NOW, "drained"),)))
    return pair


def test_dates_kept_goals_thanks_lessons_and_nothing_else(told: tuple[Path, str, str], graduand: CommandLine) -> None:
    folder, pair, _ = told
    said = graduand("export", "--story", pair, "--data-dir", folder, text=True, **WHEN).out
    assert "- 9 September 2025" in said
    for removed in ("16 September", "7 October", "21 October", "4 November", "18 November"):
        assert removed not in said
    assert "- Speak \\*in\\* public (done): gave two talks" in said
    assert "- Ask earlier – I asked – it helped" in said
    assert "- Sleep on it" in said
    for words in (*PRIVATE.values(), "winning", "dropped", "sheet", "drained", "rude", "took place", "kept", "of 12"):
        assert words not in said


def test_as_json_and_in_files(told: tuple[Path, str, str], graduand: CommandLine, tmp_path: Path) -> None:
    folder, _, uid = told
    answer = graduand("export", "--story", uid, "--data-dir", folder, **WHEN).json
    assert set(answer["story"]) == {"title", "people", "kept", "goals", "thanks", "lessons"}
    assert len(answer["story"]["kept"]) == 7
    for name in ("story.json", "story.md"):
        path = tmp_path / name
        assert graduand("export", "--story", uid, "--out", path, "--data-dir", folder, **WHEN).code == 0
        assert path.stat().st_mode & 0o077 == 0, "for the user's eyes only"
    assert json.loads((tmp_path / "story.json").read_text()) == answer
    assert (tmp_path / "story.md").read_text().startswith("# Mentoring")


def test_nobody_that_is_not_there(told: tuple[Path, str, str], graduand: CommandLine) -> None:
    assert graduand("export", "--story", "nobody", "--data-dir", told[0], text=True, **WHEN).code != 0


def test_a_hidden_pair_is_told_to_nobody(told: tuple[Path, str, str], graduand: CommandLine, tmp_path: Path) -> None:
    folder, pair, uid = told
    with build(folder, clock=FixedClock(NOW), zone=LONDON).store as store:
        store.told.change(pair, lambda said: replace(said, safe=True))
    for name in (pair, uid):
        said = graduand("export", "--story", name, "--out", tmp_path / "story.md", "--data-dir", folder, **WHEN)
        assert (said.code, said.json["refused"]) == (1, "unknown-series")
    assert not (tmp_path / "story.md").exists()
    assert graduand("export", "--data-dir", folder, **WHEN).json["calendar"].count("BEGIN:VEVENT") == 0


def test_deleting_a_pair_deletes_all_of_its_story(told: tuple[Path, str, str]) -> None:
    folder, pair, _ = told
    program = build(folder, clock=FixedClock(NOW), zone=LONDON)
    program.reviewing.forget(pair)
    program.close()
    left = "\n".join(dump(folder))
    for words in (*PRIVATE.values(), "winning words", "sheet words", "Ask earlier", "Sleep on it", "in* public"):
        assert words not in left


def test_what_was_typed_is_no_markup(told: tuple[Path, str, str]) -> None:
    folder, pair, _ = told
    program = build(folder, clock=FixedClock(NOW), zone=LONDON)
    program.stories.write(pair, JottingKind.LESSON, "# Heading\n- [x](http://example.org) <b>`")
    (found,) = (one for one in program.reviewing.review().mentorships if one.mentorship.id == pair)
    made = retelling(found, program.stories.story(pair), LONDON)
    program.close()
    assert as_markdown(made).endswith("- \\# Heading - \\[x\\](http://example.org) \\<b\\>\\`\n")
    assert as_json(made)["lessons"][-1] == "# Heading - [x](http://example.org) <b>`"
    assert made.kept[0] == date(2025, 9, 2)
