"""What the program says and when it counts as said: over a real store, with a screen of the test's own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from desktop.composition import Graduand, build
from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.manners import Span
from desktop.mentoring.reminders import Manner
from desktop.ui.bridge import Bridge
from desktop.ui.session import Session
from desktop.ui.speaking import DISMISS, Speaking
from desktop.ui.surroundings import Surroundings
from integrations.errors import Trouble
from integrations.notifications import Events, Notification, Notifier
from integrations.scheduler import Woken
from tests.helpers.logfail import LogWatch

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
FIXTURE = Path(__file__).parents[1] / "data" / "journeys" / "j10_not_now.ics"


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


def test_what_is_due_is_said_noted_and_never_said_again(stage: Make) -> None:
    first = stage()
    first.begin()
    (shown,) = first.screen.shown
    assert [action for action, _ in shown.actions] == ["open", "not-now"]
    assert first.noted == 1
    for _ in range(3):
        first.speaking.look()
        first.settle()
    assert len(first.screen.shown) == 1
    again = stage()
    again.begin()
    assert again.screen.shown == []


def restarted(stage: Make, before: Stage) -> Stage:
    """The next run over the same store, at the same moment; it has no screen to speak on."""
    before.surroundings.close()
    before.session.bridge.close()
    before.graduand.close()
    again = stage()
    again.clock.now = before.clock.now
    again.screen.on = False
    again.begin()
    return again


def test_what_was_said_is_in_the_window_until_it_is_answered_over_restarts(stage: Make) -> None:
    first = stage()
    first.begin()
    said = first.speaking.lately.reminders
    assert [one.kind for one in said] == ["quiet-patch"]
    again = restarted(stage, first)
    assert again.speaking.lately.reminders == said, "in the same words, with the same answers"
    assert again.screen.shown == []
    again.speaking.look()
    again.settle()
    assert again.speaking.lately.reminders == said, "held once, not twice"
    third = restarted(stage, again)
    third.speaking.answer(said[0].identity, "open")
    third.settle()
    assert third.heard("pair_wanted") == list(said[0].mentorships)
    assert third.kinds() == []
    assert third.noted == 1
    assert restarted(stage, third).kinds() == []


def test_what_was_answered_on_the_screen_does_not_come_back(stage: Make) -> None:
    first = stage()
    first.begin()
    first.screen.press("open")
    first.settle()
    assert restarted(stage, first).kinds() == []


def test_what_nobody_saw_is_due_again_and_kept_by_nobody(stage: Make) -> None:
    first = stage()
    first.screen.on = False
    first.begin()
    assert first.graduand.store.lately.all() == ()
    again = restarted(stage, first)
    assert again.kinds() == ["quiet-patch"]
    assert again.noted == 0


def test_not_now_puts_away_what_an_earlier_run_said(stage: Make) -> None:
    first = stage()
    first.begin()
    again = restarted(stage, first)
    (held,) = again.speaking.lately.reminders
    again.speaking.be_quiet(held.mentorships[0], Span.WEEK)
    again.settle()
    assert again.kinds() == []
    assert again.graduand.store.lately.all() == ()


def test_where_something_is_wrong_nothing_of_it_comes_back(stage: Make) -> None:
    """R19, and what was forgotten (R23)."""
    first = stage()
    first.begin()
    (pair,) = first.speaking.lately.reminders[0].mentorships
    first.graduand.store.told.change(pair, lambda told: replace(told, safe=True))
    again = restarted(stage, first)
    assert again.kinds() == []
    assert again.graduand.store.lately.all() == ()


def test_what_is_forgotten_does_not_come_back(stage: Make) -> None:
    first = stage()
    first.begin()
    first.session.forget(first.speaking.lately.reminders[0].mentorships[0])
    first.settle()
    assert first.graduand.store.lately.all() == ()
    assert restarted(stage, first).kinds() == []


def test_no_name_and_no_title_is_on_the_screen(stage: Make) -> None:
    """R25."""
    one = stage()
    one.begin()
    words = f"{one.screen.shown[0].title} {one.screen.shown[0].body}".lower()
    assert "mentor@" not in words
    assert "mentee" not in words


def test_a_button_opens_the_pair_and_answers_it(stage: Make) -> None:
    one = stage()
    one.begin()
    one.screen.press("open")
    one.settle()
    assert one.heard("pair_wanted") == [one.speaking._session.review.mentorships[0].mentorship.id]  # type: ignore[union-attr]
    assert one.kinds() == []


def test_not_now_asks_and_is_quiet_to_the_day(stage: Make) -> None:
    one = stage()
    one.begin()
    one.screen.press("not-now")
    one.settle()
    (pair,) = one.heard("quiet_wanted")
    one.speaking.be_quiet(pair, Span.THREE_MONTHS)
    one.settle()
    assert one.heard("looked")[-1].quiet[pair].until == date(2027, 2, 28)
    one.speaking.be_quiet(pair, None)
    one.settle()
    assert one.heard("looked")[-1].quiet == {}


def test_without_a_screen_it_is_held_and_noted_once_it_is_seen(stage: Make) -> None:
    one = stage()
    one.screen.on = False
    one.begin()
    (held,) = one.speaking.lately.reminders
    assert one.noted == 0
    one.speaking.look()
    one.settle()
    assert one.kinds() == ["quiet-patch"], "held once, not twice"
    one.speaking.note_seen(held.identity)
    one.settle()
    assert one.noted == 1
    one.speaking.answer(held.identity, DISMISS)
    one.settle()
    assert one.kinds() == []
    assert one.heard("pair_wanted") == []


def test_what_nobody_saw_goes_when_the_pair_is_quiet(stage: Make) -> None:
    one = stage()
    one.screen.on = False
    one.begin()
    (held,) = one.speaking.lately.reminders
    one.speaking.be_quiet(held.mentorships[0], Span.WEEK)
    one.settle()
    assert one.kinds() == []
    assert one.noted == 0


def test_what_is_forgotten_is_not_spoken_of(stage: Make) -> None:
    one = stage()
    one.screen.on = False
    one.begin()
    one.session.forget(one.speaking.lately.reminders[0].mentorships[0])
    one.settle()
    one.speaking.look()
    one.settle()
    assert one.kinds() == []


def test_others_at_the_screen_get_words_that_say_nothing(stage: Make) -> None:
    one = stage()
    one.begin()
    plain = one.screen.shown[0]
    one.surroundings.locked.emit(True)
    one.settle()
    assert one.screen.shown[-1] == plain.for_others_eyes()
    assert one.screen.shown[-1].body != plain.body


def test_discreet_by_choice(stage: Make) -> None:
    one = stage()
    one.graduand.settings.change({"discreet": True})
    one.begin()
    assert [shown.title for shown in one.screen.shown] == ["Graduand"]


def test_after_a_meeting_a_quiet_line_takes_a_word(stage: Make) -> None:
    one = stage()
    one.graduand.settings.change({"after_meeting": True})
    one.clock.now = datetime(2026, 11, 30, 13, 30, tzinfo=AMSTERDAM)
    one.begin()
    (line,) = [one for one in one.speaking.lately.reminders if one.manner is Manner.LINE]
    assert one.speaking.lately.after_meetings == line.mentorships
    assert line.identity not in [shown.identity for shown in one.screen.shown], "a line makes no sound"
    one.speaking.answer(line.identity, "energised", "ask earlier")
    one.settle()
    assert one.speaking.lately.after_meetings == ()
    told = one.graduand.store.told.all()[line.mentorships[0]]
    assert [pulse.answer for pulse in told.pulses] == ["energised"]
    one.speaking.look()
    one.settle()
    assert one.speaking.lately.after_meetings == ()


def test_a_private_answer_and_a_next_step_are_kept(stage: Make) -> None:
    one = stage()
    one.graduand.settings.change({"after_meeting": True})
    one.clock.now = datetime(2026, 11, 30, 13, 30, tzinfo=AMSTERDAM)
    one.begin()
    (line,) = [one for one in one.speaking.lately.reminders if one.manner is Manner.LINE]
    one.speaking.note_step(line.identity, "Ask two people")
    one.speaking.answer(line.identity, "venting")
    one.settle()
    told = one.graduand.store.told.all()[line.mentorships[0]]
    assert [pulse.answer for pulse in told.pulses] == ["venting"]
    (step,) = one.graduand.stories.story(line.mentorships[0]).of(JottingKind.NEXT_STEP)
    assert step.words == "Ask two people"


def test_a_day_that_was_agreed_on_is_a_quiet_line_that_can_be_put_away(stage: Make) -> None:
    one = stage()
    one.clock.now = datetime(2026, 11, 28, 10, tzinfo=AMSTERDAM)
    pair = one.graduand.reviewing.review().mentorships[0].mentorship.id
    one.graduand.stories.write(pair, JottingKind.REVIEW, "", due=date(2026, 11, 28))
    one.begin()
    (line,) = one.speaking.lately.reminders
    assert (line.kind, one.speaking.lately.agreed) == ("review", ((pair, line.title),))
    assert one.speaking.lately.after_meetings == ()
    assert one.screen.shown == [], "a line makes no sound"
    one.speaking.answer(line.identity, "open")
    one.speaking.answer(line.identity, "not-now")
    assert (one.heard("pair_wanted"), one.heard("quiet_wanted")) == ([pair], [pair])
    assert one.speaking.lately.reminders == (line,), "a look, or a question, is no answer"
    one.speaking.answer(line.identity, "not-needed")
    one.settle()
    assert one.speaking.lately.agreed == ()
    assert [shown.identity for shown in one.graduand.store.shown.all()] == [line.identity]


@pytest.mark.parametrize(
    ("kind", "due", "wanted"),
    [
        (JottingKind.LEAD, date(2026, 11, 25), "people_wanted"),
        (JottingKind.NEW_ROLE, date(2026, 8, 30), "half_year_wanted"),
    ],
)
def test_what_is_about_nobody_in_particular_leads_to_a_page_of_everybody(
    stage: Make, kind: JottingKind, due: date, wanted: str
) -> None:
    one = stage()
    one.clock.now = datetime(2026, 11, 28, 10, tzinfo=AMSTERDAM)
    one.graduand.stories.write("", kind, "words", due=due)
    one.begin()
    (line,) = one.speaking.lately.reminders
    assert one.speaking.lately.agreed == (("", line.title),)
    one.speaking.answer(line.identity, "open")
    assert len(one.heard(wanted)) == 1
    one.speaking.answer(line.identity, "not-needed")
    one.settle()
    assert one.speaking.lately.reminders == ()


def test_nothing_to_bring_offers_words_for_a_lighter_meeting(stage: Make) -> None:
    one = stage()
    pair = one.graduand.reviewing.review().mentorships[0].mentorship.id
    one.clock.now = datetime(2026, 11, 30, 14, tzinfo=AMSTERDAM)
    one.graduand.stories.win(pair, "A word", datetime(2026, 11, 30, 12, tzinfo=AMSTERDAM))
    one.clock.now = datetime(2026, 12, 27, 10, tzinfo=AMSTERDAM)
    one.begin()
    (line,) = [line for line in one.speaking.lately.reminders if line.kind == "bring"]
    one.speaking.answer(line.identity, "lighter")
    assert (one.heard("pair_wanted"), one.heard("lighter_wanted")) == ([pair], [pair])
    assert line in one.speaking.lately.reminders, "it is no answer yet"


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
