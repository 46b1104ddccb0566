"""Runs a program and says how long it took and how much memory it held at its peak."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Run:
    """One run of a program. Seconds of wall clock and of CPU, megabytes of resident memory at the peak."""

    seconds: float
    cpu: float
    peak_mb: float
    out: bytes


@dataclass(frozen=True)
class Spread:
    """Several measurements of one thing."""

    values: tuple[float, ...]

    @property
    def least(self) -> float:
        return min(self.values)

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def most(self) -> float:
        return max(self.values)

    def __str__(self) -> str:
        if len(self.values) == 1:
            return f"{self.middle:.3g}"
        return f"{self.middle:.3g} ({self.least:.3g} to {self.most:.3g})"


def run(command: Sequence[str | Path], env: Mapping[str, str], cwd: Path) -> Run:
    """Runs `command` to its end. Raises RuntimeError, with what it printed, if it fails.

    `env` replaces the environment but for PATH. The peak is the kernel's ru_maxrss of that process.
    """
    report = cwd / ".report"
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).parent / "launch.py"), str(report)]
    # Files and not pipes: a pipe that is read late would stop the program's clock for it.
    with (cwd / ".out").open("w+b") as out, (cwd / ".err").open("w+b") as err:
        subprocess.run(
            [*launcher, *(str(part) for part in command)],
            cwd=cwd,
            env={"PATH": os.environ["PATH"], **env},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            check=False,
        )
        out.seek(0)
        err.seek(0)
        printed, complaint = out.read(), err.read()
    told = json.loads(report.read_text(encoding="ascii"))
    if told["code"] not in (0, 3):  # 3: done in part, with the problems named
        raise RuntimeError(f"{command[0]} ended with {told['code']}: {complaint.decode(errors='replace')[-2000:]}")
    scale = 1024 if platform.system() == "Linux" else 1024 * 1024
    return Run(told["seconds"], told["cpu"], told["peak"] / scale, printed)


def spread(values: Sequence[float]) -> Spread:
    return Spread(tuple(values))


def machine() -> str:
    """The machine in one line: processor, cores, memory, system, Python."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.2f}"
    )
