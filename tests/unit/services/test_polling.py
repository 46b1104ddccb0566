"""When the calendars are read: the rules one by one, and what whole days of them cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.composition import Graduand, build
from desktop.services.polling import (
    AFTER_THE_QUOTA,
    RARELY,
    Pace,
    Paces,
    Surrounding,
    meeting_ends,
    next_sync,
)
from integrations.errors import Trouble
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.journeys.conftest import graduand
from tests.journeys.connected import ACCOUNT, Life

__all__ = ["google", "graduand"]

NOW = datetime(2025, 11, 24, 9, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOTHING = Surrounding()
SIGNED_OUT = Trouble("google-signed-out")
WELL = Pace(synced_at=NOW, tried_at=NOW, quiet=1)


def test_an_account_that_was_never_read_is_due() -> None:
    assert next_sync(Pace(None), NOTHING, NOW) == NOW


def test_when_nothing_happens_it_is_rare() -> None:
    assert next_sync(WELL, NOTHING, NOW) == NOW + RARELY


def test_nobody_is_asked_again_before_they_signed_in() -> None:
    assert next_sync(Pace(NOW, waits_for_user=True), Surrounding(looking_since=NOW, woken_at=NOW), NOW) is None


def test_a_window_that_is_opened_reads_what_is_not_fresh() -> None:
    opened = Surrounding(looking_since=NOW + HOUR)
    assert next_sync(WELL, opened, NOW + HOUR) == NOW + HOUR
    soon = Surrounding(looking_since=NOW + MINUTE)
    assert next_sync(WELL, soon, NOW + MINUTE) == NOW + 5 * MINUTE


def test_a_window_that_stays_open_is_read_for_ever_more_rarely() -> None:
    at, found = NOW, []
    while at < NOW + 24 * HOUR:
        found.append((at - NOW) // MINUTE)
        due = next_sync(Pace(at, at, quiet=1), Surrounding(looking_since=NOW), at)
        assert due is not None
        at = due
    assert found == [0, 5, 10, 20, 40, 80, 160, 320, 560, 800, 1040, 1280]


def test_what_brought_something_while_somebody_looks_is_read_again_soon() -> None:
    looking = Surrounding(looking_since=NOW - 3 * HOUR)
    assert next_sync(Pace(NOW, NOW, quiet=0), looking, NOW) == NOW + 5 * MINUTE


def test_after_a_meeting_and_not_for_one_that_was_read_about_already() -> None:
    end = NOW + HOUR
    assert next_sync(WELL, Surrounding(ended=(end,)), NOW) == end + 10 * MINUTE
    assert next_sync(WELL, Surrounding(ended=(NOW - 10 * MINUTE,)), NOW) == NOW + RARELY
    assert next_sync(WELL, Surrounding(ended=(NOW,)), NOW) == NOW + 30 * MINUTE, "but not twice in half an hour"


def test_after_waking_once() -> None:
    woken = Surrounding(woken_at=NOW + HOUR)
    assert next_sync(WELL, woken, NOW + HOUR) == NOW + 61 * MINUTE
    after = Pace(NOW + 61 * MINUTE, NOW + 61 * MINUTE, quiet=1)
    assert next_sync(after, woken, NOW + 62 * MINUTE) == NOW + 61 * MINUTE + RARELY
    assert next_sync(WELL, Surrounding(woken_at=NOW + 5 * MINUTE), NOW) == NOW + RARELY, "it was just read"


def test_failures_wait_longer_and_longer_and_waking_helps() -> None:
    def due(failures: int, woken_at: datetime | None = None) -> timedelta:
        pace = Pace(NOW - HOUR, NOW, failures, "google-no-connection")
        at = next_sync(pace, Surrounding(woken_at=woken_at), NOW)
        assert at is not None
        return at - NOW

    assert [due(n) // MINUTE for n in (1, 2, 3, 6, 7, 50)] == [5, 10, 20, 160, 240, 240]
    assert due(50, NOW + HOUR) == 61 * MINUTE


def test_a_quota_that_is_used_up_is_left_alone() -> None:
    pace = Pace(NOW - HOUR, NOW, 1, "google-quota")
    assert next_sync(pace, Surrounding(looking_since=NOW, woken_at=NOW), NOW) == NOW + AFTER_THE_QUOTA


@pytest.mark.parametrize("pace", [WELL, Pace(NOW, NOW, 7, "google-no-connection")])
def test_a_clock_that_is_set_back_keeps_nobody_waiting(pace: Pace) -> None:
    early = NOW - timedelta(days=300)
    due = next_sync(pace, NOTHING, early)
    assert due is not None
    assert due <= early + RARELY


def test_the_first_of_several_accounts_counts(day: Day) -> None:
    (read,) = day.program.accounts.all()
    never, over = replace(read, id="never", synced_at=None), replace(read, id="over", trouble=SIGNED_OUT)
    assert isinstance(read.synced_at, datetime)
    for there, at, due in (
        ((read, never), NOW, ("never",)),
        ((read, over), read.synced_at + RARELY, ()),
        ((over,), None, ()),
        ((), None, ()),
    ):
        paces = Paces()
        paces.know(there)
        assert paces.soonest(NOTHING, NOW) == at
        assert paces.due(NOTHING, NOW) == due
        assert paces.due(NOTHING, NOW, but="never") == ()


def test_which_meetings_count() -> None:
    spans = [(NOW + n * 20 * HOUR, NOW + n * 20 * HOUR + HOUR) for n in range(-2, 3)]
    assert meeting_ends(spans, NOW) == (NOW - 19 * HOUR, NOW + HOUR, NOW + 21 * HOUR)


class Day:
    """A day of the tray program, by simulated clock, over a real server."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.now = NOW
        self.program: Graduand = build(life.folder, clock=lambda: self.now, zone=UTC)
        self.opened: list[tuple[datetime, datetime]] = []
        self.woken: list[datetime] = []
        self.ended: tuple[datetime, ...] = ()
        self.reads = 0
        self.paces = Paces()

    def seconds(self) -> float:
        """Since the day began."""
        return (self.now - NOW).total_seconds()

    def live(self, until: datetime) -> Counter[str]:
        """As `desktop/ui/syncing.py` does it: ask when, wait that long, read; a window or a waking asks anew."""
        self.life.google.forget_requests()
        self.paces.know(self.program.accounts.all())
        moments = sorted([*self.woken, *(at for span in self.opened for at in span)])
        while self.now < until:
            due = self.due()
            following = next((at for at in moments if at > self.now), until)
            if due is not None and due <= min(following, until):
                self.now = max(self.now, due)
                self.life.google.world.set_now(self.now)
                for account in self.paces.due(self._around, self.now):
                    self.paces.was_read(self.program.syncing.sync(account), self.now)
                    self.reads += 1
                self.paces.know(self.program.accounts.all())
            else:
                self.now = min(following, until)
        return Counter(self.life.google.counts)

    @property
    def _around(self) -> Surrounding:
        looking = next((begin for begin, end in self.opened if begin <= self.now < end), None)
        return Surrounding(looking, max((at for at in self.woken if at <= self.now), default=None), self.ended)

    def due(self) -> datetime | None:
        return self.paces.soonest(self._around, self.now)


