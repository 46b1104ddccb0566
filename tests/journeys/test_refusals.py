"""What is not done is said twice: a line for people, a value for whoever asked with `--json`, and one exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.composition import Graduand as Program
from tests.journeys.conftest import DATA, Graduand

GOOD = next((DATA / "journeys").glob("j01_*.ics"))
ROOT = Path(__file__).parents[2]
AT = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London"}

REFUSED = [
    (("apply", "nobody"), "plan-unknown"),
    (("apply", GOOD), "plan-file-unreadable"),
    (("undo",), "plan-none-to-undo"),
    (("undo", "nobody"), "plan-unknown"),
    (("plan", "nobody"), "unknown-series"),
    (("correct", "nobody", "2025-01-01", "kept"), "unknown-series"),
    (("not-now", "nobody", "--for", "week"), "unknown-series"),
    (("export", "--story", "nobody"), "unknown-series"),
    (("absence", "remove", "nobody"), "absence-unknown"),
    (("absence", "add", "--from", "2026-05-05", "--to", "2026-05-01"), "absence-backwards"),
    (("answer", "nobody", "yes"), "question-unknown"),
    (("reminders", "--shown", "nobody"), "reminder-unknown"),
    (("sync",), "sync-no-accounts"),
    (("accounts", "remove", "nobody"), "account-unknown"),
    (("accounts", "reconnect", "nobody"), "account-unknown"),
    (("accounts", "add", "caldav"), "account-caldav-later"),
    (("accounts", "add", "google", "--client", "/nobody.json"), "google-client-unreadable"),
    (("kit", "/nobody.json"), "kit-no-file"),
]


@pytest.mark.parametrize(("words", "why"), REFUSED, ids=lambda one: one if isinstance(one, str) else "")
def test_a_program_reads_why(graduand: Graduand, tmp_path: Path, words: tuple[object, ...], why: str) -> None:
    said = graduand(*words, "--data-dir", tmp_path, **AT)
    assert (said.code, said.json["version"], said.json["refused"]) == (1, 1, why)
    assert said.err == f"graduand: {said.json['says']}\n"
    plain = graduand(*words, "--data-dir", tmp_path, text=True, **AT)
    assert (plain.code, plain.out, plain.err) == (1, "", said.err)


@pytest.mark.parametrize(
    ("raised", "why"), [(KeyboardInterrupt(), "stopped"), (ZeroDivisionError(), "bug")], ids=["Ctrl-C", "a bug"]
)
def test_what_breaks_a_call_off_is_said_too(
    graduand: Graduand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException, why: str
) -> None:
    def broken(_: Program) -> None:
        raise raised

    monkeypatch.setattr(Program, "reviewing", property(broken))
    said = graduand("review", "--data-dir", tmp_path, **AT)
    assert (said.code, said.json["refused"]) == (1, why)
    assert said.err.count("\n") == 1


def test_whoever_reads_may_stop_reading(tmp_path: Path) -> None:
    """`graduand history | head`: the program ends quietly."""
    words = [sys.executable, "-m", "desktop", "export", "--data-dir", str(tmp_path), "--json"]
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"}
    ) as called:
        assert called.stdout is not None
        assert called.stderr is not None
        called.stdout.close()
        assert called.stderr.read() == b""
        assert called.wait(30) == 0
