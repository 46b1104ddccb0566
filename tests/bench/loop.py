"""How late the thread that draws is at worst, while the worker is busy, against a bare loop beside a busy thread.

The scenes are those of `tests/desktop/test_responsive.py`, which tell how late they were: 30 MB are imported while the
notification service hangs, and an account with 8,000 events is read for the first time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from tests.bench.measuring import spread
from tests.bench.report import Part, Ratio, Row
from tests.bench.wizard import calendar

LATE = 50.0
"""Milliseconds that a person does not notice."""
SCENES = {
    "test_a_big_file_and_a_service_that_hangs_keep_nobody": "30 MB imported, a service that hangs",
    "test_the_first_read_of_an_account_keeps_nobody": "the first read of an account",
}
_ROOT = Path(__file__).parents[2]


def _scenes(place: Path) -> dict[str, float]:
    """Seconds by which the loop was late at worst in each scene."""
    report = place / "scenes.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
    command += [f"--junitxml={report}", "tests/desktop/test_responsive.py"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:])
    cases = ElementTree.parse(report).iter("testcase")
    return {case.attrib["name"]: _late(case) for case in cases if case.attrib["name"] in SCENES}


def _late(case: ElementTree.Element) -> float:
    (found,) = (one.attrib["value"] for one in case.iter("property") if one.attrib["name"] == "late_ms")
    return float(found) / 1000


def _bare(place: Path) -> float:
    file = place / "peer.ics"
    file.write_text(calendar(), encoding="utf-8", newline="")
    command = [sys.executable, "-m", "tests.bench.bare_loop", str(file)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout) / 1000


def measure(runs: int) -> Part:
    """Interleaved."""
    late: dict[str, list[float]] = {name: [] for name in SCENES}
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        for _ in range(runs):
            for scene, seconds in _scenes(Path(name)).items():
                late[scene].append(seconds)
            bare.append(_bare(Path(name)))
    ours = {words: spread(late[scene]) for scene, words in SCENES.items()}
    rows = tuple(Row(words, seconds, None) for words, seconds in ours.items())
    peer = Row("a bare loop beside icalendar's full parse", spread(bare), None)
    ratios = tuple(
        Ratio(f"{words}: late by", seconds.middle * 1000, LATE, at_least=False, unit="ms")
        for words, seconds in ours.items()
    )
    return Part("The loop of the thread that draws, late at worst", (*rows, peer), ratios)
