"""When a thank-you is concrete, and when two people would get the same one."""

from __future__ import annotations

import pytest

from desktop.mentoring.letters import Thanks
from desktop.mentoring.linters import Gap, Lacks, are_ready, copied, gaps
from desktop.mentoring.linters.thanks import is_concrete
from resources.texts import has_text
from tests.unit.mentoring.letter_values import THANKS


@pytest.mark.parametrize(
    "words",
    [
        "to ask finance first",
        "in March",
        "twice",
        "40 %",
        "I talked to Priya",
        "“no”",
        "slept before answering",
        "the audit was done early",
        "3x",
    ],
)
def test_concrete(words: str) -> None:
    assert is_concrete(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "...",
        "great advice",
        "You were always so very helpful and supportive",
        "I grew a lot as a person",
        "everything is much better now",
        "thank you for your time and guidance",
        "It really helped me",
    ],
)
def test_what_could_be_said_of_anybody(words: str) -> None:
    assert not is_concrete(words)


def test_gaps_are_named_by_place() -> None:
    found = gaps((THANKS[0], Thanks("great advice", "", "since May two people ask me")))
    assert found == (Gap(1, "said", Lacks.DETAIL), Gap(1, "did", Lacks.WORDS))
    assert all(has_text(gap.says) for gap in found)
    assert all(has_text(f"letters.thanks.{lack}.{part}") for lack in Lacks for part in ("said", "did", "changed"))


def test_three_are_wanted_or_one_for_a_short_note() -> None:
    assert are_ready(THANKS)
    assert not are_ready(THANKS[:2])
    assert not are_ready((*THANKS[:2], Thanks("x", "y", "")))
    assert are_ready(THANKS[:1], short=True)
    assert not are_ready((), short=True)


def test_the_same_three_thanks_are_noticed() -> None:
    other = tuple(
        Thanks(one.said.upper(), one.did.replace("Priya", "Prïya") + "!", f"  {one.changed}.")
        for one in reversed(THANKS)
    )
    (pair,) = copied({"a": THANKS, "b": other})
    assert (pair.one, pair.other) == ("a", "b")
    assert has_text(pair.says)


def test_names_make_no_difference() -> None:
    one = (Thanks("Anna, be brave in rooms", "Anna went to Lyon", "the board knows Anna"),)
    other = (Thanks("Zacharias, be brave in rooms", "Zacharias went to Lyon", "the board knows Zacharias"),)
    assert copied({"a": one, "z": other}, names=["Anna Berg", "Zacharias"])


def test_what_differs_is_no_copy() -> None:
    assert copied({"a": THANKS, "b": (*THANKS[:2], Thanks("write less", "cut the deck", "talks end early"))}) == ()
    assert copied({"a": THANKS, "b": ()}) == ()
    assert copied({"a": THANKS[:1] * 3, "b": THANKS}) == (), "one thank-you stands for one other"
    assert copied({"a": (Thanks(),) * 3, "b": (Thanks(),) * 3}) == ()


def test_every_pair_of_four_is_looked_at() -> None:
    assert len(copied({str(number): THANKS for number in range(4)})) == 6
