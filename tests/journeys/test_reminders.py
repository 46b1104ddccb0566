"""Reminders over a store that lives on: restarts, sleep, clocks, zones, settings, and what is never said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand, build
from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.manners import Span
from desktop.mentoring.mentorship import Side
from desktop.mentoring.pulses import IN_OTHER_WORDS, Answer
from desktop.mentoring.reminders import Action, Manner
from desktop.services.reminders import Reminder
from integrations.errors import Trouble
from tests.helpers.clock import FixedClock
from tests.store.values import dump

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


# --- restarts, sleep, clocks ----------------------------------------------------------------------


def test_nothing_is_said_twice_however_often_it_is_started(desk: Desk) -> None:
    assert desk.show() == ["quiet-patch"]
    for hours in range(1, 60):
        desk.restart()
        assert desk.show(MONDAY + timedelta(hours=hours)) == []


def test_what_was_said_is_kept_until_it_is_answered_or_over(desk: Desk) -> None:
    """No longer than a note of the pair keeps others away (R26), and no shorter where a clock is set back."""
    (note,) = desk.due()
    desk.program.reminders.said(note)
    assert desk.due() == (), "it is noted as shown, too"
    desk.restart()
    assert desk.program.reminders.lately() == (note,)
    for moment in (MONDAY + 90 * DAY, MONDAY - 365 * DAY):
        desk.clock.to(moment)
        assert desk.program.reminders.lately() == (note,)
    desk.clock.to(MONDAY + 91 * DAY)
    assert desk.program.reminders.lately() == ()
    desk.clock.to(MONDAY + DAY)
    desk.program.reminders.put_away(note.identity)
    desk.program.reminders.put_away("never said")
    assert desk.program.reminders.lately() == ()


def test_not_now_on_the_command_line_puts_it_away_in_the_window(desk: Desk) -> None:
    (note,) = desk.due()
    desk.program.reminders.said(note)
    desk.program.reminders.not_now(desk.id(), None)
    assert desk.program.reminders.lately() == (note,)
    desk.program.reminders.not_now(desk.id(), Span.WEEK)
    assert desk.program.reminders.lately() == ()


def test_what_is_due_stays_due_until_it_was_shown(desk: Desk) -> None:
    first = desk.due()
    desk.restart()
    assert desk.due(MONDAY + timedelta(hours=2)) == first
    assert desk.due(MONDAY + 3 * DAY) == first


def test_asleep_over_three_decision_points(desk: Desk, text: str) -> None:
    assert desk.show() == ["quiet-patch"]
    desk.read(quiet_since(text, 40))
    woken = MONDAY + 3 * 28 * DAY + 7 * DAY
    assert desk.show(woken) == ["quiet-patch"]
    # Not within 90 days, by whatever rule; and the half year that passed in its sleep is not made up for.
    assert desk.ticks(woken, woken + 89 * DAY) == []
    assert desk.show(woken + 93 * DAY) == ["quiet-patch"]


def test_the_clock_a_day_back_and_forth(desk: Desk, text: str) -> None:
    tuesday = MONDAY + DAY
    desk.read(another(text, "second"))
    assert desk.show(tuesday) == ["quiet-patch"]
    desk.clock.to(MONDAY)
    desk.program.reminders.settle()
    assert desk.show(MONDAY + timedelta(hours=1)) == []
    assert desk.show(tuesday + timedelta(hours=1)) == []
    assert desk.show(tuesday + DAY) == ["quiet-patch"]
    assert desk.ticks(tuesday + DAY, tuesday + 20 * DAY) == []


def test_the_clock_a_day_ahead_and_right_again(desk: Desk) -> None:
    assert desk.show(MONDAY + DAY) == ["quiet-patch"]
    desk.clock.to(MONDAY)
    desk.program.reminders.settle()
    assert desk.ticks(MONDAY, MONDAY + 60 * DAY) == []


def test_the_clock_a_year_ahead_and_right_again(desk: Desk, text: str) -> None:
    year = MONDAY + 364 * DAY
    desk.read(quiet_since(text, 80))
    assert len(desk.show(year)) == 1
    assert desk.ticks(year, year + 3 * DAY) == []
    desk.clock.to(MONDAY)
    desk.program.reminders.settle()
    desk.restart()
    assert desk.ticks(MONDAY, MONDAY + 87 * DAY) == []
    assert len(desk.ticks(MONDAY + 91 * DAY, MONDAY + 100 * DAY)) == 1


def test_the_clock_a_year_back_and_right_again(desk: Desk) -> None:
    assert desk.show() == ["quiet-patch"]
    back = MONDAY - 364 * DAY
    desk.clock.to(back)
    desk.program.reminders.settle()
    assert desk.ticks(back, back + 5 * DAY) == []
    desk.clock.to(MONDAY)
    desk.program.reminders.settle()
    assert desk.ticks(MONDAY, MONDAY + 60 * DAY) == []


def test_a_zone_change_at_midnight(desk: Desk, text: str) -> None:
    desk.read(another(text, "second"))
    assert desk.show(MONDAY) == ["quiet-patch"]
    # Midnight in Amsterdam is the afternoon of the same day in New York.
    desk.restart("America/New_York")
    assert desk.ticks(MONDAY + timedelta(hours=15), MONDAY + timedelta(hours=20), timedelta(hours=1)) == []
    tuesday = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("America/New_York"))
    assert desk.show(tuesday) == ["quiet-patch"]
    # And that morning is the night of the next day in Tokyo, where a day begins with nothing left to say.
    desk.restart("Asia/Tokyo")
    assert desk.ticks(tuesday, tuesday + 10 * DAY) == []


# --- settings -------------------------------------------------------------------------------------


def test_sooner_for_those_who_want_it(tmp_path: Path, journey: Journey) -> None:
    desk = Desk(tmp_path / "store", datetime(2025, 11, 20, 9, tzinfo=UTC), "Europe/London")
    desk.read(journey("j01").read_bytes().decode())
    assert [one.kind for one in desk.due(datetime(2025, 11, 25, 9, tzinfo=UTC))] == []
    desk.program.settings.change({"notify_at": "look"})
    assert desk.show() == ["quiet-patch"]
    assert desk.ticks(desk.clock(), desk.clock() + 60 * DAY) == []
    desk.program.close()


@pytest.mark.parametrize(
    ("settings", "speaks"),
    [
        ({"begins": time(8)}, True),
        ({"begins": time(9, 30)}, False),
        ({"ends": time(9), "begins": time(6)}, False),
        ({"begins": time(22), "ends": time(9, 30), "days": {7}}, True),
        ({"begins": time(22), "ends": time(9, 30), "days": {1}}, False),
        ({"days": {2, 3}}, False),
        ({"days": set()}, False),
        ({"quiet_until": date(2026, 11, 30)}, False),
        ({"quiet_until": date(2026, 11, 29)}, True),
    ],
)
def test_the_users_own_hours_and_days(desk: Desk, settings: dict[str, object], speaks: bool) -> None:
    desk.program.settings.change(settings)
    assert bool(desk.due()) is speaks


# --- who is never spoken of, and who together -----------------------------------------------------


def test_never_of_a_pair_in_which_something_is_wrong(desk: Desk, text: str) -> None:
    pair = desk.id()
    desk.program.store.told.change(pair, lambda told: replace(told, safe=True))
    assert desk.ticks(MONDAY, MONDAY + 6 * DAY) == []
    with pytest.raises(Trouble, match="reminder"):
        desk.program.reminders.shown(f"quiet-patch:{pair}:0")
    desk.read(another(text, "second"))
    assert [one.mentorships for one in desk.due(MONDAY + 7 * DAY)] == [(desk.id(),)]


def test_not_of_a_pair_that_rests(desk: Desk) -> None:
    desk.program.store.told.change(desk.id(), lambda told: replace(told, paused_until=date(2026, 12, 3)))
    assert desk.ticks(MONDAY, MONDAY + 6 * DAY) == []
    assert desk.show(MONDAY + 7 * DAY) == ["open-ended"]


def test_a_mentor_is_spoken_to_once_a_week_about_all(desk: Desk, text: str) -> None:
    for name in ("second", "third"):
        desk.read(another(text, name), name)
    ids = [one.mentorship.id for one in desk.program.reviewing.review().mentorships]
    for one in ids:
        desk.program.reviewing.set_side(one, Side.MENTOR)
    desk.program.reminders.not_now(ids[2], Span.WEEK)
    (digest,) = desk.due()
    assert (digest.kind, set(digest.mentorships)) == ("digest", set(ids[:2]))
    assert "2 of your series" in digest.body
    assert [action for action, _ in digest.actions] == [Action.OPEN]
    desk.show()
    desk.program.reminders.not_now(ids[2], None)
    assert desk.ticks(MONDAY, MONDAY + 6 * DAY) == []
    assert desk.ticks(MONDAY + 7 * DAY, MONDAY + 20 * DAY)[:1] == [(date(2026, 12, 7), "quiet-patch")]


def test_two_series_with_one_person_are_spoken_of_as_one_pair(desk: Desk, text: str) -> None:
    desk.read(another(text, "second"))
    desk.read(text.replace("UID:j10@", "UID:fourth@").replace("T120000", "T150000"), "fourth")
    ids = {one.mentorship.current.uid: one.mentorship.id for one in desk.program.reviewing.review().mentorships}
    said = [one.mentorships for day in range(20) for one in _shown_on(desk, MONDAY + day * DAY)]
    assert (ids["second@google.com"],) in said
    assert len(said) == 2


def _shown_on(desk: Desk, at: datetime) -> tuple[Reminder, ...]:
    found = desk.due(at)
    for one in found:
        desk.program.reminders.shown(one.identity)
    return found


def test_the_discreet_words_say_nothing(desk: Desk) -> None:
    (one,) = desk.due()
    assert one.discreet_title == "Graduand"
    assert not any(char.isdigit() for char in one.discreet_body)


def test_looking_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = dump(tmp_path / "store")
    desk.due()
    assert dump(tmp_path / "store") == before


# --- after a meeting, and what waited for the last one --------------------------------------------

EVENING = datetime(2026, 11, 30, 13, 15, tzinfo=AMSTERDAM)
"""Half an hour after the meeting at noon."""


def test_after_a_meeting_one_quiet_line_for_those_who_want_it(desk: Desk) -> None:
    desk.show()
    assert desk.due(EVENING) == ()
    desk.program.settings.change({"after_meeting": True})
    assert desk.due(EVENING - timedelta(seconds=1)) == ()
    (line,) = desk.due(EVENING)
    assert (line.kind, line.manner) == ("after-meeting", Manner.LINE)
    assert desk.due(EVENING + timedelta(hours=10)) == (line,)
    assert desk.due(EVENING + timedelta(hours=11)) == ()
    desk.clock.to(EVENING)
    desk.program.reminders.after_meeting(line.identity, Action.DRAINED, "  Ask for the budget first ")
    assert desk.due(EVENING) == ()
    told = desk.program.store.told.of(desk.id())
    assert [(pulse.at, pulse.answer) for pulse in told.pulses] == [(EVENING, "drained")]
    (takeaway,) = desk.program.store.shown.takeaways(desk.id())
    assert (takeaway.meeting, takeaway.words) == (
        datetime(2026, 11, 30, 11, tzinfo=UTC),
        "Ask for the budget first",
    )


def test_the_line_uses_up_no_notification(desk: Desk) -> None:
    desk.program.settings.change({"after_meeting": True})
    found = desk.due(EVENING + timedelta(minutes=1))
    assert [one.manner for one in found] == [Manner.NOTIFICATION, Manner.LINE]
    desk.program.reminders.after_meeting(found[1].identity)
    assert [one.kind for one in desk.due()] == ["quiet-patch"]
    assert desk.program.store.told.of(desk.id()).pulses == ()


@pytest.mark.parametrize("answer", IN_OTHER_WORDS)
def test_each_private_answer_is_kept_as_it_was_chosen(desk: Desk, answer: Answer) -> None:
    desk.program.settings.change({"after_meeting": True})
    (line,) = [one for one in desk.due(EVENING) if one.manner is Manner.LINE]
    desk.program.reminders.after_meeting(line.identity, answer)
    assert [pulse.answer for pulse in desk.program.store.told.of(desk.id()).pulses] == [answer.value]
    desk.restart()
    assert line.identity not in [one.identity for one in desk.due(EVENING)]


def test_who_goes_out_of_duty_is_asked_when_three_more_meetings_took_place(desk: Desk) -> None:
    """The line for a word of one's own comes after each of them (A1)."""
    desk.program.settings.change({"after_meeting": True})
    asked = []
    for week in range(5):
        now = EVENING + timedelta(weeks=week)
        (line,) = [one for one in desk.due(now) if one.kind == "after-meeting"]
        asked.append(Action.DRAINED in dict(line.actions))
        desk.program.reminders.after_meeting(line.identity, Answer.DUTY if week == 0 else "", "a word")
    assert asked == [True, False, False, True, True]
    assert len(desk.program.store.shown.takeaways(desk.id())) == 5


