"""The peers of the benchmarks are locked as strictly as the program is: pinned, hashed, and from no named place."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.check_locks import pinned

BENCH = Path(__file__).parents[1] / "bench"


@pytest.mark.parametrize("name", ["vorta", "vorta-build"])
def test_a_peer_is_pinned_and_hashed(name: str) -> None:
    names, wrong = pinned(BENCH / f"{name}.txt")
    assert wrong == []
    assert set((BENCH / f"{name}.in").read_text(encoding="utf-8").partition("==")[0].split()) <= names
