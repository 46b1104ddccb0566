"""Everybody at once, and one pair's page: what they are told of the story, and what is in neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.mentoring.jottings import JottingKind, JottingState, OfferKind
from desktop.mentoring.mentorship import Side, Told
from desktop.mentoring.occasions import Occasion
from desktop.mentoring.plan import PlanState
from desktop.mentoring.sheet import Sheet
from desktop.services.circle import Circle, circle
from desktop.services.pair_story import PairStory, pair_story
from desktop.services.stories import Stories
from desktop.store import Store
from tests.store.values import LONDON, NOW, plan

FINAL = date(2025, 12, 9)
TALK = date(2026, 12, 8)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kept") as opened:
        opened.plans.save(plan(), at=NOW)
        opened.plans.set_state("p1", PlanState.APPLIED, at=NOW)
        yield opened


@pytest.fixture
def stories(store: Store) -> Stories:
    return Stories(lambda: store, lambda: NOW)


def everybody(store: Store, stories: Stories, now: datetime = NOW) -> Circle:
    return circle(store, stories, now, LONDON)


def page(store: Store, stories: Stories, now: datetime = NOW, pair: str = "pair") -> PairStory:
    return pair_story(store, stories, pair, now, LONDON)


def test_who_is_for_what_is_the_latest_word(store: Store, stories: Stories) -> None:
    for words in ("old", "hard talks"):
        stories.write("pair", JottingKind.HELPS_WITH, words)
    assert {name: one.words for name, one in everybody(store, stories).helps.items()} == {"pair": "hard talks"}


def test_the_next_touch_is_a_meeting_a_talk_or_a_day_that_was_set(store: Store, stories: Stories) -> None:
    stories.write("pair", JottingKind.REVIEW, "", due=FINAL)
    stories.write("other", JottingKind.REVIEW, "", due=FINAL + DAY)
    stories.write("other", JottingKind.REVIEW, "", due=FINAL)
    done = stories.write("done", JottingKind.REVIEW, "", due=FINAL)
    stories.change(done.id, state=JottingState.DONE)
    found = everybody(store, stories)
    assert found.next_touch("pair", FINAL) == FINAL
    assert found.next_touch("pair", None) == TALK
    assert found.next_touch("pair", NOW.date() - DAY) == TALK
    assert found.next_touch("other", None) == FINAL
    assert found.next_touch("done", None) is None


def test_a_pair_in_which_something_is_wrong_is_in_none_of_it(store: Store, stories: Stories) -> None:
    for kind in (JottingKind.HELPS_WITH, JottingKind.REVIEW, JottingKind.OFFER):
        stories.write("pair", kind, "words", due=FINAL, about=OfferKind.OPPORTUNITY)
    store.told.change("pair", lambda told: replace(told, safe=True))
    found = everybody(store, stories)
    assert (found.helps, found.closings, found.reviews, found.promises) == ({}, {}, {}, ())


def test_the_page_of_a_pair_shows_its_days_up_to_a_year_ahead(store: Store, stories: Stories) -> None:
    stories.write("pair", JottingKind.REVIEW, "", due=FINAL + 400 * DAY)
    found = page(store, stories)
    assert (found.days[0].on, found.days[-1].on) == (FINAL - 7 * DAY, TALK), "the talk a year later is among them"
    assert Occasion.REVIEW not in {step.kind for step in found.days}
    assert Occasion.REVIEW in {step.kind for step in page(store, stories, NOW + 60 * DAY).days}


def test_without_a_last_meeting_a_year_counts_from_today(store: Store, stories: Stories) -> None:
    for days in (366, 367):
        stories.write("other", JottingKind.REVIEW, "", due=NOW.date() + days * DAY)
    assert len(page(store, stories, pair="other").days) == 1


def test_promises_to_others_come_before_somebody_new(store: Store, stories: Stories) -> None:
    for name in ("pair", "other", "third"):
        stories.write(name, JottingKind.OFFER, "words", about=OfferKind.OPPORTUNITY)
    assert page(store, stories).promises_elsewhere == 2


def test_what_comes_next_is_a_gap_until_somebody_is_noted_for_it(store: Store, stories: Stories) -> None:
    stories.write("pair", JottingKind.CHALLENGE, "old")
    stories.write("pair", JottingKind.CHALLENGE, "A team of ten")
    assert [one.words for one in everybody(store, stories).challenges] == ["A team of ten"]
    stories.write("other", JottingKind.HELPS_WITH, "a team of TEN")
    assert everybody(store, stories).challenges == ()


def test_peers_from_the_day_after_the_last_meeting(store: Store, stories: Stories) -> None:
    assert not page(store, stories).closed
    at = datetime(2025, 12, 9, 23, tzinfo=LONDON)
    assert not page(store, stories, at).closed
    assert page(store, stories, at + DAY).closed
    assert not page(store, stories, pair="nobody").closed


def test_a_half_finished_wizard_is_part_of_it(store: Store, stories: Stories) -> None:
    assert page(store, stories).sheet == Sheet()
    stories.keep("pair", Sheet(page="thanks"))
    assert page(store, stories).sheet.page == "thanks"


def test_what_was_saved_is_brought_up_beside_a_goal_like_it(store: Store, stories: Stories) -> None:
    here = stories.write("pair", JottingKind.ASK, "Whom to ask about budgets?")
    elsewhere = stories.write("other", JottingKind.ASK, "Is the budget the right place to begin?")
    stories.write("pair", JottingKind.GOAL, "Speak in public")
    goal = stories.write("pair", JottingKind.GOAL, "Lead the budget round")
    assert page(store, stories).moments == {goal.id: (here, elsewhere)}
    stories.change(goal.id, state=JottingState.DONE)
    assert page(store, stories).moments == {}


@pytest.mark.parametrize("apart", [Told(side=Side.MENTOR), Told(safe=True)])
def test_of_a_mentee_and_a_pair_kept_hidden_nothing_is_brought_up_elsewhere(
    store: Store, stories: Stories, apart: Told
) -> None:
    """Nor is anything of others beside a mentee's goal (R19, R34)."""
    for mine, other in (("pair", "other"), ("other", "pair")):
        stories.write(other, JottingKind.ASK, "Whom to ask about budgets?")
        stories.write(mine, JottingKind.GOAL, "Lead the budget round")
    store.told.change("other", lambda _: apart)
    for pair in ("pair", "other"):
        found = [one.mentorship for shown in page(store, stories, pair=pair).moments.values() for one in shown]
        assert found == [pair]
