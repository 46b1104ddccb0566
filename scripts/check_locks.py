"""Checks the lock files: every package pinned and hashed, no address, path or option in them.

An index address in a lock would send every reader to one machine's mirror, so none may slip in.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"app.txt": (), "build.txt": ("build",), "dev.txt": ("dev", "build")}

_PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)==[0-9][0-9A-Za-z.!+]*( ; [^\\]+)? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
_REQUIREMENT = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(lock: Path) -> tuple[set[str], list[str]]:
    """The names that a lock pins, and what is wrong with it, a line each."""
    names: set[str] = set()
    wrong: list[str] = []
    hashes = 1
    for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        pin = _PIN.match(line)
        if pin:
            if not hashes:
                wrong.append(f"{lock.name}:{number}: the package above has no hash")
            names.add(pin["name"])
            hashes = 0
        elif _HASH.match(line):
            hashes += 1
        else:
            wrong.append(f"{lock.name}:{number}: neither a pinned package nor a hash: {line.strip()[:60]}")
    if not hashes:
        wrong.append(f"{lock.name}: the last package has no hash")
    return names, wrong


def wanted(project: dict[str, dict[str, list[str]]], groups: tuple[str, ...], *, app: bool) -> set[str]:
    """The names that pyproject.toml asks for."""
    lines = list(project["project"]["dependencies"]) if app else []
    for group in groups:
        lines += project["dependency-groups"][group]
    return {_normal(found.group()) for line in lines if (found := _REQUIREMENT.match(line))}


def main() -> int:
    """Prints what is wrong, a line each; 1 if anything is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wrong: list[str] = []
    for name, groups in LOCKS.items():
        names, faults = pinned(ROOT / "requirements" / name)
        wrong += faults
        for missing in sorted(wanted(project, groups, app=name != "build.txt") - names):
            wrong.append(f"{name}: {missing} of pyproject.toml is not locked; run `make lock`")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
