"""The ground that every test stands on: no network, no noise, a home of its own, a fixed clock."""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

from tests.helpers import network
from tests.helpers.bot import SeeingBot
from tests.helpers.clock import FixedClock
from tests.helpers.logfail import LogWatch, WatchHandler

# Before any test module is imported: the same machine for everyone.
os.environ.update(TZ="UTC", LC_ALL="C.UTF-8", LANG="C.UTF-8", QT_QPA_PLATFORM="offscreen")
for _name in [
    name for name in os.environ if name.startswith(("GRADUAND_", "DBUS_")) or name in ("DISPLAY", "WAYLAND_DISPLAY")
]:
    del os.environ[_name]
time.tzset()

_SLOW_MACHINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=_SLOW_MACHINE)
settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW_MACHINE
)
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=_SLOW_MACHINE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_configure() -> None:
    faulthandler.enable()
    network.refuse()
    # A shell ignores it for what it runs in the background, and every program that a test starts inherits that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """From here on cycles are searched for between tests, on the main thread: a thread of one test would destroy
    the windows of another. See `desktop/ui/collecting.py`."""
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    due = [n for n, most in enumerate(gc.get_threshold()) if gc.get_count()[n] > most]
    if due:
        gc.collect(due[-1])


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder for this test alone, with everything that points into one."""
    place = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(place))
    for name, folder in {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": "run",
        "GRADUAND_DATA_DIR": "graduand",
    }.items():
        monkeypatch.setenv(name, str(place / folder))
    (place / "run").mkdir(mode=0o700)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return place


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> SeeingBot:
    """In place of pytest-qt's: what was waited for has also been shown."""
    return SeeingBot(request)


@pytest.fixture
def clock() -> FixedClock:
    """20 November 2025, 9 o'clock UTC, until the test moves it."""
    return FixedClock()


@pytest.fixture(autouse=True)
def expect_log(request: pytest.FixtureRequest) -> Iterator[LogWatch]:
    """Fails the test on an unannounced warning; call it to announce one."""
    watch = LogWatch()
    handler = WatchHandler(watch)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield watch
    finally:
        root.removeHandler(handler)
    if faults := watch.faults():
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fails the test that tried to reach beyond this machine, even if it caught the refusal."""
    network.attempts.clear()
    yield
    if network.attempts:
        pytest.fail("reached for the network: " + ", ".join(network.attempts), pytrace=False)


@pytest.fixture(autouse=True)
def keyring_of_its_own() -> Iterator[None]:
    """The keyring chooses its backend once a process; a test that names one must not get an earlier test's choice."""
    core = sys.modules.get("keyring.core")
    if core is not None:
        core.__dict__["_keyring_backend"] = None
    yield
