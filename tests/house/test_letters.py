"""Letters: nothing sends them, and what a reader gets holds no word of the lists, blanks and defaults included."""

from __future__ import annotations

import pytest

from desktop.mentoring.letters import LetterKind, Values
from desktop.mentoring.linters import Checks, lint
from tests.house import scan
from tests.house.test_walls import imports
from tests.house.test_wording import EVERYWHERE, IN_LETTERS, found
from tests.unit.mentoring.letter_values import STORY, filled

SENDING = frozenset("smtplib aiosmtplib imaplib poplib telnetlib sendgrid mailbox".split())
OFFERED = [one for key, one in scan.sentences().items() if key.startswith(("letters.better.", "letters.phrase."))]


def test_nothing_can_send_a_letter() -> None:
    """Product rule R2: copy, save, open the mail program; nothing else."""
    scan.nothing_of(
        f"{scan.place(path, node)}: {name}"
        for path in scan.sources()
        for node, name in imports(path)
        if name.partition(".")[0] in SENDING
    )


@pytest.mark.parametrize("kind", tuple(LetterKind))
@pytest.mark.parametrize("values", [Values(), STORY], ids=["empty", "full"])
def test_no_letter_blames_or_offers_nothing(kind: LetterKind, values: Values) -> None:
    letter = filled(kind, values)
    words = f"{letter.subject}\n{letter.body}"
    scan.nothing_of(found(words, EVERYWHERE) + found(words, IN_LETTERS))


@pytest.mark.parametrize("one", OFFERED, ids=lambda one: one.key)
def test_what_is_offered_may_stand_in_a_letter(one: scan.Sentence) -> None:
    for form in one.forms:
        scan.nothing_of(found(form, IN_LETTERS))
        assert lint(form, Checks()) == ()


def test_there_are_sentences_on_offer() -> None:
    assert len(OFFERED) > 15
