"""At which hours it speaks, of whom it never does, and whom it speaks of together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from desktop.mentoring.manners import Span
from desktop.mentoring.mentorship import Side
from desktop.mentoring.reminders import Action
from desktop.services.reminders import Reminder
from integrations.errors import Trouble
from tests.journeys.reminders.conftest import DAY, MONDAY, Desk, Journey, another
from tests.store.values import dump


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
