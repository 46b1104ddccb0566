"""What a notification says may stand on a screen that others see (R25), and does not press (R27)."""

from __future__ import annotations

import re

import pytest

from desktop.mentoring.mentorship import SignKind
from tests.house import scan

SAID = [one for key, one in scan.sentences().items() if key.startswith(("reminders.", "after.line."))]
# The signs' own sentences that become a notification where reminders.toml has none.
OWN = [
    scan.sentences()[f"signs.{kind}.says"]
    for kind in (SignKind.QUIET_PATCH, SignKind.GAP_IN_A_ROW, SignKind.DORMANT, SignKind.GOALS_REACHED)
]
ENDING = re.compile(
    r"\b(end(s|ed|ing)?|clos(e|es|ed|ing)|stop(s|ped|ping)?|finish\w*|leav(e|es|ing)|quit\w*|cancel\w*)\b",
    re.IGNORECASE,
)
PRESSING = re.compile(r"\b(again|still|already|reminder|second time|last chance|don't forget)\b", re.IGNORECASE)
PLACES = {
    "weekday", "weeks", "ahead", "first", "last", "blocked", "n", "says", "looks", "day",
    "kept", "due", "in_a_row", "reached", "goals",
}  # fmt: skip
"""Numbers, days, and one sentence of a sign: nothing that a calendar's author wrote."""


@pytest.mark.parametrize("one", [*SAID, *OWN], ids=lambda one: one.key)
def test_no_name_no_verb_of_ending_and_no_pressing(one: scan.Sentence) -> None:
    assert one.places <= PLACES
    for form in one.forms:
        assert not ENDING.search(form), form
        assert not PRESSING.search(form), form


def test_there_are_texts() -> None:
    assert len(SAID) > 25
    assert ENDING.search("The series ends on Monday.")
    assert PRESSING.search("Once again")
