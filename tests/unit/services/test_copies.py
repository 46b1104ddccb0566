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
from desktop.services.copies import is_copied, thanks_of_others
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


def _is_copied(graduand: Graduand, mentorship: str, thanks: tuple[Thanks, ...] = THREE) -> bool:
    return is_copied(thanks, thanks_of_others(graduand.store, graduand.stories, mentorship), [])


def test_the_same_three_thanks_in_two_notes_are_flagged(mentor: Graduand) -> None:
    first, second, third, fourth = _ids(mentor)
    kind = (Thanks("be kind", "was", "we laughed"),)
    mentor.stories.keep(first, Sheet(thanks=THREE))
    mentor.stories.keep(second, Sheet(thanks=tuple(reversed(THREE))))
    mentor.stories.keep(third, Sheet(thanks=kind))
    assert _is_copied(mentor, first)
    assert _is_copied(mentor, second, tuple(reversed(THREE)))
    assert not _is_copied(mentor, third, kind)
    assert _is_copied(mentor, fourth), "by whom is said to nobody, only that it is"


def test_what_was_given_counts_before_what_is_half_way(mentor: Graduand) -> None:
    first, second, *_ = _ids(mentor)
    mentor.stories.settle(first, Sheet(thanks=THREE))
    assert _is_copied(mentor, second)
    mentor.stories.keep(first, Sheet(thanks=(Thanks("be kind", "was", "we laughed"),)))
    assert _is_copied(mentor, second)


def test_empty_thanks_are_no_copies(mentor: Graduand) -> None:
    first, second, *_ = _ids(mentor)
    mentor.stories.keep(second, Sheet())
    assert not _is_copied(mentor, first, ())
    assert not _is_copied(mentor, first)


def test_a_hidden_pair_is_not_looked_at(mentor: Graduand) -> None:
    first, second, *_ = _ids(mentor)
    mentor.stories.keep(second, Sheet(thanks=THREE))
    mentor.store.told.change(second, lambda told: replace(told, safe=True))
    assert not _is_copied(mentor, first)
