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
    assert built(Sheet, plain(sheet)) == sheet  # type: ignore[arg-type]


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
