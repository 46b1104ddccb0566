from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.mentoring.mentorship import Absence, Correction, SlotState
from desktop.store import Store
from tests.store.values import LATER, LONDON, NOW, TUESDAY


def test_a_mark_is_set_changed_and_taken_back(store: Store) -> None:
    store.words.mark("a", True)
    store.words.mark("b", True)
    store.words.mark("b", False)
    assert store.words.marks() == {"a": True, "b": False}
    store.words.mark("a", None)
    assert store.words.marks() == {"b": False}


def test_a_correction_comes_back_equal_in_its_zone(store: Store) -> None:
    timed = Correction("a", TUESDAY, SlotState.KEPT)
    all_day = Correction("b", date(2025, 12, 9), SlotState.EXCUSED, "illness")
    store.words.correct(timed)
    store.words.correct(all_day)
    assert store.words.corrections() == (timed, all_day)
    first = store.words.corrections()[0].slot
    assert isinstance(first, datetime)
    assert first.tzinfo is LONDON


def test_one_slot_has_one_word_whatever_zone_it_is_seen_from(store: Store) -> None:
    store.words.correct(Correction("a", TUESDAY, SlotState.KEPT))
    store.words.correct(Correction("a", TUESDAY.astimezone(UTC), SlotState.NOT_KEPT))
    assert [word.state for word in store.words.corrections()] == [SlotState.NOT_KEPT]
    assert store.words.take_back_correction("a", TUESDAY)
    assert not store.words.take_back_correction("a", TUESDAY)
    assert store.words.corrections() == ()


def test_absences_come_by_their_start(store: Store) -> None:
    summer = Absence("1", date(2025, 8, 4), date(2025, 8, 16), "Exams", "me", "season")
    spring = Absence("2", date(2025, 4, 1), date(2025, 4, 3), "", "pair")
    store.words.add_absence(summer)
    store.words.add_absence(spring)
    store.words.add_absence(summer)
    assert store.words.absences() == (spring, summer)
    assert store.words.remove_absence("2")
    assert not store.words.remove_absence("2")
    assert store.words.absences() == (summer,)


def test_the_last_answer_to_a_question_is_kept(store: Store) -> None:
    store.words.answer("q1", "yes", about=["pair", "pair"], at=NOW)
    store.words.answer("q1", "no", about=["pair"], at=LATER)
    store.words.answer("q2", "yes", about=[], at=NOW)
    assert store.words.answers() == {"q1": "no", "q2": "yes"}


def test_pairs_of_addresses_have_no_order_and_no_case(store: Store) -> None:
    store.words.say_same("B@x.org", "a@x.org", True)
    store.words.say_same("c@x.org", "a@x.org", False)
    assert store.words.same_person() == {frozenset({"a@x.org", "b@x.org"})}
    assert store.words.different_people() == {frozenset({"a@x.org", "c@x.org"})}
    store.words.say_same("a@x.org", "b@x.org", None)
    assert store.words.same_person() == frozenset()
    with pytest.raises(ValueError, match="two addresses"):
        store.words.say_same("a@x.org", "A@x.org", True)


def test_a_decline_counts_from_its_first_sight_until_it_is_gone(store: Store) -> None:
    store.words.saw_declined("u", ["a@x.org"], at=NOW)
    store.words.saw_declined("u", ["a@x.org", "b@x.org"], at=LATER)
    store.words.saw_declined("v", ["a@x.org"], at=LATER)
    assert store.words.declined_since() == {("u", "a@x.org"): NOW, ("u", "b@x.org"): LATER, ("v", "a@x.org"): LATER}
    store.words.saw_declined("u", ["b@x.org"], at=LATER)
    again = datetime(2026, 1, 1, tzinfo=UTC)
    store.words.saw_declined("u", ["a@x.org", "b@x.org"], at=again)
    assert store.words.declined_since()["u", "a@x.org"] == again
    assert store.words.declined_since()["u", "b@x.org"] == LATER
