"""J9 by names alone, as a mentor."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.closing_j9 import MOVED, Case, close_and_take_back
from tests.desktop.reader import Node
from tests.desktop.roles import Role
from tests.desktop.session import Desktop

pytestmark = pytest.mark.desktop


def test_j9_is_changed_and_taken_back_by_a_mentor(screen: tuple[Desktop, Node], tmp_path: Path) -> None:
    """With a mentor's notice the moved meeting stays; a leader books no talk, so that there is one message only."""
    role = Role("mentor", "leader")
    case = Case(role, "Wednesday 13 May 2026", "20260513T130000Z", days=(), moved=tuple(MOVED), back=1)
    close_and_take_back(screen, tmp_path, case)
