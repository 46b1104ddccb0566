"""What is installed holds everything that the program reads."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.house import scan


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=scan.ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *scan.PACKAGES], cwd=scan.ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    scan.nothing_of(name for name in tracked if name and name not in inside)
    assert any(name.endswith("licenses/LICENSE") for name in inside)
