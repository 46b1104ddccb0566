"""J9 by keys alone, as a mentee and as two who meet as equals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.closing_j9 import Case, close_and_take_back
from tests.desktop.reader import Node
from tests.desktop.roles import Role
from tests.desktop.session import Desktop

pytestmark = pytest.mark.desktop

LAST, UNTIL = "Wednesday 29 April 2026", "20260429T130000Z"
TALKS = ("Wednesday 28 April 2027", "Wednesday 26 April 2028", "Wednesday 25 April 2029")
CASES = (
    Case(Role("mentee", "mid", keys=True), LAST, UNTIL, TALKS, moved=(), back=3),
    Case(Role("peer", "early", keys=True), LAST, UNTIL, TALKS, moved=(), back=3, told_where="closing.tell"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.role))
def test_j9_is_changed_and_taken_back(screen: tuple[Desktop, Node], tmp_path: Path, case: Case) -> None:
    """The moved meeting lies beyond the end: it goes with the change, and comes back with the way back."""
    close_and_take_back(screen, tmp_path, case)
