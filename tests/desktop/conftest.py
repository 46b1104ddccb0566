"""Private desktops, one a test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from tests.desktop.life import FIXTURE, Life
from tests.desktop.notification_service import Service
from tests.desktop.reader import Node, screen_reader
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


@pytest.fixture
def life(desktop: Desktop) -> Life:
    """Somebody with one pair, which is due on the Monday."""
    one = Life(desktop)
    one.call("import", str(FIXTURE))
    return one


@pytest.fixture
def bare_life(bare_desktop: Desktop) -> Life:
    """The same without any tray."""
    one = Life(bare_desktop)
    one.call("import", str(FIXTURE))
    return one


@pytest.fixture
def service(desktop: Desktop) -> Iterator[Callable[[], Service]]:
    """A notification service of the test's own; started by a call."""
    started: list[Service] = []

    def start(*mute: str) -> Service:
        one = Service(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        one.mute |= set(mute)
        started.append(one.start())
        return one

    yield start
    for one in started:
        one.mute.clear()
        one.stop()


@pytest.fixture(scope="module")
def read_out() -> Iterator[tuple[Desktop, Node]]:
    """A desktop with a panel and a screen reader, for all tests of a file."""
    with private_desktop() as made, screen_reader(made) as root:
        yield made, root


@pytest.fixture
def screen(read_out: tuple[Desktop, Node]) -> Iterator[tuple[Desktop, Node]]:
    """The same for one test. A program that a failing test left behind is ended before the next one."""
    yield read_out
    for program in read_out[0].programs(sys.executable):
        program.kill()
        program.wait()
