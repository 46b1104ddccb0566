"""The measurements measured: programs of which it is known what they take."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.bench.processes import pss_mb, tree, used

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")

ASLEEP = "import time; print(flush=True); time.sleep(60)"
WAKES = "import time\nprint(flush=True)\nwhile True: time.sleep(0.01)"
BUSY = "print(flush=True)\nwhile True: pass"
PARENT = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {ASLEEP!r}]); child.wait()"


@contextmanager
def program(code: str) -> Iterator[int]:
    """Its process id, once it is at it."""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as one:
        assert one.stdout is not None
        one.stdout.readline()
        try:
            yield one.pid
        finally:
            for pid in reversed(tree(one.pid)):
                os.kill(pid, signal.SIGKILL)


def a_second(code: str) -> tuple[int, float]:
    """The switches and the processor seconds of one second."""
    with program(code) as pid:
        before = used(pid)
        time.sleep(1)
        after = used(pid)
        return after.switches_since(before), after.cpu - before.cpu


def test_a_program_that_sleeps_takes_nothing() -> None:
    switches, cpu = a_second(ASLEEP)
    assert switches == 0
    assert cpu == 0


def test_every_wake_up_is_counted() -> None:
    switches, cpu = a_second(WAKES)
    assert 20 <= switches <= 250, "a hundred, on a machine that has time"
    assert 0 < cpu < 0.5, "far below a tick each, and yet seen"


def test_a_busy_program_takes_a_processor() -> None:
    assert 0.2 < a_second(BUSY)[1] <= 1.2


def test_a_child_belongs_to_its_parent() -> None:
    with program(PARENT) as pid:
        both = tree(pid)
        assert both[0] == pid and len(both) == 2
        assert pss_mb(pid) > pss_mb(both[1]) > 1
