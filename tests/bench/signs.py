"""Slots and signs of 600 series over ten years against recurring-ical-events on the same file.

Parsing is left out on both sides. The peer only expands; ours also accounts for every slot and looks
for every sign. A third, plain expansion says who is right where the two differ.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.bench import files
from tests.bench.measuring import Run, run, spread
from tests.bench.report import Part, Ratio, Row

HERE = Path(__file__).parent
FIRST, YEARS = 2017, 10
Occurrences = dict[str, set[str]]


def _run(program: str, calendar: Path, out: Path) -> Run:
    env = {"HOME": str(out.parent), "PYTHONPATH": str(files.ROOT), "LC_ALL": "C.UTF-8", "TZ": "Europe/Berlin"}
    if "OPENBLAS_CORETYPE" in os.environ:
        env["OPENBLAS_CORETYPE"] = os.environ["OPENBLAS_CORETYPE"]
    return run([sys.executable, HERE / program, calendar, str(FIRST), str(YEARS), out], env, out.parent)


def _read(path: Path) -> Occurrences:
    found: Occurrences = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        uid, start = line.split("\t")
        found[uid].add(start)
    return found


def _differ(one: Occurrences, other: Occurrences) -> int:
    """In how many series two expansions are not the same."""
    return sum(one.get(uid) != other.get(uid) for uid in one.keys() | other.keys())


def measure(runs: int) -> Part:
    calendar = files.only_series()
    ours: list[Run] = []
    peer: list[Run] = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for _ in range(runs):
            ours.append(_run("expand_graduand.py", calendar, place / "ours"))
            peer.append(_run("expand_peer.py", calendar, place / "peer"))
        _run("expand_referee.py", calendar, place / "referee")
        by_us, by_peer, right = (_read(place / which) for which in ("ours", "peer", "referee"))
    total = sum(len(starts) for starts in right.values())
    told = [json.loads(one.out) for one in ours]
    work = spread([one["work"] for one in told])
    expansion = spread([one["expansion"] for one in told])
    slow = spread([json.loads(one.out)["work"] for one in peer])
    rows = (
        Row(
            "graduand, slots and signs",
            work,
            spread([one.peak_mb for one in ours]),
            f"{_differ(by_us, right)} series wrong",
        ),
        Row("graduand, expansion alone", expansion, None),
        Row(
            "recurring-ical-events, expansion",
            slow,
            spread([one.peak_mb for one in peer]),
            f"{_differ(by_peer, right)} series wrong",
        ),
    )
    ratios = (
        Ratio("slots and signs against recurring-ical-events' expansion", slow.middle / work.middle, 20, at_least=True),
        Ratio("series that graduand expands wrongly", float(_differ(by_us, right)), 0, at_least=False, unit=""),
    )
    remarks = (
        f"{len(right)} series, {total} occurrences from {FIRST} to {FIRST + YEARS - 1}; plain dateutil is the referee.",
        "The peer runs series that start in UTC on the wall clock of X-WR-TIMEZONE; without that line in the file",
        "it agrees with the referee.",
    )
    return Part("Slots and signs of 600 series over ten years, parsing left out", rows, ratios, remarks)
