from __future__ import annotations

from datetime import timedelta

from desktop.mentoring.reminders import Shown
from desktop.store import Store, Takeaway
from tests.store.values import LATER, NOW

FIRST = Shown("quiet-patch:pair:0", "pair", "quiet-patch", NOW)
SECOND = Shown("silence:other:3", "other", "silence", LATER)


def test_what_was_shown_comes_back_in_order(store: Store) -> None:
    assert store.shown.all() == ()
    store.shown.put([SECOND, FIRST])
    assert store.shown.all() == (FIRST, SECOND)


def test_what_was_shown_keeps_its_first_moment(store: Store) -> None:
    store.shown.put([FIRST])
    store.shown.put([Shown(FIRST.identity, "pair", "quiet-patch", LATER)])
    assert store.shown.all() == (FIRST,)


def test_a_clock_that_was_set_right_is_noted_and_stays_noted(store: Store) -> None:
    settled = Shown(FIRST.identity, "pair", "quiet-patch", NOW, NOW - timedelta(days=365))
    store.shown.put([FIRST])
    store.shown.put([settled])
    assert store.shown.all() == (settled,)
    store.shown.put([FIRST])
    assert store.shown.all() == (settled,)


def test_a_series_is_called_off_at_its_latest_moment(store: Store) -> None:
    assert store.shown.called_off() == ()
    store.shown.saw_called_off(["a", "b"], at=NOW)
    store.shown.saw_called_off(["a"], at=LATER)
    assert store.shown.called_off() == (NOW, LATER)


def test_takeaways_belong_to_their_mentorship(store: Store) -> None:
    late = Takeaway("pair", LATER, LATER, "Ask first; 'then' answer. 😀")
    early = Takeaway("pair", NOW, LATER, "Say no earlier")
    store.shown.take_away(late)
    store.shown.take_away(early)
    store.shown.take_away(Takeaway("other", NOW, NOW, "elsewhere"))
    assert store.shown.takeaways("pair") == (early, late)
