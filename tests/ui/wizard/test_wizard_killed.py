"""Nothing typed is lost: on every page something is typed, the program is killed and started again, and it is there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from desktop.ui.wizard.route import RESUMABLE, At
from desktop.ui.wizard.sheet_keeper import PATIENCE

ROOT = Path(__file__).parents[3]
CALENDAR = next((ROOT / "tests" / "data" / "journeys").glob("j01_*.ics"))
A_MOMENT = PATIENCE / 1000 + 0.35
"""What may be taken by a kill, and a slow disk's time on top."""

TICK = ""
TYPED: dict[At, dict[str, str]] = {
    At.HELP: {"helpSlow": TICK},
    At.SAFE: {"safeLetterBody": "one more line "},
    At.WHY: {"whyReasonDirectionChanged": TICK, "whyDirection": "building companies", "whyPrivate": "I would miss it"},
    At.GOALS: {"goal1Words": "lead a team", "goal1Result": "leads one of five"},
    At.TRY: {"tryWayTrial": TICK, "tryNeed": "harder questions"},
    At.BECOME: {"talkRhythmSix": TICK, "talkKeepFor": "hard choices"},
    At.DATE: {"dateInPerson": TICK, "dateRename": TICK},
    At.TELL: {"tellByChat": TICK, "tellLetterBody": "and one line more "},
    At.THANKS: {"thanks1Said": "be brief", "thanks1Did": "wrote shorter", "thanks2Said": "ask first"},
    At.SUMMARY: {"summaryLessons": "numbers last", "outcome0Words": "new customers", "outcome0Number": "40"},
    At.OFFER: {"offerOpportunity": TICK, "offerFound": "a conference in May"},
    At.LAST_TALK: {"lastTalkInPerson": TICK, "lastTalkPlace": "the small cafe"},
    At.CHECK: {"checkSweep": TICK, "checkStrayDocuments": TICK},
}
WAYS = {At.HELP: "slow", At.SAFE: "wrong"}


class Killed:
    """The wizard in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.wizard.killed_program", str(folder), str(CALENDAR)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.began = self._read()

    def ask(self, **what: Any) -> Any:
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps(what) + "\n")
        self._program.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._program.stdout is not None and self._program.stderr is not None
        line = self._program.stdout.readline()
        if not line:
            self._program.kill()
            raise AssertionError(self._program.stderr.read())
        answer = json.loads(line)
        assert "error" not in answer, answer
        return answer

    def kill(self) -> None:
        """As a power cut would: no signal is heard, nothing is tidied up."""
        if self._program.poll() is None:
            self._program.send_signal(signal.SIGKILL)
        self._program.wait()
        for stream in (self._program.stdin, self._program.stdout, self._program.stderr):
            if stream is not None:
                stream.close()


def test_every_page_that_takes_words_is_here() -> None:
    assert set(TYPED) == (RESUMABLE | {At.HELP}) - {At.YOU}, "the page of the two questions keeps answers, not words"


@pytest.mark.parametrize("at", TYPED, ids=lambda at: at.name)
def test_what_was_typed_is_there_after_a_kill(at: At, tmp_path: Path) -> None:
    way = WAYS.get(at, "stay")
    first = Killed(tmp_path / "store")
    try:
        first.ask(to=at.name, way=way, type=list(TYPED[at].items()))
        time.sleep(A_MOMENT)
        seen = first.ask(seen=list(TYPED[at]))
    finally:
        first.kill()
    for name, words in TYPED[at].items():
        assert seen["seen"][name] is True if words == TICK else words.strip() in seen["seen"][name], name

    second = Killed(tmp_path / "store")
    try:
        assert second.began["page"] == at.name
        again = second.ask(seen=list(TYPED[at]))
    finally:
        second.kill()
    assert again == seen
