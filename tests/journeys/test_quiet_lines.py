"""Quiet lines along the way, over a store: before a meeting, after a coffee, and about nobody in particular."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand, build
from desktop.mentoring.jottings import TRIAL, JottingKind, JottingState, OfferKind
from desktop.mentoring.manners import Span
from desktop.mentoring.plan import PlanState
from desktop.mentoring.reminders import Action, Manner
from desktop.services.reminders import Reminder
from desktop.ui.wizard.try_page import TRIED
from integrations.errors import Trouble
from tests.helpers.clock import FixedClock
from tests.store.values import dump, plan

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
"""The day of a meeting at noon; the next is a week later."""
DAY = timedelta(days=1)
Journey = Callable[[str], Path]


class Desk:
    def __init__(self, folder: Path, calendar: Path) -> None:
        self.folder = folder
        self.clock = FixedClock(MONDAY)
        self.program = self._start()
        self.program.importing.import_files([calendar])
        self.pair = self.program.reviewing.review().mentorships[0].mentorship.id

    def _start(self) -> Graduand:
        return build(self.folder, clock=self.clock, zone=AMSTERDAM)

    def restart(self) -> None:
        self.program.close()
        self.program = self._start()

    def lines(self, at: datetime) -> list[Reminder]:
        self.clock.to(at)
        return [one for one in self.program.reminders.due() if one.manner is Manner.LINE]

    def kinds(self, at: datetime) -> list[str]:
        return [one.kind for one in self.lines(at)]

    def days(self, kind: str, first: datetime, days: int) -> list[date]:
        """The days on which a line of a kind is there while nobody answers."""
        return [at.date() for at in (first + number * DAY for number in range(days)) if kind in self.kinds(at)]


@pytest.fixture
def desk(tmp_path: Path, journey: Journey) -> Iterator[Desk]:
    made = Desk(tmp_path / "store", journey("j10"))
    yield made
    made.program.close()


def test_a_next_step_is_brought_up_before_the_next_meeting_and_once(desk: Desk) -> None:
    desk.clock.to(MONDAY + timedelta(hours=5))
    step = desk.program.stories.write(desk.pair, JottingKind.NEXT_STEP, "Ask Robin about the budget")
    assert desk.days("next-step", MONDAY + DAY, 20) == [date(2026, 12, 6), date(2026, 12, 7)]
    (line,) = desk.lines(MONDAY + 6 * DAY)
    assert "Robin" not in line.title + line.body, "a line may stand on a screen that others see"
    desk.program.reminders.not_needed(line.identity)
    desk.restart()
    assert desk.kinds(MONDAY + 7 * DAY) == []
    assert desk.program.store.jottings.get(step.id) == step, "putting a line away changes nothing that was written"


def test_nothing_noted_for_three_meetings_is_said_before_the_next_and_not_within_90_days(desk: Desk) -> None:
    desk.clock.to(MONDAY + timedelta(hours=5))
    desk.program.stories.win(desk.pair, "A word", MONDAY + timedelta(hours=3))
    assert desk.days("bring", MONDAY + DAY, 60) == [date(2026, 12, 27), date(2026, 12, 28)], "once, before one meeting"
    (line,) = desk.lines(datetime(2026, 12, 27, 10, tzinfo=AMSTERDAM))
    assert [action for action, _ in line.actions] == [
        Action.OPEN,
        Action.LIGHTER,
        Action.NOT_NEEDED,
        Action.NOT_NOW,
    ]
    desk.program.reminders.not_needed(line.identity)
    again = datetime(2026, 12, 28, 14, tzinfo=AMSTERDAM)
    desk.clock.to(again)
    desk.program.stories.win(desk.pair, "Another", again)
    assert desk.days("bring", again + timedelta(hours=19), 80) == []
    later = datetime(2027, 3, 29, 14, tzinfo=AMSTERDAM)
    desk.clock.to(later)
    desk.program.stories.win(desk.pair, "One more", later)
    assert len(desk.days("bring", later + timedelta(hours=19), 40)) == 2


@pytest.mark.parametrize("how", ["quiet", "pause", "safe"])
def test_not_now_a_pause_and_a_pair_kept_hidden_hear_of_neither(desk: Desk, how: str) -> None:
    desk.clock.to(MONDAY + timedelta(hours=5))
    desk.program.stories.write(desk.pair, JottingKind.NEXT_STEP, "words")
    assert desk.kinds(MONDAY + 6 * DAY) == ["next-step"]
    desk.clock.to(MONDAY + timedelta(hours=5))
    if how == "quiet":
        desk.program.reminders.not_now(desk.pair, Span.MONTH)
    elif how == "pause":
        desk.program.reviewing.set_pause(desk.pair, date(2026, 12, 31))
    else:
        desk.program.store.told.change(desk.pair, lambda told: replace(told, safe=True))
    assert desk.kinds(MONDAY + 6 * DAY) == []


def test_three_days_and_three_weeks_after_a_coffee(desk: Desk) -> None:
    lead = desk.program.stories.lead("Robin", MONDAY.date())
    assert desk.days("met", MONDAY, 60) == [MONDAY.date() + number * DAY for number in range(3, 11)]
    assert min(desk.days("met-again", MONDAY, 60)) == MONDAY.date() + 21 * DAY
    (line,) = desk.lines(MONDAY + 4 * DAY)
    assert (line.mentorships, [action for action, _ in line.actions]) == ((), [Action.OPEN, Action.NOT_NEEDED])
    assert "Robin" not in line.title + line.body
    desk.clock.to(MONDAY + 5 * DAY)
    desk.program.stories.change(lead.id, state=JottingState.DONE)
    assert desk.days("met-again", MONDAY, 60) == []


def test_the_look_at_everybody_is_offered_twice_a_year_at_most_and_rests_when_put_away(desk: Desk) -> None:
    days = []
    for number in range(2 * 365):
        now = MONDAY + number * DAY
        for line in desk.lines(now):
            if line.kind == "half-year":
                days.append(now.date())
                desk.program.reminders.not_needed(line.identity)
    assert [(day - MONDAY.date()).days // 7 for day in days] == [26, 52, 78, 104]


def test_the_hours_of_a_quarter_are_spoken_of_only_where_that_is_wanted(desk: Desk) -> None:
    january = datetime(2027, 1, 4, 10, tzinfo=AMSTERDAM)
    assert "quarter" not in desk.kinds(january)
    desk.program.settings.change({"each_quarter": True})
    (line,) = [one for one in desk.lines(january) if one.kind == "quarter"]
    assert not any(char.isdigit() for char in line.title + line.body), "the hours stand in the window"
    desk.program.reminders.not_needed(line.identity)
    assert "quarter" not in desk.kinds(january + DAY)
    assert "quarter" in desk.kinds(datetime(2027, 4, 5, 10, tzinfo=AMSTERDAM))


def test_one_line_about_nobody_at_a_time_and_none_that_nobody_knows(desk: Desk) -> None:
    desk.program.stories.lead("Robin", MONDAY.date() - 3 * DAY)
    desk.program.stories.lead("Kim", MONDAY.date() - 4 * DAY)
    (line,) = desk.lines(MONDAY)
    desk.program.reminders.not_needed(line.identity)
    assert desk.lines(MONDAY) == [], "the other one comes tomorrow"
    assert [one.kind for one in desk.lines(MONDAY + DAY)] == ["met"]
    for identity in ("met:somebody:1", "met::", "half-year:", "next-step::1"):
        with pytest.raises(Trouble, match="reminder"):
            desk.program.reminders.not_needed(identity)


def test_a_try_is_asked_about_in_its_own_words(desk: Desk) -> None:
    desk.program.stories.write(desk.pair, JottingKind.REVIEW, "", about=TRIAL, due=MONDAY.date() + DAY)
    (line,) = desk.lines(MONDAY + 2 * DAY)
    assert (line.kind, line.mentorships) == ("tried", (desk.pair,))
    assert TRIAL == TRIED, "what the wizard sets is what is asked about"


def test_two_weeks_after_a_name_was_given(desk: Desk) -> None:
    name = desk.program.stories.write(desk.pair, JottingKind.NAMED, "Robin", due=MONDAY.date() + 14 * DAY)
    assert min(desk.days("named", MONDAY, 60)) == MONDAY.date() + 14 * DAY
    desk.clock.to(MONDAY + 15 * DAY)
    desk.program.stories.change(name.id, state=JottingState.DONE)
    assert desk.days("named", MONDAY, 60) == []


def test_promises_to_several_are_one_line_a_month_until_they_are_kept(desk: Desk, journey: Journey) -> None:
    store, stories = desk.program.store, desk.program.stories
    other = desk.folder.parent / "other.ics"
    words = journey("j10").read_bytes().replace(b"UID:j10@", b"UID:other@").replace(b"mentor@", b"other@")
    other.write_bytes(words)
    desk.program.importing.import_files([other])
    offers = []
    for name in (one.mentorship.id for one in desk.program.reviewing.review().mentorships):
        store.plans.save(replace(plan(), id=name, mentorship=name), at=MONDAY)
        store.plans.set_state(name, PlanState.APPLIED, at=MONDAY)
        offers.append(stories.write(name, JottingKind.OFFER, "A name", about=OfferKind.INTRODUCTION))
    first = datetime(2026, 3, 1, 10, tzinfo=AMSTERDAM)
    week = [date(2026, 3, number) for number in range(1, 8)]
    assert desk.days("promises", first, 40) == [*week, *(day.replace(month=4) for day in week)]
    (line,) = [one for one in desk.lines(first) if one.kind == "promises"]
    desk.program.reminders.not_needed(line.identity)
    assert desk.days("promises", first, 20) == [], "put away for this month"
    stories.change(offers[0].id, state=JottingState.DONE)
    assert desk.days("promises", first, 60) == [], "one alone has a line of its own"


def test_to_look_writes_nothing(desk: Desk) -> None:
    desk.program.stories.lead("Robin", MONDAY.date() - 3 * DAY)
    before = dump(desk.folder)
    assert desk.lines(MONDAY)
    assert dump(desk.folder) == before
