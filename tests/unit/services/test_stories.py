from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.mentoring.jottings import JottingKind, JottingState, OfferKind
from desktop.mentoring.letters.kinds import Tone, Why
from desktop.mentoring.letters.values import Offer, Outcome, Thanks
from desktop.mentoring.sheet import Chosen, Freed, Place, Sheet, TellBy, Way, Written
from desktop.services.stories import Stories
from desktop.store import Store
from desktop.store.jottings import KeptSheet
from desktop.store.value_json import built, plain
from integrations.errors import Trouble
from tests.helpers.logfail import LogWatch

NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kept") as opened:
        yield opened


@pytest.fixture
def stories(store: Store) -> Stories:
    return Stories(lambda: store, lambda: NOW)


def test_goals_are_counted_for_the_sign_that_speaks_of_them(stories: Stories, store: Store) -> None:
    first, second = (stories.write("m1", JottingKind.GOAL, words) for words in ("Speak in public", " Lead a team "))
    assert second.words == "Lead a team"
    stories.change(first.id, state=JottingState.MOSTLY)
    told = store.told.of("m1")
    assert (told.goals_total, told.goals_reached) == (2, 1)
    stories.remove(second.id)
    told = store.told.of("m1")
    assert (told.goals_total, told.goals_reached) == (1, 1)


def test_a_jotting_says_something(stories: Stories) -> None:
    with pytest.raises(ValueError, match="says something"):
        stories.write("m1", JottingKind.GOAL, "  ")
    assert stories.write("m1", JottingKind.REVIEW, "", due=date(2026, 7, 1)).due == date(2026, 7, 1)


def test_what_is_gone_is_named(stories: Stories) -> None:
    with pytest.raises(Trouble) as caught:
        stories.change("gone", words="x")
    assert caught.value.code == "jotting-unknown"
    assert caught.value.advice
    stories.remove("gone")


def test_open_promises_to_anybody_are_one_list(stories: Stories) -> None:
    kept = stories.write("m1", JottingKind.OFFER, "A talk", about=OfferKind.OPPORTUNITY)
    done = stories.write("m2", JottingKind.OFFER, "A name", about=OfferKind.INTRODUCTION)
    stories.write("m2", JottingKind.SPOTTED, "A call for papers")
    stories.change(done.id, state=JottingState.DONE)
    assert stories.promises() == (kept,)


def test_promises_to_a_pair_in_which_something_is_wrong_are_in_no_list(stories: Stories, store: Store) -> None:
    stories.write("m1", JottingKind.OFFER, "A talk", about=OfferKind.OPPORTUNITY)
    store.told.change("m1", lambda told: replace(told, safe=True))
    assert stories.promises() == ()


def test_a_win_can_be_added_by_hand_and_deleted(stories: Stories) -> None:
    at = datetime(2025, 12, 31, 16, tzinfo=UTC)
    stories.win("m1", " Ask earlier ", at)
    stories.win("m1", "Sleep on it")
    first, second = stories.story("m1").wins
    assert (first.words, first.meeting, second.meeting) == ("Ask earlier", at, NOW)
    stories.drop_win(first)
    stories.drop_win(first)
    assert stories.story("m1").wins == (second,)
    with pytest.raises(ValueError, match="says something"):
        stories.win("m1", " ")


def test_few_leads_are_kept_and_those_that_led_somewhere_leave_the_list(stories: Stories) -> None:
    day = date(2026, 1, 1)
    made = [stories.lead(f"Person {number}", day) for number in range(5)]
    with pytest.raises(ValueError, match="few"):
        stories.lead("One too many", day)
    stories.change(made[0].id, state=JottingState.DONE)
    assert [one.words for one in stories.leads()] == ["Person 4", "Person 3", "Person 2", "Person 1"]
    stories.lead("Somebody", day)


def test_what_outlasts_a_wizard_and_what_does_not(stories: Stories) -> None:
    sheet = FULL.with_place("keep_for", "hard  talks").with_place("next_challenge", "a team of ten")
    sheet = replace(sheet, in_return=Offer(person="Ana", works_on="maps", agreed=True))
    for _ in range(2):
        stories.settle("m1", sheet)
        story = stories.story("m1")
        assert story.thanks == FULL.thanks
        assert {(one.kind, one.words, one.about, one.agreed) for one in story.jottings} == {
            (JottingKind.THANKS, "Ask earlier\nI asked\nI lead the team", "", False),
            (JottingKind.OFFER, "Ana, maps", "introduction", True),
            (JottingKind.FREED, "", "rest", False),
            (JottingKind.HELPS_WITH, "hard talks", "", False),
            (JottingKind.CHALLENGE, "a team of ten", "", False),
        }
        assert len(story.jottings) == 5, "a second time changes nothing"
    assert "afraid" not in repr(stories.story("m1"))


