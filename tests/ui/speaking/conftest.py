"""A session that speaks, over a real store, with a screen of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from desktop.composition import Graduand, build
from desktop.ui.bridge import Bridge
from desktop.ui.session import Session
from desktop.ui.speaking import Speaking
from desktop.ui.surroundings import Surroundings
from integrations.notifications import Events, Notification, Notifier

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
FIXTURE = Path(__file__).parents[2] / "data" / "journeys" / "j10_not_now.ics"


class Screen:
    """An adapter that shows at once, or refuses while it is off."""

    name = "screen"

    def __init__(self) -> None:
        self.on = True
        self.shown: list[Notification] = []
        self.taken: list[str] = []
        self.events: Events | None = None

    def show(self, notification: Notification) -> None:
        assert self.events is not None
        if self.on:
            self.shown.append(notification)
            self.events.shown(notification.identity)
        else:
            self.events.refused(notification.identity, "off")

    def withdraw(self, identity: str) -> None:
        self.taken.append(identity)

    def press(self, action: str) -> None:
        assert self.events is not None
        self.events.acted(self.shown[-1].identity, action)

    def close(self) -> None:
        self.on = False


@dataclass
class Clock:
    """Stands until it is moved."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Stage:
    """A session that speaks."""

    qtbot: QtBot
    graduand: Graduand
    clock: Clock
    screen: Screen
    session: Session
    surroundings: Surroundings
    speaking: Speaking
    said: list[tuple[str, Any]] = field(default_factory=list)

    def begin(self) -> None:
        pages = ("home_wanted", "pair_wanted", "people_wanted", "half_year_wanted", "lighter_wanted")
        for name in (*pages, "quiet_wanted", "looked", "troubled"):
            getattr(self.speaking, name).connect(lambda *values, name=name: self.said.append((name, *values)))
        self.speaking.start()
        self.settle()

    def settle(self) -> None:
        self.qtbot.wait(20)  # what comes by a queued signal starts work of its own
        self.qtbot.waitUntil(lambda: not self.session.bridge.busy)
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: not self.session.bridge.busy)

    def heard(self, name: str) -> list[Any]:
        return [one[1] if len(one) > 1 else None for one in self.said if one[0] == name]

    def kinds(self) -> list[str]:
        return [one.kind for one in self.speaking.lately.reminders]

    @property
    def noted(self) -> int:
        return len(self.graduand.store.shown.all())


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Stage]]:
    opened: list[Stage] = []

    def make() -> Stage:
        clock, screen = Clock(), Screen()
        graduand = build(tmp_path, clock=clock, zone=AMSTERDAM, me=("mentee@example.org",))
        if not opened:
            graduand.importing.import_files([FIXTURE])
        session = Session(lambda: graduand, Bridge())
        with qtbot.waitSignal(session.reviewed):
            session.open()
        surroundings = Surroundings()

        def on_screen(events: Events) -> Screen:
            screen.events = events
            return screen

        surroundings.notifier = Notifier([on_screen], surroundings.inbox, on_action=surroundings.acted.emit)
        opened.append(Stage(qtbot, graduand, clock, screen, session, surroundings, Speaking(session, surroundings)))
        return opened[-1]

    yield make
    for one in opened:
        one.surroundings.close()
        one.session.bridge.close()
        one.graduand.close()


Make = Callable[[], Stage]
