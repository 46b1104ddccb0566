"""What an idle minute in the tray costs, in wake-ups and processor, beside a bare tray program and Vorta.

Their memory is measured one by one in `start`: here they are up together, and share pages.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass

from tests.bench.measuring import spread
from tests.bench.processes import Used, used
from tests.bench.programs import Program, prepared, running
from tests.bench.report import Part, Ratio, Row
from tests.bench.tray_host import tray_host

SETTLE = 30.0
"""Seconds from the icon on that are not idle yet: what was put off until after the start comes then."""

MINUTE = 60.0


@dataclass(frozen=True)
class Idle:
    """A minute after settling: all switches to and from its threads a second, and seconds of processor."""

    wakeups: float
    cpu: float


def measure(runs: int) -> Part:
    """One minute at a time for all of them together: each is idle, so none is in another's way."""
    with tray_host() as host:
        programs = prepared(host)
        found: dict[Program, list[Idle]] = {program: [] for program in programs.all}
        for _ in range(runs):
            with ExitStack() as stack:
                pids = {program: stack.enter_context(running(host, program)).pid for program in programs.all}
                time.sleep(SETTLE)
                before = {program: used(pid) for program, pid in pids.items()}
                time.sleep(MINUTE)
                for program, pid in pids.items():
                    found[program].append(_idle(before[program], used(pid)))
    rows = tuple(_row(program, idles) for program, idles in found.items())
    ours = [idle for program in programs.ours for idle in found[program]]
    ratios = (
        Ratio("wake-ups, idle", max(idle.wakeups for idle in ours), 0.1, at_least=False, unit="/s"),
        Ratio("processor, idle", max(idle.cpu for idle in ours) * 3600 / MINUTE, 1, at_least=False, unit="s/h"),
    )
    return Part(f"An idle minute in the tray, {SETTLE:.0f} s after the icon", rows, ratios)


def _idle(before: Used, after: Used) -> Idle:
    return Idle(after.switches_since(before) / MINUTE, after.cpu - before.cpu)


def _row(program: Program, idles: list[Idle]) -> Row:
    wakeups = spread([idle.wakeups for idle in idles])
    cpu = spread([idle.cpu * 1000 for idle in idles])
    return Row(program.name, None, None, f"{wakeups} wake-ups/s, {cpu} ms CPU")
