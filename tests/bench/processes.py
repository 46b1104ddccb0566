"""What a running program takes of the machine, its children included, read from /proc (proc(5))."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_GONE = (FileNotFoundError, ProcessLookupError)
_SCHEDULED = 2
"""Which clock of a process: the time that the scheduler gave it, in nanoseconds and ended threads included."""


@dataclass(frozen=True)
class Used:
    """So far: switches to and from each of its threads, by thread id, and seconds of processor."""

    switches: Mapping[int, int]
    cpu: float

    def switches_since(self, before: Used) -> int:
        """Of all threads that there are now; those of one that ended meanwhile are not known any more."""
        return sum(count - before.switches.get(thread, 0) for thread, count in self.switches.items())


def tree(pid: int) -> tuple[int, ...]:
    """A process with its children, their children and so on."""
    parents: dict[int, int] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                stat = (path / "stat").read_text(encoding="ascii", errors="replace")
            except _GONE:
                continue  # it ended while we looked
            parents[int(path.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return tuple(found)


def pss_mb(pid: int) -> float:
    """The proportional set size in megabytes: pages that are shared count in parts."""
    total = 0
    for one in tree(pid):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        except _GONE:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def used(pid: int) -> Used:
    """What was used up to now."""
    switches: Counter[int] = Counter()
    cpu = 0.0
    for one in tree(pid):
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                for line in (task / "status").read_text(encoding="ascii", errors="replace").splitlines():
                    name, _, value = line.partition(":")
                    if name.endswith("voluntary_ctxt_switches"):  # and nonvoluntary
                        switches[int(task.name)] += int(value)
            cpu += _processor_seconds(one)
        except _GONE:
            continue
    return Used(switches, cpu)


def _processor_seconds(pid: int) -> float:
    """/proc counts in ticks of 10 ms, which is too coarse for a program that does nothing; so ask the process's clock.

    Its number is the one of clock_getcpuclockid(3), which Python does not offer (Linux, include/linux/posix-timers.h).
    """
    try:
        return time.clock_gettime((~pid << 3) | _SCHEDULED)
    except OSError as gone:
        raise ProcessLookupError(pid) from gone
