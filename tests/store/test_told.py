from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

from desktop.mentoring.mentorship import Pulse, Side, Told
from desktop.store import NotNow, Store
from tests.store.values import LATER, NOW, keep_former

EVERYTHING = Told(
    side=Side.MENTOR,
    pulses=(Pulse(NOW, "energised"), Pulse(NOW, "drained"), Pulse(LATER, "neutral")),
    goals_total=3,
    goals_reached=2,
    talked=True,
    programme=True,
    contact_after=False,
    paused_until=date(2026, 2, 28),
    safe=True,
    scanned_since=NOW,
)


def test_everything_that_can_be_told_is_kept(store: Store) -> None:
    usual = Told()
    assert all(getattr(EVERYTHING, field.name) != getattr(usual, field.name) for field in fields(Told))
    assert store.told.change("pair", lambda _told: EVERYTHING) == EVERYTHING
    assert store.told.of("pair") == EVERYTHING
    assert store.told.all() == {"pair": EVERYTHING}


def test_one_thing_changes_and_the_rest_stays(store: Store) -> None:
    store.told.change("pair", lambda _told: EVERYTHING)
    store.told.change("pair", lambda told: replace(told, side=Side.PEER, contact_after=None))
    assert store.told.of("pair") == replace(EVERYTHING, side=Side.PEER, contact_after=None)
    assert store.told.of("other") == Told()


def test_the_first_sight_is_noted_once(store: Store) -> None:
    store.told.change("a", lambda told: replace(told, talked=True))
    store.told.scanned(["a"], at=NOW)
    store.told.scanned(["a", "b"], at=LATER)
    assert store.told.all() == {"a": Told(talked=True, scanned_since=NOW), "b": Told(scanned_since=LATER)}


def test_not_now_until_a_day_or_never(store: Store) -> None:
    until, never = NotNow(date(2027, 2, 28), NOW), NotNow(None, LATER)
    store.told.set_not_now("a", never)
    store.told.set_not_now("a", until)
    store.told.set_not_now("b", never)
    assert store.told.not_now() == {"a": until, "b": never}
    store.told.set_not_now("a", None)
    assert store.told.not_now() == {"b": never}


def test_former_settings_come_back_once(store: Store) -> None:
    assert store.former_settings.all() == {}
    keep_former(store, region="DE-BE", me=["me@example.org"], after_meeting=True)
    assert store.former_settings.all() == {"region": "DE-BE", "me": ["me@example.org"], "after_meeting": True}
    store.former_settings.clear()
    assert store.former_settings.all() == {}
