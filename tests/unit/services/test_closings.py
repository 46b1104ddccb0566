"""A closing is read from its plan, from ticks, and from what was written since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.afterwards import Closing
from desktop.mentoring.jottings import JottingKind, JottingState, OfferKind
from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.occasions import Occasion
from desktop.mentoring.plan import PlanState
from desktop.mentoring.sheet import Freed
from desktop.services.closings import closings, days, due_days
from desktop.services.stories import Stories
from desktop.store import Store
from tests.store.values import LONDON, NOW, plan

FINAL = date(2025, 12, 9)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kept") as opened:
        opened.plans.save(plan(), at=NOW)
        yield opened


@pytest.fixture
def stories(store: Store) -> Stories:
    return Stories(lambda: store, lambda: NOW)


def agree(store: Store, state: PlanState = PlanState.APPLIED, id_: str = "p1") -> None:
    assert store.plans.set_state(id_, state, at=NOW)


def one(store: Store) -> Closing:
    (found,) = closings(store, LONDON)
    return found


@pytest.mark.parametrize("state", PlanState)
def test_only_what_was_carried_out_is_a_closing(store: Store, state: PlanState) -> None:
    agree(store, state)
    assert len(closings(store, LONDON)) == (state in (PlanState.APPLIED, PlanState.WAITING))


def test_its_days_are_on_the_users_clock(store: Store) -> None:
    agree(store)
    assert (one(store).final, one(store).talks) == (FINAL, (date(2026, 12, 8),))
    (far_away,) = closings(store, ZoneInfo("Asia/Tokyo"))
    assert far_away.final == FINAL + DAY


def test_the_plan_that_was_carried_out_last_counts(store: Store) -> None:
    agree(store)
    later = replace(plan("p2"), created=NOW + DAY, final=plan().final + timedelta(weeks=1))
    store.plans.save(later, at=NOW + DAY)
    assert one(store).plan == "p1", "a draft is no closing"
    agree(store, id_="p2")
    assert (one(store).plan, one(store).final) == ("p2", FINAL + 7 * DAY)
    agree(store, PlanState.UNDONE, "p2")
    assert one(store).plan == "p1"


def test_never_of_a_pair_in_which_something_is_wrong(store: Store, stories: Stories) -> None:
    agree(store)
    stories.write("pair", JottingKind.REVIEW, "", due=FINAL)
    assert due_days(store, LONDON, FINAL)
    store.told.change("pair", lambda told: replace(told, safe=True))
    assert closings(store, LONDON) == ()
    assert days(store, "pair", LONDON) == ()
    assert due_days(store, LONDON, FINAL) == {}


def test_ticks_come_from_what_was_said_and_written(store: Store, stories: Stories) -> None:
    agree(store)
    before = one(store)
    assert (before.told, before.thanked, before.went, before.swept, before.freed) == (False,) * 4 + (None,)
    store.told.change("pair", lambda told: replace(told, talked=True))
    stories.write("pair", JottingKind.SENT, "", about=LetterKind.GRADUATION)
    assert not one(store).thanked, "a note that tells is no thank-you"
    stories.write("pair", JottingKind.SENT, "", about=LetterKind.THANK_YOU_SHORT)
    stories.write("pair", JottingKind.WENT, "", about="warm")
    stories.write("pair", JottingKind.SWEPT, "", about="looked")
    stories.write("pair", JottingKind.FREED, "", about=Freed.NEXT)
    stories.write("pair", JottingKind.FREED, "", about=Freed.REST)
    after = one(store)
    assert (after.told, after.thanked, after.went, after.swept, after.freed) == (True,) * 4 + (Freed.REST,)
    assert after.complete


def test_a_plan_that_was_told_of_is_told(store: Store) -> None:
    store.plans.save(replace(plan(), told=FINAL - 20 * DAY), at=NOW)
    agree(store)
    assert one(store).told


def test_the_days_of_one_pair_in_order_with_the_reviews_that_were_agreed(store: Store, stories: Stories) -> None:
    agree(store)
    stories.write("pair", JottingKind.REVIEW, "", due=FINAL + DAY)
    stories.write("elsewhere", JottingKind.REVIEW, "", due=FINAL)
    found = days(store, "pair", LONDON)
    assert [step.on for step in found] == sorted(step.on for step in found)
    assert [step.kind for step in found if step.on == FINAL + DAY] == [Occasion.REVIEW]
    assert {step.kind for step in days(store, "elsewhere", LONDON)} == {Occasion.REVIEW}


def test_what_is_worth_a_word_today_is_by_pair_and_not_yet_done(store: Store, stories: Stories) -> None:
    agree(store)
    review = stories.write("elsewhere", JottingKind.REVIEW, "", due=FINAL)
    stories.write("pair", JottingKind.OFFER, "A name", about=OfferKind.INTRODUCTION)
    found = due_days(store, LONDON, FINAL)
    assert {name: [step.kind for step in steps] for name, steps in found.items()} == {
        "pair": [Occasion.PREPARE],
        "elsewhere": [Occasion.REVIEW],
    }
    stories.change(review.id, state=JottingState.DONE)
    assert "elsewhere" not in due_days(store, LONDON, FINAL)
    kinds = [step.kind for step in due_days(store, LONDON, FINAL + 14 * DAY)["pair"]]
    assert Occasion.OFFER in kinds
