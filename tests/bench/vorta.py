"""Vorta, a tray program that people use: PyQt6 like ours is PySide6, with a scheduler and a store as ours has.

https://pypi.org/project/vorta, locked in `vorta.txt`; it gets an environment of its own under `.bench`.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench.files import PLACE

_LOCKS = tuple(Path(__file__).parent / name for name in ("vorta-build.txt", "vorta.txt"))
"""Vorta comes as source only: what builds it has to be there before it."""


def program() -> Path:
    """The program to start, installed at the first call. Raises CalledProcessError where that does not work."""
    place = PLACE / "vorta"
    stamp = place / ".stamp"
    wanted = hashlib.sha256(b"".join(lock.read_bytes() for lock in _LOCKS)).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != wanted:
        print("installing Vorta", file=sys.stderr)
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        for lock in _LOCKS:
            subprocess.run(
                [
                    *(place / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"),
                    *("install", "--require-hashes", "--no-build-isolation", "--no-deps", "-r", lock),
                ],
                check=True,
            )
        stamp.write_text(wanted, encoding="ascii")
    return place / "bin" / "vorta"
