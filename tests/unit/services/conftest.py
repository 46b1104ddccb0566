from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.services.living import Living


@pytest.fixture
def living(tmp_path: Path) -> Living:
    return Living(tmp_path / "store")
