"""Words that no text and no letter may hold (product rules R17, R18 and A6; the linters L1 to L3, L5).

A calendar cannot know why a meeting did not take place. So no text says who is at fault, none
measures a person, none tells the user what to decide, and none speaks of ending a person.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house import scan

LETTERS = scan.ROOT / "resources" / "letters"

_SOMEBODY = r"(they|he|she|you|who|mentors?|mentees?|person|partner|pair|organi[sz]er|side|\{\w+\})"
_DID_NOT = r"(cancel\w*|miss(ed|es)|skip\w*|forg[eo]t\w*|ignor\w*|reject\w*|refus\w*|drop\w*|never|late|absent)"

EVERYWHERE = {
    "blame: an act is laid at somebody's door": [
        r"\b(cancel+ed|called off|missed|skipped|ignored|rejected|refused|dropped|removed) by\b",
        rf"(?<!\w){_SOMEBODY} (has |have |had |often |always |just |simply )?{_DID_NOT}\b",
        r"\bfault\b",
        r"\bblam\w+",
        r"\bguilt\w*",
        r"\bexcuses?\b(?! (this|these|it|that|the|a|all) )",
    ],
    "blame: a word that judges": [
        r"\bignor\w+",
        r"\bfail\w*",
        r"\bno[- ]shows?\b",
        r"\bstood (you|them|him|her) up\b",
        r"\b(un)?reliab\w+",
        r"\bneglect\w*",
        r"\babandon\w*",
        r"\bghost\w*",
        r"\breject\w*",
        r"\bdisappoint\w*",
        r"\blet(ting)? (you|them|him|her|\{\w+\}) down\b",
        r"\blost interest\b",
        r"\bwast(e|ed|ing)\b",
        r"\bpointless\b",
        r"\bnot useful\b",
        r"\buseless\b",
        r"\btoxic\w*",
        r"\bbad (mentor|mentee|meeting|pair|habit|sign)s?\b",
        r"\blaz(y|iness)\b",
        r"\bcareless\w*",
        r"\bshould have\b",
    ],
    "a measure of a person": [
        r"\bscor(e|es|ed|ing)\b",
        r"\brank(s|ed|ing|ings)?\b",
        r"\brat(ed|ing|ings)\b",
        r"\bgrad(e|es|ed|ing)\b",
        r"\bperform(s|ed|ing|ance)\b",
        r"\btrend(s|ing)?\b",
        r"\b(best|worst|better|worse) (mentor|mentee|pair|partner|person)s?\b",
        r"\bcompared (to|with)\b",
        r"\battendance\b",
        r"\bat risk\b",
        r"\brisk of\b",
        r"\bhealth(y)?\b",
        r"%",
        r"\bper ?cent\b",
        r"[↑↓↗↘▲▼]",
    ],
    "a verdict": [
        r"\byou (should|must|need to|have to|ought to) (end|stop|leave|close|quit)\b",
        r"\btime to (end|stop|quit|leave)\b",
        r"\b(it is|it's) over\b",
    ],
    "ending a person": [
        r"\bbreak(s|ing)?[- ]?(up|ups)\b",
        r"\bterminat\w*",
        r"\bdump\w*",
        r"\bget(ting)? rid\b",
        r"\bfir(e|ed|ing)\b",
        r"\bditch\w*",
        r"\bquit(ting|s)? (your|the|this|a|an|on)? ?(mentor|mentee|person|pair|mentorship|relationship|\{\w+\})",
        r"\bend(s|ed|ing)? (the|your|this|our|a) (mentor|mentee|person|pair|mentorship|relationship|friendship)\b",
        r"\bend(s|ed|ing)? (it|things) with\b",
    ],
}

IN_THE_PROGRAM = {
    "urgency or reproach": [
        r"\boverdue\b",
        r"\burgent\w*",
        r"\bwarning[:!]",
        r"\bdanger\w*",
        r"\bagain and again\b",
        r"!{1,}",
    ],
}

IN_LETTERS = {
    "a weak excuse (L1)": [
        r"\btoo much work\b",
        r"\bso busy\b",
        r"\btake up your time\b",
        r"\bthings are crazy\b",
        r"\bmaybe later\b",
        r"\blet's see\b",
    ],
    "blame (L2)": [r"\byou (never|always|cancel\w*|failed|can't|cannot)\b", r"\byour fault\b"],
    "an empty offer (L5)": [
        r"\banything you need\b",
        r"\blet me know if I can help\b",
        r"\bhappy to help any ?time\b",
    ],
    "a private word (R4)": [r"\bnot kept\b", r"\bsigns?\b(?! off)", r"\bfell through\b", r"\bdid not take place\b"],
}


# How far a file is read; the only thing that is measured.
PROGRESS = frozenset({"cli.reading"})


def found(text: str, words: dict[str, list[str]]) -> list[str]:
    """What of `words` stands in `text`, each with its reason."""
    return [
        f"{reason}: {hit.group()!r}"
        for reason, patterns in words.items()
        for pattern in patterns
        if (hit := re.search(pattern, text, re.IGNORECASE))
    ]


@pytest.mark.parametrize("one", scan.sentences().values(), ids=lambda one: one.key)
def test_no_text_blames_measures_or_decides(one: scan.Sentence) -> None:
    if one.key in PROGRESS:
        assert one.forms == ("Reading: {percent} %",)
        return
    scan.nothing_of([fault for form in one.forms for fault in found(form, EVERYWHERE | IN_THE_PROGRAM)])


def _letters() -> list[Path]:
    return sorted(path for path in LETTERS.rglob("*") if path.suffix in (".txt", ".j2", ".md", ".toml"))


def test_there_are_letters() -> None:
    assert _letters()


@pytest.mark.parametrize("path", _letters(), ids=lambda path: path.relative_to(LETTERS).as_posix())
def test_no_letter_blames_or_offers_nothing(path: Path) -> None:
    words = re.sub(r"{%.*?%}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    words = re.sub(r"{{.*?}}", "{place}", words)
    scan.nothing_of(found(words, EVERYWHERE) + found(words, IN_LETTERS))


@pytest.mark.parametrize(
    "sentence",
    [
        "Cancelled by Ann.",
        "They cancelled the last four.",
        "{name} has missed five meetings.",
        "Your reliability score: 40 %.",
        "You should end this.",
        "The last invitation was ignored.",
        "Break up with {name}",
        "Ann is your best mentor.",
        "The organizer never answers",
    ],
)
def test_the_list_catches(sentence: str) -> None:
    assert found(sentence, EVERYWHERE)


@pytest.mark.parametrize(
    "sentence",
    [
        "7 of the last 12 meetings are on the calendar as kept. Busy season, or time for another rhythm?",
        "The last four dates didn't work out. Shall we find an easier rhythm?",
        "It's been 13 weeks since you two met. Still on, on pause, or done?",
        "Most dates get moved. Would another day suit you both better?",
        "A thank-you is never too late. Two lines are enough.",
        "Nothing booked. Leave it, rebook, or close well?",
        "The series ends on 9 December.",
        "Quit Graduand",
    ],
)
def test_the_list_lets_kind_words_pass(sentence: str) -> None:
    scan.nothing_of(found(sentence, EVERYWHERE))
