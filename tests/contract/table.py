"""The table source × check, as it stands in README.md: `python -m tests.contract.table` writes it anew."""

from __future__ import annotations

from pathlib import Path

from tests.contract.benches import SOURCES
from tests.contract.checking import Check
from tests.contract.checks import CHECKS

PLACE = Path(__file__).with_name("README.md")
READS_ONLY = frozenset({"file"})
_HEAD = """# What every calendar source holds to

One suite, `test_contract.py`, runs over all of them: the calendar in memory (demo and tests), an .ics file, and Google
Calendar over real sockets to the server of `tests/google`. A source that only reads refuses whatever writes, and for
that line this refusal is its check. `python -m tests.contract.table` makes the table; a test holds it to the suite.

"""


def table() -> str:
    """The whole file."""
    names = list(SOURCES)
    lines = [f"| | {' | '.join(names)} |", f"| --- |{' --- |' * len(names)}"]
    for one in CHECKS:
        cells = [_cell(one, name) for name in names]
        lines.append(f"| {one.says} | {' | '.join(cells)} |")
    return _HEAD + "\n".join(lines) + "\n"


def _cell(one: Check, name: str) -> str:
    return "refuses" if one.writes and name in READS_ONLY else "holds"


if __name__ == "__main__":
    PLACE.write_text(table(), encoding="utf-8")
