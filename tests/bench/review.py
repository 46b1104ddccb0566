"""`graduand review` of a large export, as a whole process, against full parses of the same file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import files
from tests.bench.measuring import Run, run, spread
from tests.bench.report import Part, Ratio, Row

PROGRAM = files.ROOT / ".venv" / "bin" / "graduand"
HERE = Path(__file__).parent
MORE_EVENTS = 300_000


def _libical(place: Path) -> Path:
    program = place / "libical_parse"
    subprocess.run(["cc", "-O2", "-o", program, HERE / "libical_parse.c", "-lical"], check=True)
    return program


def _graduand(calendar: Path, place: Path) -> Run:
    return run(
        [PROGRAM, "review", calendar, "--json", "--now", "2026-11-20T09:00:00Z", "--zone", "Europe/Berlin"],
        {"HOME": str(place), "GRADUAND_DATA_DIR": str(place / "store"), "LC_ALL": "C.UTF-8"},
        place,
    )


def _finds(result: Run, truth: dict[str, object]) -> str:
    """How many of the marked series the answer holds."""
    marked = truth["series"]
    assert isinstance(marked, list)
    uids = {one["uid"] for one in marked}
    answer = json.loads(result.out)
    found = {one["uid"] for one in answer["mentorships"]}
    return f"{len(found & uids)} of {len(uids)} marked series, {len(found - uids)} others"


def _count(result: Run, events: int, name: str) -> None:
    if int(result.out) != events:
        raise RuntimeError(f"{name} read {int(result.out)} of {events} events")


def measure(runs: int, slow_runs: int, *, ten_times: bool) -> Part:
    """Interleaved: each round runs every program once, so that a busy moment hits all of them."""
    calendar, truth = files.big()
    ours: list[Run] = []
    libical: list[Run] = []
    full: list[Run] = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        parser = _libical(place)
        _graduand(calendar, place)  # the file and the libraries are in the page cache for the first as for the last
        for turn in range(max(runs, slow_runs)):
            if turn < runs:
                ours.append(_graduand(calendar, place))
                libical.append(run([parser, calendar], {}, place))
                _count(libical[-1], files.USUAL_EVENTS, "libical")
            if turn < slow_runs:
                env = {"HOME": str(place), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
                full.append(run([sys.executable, HERE / "icalendar_parse.py", calendar], env, place))
                _count(full[-1], files.USUAL_EVENTS, "icalendar")
        larger = [_graduand(files.big(MORE_EVENTS)[0], place)] if ten_times else []
    return _part(ours, libical, full, larger, _finds(ours[-1], truth))


def _row(name: str, runs: list[Run], remark: str = "") -> Row:
    return Row(name, spread([one.seconds for one in runs]), spread([one.peak_mb for one in runs]), remark)


def _part(ours: list[Run], libical: list[Run], full: list[Run], larger: list[Run], finds: str) -> Part:
    rows = [_row("graduand review", ours, finds), _row("libical, full parse (C)", libical)]
    time, theirs = (spread([one.seconds for one in runs]).middle for runs in (ours, libical))
    peak = max(one.peak_mb for one in ours)
    ratios = [Ratio("review against libical's full parse", theirs / time, 2, at_least=True)]
    if full:
        rows.append(_row("icalendar, full parse (Python)", full))
        slow = spread([one.seconds for one in full]).middle
        ratios.insert(0, Ratio("review against icalendar's full parse", slow / time, 50, at_least=True))
    ratios.append(Ratio("review, peak resident memory", peak, 90, at_least=False, unit="MB"))
    if larger:
        rows.append(_row("graduand review, ten times the events", larger))
        growth = larger[0].peak_mb / peak
        ratios.append(Ratio("memory on a file ten times as large, against that", growth, 1.15, at_least=False))
    return Part("Review of an export of 37 MB with 30,000 events, whole process", tuple(rows), tuple(ratios))