def test_what_was_said_before_is_not_replaced_by_the_wizards_words(stories: Stories) -> None:
    stories.write("m1", JottingKind.HELPS_WITH, "budgets")
    stories.settle("m1", Sheet().with_place("keep_for", "talks"))
    last = stories.story("m1").last(JottingKind.HELPS_WITH)
    assert last is not None
    assert last.words == "budgets"
    stories.settle("m1", Sheet())
    assert len(stories.story("m1").jottings) == 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [(OfferKind.OPPORTUNITY, "A call, it is yours"), (OfferKind.RECOMMENDATION, "")],
)
def test_an_offer_in_the_words_of_the_wizard(stories: Stories, kind: OfferKind, words: str) -> None:
    stories.settle("m1", Sheet(offer=kind, in_return=Offer(person="Ana", found="A call", because="it is  yours")))
    (offer,) = stories.story("m1").of(JottingKind.OFFER)
    assert (offer.words, offer.about) == (words, kind.value)


def test_the_result_of_a_goal_is_kept_with_it(stories: Stories) -> None:
    goal = stories.write("m1", JottingKind.GOAL, "Speak")
    assert stories.change(goal.id, about=" gave two talks ").about == "gave two talks"


FULL = Sheet(
    page="thanks",
    chosen=Chosen(Way.STAY, date(2026, 3, 3), mark_final=True),
    why=Why.LESSONS_FINISHED,
    private="I am afraid that it sounds cold.\nIt is not.",
    hard=("rude",),
    tone=Tone.PLAIN,
    tell_by=TellBy.TALK,
    told=date(2026, 2, 1),
    written=(Written("note", "Subject", "Body {{ name }}"),),
    places=(Place("direction", "my own firm"),),
    thanks=(Thanks("Ask earlier", "I asked", "I lead the team"),),
    outcomes=(Outcome("Sales", "12 %", may_leave=True),),
    offer=OfferKind.INTRODUCTION,
    in_return=Offer(person="Ana", agreed=True),
    in_person=True,
    swept=("shared-notes",),
    freed=Freed.REST,
)


@pytest.mark.parametrize("sheet", [Sheet(), FULL])
def test_a_half_finished_wizard_comes_back_as_it_was(stories: Stories, sheet: Sheet) -> None:
    assert stories.sheet("m1") is None
    stories.keep("m1", sheet)
    assert stories.sheet("m1") == sheet
    assert stories.half_way() == ("m1",)
    stories.let_go("m1")
    assert stories.half_way() == ()


@given(st.builds(Sheet, private=st.text(), thanks=st.lists(st.builds(Thanks)).map(tuple), page=st.text(max_size=9)))
def test_every_word_that_can_be_typed_is_kept(sheet: Sheet) -> None:
    assert built(Sheet, plain(sheet)) == sheet  # type: ignore[arg-type] # what JSON gives has no type of its own


def test_the_writing_of_another_version_is_left_where_it_is(
    stories: Stories, store: Store, expect_log: LogWatch
) -> None:
    expect_log("could not be read")
    for written in ('{"later":1}', "[]", "no json", '{"why":"unheard-of"}'):
        store.jottings.put_sheet(KeptSheet("m1", written, NOW))
        assert stories.sheet("m1") is None
        kept = store.jottings.sheet("m1")
        assert kept is not None
        assert kept.sheet == written


def test_letters_and_places_are_put_in_the_place_of_the_earlier_ones() -> None:
    sheet = FULL.with_place("direction", "teaching").with_place("keep_for", "").with_letter(Written("note", "S", "New"))
    assert sheet.place_of("direction") == "teaching"
    assert sheet.place_of("keep_for") == ""
    assert sheet.places == (Place("direction", "teaching"),)
    assert sheet.letter_of("note") == Written("note", "S", "New")
    assert sheet.letter_of("summary") is None
    assert replace(sheet).with_place("direction", "").places == ()
