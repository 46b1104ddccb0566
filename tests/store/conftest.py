"""A store of its own for each test, and disks that have room for little or for nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder) as opened:
        yield opened


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A small disk of its own: `mounted("size=1m")`. Needs the right to mount."""
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root may mount a disk")
    with ExitStack() as stack:

        def mount(options: str) -> Path:
            place = tmp_path / "disk"
            place.mkdir()
            done = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=False, capture_output=True
            )
            if done.returncode:
                pytest.skip("this machine does not let a disk be mounted")
            stack.callback(subprocess.check_call, ["umount", place])
            return place

        yield mount


@pytest.fixture
def python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a script in a process of its own: `python(script, argument, …)`."""

    def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run
