from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.store import Store
from desktop.store.jottings import KeptSheet
from tests.store.values import LATER, NOW

GOAL = Jotting("g1", "m1", JottingKind.GOAL, "Speak in public", NOW)


def test_what_was_written_comes_back_equal_and_oldest_first(store: Store) -> None:
    offer = Jotting(
        "o1", "m1", JottingKind.OFFER, "A talk", LATER, about="opportunity", due=date(2026, 1, 1), agreed=True
    )
    elsewhere = replace(GOAL, id="g2", mentorship="m2")
    for jotting in (offer, GOAL, elsewhere):
        store.jottings.put(jotting)
    assert store.jottings.of("m1") == (GOAL, offer)
    assert store.jottings.all() == (GOAL, offer, elsewhere)
    assert store.jottings.get("o1") == offer
    assert store.jottings.get("nothing") is None


def test_a_change_keeps_its_place_and_its_moment(store: Store) -> None:
    store.jottings.put(GOAL)
    store.jottings.put(replace(GOAL, id="g2", at=NOW + timedelta(seconds=1)))
    done = replace(GOAL, words="Speak", state=JottingState.DONE, at=LATER)
    store.jottings.put(done)
    first, second = store.jottings.of("m1")
    assert first == replace(done, at=NOW)
    assert second.id == "g2"


def test_what_is_removed_is_gone_once(store: Store) -> None:
    store.jottings.put(GOAL)
    assert store.jottings.remove("g1")
    assert not store.jottings.remove("g1")
    assert store.jottings.of("m1") == ()


def test_a_half_finished_wizard_survives_the_program(store: Store, folder: Path) -> None:
    store.jottings.put_sheet(KeptSheet("m1", "{}", NOW))
    store.jottings.put_sheet(KeptSheet("m2", "{}", LATER))
    store.jottings.put_sheet(KeptSheet("m1", '{"page":"thanks"}', NOW))
    store.close()
    with Store.open(folder) as again:
        assert again.jottings.sheet("m1") == KeptSheet("m1", '{"page":"thanks"}', NOW)
        assert [kept.mentorship for kept in again.jottings.sheets()] == ["m2", "m1"]
        assert again.jottings.remove_sheet("m1")
        assert not again.jottings.remove_sheet("m1")
        assert again.jottings.sheet("m1") is None
