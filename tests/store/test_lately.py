from __future__ import annotations

from pathlib import Path

from desktop.mentoring.reminders import Action
from desktop.store import Said, Store
from tests.store.values import LATER, NOW

NOTE = Said(
    "quiet-patch:a:0", "quiet-patch", NOW, "Monday meetings", "Two in a row; 'so'. 😀", (Action.OPEN,), ("b", "a")
)
SEND = Said("invitation-waiting:a:p", "invitation-waiting", LATER, "Ready", "", tuple(Action)[:3], ("a",), "p")


def test_what_was_said_comes_back_in_order_after_a_restart(folder: Path) -> None:
    with Store.open(folder) as store:
        assert store.lately.all() == ()
        store.lately.keep(SEND)
        store.lately.keep(NOTE)
    with Store.open(folder) as store:
        assert store.lately.all() == (NOTE, SEND)


def test_what_was_said_stays_as_it_was_said_first(store: Store) -> None:
    store.lately.keep(NOTE)
    store.lately.keep(Said(NOTE.identity, "silence", LATER, "Other", "words", (), ("c",)))
    assert store.lately.all() == (NOTE,)


def test_what_was_answered_goes_and_takes_nothing_else(store: Store) -> None:
    store.lately.keep(NOTE)
    store.lately.keep(SEND)
    store.lately.put_away([NOTE.identity, "unknown"])
    assert store.lately.all() == (SEND,)
    store.lately.keep(NOTE)
    assert store.lately.all() == (NOTE, SEND), "nothing of the first time is left over"
