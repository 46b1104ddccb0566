"""From start to tray icon, and the memory held then, against a bare PySide6 tray program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench import files
from tests.bench.measuring import spread
from tests.bench.report import Part, Ratio, Row
from tests.bench.tray_host import TrayHost, tray_host

PROGRAM = files.ROOT / ".venv" / "bin" / "graduand"
BARE = Path(__file__).parent / "bare_tray.py"
SETTLE = 5.0
"""Seconds between the icon and the reading of the memory: what is loaded after the icon counts too."""


@dataclass(frozen=True)
class Start:
    """One start. `seconds` from exec to the icon's registration, `pss_mb` proportional set size."""

    seconds: float
    pss_mb: float


def _pss_mb(pid: int) -> float:
    """The proportional set size of a process and its children."""
    total = 0
    for path in Path("/proc").iterdir():
        if not path.name.isdigit():
            continue
        try:
            parent = int((path / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1])
            if int(path.name) != pid and parent != pid:
                continue
            rollup = (path / "smaps_rollup").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def _start(host: TrayHost, command: list[str]) -> Start:
    begin = time.perf_counter()
    child = subprocess.Popen(
        command,
        env={"PATH": os.environ["PATH"], **host.environment},
        cwd=host.place,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        seconds = host.wait() - begin
        time.sleep(SETTLE)
        if child.poll() is not None:
            raise RuntimeError(f"{command[0]} ended with {child.returncode} right after its icon came up")
        return Start(seconds, _pss_mb(child.pid))
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        while not host.arrivals.empty():
            host.arrivals.get_nowait()


def _row(name: str, starts: list[Start]) -> Row:
    return Row(name, spread([one.seconds for one in starts]), spread([one.pss_mb for one in starts]))


def measure(runs: int) -> Part:
    """Interleaved; the first round only warms the page cache and is not counted."""
    bare: list[Start] = []
    empty: list[Start] = []
    full: list[Start] = []
    with tray_host() as host:
        known = host.place / "known"
        subprocess.run(
            [PROGRAM, "--data-dir", known, "import", files.big()[0], "--now", "2026-11-20T09:00:00Z"],
            check=True,
            env={"PATH": os.environ["PATH"], **host.environment},
            stdout=subprocess.DEVNULL,
        )
        new = [str(PROGRAM), "--background", "--data-dir", str(host.place / "new")]
        used = [str(PROGRAM), "--background", "--data-dir", str(known)]
        for _ in range(runs + 1):
            bare.append(_start(host, [sys.executable, str(BARE)]))
            empty.append(_start(host, new))
            full.append(_start(host, used))
    rows = (
        _row("bare PySide6 tray program", bare[1:]),
        _row("graduand --background, nothing imported", empty[1:]),
        _row("graduand --background, 30 mentorships", full[1:]),
    )
    floor, memory = spread([one.seconds for one in bare[1:]]), spread([one.pss_mb for one in bare[1:]])
    slowest = max(spread([one.seconds for one in which[1:]]).middle for which in (empty, full))
    largest = max(spread([one.pss_mb for one in which[1:]]).middle for which in (empty, full))
    ratios = (
        Ratio("start to tray icon, against the bare program", slowest / floor.middle, 1.5, at_least=False),
        Ratio("memory (PSS) with the icon up, against that", largest / memory.middle, 2, at_least=False),
    )
    return Part("Start to tray icon: exec to registration at the watcher, and PSS 5 s later", rows, ratios)
