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

TIMES = 5
"""Starts by the clock for each reading of the memory: two tenths of a second are soon disturbed."""


@dataclass(frozen=True)
class Starts:
    """Several starts of one program: seconds from exec to the icon's registration, proportional set sizes."""

    seconds: Spread
    memory: Spread


def _seconds(host: TrayHost, program: Program) -> float:
    with running(host, program) as one:
        return one.seconds


def _memory(host: TrayHost, program: Program) -> float:
    with running(host, program) as one:
        time.sleep(SETTLE)
        return pss_mb(one.pid)


def measure(runs: int) -> Part:
    """Interleaved; the first start of each, which only warms the page cache, is not counted."""
    with tray_host() as host:
        programs = prepared(host)
        seconds: dict[Program, list[float]] = {program: [] for program in programs.all}
        memory: dict[Program, list[float]] = {program: [] for program in programs.all}
        for number in range(TIMES * runs):
            for program in programs.all:
                seconds[program].append(_seconds(host, program))
                if number % TIMES == 0:
                    memory[program].append(_memory(host, program))
        alone = remarks()
    middle = {program: Starts(spread(seconds[program]), spread(memory[program])) for program in programs.all}
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
