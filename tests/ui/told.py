"""A window over a real store with one pair in it, before and after its last meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from desktop.composition import Graduand, build
from desktop.mentoring.plan import Answers
from desktop.services.pair_story import PairStory
from tests.helpers.clock import FixedClock
from tests.ui.conftest import Stage

LONDON = ZoneInfo("Europe/London")
BEFORE = datetime(2025, 11, 20, 9, tzinfo=LONDON)
FINAL = date(2025, 12, 9)
AFTER = datetime(2026, 1, 12, 9, tzinfo=LONDON)
CALENDAR = Path(__file__).parents[1] / "data" / "journeys" / "j01_weekly_open_5_of_12.ics"


class Told(Stage):
    """The stage with the pair's page open; `pair` is its id."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.folder = folder
        self.clock = FixedClock(BEFORE)
        self.program: Graduand = build(folder / "store", clock=self.clock, zone=LONDON)
        self.program.importing.import_files([CALENDAR])
        self.program.reviewing.set_me(["mentee@example.org"])
        self.pair = self.program.reviewing.review().mentorships[0].mentorship.id
        super().__init__(qtbot, self.program, folder)

    def agree(self) -> str:
        """The last meeting was agreed on, and the calendar shows it; gives the plan's id."""
        plans = self.program.transitions
        plan = plans.propose(self.pair, Answers(final=FINAL, told=date(2025, 11, 19)))
        plans.save(plan)
        plans.apply(plan.id, out=self.folder / "out", told=date(2025, 11, 19))
        self.program.importing.import_files(sorted((self.folder / "out").glob("*.ics")))
        return plan.id

    def open(self) -> None:
        """Show the page, as the store is now."""
        self.window.resize(900, 900)
        self.window.show()
        self.session.refresh()
        self.settle()
        self.window.open_pair(self.pair)
        self.rest()

    def rest(self) -> None:
        """What was written is followed by a look, which is followed by the story."""
        for _ in range(3):
            self.qtbot.wait(5)
            self.settle()

    @property
    def story(self) -> PairStory:
        """What the store holds now."""
        return self.program.stories.page(self.pair, LONDON)


@pytest.fixture(name="told")
def telling(qtbot: QtBot, tmp_path: Path) -> Iterator[Told]:
    made = Told(qtbot, tmp_path)
    yield made
    made.bridge.close()
    made.session.close()
