"""J12: the same three thanks to two people are flagged, and nothing else of the two is held together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand, build
from desktop.mentoring.letters.values import Thanks
from desktop.mentoring.sheet import Sheet
from desktop.services.copies import same_thanks
from tests.helpers.clock import FixedClock
from tests.journeys.conftest import DATA

NOW = datetime(2026, 4, 17, 8, tzinfo=UTC)
THREE = (
    Thanks("start with the question", "wrote it on every slide", "my talks got shorter"),
    Thanks("ask who decides", "asked in each meeting", "fewer rounds"),
    Thanks("sleep on it", "waited a day", "calmer mails"),
)


@pytest.fixture
def mentor(tmp_path: Path) -> Iterator[Graduand]:
    graduand = build(tmp_path, clock=FixedClock(NOW), zone=ZoneInfo("Europe/Lisbon"), me=["mentor@example.org"])
    graduand.importing.import_files([next((DATA / "journeys").glob("j12_*.ics"))])
    yield graduand
    graduand.close()


def _ids(graduand: Graduand) -> list[str]:
    return [one.mentorship.id for one in graduand.reviewing.review().mentorships]


def _same(graduand: Graduand, mentorship: str) -> tuple[str, ...]:
    return same_thanks(graduand.stories, graduand.reviewing.review().mentorships, mentorship)


def test_the_same_three_thanks_in_two_notes_are_flagged(mentor: Graduand) -> None:
    first, second, third, fourth = _ids(mentor)
    mentor.stories.keep(first, Sheet(thanks=THREE))
    mentor.stories.keep(second, Sheet(thanks=tuple(reversed(THREE))))
    mentor.stories.keep(third, Sheet(thanks=(Thanks("be kind", "was", "we laughed"),)))
    assert _same(mentor, first) == (second,)
    assert _same(mentor, second) == (first,)
    assert _same(mentor, third) == _same(mentor, fourth) == ()


def test_a_finished_wizard_counts_until_something_new_is_typed(mentor: Graduand) -> None:
    first, second, *_ = _ids(mentor)
    mentor.stories.settle(first, Sheet(thanks=THREE))
    mentor.stories.keep(second, Sheet(thanks=THREE))
    assert _same(mentor, second) == (first,)
    mentor.stories.keep(first, Sheet(thanks=(Thanks("be kind", "was", "we laughed"),)))
    assert _same(mentor, second) == ()


def test_empty_thanks_are_no_copies(mentor: Graduand) -> None:
    first, second, *_ = _ids(mentor)
    mentor.stories.keep(first, Sheet())
    mentor.stories.keep(second, Sheet())
    assert _same(mentor, first) == ()


def test_a_hidden_pair_is_neither_asked_about_nor_looked_at(mentor: Graduand) -> None:
    first, second, *_ = _ids(mentor)
    for one in (first, second):
        mentor.stories.keep(one, Sheet(thanks=THREE))
    mentor.store.told.change(second, lambda told: replace(told, safe=True))
    assert _same(mentor, first) == _same(mentor, second) == ()
