"""The programs that are measured in the tray: ours, the least one that there can be, and one that people use."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench import files, vorta
from tests.bench.tray_host import TrayHost

GRADUAND = files.ROOT / ".venv" / "bin" / "graduand"
_BARE = Path(__file__).parent / "bare_tray.py"
_WHEN = "2026-11-20T09:00:00Z"


@dataclass(frozen=True)
class Program:
    """Something with a tray icon, and how it is started."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Running:
    """It is up. `seconds` from exec to the icon's registration at the watcher."""

    pid: int
    seconds: float


@dataclass(frozen=True)
class Programs:
    """All of them, each as it starts at login: in the background, without a window."""

    bare: Program
    empty: Program
    full: Program
    vorta: Program

    @property
    def all(self) -> tuple[Program, ...]:
        return (self.bare, self.empty, self.full, self.vorta)

    @property
    def ours(self) -> tuple[Program, ...]:
        return (self.empty, self.full)


def prepared(host: TrayHost) -> Programs:
    """Give each of them what it keeps between two runs, and warm the page cache by one start of each."""
    known = host.place / "known"
    subprocess.run(
        [GRADUAND, "--data-dir", known, "import", files.big()[0], "--now", _WHEN],
        check=True,
        env=_environment(host),
        stdout=subprocess.DEVNULL,
    )
    ours = (str(GRADUAND), "--background", "--data-dir")
    programs = Programs(
        bare=Program("bare PySide6 tray program", (sys.executable, str(_BARE))),
        empty=Program("graduand --background, nothing imported", (*ours, str(host.place / "new"))),
        full=Program("graduand --background, 30 mentorships", (*ours, str(known))),
        vorta=Program("Vorta, no repository, its window closed", (str(vorta.program()),)),
    )
    for program in programs.all:
        with running(host, program):
            time.sleep(2)
    _without_window(host)
    return programs


def _without_window(host: TrayHost) -> None:
    """The user's own choice in Vorta's settings, which its entry for the login makes as well."""
    store = Path(host.environment["HOME"]) / ".local" / "share" / "Vorta" / "settings.db"
    with closing(sqlite3.connect(store)) as connection, connection:
        changed = connection.execute("UPDATE settingsmodel SET value = 0 WHERE key = 'foreground'").rowcount
    if changed != 1:
        raise RuntimeError("Vorta keeps its settings in another way now")


def _environment(host: TrayHost) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], **host.environment}


def remarks() -> tuple[str, ...]:
    """What makes a figure wrong: pages that others map too count in parts, so with them a program seems smaller."""
    library = str(files.ROOT / ".venv" / "lib")
    others = 0
    for maps in Path("/proc").glob("[0-9]*/maps"):
        with suppress(OSError):  # it ended meanwhile, or is somebody else's
            others += any(library in line and "libQt6Core" in line for line in maps.open(encoding="utf-8"))
    return (f"NOT ALONE: {others} other programs use the same Qt, so PSS is too low",) if others else ()


@contextmanager
def running(host: TrayHost, program: Program) -> Iterator[Running]:
    """One run of a program, from its icon on. Raises TimeoutError without one, RuntimeError if it ends by itself."""
    begin = time.perf_counter()
    child = subprocess.Popen(
        program.command,
        env=_environment(host),
        cwd=host.place,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Running(child.pid, host.wait() - begin)
        if child.poll() is not None:
            raise RuntimeError(f"{program.name} ended with {child.returncode} after its icon came up")
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        while not host.arrivals.empty():
            host.arrivals.get_nowait()
