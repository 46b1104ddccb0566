"""What the linters find in a letter, what they let pass, and that what they offer is better."""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import date

import pytest

from desktop.mentoring.letters import LetterKind, Values
from desktop.mentoring.linters import Checks, Code, Finding, Part, checks_for, lint, parts, replaced
from desktop.mentoring.linters.phrasebook import phrasebook
from desktop.mentoring.linters.reading import Reading
from resources.texts import has_text, text
from tests.house.scan import ROOT
from tests.unit.mentoring.letter_values import FINAL, filled

PHRASES = Checks()
LISTS = tomllib.loads((ROOT / "resources" / "words" / "letters.toml").read_text(encoding="utf-8"))["en"]
FLAGGED = {name: found for name, found in LISTS.items() if name.startswith(("excuse-", "blame-", "break-up", "offer-"))}
DAY = "9 December"


def found(letter: str, checks: Checks = PHRASES) -> list[tuple[Code, str]]:
    """Each finding with the words that it is about."""
    return [(one.code, letter[slice(*one.phrase)] if one.phrase else "") for one in lint(letter, checks)]


def codes(letter: str, checks: Checks) -> list[Code]:
    return [one.code for one in lint(letter, checks)]


def sentence(finding: Finding) -> str:
    return text(finding.better, **dict(finding.values))


# --- L1, L2, L3, L5 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        (Code.EXCUSE, "too much work"),
        (Code.EXCUSE, "so busy"),
        (Code.EXCUSE, "don't want to take up your time"),
        (Code.EXCUSE, "things are crazy"),
        (Code.EXCUSE, "maybe later"),
        (Code.EXCUSE, "let's see"),
        (Code.BLAME, "you never"),
        (Code.BLAME, "you always"),
        (Code.BLAME, "you cancelled"),
        (Code.BLAME, "you failed"),
        (Code.BLAME, "your fault"),
        (Code.BLAME, "waste of time"),
        (Code.BLAME, "not useful"),
        (Code.BLAME, "disappointed"),
        (Code.BLAME, "you can't"),
        (Code.BREAK_UP, "break up"),
        (Code.BREAK_UP, "terminate"),
        (Code.BREAK_UP, "dump"),
        (Code.BREAK_UP, "fire"),
        (Code.BREAK_UP, "get rid"),
        (Code.BREAK_UP, "ending our relationship"),
        (Code.VAGUE_OFFER, "anything you need"),
        (Code.VAGUE_OFFER, "let me know if I can help"),
        (Code.VAGUE_OFFER, "happy to help anytime"),
    ],
)
def test_the_lists_of_the_specification(code: Code, phrase: str) -> None:
    assert [one for one, _ in found(f"I think that {phrase} is here.")] == [code]


@pytest.mark.parametrize(("name", "phrase"), [(name, one) for name, all_ in FLAGGED.items() for one in all_])
def test_every_phrase_is_found_and_its_better_sentence_is_not(name: str, phrase: str) -> None:
    letter = f"Well, {phrase.rstrip('*')} is here. The rest is good."
    first = lint(letter, PHRASES)[0]
    assert first.better == f"letters.better.{name}" or first.better.rpartition("-")[0] in f"letters.better.{name}"
    better = replaced(letter, first, sentence(first))
    assert better.endswith("The rest is good.")
    assert lint(better, PHRASES) == ()


@pytest.mark.parametrize(
    "written",
    [
        "DON'T HAVE TIME",
        "don’t have time",
        "donʼt have  time",
        "don't\nhave time",
        "don't have\r\n   time",
        "don't\thave\u00a0time",
        "don't *have* time",
        "don't have\n\n time",
        "don't h\u00adave time",
        "don't \u2068have\u2069 time",
    ],
)
def test_writing_hides_no_phrase(written: str) -> None:
    assert found(f"I {written} now.") == [(Code.EXCUSE, written)]


@pytest.mark.parametrize(
    "innocent",
    [
        "The firewall and the firefly were dumplings, indeterminate ones.",
        "We sow heat, so business is good, and nobody youneverknow.",
        "There was a fire drill, then a data dump, and I was on fire.",
        "Take your time. You can always ask. Do you? Never mind.",
        "I let this phrase. See?",
        "You always had time for me, and you can't imagine how much that meant. Let's see each other in May.",
        "So. Busy streets.",
        "> you never came\n> so busy\nThat was a quote.",
        "  > you cancelled\nAnd that was one too.",
    ],
)
def test_other_words_and_quotes_are_left_alone(innocent: str) -> None:
    assert found(innocent) == []


