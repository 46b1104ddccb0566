"""The program on one machine over a store that lives on, which sleeps, travels and is started anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand, build
from desktop.mentoring.reminders import Manner
from desktop.services.reminders import Reminder
from tests.helpers.clock import FixedClock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
DAY = timedelta(days=1)
Journey = Callable[[str], Path]


class Desk:
    """The program on one machine, which sleeps, travels and is started anew."""

    def __init__(self, folder: Path, start: datetime, zone: str = "Europe/Amsterdam") -> None:
        self.clock = FixedClock(start)
        self._folder = folder
        self.program = self._start(zone)

    def _start(self, zone: str) -> Graduand:
        self.zone = ZoneInfo(zone)
        return build(self._folder, clock=self.clock, zone=self.zone)

    def restart(self, zone: str = "Europe/Amsterdam") -> None:
        self.program.close()
        self.program = self._start(zone)

    def read(self, text: str, name: str = "read") -> None:
        path = self._folder.parent / f"{name}.ics"
        path.write_bytes(text.encode())
        self.program.importing.import_files([path])

    def id(self, position: int = 0) -> str:
        return self.program.reviewing.review().mentorships[position].mentorship.id

    def due(self, at: datetime | None = None) -> tuple[Reminder, ...]:
        if at is not None:
            self.clock.to(at)
        return self.program.reminders.due()

    def show(self, at: datetime | None = None) -> list[str]:
        """As the tray does on a tick: show what is due, and note it. Gives what pops up."""
        found = self.due(at)
        for one in found:
            self.program.reminders.shown(one.identity)
        return [one.kind for one in found if one.manner is Manner.NOTIFICATION]

    def ticks(self, first: datetime, last: datetime, step: timedelta = timedelta(hours=3)) -> list[tuple[date, str]]:
        """Show what is due on every tick, and give the days on which something was."""
        said, now = [], first
        while now <= last:
            said += [(now.astimezone(self.zone).date(), kind) for kind in self.show(now)]
            now += step
        return said


@pytest.fixture
def text(journey: Journey) -> str:
    return journey("j10").read_bytes().decode()


@pytest.fixture
def desk(tmp_path: Path, text: str) -> Iterator[Desk]:
    made = Desk(tmp_path / "store", MONDAY)
    made.read(text)
    yield made
    made.program.close()


def another(text: str, name: str, **changes: str) -> str:
    text = text.replace("UID:j10@", f"UID:{name}@").replace("mentor@example.org", f"{name}@example.org")
    for before, after in changes.items():
        text = text.replace(before, after)
    return text


def quiet_since(text: str, weeks: int) -> str:
    """The journey's file with so many Mondays from 7 December on taken out, but for every third."""
    days = [date(2026, 12, 7) + timedelta(weeks=n) for n in range(weeks) if n % 3 != 2]
    lines = "".join(f"EXDATE;TZID=Europe/Amsterdam:{day:%Y%m%d}T120000\r\n" for day in days)
    return text.replace("ORGANIZER:", f"{lines}ORGANIZER:", 1)
