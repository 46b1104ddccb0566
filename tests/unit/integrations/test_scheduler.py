"""The clock: sleep, a clock that is set, another zone, a new day; and that it costs next to nothing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from integrations import scheduler as module
from integrations.scheduler import Reading, Scheduler, Woken, between, read, zone_mark
from tests.helpers.logfail import LogWatch

USUAL = Reading(wall=1_000_000.0, awake=500.0, asleep=0.0, zone="Europe/London", day=date(2026, 3, 1))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SETTLE = 0.15


def after(seconds: float = 30.0, **changed: Any) -> Reading:
    """The reading of the next heartbeat, but for what is changed."""
    usual = replace(USUAL, wall=USUAL.wall + seconds, awake=USUAL.awake + seconds)
    return replace(usual, **changed)


@pytest.mark.parametrize(
    ("now", "happened"),
    [
        (after(), None),
        (after(wall=USUAL.wall + 34.0), None),
        (after(wall=USUAL.wall + 30.0 + 28_800.0, asleep=28_800.0), Woken(slept=True)),
        (after(wall=USUAL.wall + 30.0 + 28_800.0), Woken(jumped=timedelta(hours=8))),
        (after(wall=USUAL.wall + 30.0 - 7_200.0), Woken(jumped=timedelta(hours=-2))),
        (after(28_800.0), Woken(slept=True)),
        (after(zone="Asia/Tokyo"), Woken(zone_changed=True)),
        (after(day=date(2026, 3, 2)), Woken(day_changed=True)),
        (after(zone="Asia/Tokyo", day=date(2026, 3, 2)), Woken(zone_changed=True, day_changed=True)),
    ],
)
def test_two_readings_say_what_happened(now: Reading, happened: Woken | None) -> None:
    assert between(USUAL, now) == happened


class Clocks:
    """Readings that a test moves."""

    def __init__(self) -> None:
        self.now = USUAL

    def __call__(self) -> Reading:
        return self.now

    def go(self, seconds: float, **changed: Any) -> None:
        now = self.now
        self.now = replace(now, wall=now.wall + seconds, awake=now.awake + seconds)
        self.now = replace(self.now, **changed)

    def sleep(self, seconds: float) -> None:
        self.now = replace(self.now, wall=self.now.wall + seconds, asleep=self.now.asleep + seconds)


def watched(clocks: Clocks) -> tuple[Scheduler, list[Woken]]:
    one, told = Scheduler(clocks=clocks), list[Woken]()
    one.on_wake(told.append)
    one.beat()
    return one, told


def test_after_waking_one_settled_catch_up() -> None:
    clocks = Clocks()
    one, told = watched(clocks)
    clocks.sleep(3_600)
    assert one.beat() == 30.0
    clocks.go(20)
    one.sleep_announced(False)  # logind is late: the same waking
    assert one.beat() == 30.0
    clocks.go(30)
    assert (one.beat(), told) == (15.0, [])
    clocks.go(15)
    assert one.beat() == 30.0
    assert told == [Woken(slept=True)]
    clocks.go(30)
    one.beat()
    assert len(told) == 1


def test_a_laptop_that_wakes_thrice_is_told_once() -> None:
    clocks = Clocks()
    one, told = watched(clocks)
    for _ in range(3):
        clocks.sleep(3_600)
        clocks.go(30)
        one.beat()
    clocks.go(45)
    one.beat()
    assert told == [Woken(slept=True)]


def test_a_new_day_is_told_at_once() -> None:
    clocks = Clocks()
    one, told = watched(clocks)
    clocks.go(30, day=date(2026, 3, 2))
    assert one.beat() == 30.0
    assert told == [Woken(day_changed=True)]


def test_a_zone_at_midnight_settles_and_brings_its_day() -> None:
    clocks = Clocks()
    one, told = watched(clocks)
    clocks.go(30, zone="Asia/Tokyo")
    one.beat()
    clocks.go(30, day=date(2026, 3, 2))
    one.beat()
    clocks.go(15)
    one.beat()
    assert told == [Woken(zone_changed=True, day_changed=True)]


def test_a_clock_set_by_a_year_and_back_is_told() -> None:
    clocks = Clocks()
    one, told = watched(clocks)
    year = timedelta(days=365)
    for jump in (year, -year, -timedelta(days=1)):
        clocks.go(30, wall=clocks.now.wall + 30 + jump.total_seconds())
        one.beat()
        clocks.go(60)
        one.beat()
    assert told == [Woken(jumped=year), Woken(jumped=-year), Woken(jumped=-timedelta(days=1))]


def test_a_sleep_that_was_only_announced_does_not_stop_the_clock() -> None:
    clocks = Clocks()
    one, told = watched(clocks)
    one.sleep_announced(True)
    for _ in range(9):
        clocks.go(30)
        one.beat()
    assert told == [Woken(slept=True)]


def test_a_fault_in_one_listener_does_not_keep_it_from_the_next(expect_log: LogWatch) -> None:
    expect_log("unexpected, in work", logging.ERROR)
    clocks = Clocks()
    one, told = Scheduler(clocks=clocks), list[Woken]()
    one.on_wake(lambda _: 1 // 0)
    one.on_wake(told.append)
    one.beat()
    clocks.go(30, day=date(2026, 3, 2))
    one.beat()
    assert len(told) == 1


# --- with APScheduler, its own thread and a clock that is turned ---------------------------------------


@pytest.fixture
def turned() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def running(turned: time_machine.Traveller) -> Iterator[Scheduler]:
    one = Scheduler(heartbeat=0.05, settle=SETTLE)
    one.start()
    yield one
    one.stop()
    wait_until(lambda: not [t for t in threading.enumerate() if t.name in ("graduand-clock", "APScheduler")])


def wait_until(true: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def wait_for_what_was_asked(running: Scheduler) -> None:
    """Errands are done in the order in which they were given: behind this one, nothing waits."""
    done = threading.Event()
    running.at("all before this", NOON - timedelta(days=9), done.set)
    assert done.wait(30)


def test_it_can_be_stopped_twice_and_before_it_began() -> None:
    one = Scheduler()
    one.stop()
    one.stop()


def test_work_comes_again_and_off_the_caller(running: Scheduler) -> None:
    threads: list[str] = []
    running.every("tick", timedelta(seconds=0.05), lambda: threads.append(threading.current_thread().name))
    wait_until(lambda: len(threads) >= 3)
    assert threading.current_thread().name not in threads
    running.cancel("tick")
    running.cancel("never was")
    wait_for_what_was_asked(running)
    count = len(threads)
    time.sleep(0.15)
    assert len(threads) == count


def test_work_at_a_moment_runs_once_and_is_replaced_by_its_name(running: Scheduler) -> None:
    ran: list[str] = []
    running.at("note", NOON + timedelta(hours=2), lambda: ran.append("first"))
    running.at("note", NOON + timedelta(seconds=0.2), lambda: ran.append("second"))
    running.at("over", NOON - timedelta(days=3), lambda: ran.append("late"))
    wait_until(lambda: len(ran) == 2)
    assert ran == ["late", "second"]
    with pytest.raises(ValueError, match="zone"):
        running.at("note", NOON.replace(tzinfo=None), lambda: None)


def test_asleep_over_everything_each_runs_once(running: Scheduler, turned: time_machine.Traveller) -> None:
    ran: list[str] = []
    told: list[Woken] = []
    running.on_wake(told.append)
    running.every("refresh", timedelta(minutes=10), lambda: ran.append("refresh"))
    for hour in (1, 2, 3):
        running.at(f"decision-{hour}", NOON + timedelta(hours=hour), lambda hour=hour: ran.append(f"decision-{hour}"))
    wait_for_what_was_asked(running)
    turned.shift(timedelta(hours=8))
    wait_until(lambda: len(told) == 1)
    wait_until(lambda: len(ran) == 4)
    time.sleep(0.3)
    assert sorted(ran) == ["decision-1", "decision-2", "decision-3", "refresh"]
    assert told == [Woken(jumped=timedelta(hours=8))]


def test_nothing_runs_before_it_has_settled(turned: time_machine.Traveller) -> None:
    one, ran = Scheduler(heartbeat=0.05, settle=0.6), list[float]()
    one.start()
    try:
        one.at("note", NOON + timedelta(hours=1), lambda: ran.append(time.monotonic()))
        time.sleep(0.4)
        before = time.monotonic()
        one.sleep_announced(True)
        time.sleep(0.1)
        turned.shift(timedelta(hours=2))
        one.sleep_announced(False)
        wait_until(lambda: ran)
        assert ran[0] - before >= 0.6
    finally:
        one.stop()


def test_a_clock_set_back_does_not_hold_up_what_comes_again(running: Scheduler, turned: time_machine.Traveller) -> None:
    ran: list[int] = []
    running.every("tick", timedelta(seconds=0.1), lambda: ran.append(1))
    wait_until(lambda: ran)
    turned.shift(timedelta(hours=-2))
    time.sleep(0.3)
    count = len(ran)
    wait_until(lambda: len(ran) > count)


def test_set_forward_and_back_nothing_runs_twice(running: Scheduler, turned: time_machine.Traveller) -> None:
    ran: list[str] = []
    told: list[Woken] = []
    running.on_wake(told.append)
    running.at("note", NOON + timedelta(hours=1), lambda: ran.append("note"))
    wait_for_what_was_asked(running)
    turned.shift(timedelta(days=1))
    wait_until(lambda: ran and told)
    turned.shift(timedelta(days=-1))
    wait_until(lambda: len(told) == 2)
    time.sleep(0.2)
    assert ran == ["note"]


def test_a_fault_in_work_does_not_stop_the_clock(running: Scheduler, expect_log: LogWatch) -> None:
    expect_log("unexpected, in work", logging.ERROR)
    ran: list[int] = []
    running.every("bad", timedelta(seconds=0.05), lambda: ran.append(1 // len(ran)))
    running.every("good", timedelta(seconds=0.05), lambda: ran.append(1))
    wait_until(lambda: len(ran) > 3)


def test_who_asks_never_waits_for_the_clocks_thread() -> None:
    busy, go_on, ran = threading.Event(), threading.Event(), threading.Event()
    read_here = threading.current_thread()

    def clocks() -> Reading:
        if threading.current_thread() is not read_here:
            busy.set()
            go_on.wait()
        return read()

    one = Scheduler(clocks=clocks)
    one.start()
    try:
        assert busy.wait(30)
        for number in range(100):
            one.every(f"work-{number}", timedelta(hours=1), lambda: None)
        one.at("now", NOON, ran.set)
        one.cancel("work-1")
        one.on_wake(lambda _: None)
        one.sleep_announced(False)
        assert not ran.is_set(), "the thread is still held, and every call came back"
    finally:
        go_on.set()
        one.stop()


def test_idle_it_looks_every_thirty_seconds_and_no_sooner() -> None:
    looked: list[Reading] = []

    def clocks() -> Reading:
        looked.append(read())
        return looked[-1]

    one = Scheduler(clocks=clocks)
    one.start()
    wait_until(lambda: len(looked) > 1)
    time.sleep(0.5)
    one.stop()
    assert len(looked) == 2  # at its making and at its start
    assert one.beat() == module.HEARTBEAT == 30.0


def test_the_system_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), tick=False):
        monkeypatch.setenv("TZ", "Europe/London")
        before = read()
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        happened = between(before, read())
    monkeypatch.setenv("TZ", "UTC")
    assert happened == Woken(zone_changed=True, day_changed=True)
    assert read().zone == "UTC"


def test_a_system_without_a_zone_has_an_empty_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TZ")
    assert zone_mark(tmp_path / "none") == ""
    (tmp_path / "none").write_bytes(b"")
    assert str(tmp_path) in zone_mark(tmp_path / "none")
    monkeypatch.setenv("TZ", "UTC")
    read()
