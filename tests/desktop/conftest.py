"""Private desktops, one a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.session import Desktop, private_desktop, programs_missing


@pytest.fixture(scope="session", autouse=True)
def programs() -> None:
    """Fails, rather than skips, where a program is missing: `make test` installs them all."""
    missing = programs_missing()
    assert not missing, f"not installed: {', '.join(missing)}; see tests/desktop/apt-packages.txt"


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """With a panel and its tray."""
    with private_desktop() as made:
        yield made


@pytest.fixture
def bare_desktop() -> Iterator[Desktop]:
    """Without any tray."""
    with private_desktop(panel=False) as made:
        yield made
