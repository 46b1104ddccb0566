"""When it looks again, and what it does where it cannot."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest

from integrations.errors import Trouble
from integrations.scheduler import Woken
from tests.helpers.logfail import LogWatch
from tests.ui.speaking.conftest import AMSTERDAM, MONDAY, Make


def test_after_waking_it_looks_again(stage: Make) -> None:
    one = stage()
    one.clock.now = MONDAY - timedelta(days=1)
    one.begin()
    assert one.screen.shown == [], "nobody is spoken to on a Sunday"
    one.clock.now = MONDAY
    one.surroundings.woken.emit(Woken(slept=True))
    one.settle()
    assert len(one.screen.shown) == 1


def test_it_looks_again_when_the_moment_comes(stage: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = stage()
    waits: list[timedelta] = []
    monkeypatch.setattr(one.surroundings, "look_after", waits.append)
    one.clock.now = datetime(2026, 11, 30, 8, 50, tzinfo=AMSTERDAM)
    one.begin()
    assert waits == [timedelta(minutes=10)], "when working hours begin"
    one.clock.now = MONDAY
    one.surroundings.ticked.emit()
    one.settle()
    assert len(one.screen.shown) == 1


def test_many_wishes_are_one_look(stage: Make) -> None:
    one = stage()
    one.begin()
    before = len(one.heard("looked"))
    for _ in range(10):
        one.speaking.look()
    one.settle()
    assert len(one.heard("looked")) == before + 2


def test_a_store_in_trouble_is_told_and_tried_again(
    stage: Make, monkeypatch: pytest.MonkeyPatch, expect_log: LogWatch
) -> None:
    one = stage()
    waits: list[timedelta] = []
    monkeypatch.setattr(one.surroundings, "look_after", waits.append)

    def full() -> None:
        raise Trouble("store-disk-full", "x")

    expect_log("could not look around", logging.ERROR)
    with monkeypatch.context() as patch:
        patch.setattr(one.graduand.reminders, "settle", full)
        one.begin()
    assert len(one.heard("troubled")) == 1
    assert waits == [timedelta(minutes=5)]
    one.surroundings.ticked.emit()
    one.settle()
    assert len(one.screen.shown) == 1
