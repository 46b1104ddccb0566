"""Every refusal is one line that names the thing and what to do; nothing is lost, nothing is half-done."""

from __future__ import annotations

import errno
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import DATA, Graduand

GOOD = DATA / "journeys" / "j01_weekly_open_5_of_12.ics"
AT = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London", "me": "mentee@example.org"}


def _bad(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.ics"
    match kind:
        case "folder":
            path.mkdir()
        case "empty":
            path.touch()
        case "page":
            path.write_text("<!DOCTYPE html><html><body>Sign in</body></html>")
        case "words":
            path.write_text("hello\n")
        case "large":
            with path.open("wb") as file:
                file.truncate(3 * 1024**3)
        case "zip without a calendar":
            path = path.with_suffix(".zip")
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("notes.txt", "nothing here")
        case "zip bomb":
            path = path.with_suffix(".zip")
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.ics", "w") as inner:
                for _ in range(300):
                    inner.write(bytes(1_000_000))
    return path


KINDS = ["missing", "folder", "empty", "page", "words", "large", "zip without a calendar", "zip bomb"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("call", ["review", "import"])
def test_a_file_that_cannot_be_read(graduand: Graduand, tmp_path: Path, kind: str, call: str) -> None:
    path = _bad(kind, tmp_path)
    said = graduand(call, path, **AT)
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert path.name in said.err
    assert path.name in said.json["says"]
    assert said.json["refused"].startswith(("file-", "zip-"))
    assert graduand("review", **AT).json["mentorships"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_one_bad_file_among_good_ones(graduand: Graduand, tmp_path: Path, kind: str) -> None:
    path = _bad(kind, tmp_path)
    said = graduand("review", path, GOOD, **AT)
    assert said.code == 3
    assert len(said.json["mentorships"]) == 1
    (problem,) = said.json["problems"]
    assert path.name in problem["file"]
    assert said.err.count("\n") == 1


def test_an_unreadable_file(graduand: Graduand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the system's refusal is given by hand."""
    path = tmp_path / "locked.ics"
    path.write_bytes(GOOD.read_bytes())
    opened = Path.open

    def refuse(self: Path, *words: Any, **options: Any) -> object:
        if self.name == path.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return opened(self, *words, **options)

    monkeypatch.setattr(Path, "open", refuse)
    said = graduand("review", path, **AT)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "locked.ics" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "j01@google.com", "--from", GOOD, "--final", "2025-13-01"),
        ("plan", "j01@google.com", "--from", GOOD, "--big-picture-in", "5"),
        ("plan", "j01@google.com", "--from", GOOD, "--big-picture-times", "many"),
        ("review", GOOD, "--zone", "Mars/Olympus"),
        ("review", GOOD, "--region", "X"),
        ("review", "--now", "yesterday"),
        ("absence", "add", "--from", "2025-01-01"),
        ("plan",),
        ("correct", "x", "y", "perhaps"),
        ("review", "--unheard-of"),
    ],
)
def test_bad_usage(graduand: Graduand, words: tuple[object, ...]) -> None:
    said = graduand(*words, text=True)
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("plan", "nobody", "--from", GOOD), "unknown-series"),
        (("plan", "j01@google.com", "--from", GOOD, "--final", "2025-09-01"), "erases-history"),
        (("plan", "j01@google.com", "--from", GOOD, "--final", "2024-01-01"), "erases-history"),
        (("plan", "j01@google.com", "--from", GOOD, "--big-picture-on", "2025-12-01"), "big-picture-date"),
    ],
)
def test_nothing_to_plan(graduand: Graduand, words: tuple[object, ...], code: str) -> None:
    said = graduand(*words, **AT)
    assert (said.code, said.json["refused"]) == (1, code)
    assert said.json["says"]
    assert graduand("history", **AT).json["plans"] == []


def test_who_are_you(graduand: Graduand) -> None:
    at = {name: value for name, value in AT.items() if name != "me"}
    said = graduand("plan", "j01@google.com", "--from", GOOD, **at)
    assert said.json["refused"] == "who-are-you"
    (question,) = graduand("review", GOOD, **at).json["questions"]
    assert question["kind"] == "who-are-you"
    assert set(question["choices"]) == {"mentee@example.org", "mentor@example.org"}
    graduand("import", GOOD, **at)
    graduand("answer", "who-are-you", "mentee@example.org", **at)
    (found,) = graduand("review", **at).json["mentorships"]
    assert found["my_role"] == "organizer"


@pytest.mark.parametrize("call", ["apply", "undo"])
def test_an_unknown_plan(graduand: Graduand, call: str) -> None:
    said = graduand(call, "nothing", **AT)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "nothing" in said.err


def test_applying_without_a_yes(graduand: Graduand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = graduand("plan", "j01@google.com", "--from", GOOD, **AT).json["plan"]
    monkeypatch.setattr("sys.stdin", io.StringIO())
    said = graduand("apply", plan, "--out", tmp_path / "out", text=True, **AT)
    assert said.code == 1
    assert "--yes" in said.err
    assert not (tmp_path / "out").exists()


def test_a_full_disk_at_import(graduand: Graduand, tmp_path: Path, home: Path) -> None:
    graduand("import", GOOD, **AT)
    before = graduand("review", **AT).json["mentorships"]
    other = DATA / "journeys" / "j12_cohort_fixed_end.ics"
    script = (
        "import resource, signal, sys\n"
        "from desktop.cli.main import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, "import", str(other)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert graduand("review", **AT).json["mentorships"] == before


def test_text_from_a_calendar_cannot_steer_the_terminal(graduand: Graduand, tmp_path: Path) -> None:
    path = tmp_path / "hostile.ics"
    path.write_bytes(GOOD.read_bytes().replace(b"SUMMARY:Mentoring:", b"SUMMARY:\x1b[2J\x07Mentoring: \xe2\x80\xae"))
    said = graduand("review", path, text=True, **AT)
    assert "Mentoring" in said.out
    assert not {"\x1b", "\x07", "\u202e"} & set(said.out)