def test_a_next_step_is_kept_and_the_line_stays_until_it_is_answered(desk: Desk) -> None:
    desk.program.settings.change({"after_meeting": True})
    (line,) = [one for one in desk.due(EVENING) if one.kind == "after-meeting"]
    desk.program.reminders.next_step(line.identity, "  Ask two people ")
    desk.program.reminders.next_step(line.identity, "  ")
    (step,) = desk.program.stories.story(desk.id()).of(JottingKind.NEXT_STEP)
    assert step.words == "Ask two people"
    assert line in desk.due(EVENING)
    with pytest.raises(Trouble, match="reminder"):
        desk.program.reminders.next_step("after-meeting:nobody:x", "words")


@pytest.mark.parametrize("identity", ["quiet-patch:{id}:0", "after-meeting:{id}:soon", "after-meeting:nobody:x"])
def test_no_answer_to_what_was_not_asked(desk: Desk, identity: str) -> None:
    with pytest.raises(Trouble, match="reminder"):
        desk.program.reminders.after_meeting(identity.format(id=desk.id()), Action.NEUTRAL)


def test_a_button_is_no_feeling(desk: Desk) -> None:
    with pytest.raises(ValueError, match="open"):
        desk.program.reminders.after_meeting(f"after-meeting:{desk.id()}:20261130T110000Z", Action.OPEN)