def test_one_sentence_is_found_once_a_rule_and_named_whole() -> None:
    letter = "Hello Anna,\nI'm so busy, and things are crazy here, e.g. on 9 Dec. 2025.\n\n1. You never call. Good."
    spans = [(one.code, letter[one.start : one.end]) for one in lint(letter, PHRASES)]
    assert spans == [
        (Code.EXCUSE, "I'm so busy, and things are crazy here, e.g. on 9 Dec. 2025."),
        (Code.BLAME, "You never call."),
    ]


def test_a_language_without_lists_has_no_findings() -> None:
    assert lint("You never call, I'm so busy.", Checks(closing=True, structure=True, language="de")) == ()


def test_reading_a_letter_moves_nothing() -> None:
    signs = "".join(chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n <= 0xDFFF)
    assert len(Reading(signs).text) == len(signs)


def test_all_texts_of_findings_are_there() -> None:
    assert all(has_text(f"letters.better.{name}") for name in FLAGGED)
    assert all(has_text(f"letters.finding.{code}") for code in Code)
    assert phrasebook("en") is phrasebook("en")


# --- L4 ---------------------------------------------------------------------------------------------

CLOSING = Checks(phrasing=False, closing=True, final=date(2025, 12, 9), final_words=DAY)


@pytest.mark.parametrize(
    "day",
    [
        "2025-12-09",
        "9 December",
        "9 december 2025",
        "9th December",
        "the 9th of December",
        "December 9",
        "December 9th, 2025",
        "Dec. 9",
        "9 Dec 2025",
        "9-Dec-2025",
        "Tuesday, 9 December",
        "Tue 9 Dec",
        "Tuesday, December 9",
        "9.12.2025",
        "09/12/2025",
        "12/9/2025",
        "9/12/25",
        "next Tuesday",
        "on Tuesday",
        "9\nDecember",
        "on Tuesday 9 December",
        "on Tuesday, 2025-12-09",
    ],
)
def test_a_date_is_read_as_people_write_it(day: str) -> None:
    assert lint(f"Our last regular meeting will be {day} at 16:00.", CLOSING) == ()


@pytest.mark.parametrize(
    "none",
    [
        "soon",
        "in December",
        "on Tuesdays",
        "in May 2025",
        "in 45 minutes",
        "32 December",
        "version 9.12",
        "1/2",
        "at 9",
    ],
)
def test_what_is_no_date(none: str) -> None:
    assert codes(f"Our Tuesday talk will be our last regular meeting, {none}.", CLOSING) == [Code.NO_DATE]


@pytest.mark.parametrize(
    "stop",
    [
        "Let 9 December be our last regular meeting.",
        "Our final regular meeting is on 9 December.",
        "I'd like to close our regular meetings on 9 December.",
        "The series ends on 9 December.",
        "I'd like 9 December to be\nthe last one.",
        "Our regular meetings stop after 9 December.",
    ],
)
def test_a_stop_is_read_as_people_write_it(stop: str) -> None:
    assert lint(stop, CLOSING) == ()


@pytest.mark.parametrize(
    "none",
    [
        "On 9 December we meet.",
        "I don't want to close our regular meetings on 9 December.",
        "> our last regular meeting is 9 December\nFine with me, 9 December.",
    ],
)
def test_what_is_no_stop(none: str) -> None:
    (finding,) = lint(none, CLOSING)
    assert finding.code is Code.NO_STOP
    assert lint(replaced(none, finding, sentence(finding)), CLOSING) == ()


def test_a_date_that_is_missing_comes_with_the_sentence() -> None:
    letter = "Thank you. This is our last regular meeting soon. Yours"
    (finding,) = lint(letter, CLOSING)
    better = replaced(letter, finding, sentence(finding))
    assert better == "Thank you. I would like 9 December to be our last regular meeting. Yours"


@pytest.mark.parametrize("other", ["2 December", "on Tuesday 2 December", "9 December 2026", "2025-12-02", "3.4.2025"])
def test_another_date_than_the_plans_is_named(other: str) -> None:
    letter = f"We began years ago. Our last regular meeting is on {other}."
    (finding,) = lint(letter, CLOSING)
    assert finding.code is Code.OTHER_DATE
    assert letter[finding.start : finding.end] == other.removeprefix("on Tuesday ")
    assert sentence(finding) == DAY
    assert lint(letter, Checks(phrasing=False, closing=True)) == (), "no plan, no other date"


