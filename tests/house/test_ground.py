"""The ground itself: a test that cannot fail guards nothing, so the guards are tested."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.helpers import network
from tests.helpers.clock import FixedClock
from tests.helpers.logfail import LogWatch, WatchHandler


def _watched(watch: LogWatch, level: int, message: str) -> None:
    log = logging.Logger("graduand.ground")
    log.addHandler(WatchHandler(watch))
    log.log(level, message)


def test_an_unannounced_warning_is_a_fault() -> None:
    watch = LogWatch()
    _watched(watch, logging.WARNING, "the roof leaks")
    assert len(watch.faults()) == 1
    assert "the roof leaks" in watch.faults()[0]


def test_an_announced_warning_is_none_and_a_missing_one_is() -> None:
    watch = LogWatch()
    watch("roof", logging.ERROR)
    _watched(watch, logging.INFO, "nothing of note")
    assert watch.faults() == ["never logged: 'roof'"]
    _watched(watch, logging.ERROR, "the roof leaks")
    assert watch.faults() == []


def test_an_announcement_is_for_its_level_alone() -> None:
    watch = LogWatch()
    watch("roof", logging.WARNING)
    _watched(watch, logging.ERROR, "the roof leaks")
    assert len(watch.faults()) == 2


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_the_network_is_refused_and_noticed(host: str) -> None:
    with pytest.raises(network.NetworkRefusedError), contextlib.closing(socket.socket()) as one:
        if host[0].isdigit() and ":" not in host:
            one.connect((host, 443))
        socket.getaddrinfo(host, 443)
    assert network.attempts
    network.attempts.clear()


def test_this_machine_is_reached() -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_home_is_empty_and_ours(home: Path) -> None:
    assert Path.home() == home
    assert [one.name for one in home.iterdir()] == ["run"]
    assert Path(os.environ["GRADUAND_DATA_DIR"]).is_relative_to(home)


def test_the_clock_stands_until_it_is_moved(clock: FixedClock) -> None:
    before = clock()
    assert clock() == before
    assert clock.forward(timedelta(days=1)) == before + timedelta(days=1)
    with pytest.raises(ValueError):
        clock.to(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))
