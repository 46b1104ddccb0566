"""From start to tray icon, and the memory held then, against a bare PySide6 tray program and Vorta."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.bench.measuring import Spread, spread
from tests.bench.processes import pss_mb
from tests.bench.programs import Program, prepared, remarks, running
from tests.bench.report import Part, Ratio, Row
from tests.bench.tray_host import TrayHost, tray_host

SETTLE = 5.0
"""Seconds between the icon and the reading of the memory: what is loaded after the icon counts too."""


@dataclass(frozen=True)
class Start:
    """One start. `seconds` from exec to the icon's registration, `pss_mb` proportional set size."""

    seconds: float
    pss_mb: float


@dataclass(frozen=True)
class Starts:
    """Several starts of one program."""

    seconds: Spread
    memory: Spread


def _start(host: TrayHost, program: Program) -> Start:
    with running(host, program) as one:
        time.sleep(SETTLE)
        return Start(one.seconds, pss_mb(one.pid))


def measure(runs: int) -> Part:
    """Interleaved; the first start of each, which only warms the page cache, is not counted."""
    with tray_host() as host:
        programs = prepared(host)
        found: dict[Program, list[Start]] = {program: [] for program in programs.all}
        for _ in range(runs):
            for program, starts in found.items():
                starts.append(_start(host, program))
        alone = remarks()
    middle = {
        program: Starts(spread([one.seconds for one in starts]), spread([one.pss_mb for one in starts]))
        for program, starts in found.items()
    }
    floor, peer = middle[programs.bare], middle[programs.vorta]
    slowest = max(middle[program].seconds.middle for program in programs.ours)
    largest = max(middle[program].memory.middle for program in programs.ours)
    ratios = (
        Ratio("start to tray icon, against the bare program", slowest / floor.seconds.middle, 1.3, at_least=False),
        Ratio("start to tray icon, against Vorta", slowest / peer.seconds.middle, 1, at_least=False),
        Ratio(
            "memory (PSS) with the icon up, against the bare program", largest / floor.memory.middle, 2, at_least=False
        ),
        Ratio("memory (PSS) with the icon up, against Vorta", largest / peer.memory.middle, 1, at_least=False),
    )
    rows = tuple(Row(program.name, one.seconds, one.memory) for program, one in middle.items())
    return Part("Start to tray icon: exec to registration at the watcher, and PSS 5 s later", rows, ratios, alone)