def test_an_invitation_that_waited_is_offered_once_it_is_due(tmp_path: Path, journey: Journey) -> None:
    from desktop.mentoring.plan import Answers, TalkWhen

    toronto = ZoneInfo("America/Toronto")
    desk = Desk(tmp_path / "store", datetime(2026, 4, 14, 10, tzinfo=toronto), "America/Toronto")
    desk.read(journey("j09").read_bytes().decode())
    desk.program.reviewing.set_me(["mentee@example.org"])
    plans = desk.program.transitions
    plan = plans.propose(desk.id(), Answers(final=date(2026, 4, 29), when=TalkWhen.AFTER_FINAL))
    plans.save(plan)
    plans.apply(plan.id, out=tmp_path / "out", told=date(2026, 4, 13))
    # The file's end comes back with the next export of the calendar.
    desk.read((tmp_path / "out" / "series.ics").read_bytes().decode())
    kinds = [kind for _, kind in desk.ticks(desk.clock(), datetime(2026, 4, 29, 8, tzinfo=toronto))]
    assert "invitation-waiting" not in kinds
    thursday = datetime(2026, 4, 30, 10, tzinfo=toronto)
    (one,) = desk.due(thursday)
    assert (one.kind, one.plan) == ("invitation-waiting", plan.id)
    assert [action for action, _ in one.actions] == [Action.OPEN, Action.SEND]
    plans.apply(plan.id)
    assert desk.due(thursday) == ()
    desk.program.close()
