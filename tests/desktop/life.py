"""A life in front of a private desktop: one pair, one Monday morning, and the program that is started there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.desktop.reader import Node
from tests.desktop.session import ROOT, Desktop, wait_for
from tests.desktop.tray_client import TrayItem, tray_items

FIXTURE = ROOT / "tests" / "data" / "journeys" / "j10_not_now.ics"
MONDAY = "2026-11-30T09:00:00+01:00"
QUIET_UNTIL = "quiet until 28 February"


class Life:
    """J10: one pair of which seven of the last twelve meetings did not take place, looked at on a Monday morning."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.folder = desktop.place / "graduand"
        self.at(MONDAY)

    def at(self, now: str, zone: str = "Europe/Amsterdam", *more: str) -> None:
        """From here on calls and starts look from this moment."""
        self._words = ("--now", now, "--zone", zone, "--data-dir", str(self.folder), *more)

    def call(self, *words: str) -> str:
        environment = {"PATH": os.environ["PATH"], **self.desktop.environment, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *words, *self._words],
            env=environment, cwd=self.desktop.place, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return self.desktop.start_graduand(*words, *self._words)

    def due(self) -> bool:
        return '"quiet-patch"' in self.call("reminders", "--json")

    def end(self, program: subprocess.Popen[bytes]) -> None:
        assert self.start("--quit").wait(15) == 0
        assert program.wait(1) == 0, self.desktop.said()


def another_pair(folder: Path, name: str) -> Path:
    """The same history with somebody else, in a file of its own."""
    said = FIXTURE.read_bytes().decode().replace("UID:j10@", f"UID:{name}@")
    path = folder / f"{name}.ics"
    path.write_bytes(said.replace("mentor@example.org", f"{name}@example.org").encode())
    return path


def icon(desktop: Desktop) -> TrayItem:
    wait_for(lambda: tray_items(desktop), "the tray icon")
    return tray_items(desktop)[0]


def lines(item: TrayItem) -> list[str]:
    return [entry.label for entry in item.menu()]


def found(root: Node, role: str, name: str) -> Node:
    got: list[Node] = []

    def there() -> bool:
        node = root.find(role, name)
        got[:] = [node] if node is not None else []
        return bool(got)

    wait_for(there, f"the {role} {name!r}")
    return got[0]