@pytest.fixture
def day(
    graduand: Callable[..., Any], google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Day]:
    google.world.set_now(NOW)
    for name in ("one", "two"):
        google.add_calendar(f"{name}@group.calendar.google.com", owner=google.account)
    life = Life(graduand, google, tmp_path, monkeypatch, "UTC")
    life.connect()
    one = Day(life)
    # A token's age is measured by the machine's own counter, which goes with the simulated clock here.
    one.program.accounts.client(ACCOUNT)._access._monotonic = one.seconds
    one.program.syncing.sync()
    yield one
    one.program.close()


def test_an_idle_day_with_three_calendars_costs_at_most_sixty_requests(day: Day) -> None:
    counts = day.live(NOW + timedelta(days=1))
    assert counts == {"events.list-sync": 18, "token.refresh": 6, "calendarList.list": 1}
    assert counts.total() <= 60


def test_a_usual_day_too(day: Day) -> None:
    """Asleep over night, a look in the morning and one in the evening, two meetings."""
    day.woken = [NOW + HOUR, NOW + 9 * HOUR]
    day.opened = [(NOW + 90 * MINUTE, NOW + 97 * MINUTE), (NOW + 10 * HOUR, NOW + 10 * HOUR + 4 * MINUTE)]
    day.ended = (NOW + 3 * HOUR, NOW + 7 * HOUR)
    counts = day.live(NOW + timedelta(days=1))
    assert counts.total() <= 60, counts
    assert counts["events.list-sync"] == 3 * day.reads


def test_a_day_without_a_network_asks_seldom_and_the_first_good_answer_ends_it(day: Day) -> None:
    day.life.google.fault("reset", times=None)
    day.live(NOW + timedelta(hours=12))
    assert day.reads <= 12
    day.life.google.faults.clear()
    (account,) = day.program.accounts.all()
    assert account.trouble is not None
    assert account.trouble.code == "google-no-connection"
    day.live(NOW + timedelta(hours=17))
    (account,) = day.program.accounts.all()
    assert account.trouble is None


def test_a_sign_in_that_is_over_is_not_tried_again(day: Day) -> None:
    day.life.google.oauth.revoke_account(None)
    counts = day.live(NOW + timedelta(days=1))
    assert day.reads == 1
    assert counts.total() <= 3
    assert day.due() is None
