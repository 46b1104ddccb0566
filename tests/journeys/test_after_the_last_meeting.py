"""The year after a last meeting, day by day: which quiet lines are said, on which days, and that each is said once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand, build
from desktop.mentoring.jottings import JottingKind, JottingState, OfferKind
from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.manners import Span
from desktop.mentoring.plan import Answers
from desktop.mentoring.reminders import Action, Manner
from desktop.mentoring.sheet import Freed
from integrations.errors import Trouble
from tests.helpers.clock import FixedClock
from tests.journeys.conftest import Graduand as CommandLine

TORONTO = ZoneInfo("America/Toronto")
FIRST = datetime(2026, 4, 14, 10, tzinfo=TORONTO)
FINAL = date(2026, 4, 29)
TALK = date(2027, 4, 28)
DAY = timedelta(days=1)
Journey = Callable[[str], Path]


class Year:
    """A pair whose last meeting was agreed on, with a file as its calendar."""

    def __init__(self, folder: Path, calendar: Path) -> None:
        self.folder = folder
        self.clock = FixedClock(FIRST)
        self.program = self._start()
        self.program.importing.import_files([calendar])
        self.program.reviewing.set_me(["mentee@example.org"])
        (one,) = self.program.reviewing.review().mentorships
        self.pair = one.mentorship.id
        plans = self.program.transitions
        plan = plans.propose(self.pair, Answers(final=FINAL, told=date(2026, 4, 13)))
        plans.save(plan)
        plans.apply(plan.id, out=folder / "out", told=date(2026, 4, 13))
        self.plan = plan.id
        self.program.importing.import_files(sorted((folder / "out").glob("*.ics")))

    def _start(self) -> Graduand:
        return build(self.folder / "store", clock=self.clock, zone=TORONTO)

    def restart(self) -> None:
        self.program.close()
        self.program = self._start()

    def write(self, kind: JottingKind, words: str = "", **more: Any) -> str:
        return self.program.stories.write(self.pair, kind, words, **more).id

    def walk(self, days: int, *, hours: tuple[int, ...] = (10, 17)) -> list[tuple[int, str]]:
        """Show what is due at these hours of so many days, and note it as shown. Gives days after the last meeting."""
        said = []
        for number in range(days):
            for hour in hours:
                on = FIRST.date() + number * DAY
                self.clock.to(datetime(on.year, on.month, on.day, hour, tzinfo=TORONTO))
                for one in self.program.reminders.due():
                    self.program.reminders.shown(one.identity)
                    if one.manner is Manner.LINE:
                        said.append(((on - FINAL).days, one.kind))
        return said


@pytest.fixture
def year(tmp_path: Path, journey: Journey) -> Iterator[Year]:
    made = Year(tmp_path, journey("j09"))
    yield made
    made.program.close()


BEFORE_THE_TALK = [((TALK - FINAL).days - 42, "collect"), ((TALK - FINAL).days - 7, "agenda")]


def test_a_year_in_which_nothing_is_answered(year: Year) -> None:
    assert year.walk(15 + 370) == [
        (-7, "prepare"),
        (-1, "prepare"),
        (2, "thank"),
        (3, "went"),
        (7, "ticks"),
        (8, "stray"),
        (10, "thank"),
        (30, "journal"),
        (90, "jar"),
        *BEFORE_THE_TALK,
    ]


def test_a_year_with_an_offer_and_an_hour_for_whoever_comes_next(year: Year) -> None:
    year.write(JottingKind.OFFER, "A name", about=OfferKind.INTRODUCTION)
    year.write(JottingKind.FREED, about=Freed.NEXT)
    said = year.walk(15 + 95)
    assert [kind for _, kind in said].count("next") == 6
    assert next(day for day, kind in said if kind == "next") == 14
    assert [day for day, kind in said if kind == "offer"] == [15, 30]
    assert (31, "journal") in said
    assert len({day for day, _ in said}) == len(said), "one a day of one pair"


def test_a_year_in_which_everything_is_done_in_time(year: Year) -> None:
    offer = year.write(JottingKind.OFFER, "A name", about=OfferKind.INTRODUCTION)
    for kind, about in (
        (JottingKind.SENT, LetterKind.THANK_YOU),
        (JottingKind.WENT, "warm"),
        (JottingKind.SWEPT, "looked"),
    ):
        year.write(kind, about=about)
    year.program.stories.change(offer, state=JottingState.DONE)
    assert year.walk(15 + 29) == [(-7, "prepare"), (-1, "prepare")]
    year.write(JottingKind.JOURNAL, "Lighter than I had feared")
    year.write(JottingKind.SPOTTED, "A call for talks")
    assert year.walk(15 + 370) == BEFORE_THE_TALK


def test_a_line_stays_until_it_is_answered_and_over_every_start(year: Year) -> None:
    moment = datetime(2026, 5, 1, 7, tzinfo=TORONTO)
    year.clock.to(moment)
    (line,) = year.program.reminders.due()
    assert (line.kind, line.manner) == ("thank", Manner.LINE)
    assert [action for action, _ in line.actions] == [Action.OPEN, Action.NOT_NEEDED, Action.NOT_NOW]
    year.restart()
    for days in range(8):
        year.clock.to(moment + days * DAY)
        assert year.program.reminders.due() == (line,)
    year.program.reminders.not_needed(line.identity)
    assert year.program.reminders.due() == ()


def test_the_hour_that_is_not_needed_is_not_spoken_of_in_any_later_week(year: Year) -> None:
    year.write(JottingKind.FREED, about=Freed.NEXT)
    year.write(JottingKind.SENT, about=LetterKind.THANK_YOU)
    year.write(JottingKind.SWEPT, about="looked")
    year.clock.to(datetime(2026, 5, 14, 10, tzinfo=TORONTO))
    (line,) = year.program.reminders.due()
    assert line.kind == "next"
    year.program.reminders.not_needed(line.identity)
    assert "next" not in [kind for _, kind in year.walk(15 + 80)]


def test_not_now_holds_to_the_day_and_for_good(year: Year) -> None:
    year.clock.to(datetime(2026, 5, 1, 10, tzinfo=TORONTO))
    until = year.program.reminders.not_now(year.pair, Span.WEEK)
    assert until == date(2026, 5, 8)
    assert year.program.reminders.due() == ()
    year.clock.to(datetime(2026, 5, 9, 10, tzinfo=TORONTO))
    assert [one.kind for one in year.program.reminders.due()] == ["went"]
    year.program.reminders.not_now(year.pair, Span.NEVER)
    assert year.walk(15 + 370) == []


def test_a_change_that_was_taken_back_leaves_nothing_to_say(year: Year) -> None:
    year.program.transitions.undo(year.plan)
    assert year.walk(60) == []


def test_never_of_a_pair_in_which_something_is_wrong(year: Year) -> None:
    year.program.store.told.change(year.pair, lambda told: replace(told, safe=True))
    assert year.walk(60) == []


def test_what_it_says_names_nobody(year: Year) -> None:
    year.write(JottingKind.OFFER, "Introduce Wilhelmina", about=OfferKind.INTRODUCTION)
    names = [word for person in year.program.reviewing.review().mentorships[0].mentorship.others for word in
             (person.name, person.email) if word]  # fmt: skip
    said = []
    for number in range(15 + 370):
        year.clock.to(FIRST + number * DAY)
        for one in year.program.reminders.due():
            year.program.reminders.shown(one.identity)
            said += [one.title, one.body]
    assert said
    assert not [words for words in said for name in (*names, "Wilhelmina") if name in words]


def test_a_script_sees_the_line_and_ends_it(year: Year, graduand: CommandLine) -> None:
    store = year.folder / "store"
    year.program.close()
    when = {"now": "2026-05-01T10:00:00-04:00", "zone": "America/Toronto"}
    said = graduand("reminders", "--data-dir", store, **when)
    (line,) = said.json["reminders"]
    assert (line["kind"], line["shows"]) == ("thank", "line")
    assert line["actions"] == ["open", "not-needed", "not-now"]
    assert graduand("reminders", "--data-dir", store, **when).json["reminders"] == [line], "looking ends nothing"
    assert graduand("reminders", "--shown", line["id"], "--data-dir", store, **when).json["reminders"] == []
    year.program = year._start()
    with pytest.raises(Trouble, match="reminder"):
        year.program.reminders.not_needed("thank:nobody:p:1")