def test_other_dates_beside_the_right_one_are_fine() -> None:
    assert lint("We met on 2 September. Our last regular meeting is on 9 December.", CLOSING) == ()


# --- the four parts -------------------------------------------------------------------------------

WHOLE = "Hello Anna,\n\nThank you for March. My goals have changed. I'd like 9 December to be our last regular meeting."
STRUCTURE = Checks(phrasing=False, structure=True)


def test_what_is_missing_is_put_where_it_reads_well() -> None:
    (touch,) = lint(f"{WHOLE}\n\nBen", STRUCTURE)
    assert touch.code is Code.NO_TOUCH
    better = replaced(f"{WHOLE}\n\nBen", touch, sentence(touch))
    assert better.startswith(f"{WHOLE}\n\nI would be glad to stay in touch")
    assert better.endswith("\n\nBen")
    assert lint(better, STRUCTURE) == ()


def test_thanks_come_before_the_reason() -> None:
    letter = "Hello Anna,\n\nMy goals have changed. Thank you for March. Let us stay in touch."
    (finding,) = lint(letter, STRUCTURE)
    assert finding.code is Code.REASON_FIRST
    assert letter[slice(*finding.phrase or (0, 0))] == "My goals"
    better = replaced(letter, finding, sentence(finding))
    assert better.startswith("Hello Anna,\n\nI really appreciate")
    assert lint(better, STRUCTURE) == ()


def test_a_long_first_line_is_no_greeting() -> None:
    letter = "With all of these changes at work in mind,\nmy goals have moved. Let us stay in touch."
    first = lint(letter, STRUCTURE)[0]
    assert (first.code, first.start) == (Code.NO_THANKS, 0)


def test_parts_are_ticked_one_by_one() -> None:
    assert parts("") == frozenset()
    assert parts(WHOLE) == {Part.THANKS, Part.REASON, Part.STOP}
    assert parts(f"{WHOLE} Let us keep in touch.") == set(Part)


def test_every_missing_part_is_offered_until_none_is_missing() -> None:
    checks = Checks(closing=True, structure=True, final=date(2025, 12, 9), final_words=DAY)
    letter = "Hello Anna,\n\nHow are you?\n\nBen"
    for _ in range(9):
        left = lint(letter, checks)
        if not left:
            break
        letter = replaced(letter, left[0], sentence(left[0]))
    assert lint(letter, checks) == ()
    assert letter.startswith("Hello Anna,")
    assert letter.endswith("Ben")
    assert re.fullmatch(r"(?s)Hello Anna,\n\nI really .*last regular meeting\..*touch.*", letter)


# --- whole letters --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", tuple(LetterKind))
def test_our_own_letters_have_no_findings(kind: LetterKind) -> None:
    checks = checks_for(kind, final=FINAL.date(), final_words=DAY)
    assert lint(filled(kind).body, checks) == ()


@pytest.mark.parametrize("kind", [LetterKind.GRADUATION, LetterKind.MENTOR_CLOSES, LetterKind.NEUTRAL_CLOSE])
def test_a_letter_without_its_date_is_not_clear(kind: LetterKind) -> None:
    found_ = codes(filled(kind, Values()).body, checks_for(kind))
    assert found_ == [Code.NO_DATE] if kind is not LetterKind.MENTOR_CLOSES else Code.NO_DATE in found_


def test_the_safe_branch_asks_for_nothing_but_clarity() -> None:
    letter = "You never helped. Our last regular meeting was on 9 December."
    assert lint(letter, checks_for(LetterKind.NEUTRAL_CLOSE)) == ()
    assert lint(letter, checks_for(LetterKind.GRADUATION, safe=True)) == ()
    assert Code.BLAME in codes(letter, checks_for(LetterKind.GRADUATION))


def test_the_short_form_has_an_end() -> None:
    checks = checks_for(LetterKind.LEADER_SHORT)
    letter = f"{WHOLE} We meet when it matters. " + "word " * 200
    (finding,) = (one for one in lint(letter, checks) if one.code is Code.LONG)
    assert len(letter[: finding.start].split()) == 120
    assert text(finding.says, **dict(finding.values)).startswith("The short form has at most 120 words")
    assert Code.LONG not in codes(letter, checks_for(LetterKind.LEADER))
