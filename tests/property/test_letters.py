"""Every letter, filled with whatever a stranger may have written into a calendar: it stays one plain letter."""

from __future__ import annotations

import string
from datetime import date
from email import message_from_bytes, policy
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.mentoring.letters import (
    BLANK,
    Dates,
    Goal,
    LetterKind,
    Offer,
    Outcome,
    Thanks,
    Values,
    Win,
    blanks,
    draft,
    faults,
    places,
    plain,
    presentable,
)
from desktop.mentoring.letters.rendering import LONGEST, LONGEST_SUBJECT
from desktop.mentoring.linters import Checks, lint, replaced
from desktop.mentoring.plan import Draft
from desktop.services.letter_output import LONGEST_LINK, as_eml, as_mailto, as_text, usable
from resources.letters import template
from resources.texts import clock, day, text

FSI, PDI = "\u2068", "\u2069"
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"
SYNTAX = "{{ 987654321 * 2 }}{% for a in 'b' %}{% endfor %}{# #}${x}{name}%(name)s"
HOSTILE = (
    SYNTAX,
    "{{ name.__class__.__mro__[1].__subclasses__() }}",
    "Ann\r\nBcc: everybody@example.org\r\n\r\n<b>new body</b>",
    "<script>alert(1)</script><img src=x onerror=y>&amp;\"'`",
    "\u202egnp.exe\u202c \u2067\u2066 \u202d",
    "משה \u202e<evil> שלום",
    "مرحبا [goal] {{ x }}",
    "a\x00b\x1b[31m\x07\x85\u2028c\u2029d\x9b",
    "\ud800 lone \udfff",
    "é" + "\u0301" * 9_999,
    "x" * 10_000,
    "שלום " * 2_000,
    "👩🏽‍🔬" * 2_500,
    "[…] [x] ]]][[[",
    " \t\n ",
    "\ufeff\ufffe\ufdd0\U0001ffff",
)
PIECES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.characters(), max_size=60),
    st.text(alphabet=f"{OVERRIDES}{FSI}{PDI}\u200f א‎ab\r\n\u0085{{}}%[]<>&", max_size=40),
)
VALUES = st.lists(PIECES, min_size=1, max_size=4).map("".join)
PLACES_TYPED = (
    "brings_me brings_them changed_here direction former_work growth interest keep_for lessons month need new_work "
    "news next_challenge next_contact open_points pace passing_on priority question rhythm specific team"
).split()


def everywhere(said: str) -> Values:
    """The same text at every place of every letter."""
    lists = ("lessons", "open_points", "passing_on", "brings_me", "brings_them")
    return Values(
        name=said,
        me=said,
        host=said,
        title=said,
        dates=Dates(final=date(2025, 12, 9)),
        met=7,
        goals=(Goal(said, said, reached=True),) * 30,
        wins=(Win(said, date(2025, 10, 14)),) * 30,
        thanks=(Thanks(said, said, said),) * 30,
        outcomes=(Outcome(said, said, may_leave=True),) * 30,
        offer=Offer(said, said, said, said, said, agreed=True),
        rungs=(said,) * 30,
        more={name: (said,) * 30 if name in lists else said for name in PLACES_TYPED},
    )


@cache
def lines_of(kind: LetterKind) -> int:
    """How many line breaks a letter has with something harmless everywhere."""
    return letter(kind, "word").body.count("\n")


def letter(kind: LetterKind, said: str) -> Draft:
    return draft(kind, template(kind), places(kind, everywhere(said), day=day, hour=clock))


def assert_plain(words: str) -> None:
    assert not set(words) & set(OVERRIDES)
    assert all(sign in "\n\t" or sign.isprintable() or sign >= "\u00a0" for sign in words)
    words.encode()
    depth = 0
    for sign in (sign for sign in words if sign in (FSI, PDI)):
        depth += 1 if sign == FSI else -1
        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize("kind", tuple(LetterKind))
@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_no_letter_breaks_of_these(kind: LetterKind, said: str) -> None:
    assert_whole(letter(kind, said), kind)


@given(st.sampled_from(tuple(LetterKind)), VALUES)
def test_no_letter_breaks_of_anything(kind: LetterKind, said: str) -> None:
    assert_whole(letter(kind, said), kind)


def assert_whole(made: Draft, kind: LetterKind) -> None:
    assert made.subject
    assert len(made.subject.splitlines()) == 1
    assert len(made.subject) <= LONGEST_SUBJECT + 3
    assert len(made.body) <= LONGEST + 3
    assert_plain(made.subject)
    assert_plain(made.body)
    assert "1975308642" not in made.subject + made.body
    assert "<class" not in made.body
    # As many lines as from a harmless value: none came in.
    assert made.body.count("\n") <= lines_of(kind)


def test_syntax_in_a_value_stands_there_as_it_is() -> None:
    assert (
        "{{ 987654321 * 2 }}{% for a in 'b' %}{% endfor %}{# #}${x}{name}%(name)s"
        in letter(LetterKind.PRIORITY, SYNTAX).body
    )
    assert "<b>" in letter(LetterKind.PRIORITY, "<b>bold</b>").body


def test_brackets_of_a_value_are_no_blanks() -> None:
    made = letter(LetterKind.THANK_YOU, "[Mentoring] […]")
    assert blanks(made.body) == ()
    assert "(Mentoring) (…)" in made.body


@given(VALUES)
def test_a_subject_has_an_end_in_a_text_of_the_users_too(said: str) -> None:
    made = draft("note", "{{ name }} {{ title }}" * 20 + "\nbody", {"name": said or "x", "title": said or "x"})
    assert_plain(made.subject)
    assert len(made.subject) <= LONGEST_SUBJECT + 3


@given(VALUES, st.integers(20, 400))
def test_a_value_is_one_short_line(said: str, longest: int) -> None:
    made = plain(said, longest)
    assert_plain(made)
    assert "\n" not in made
    assert len(made) <= longest + 2
    assert plain(made, longest) == made, "it is as plain as it gets"


@pytest.mark.parametrize("said", ["Ann", "Ann Ben-Ari 3", "Łukasz", "李", "Ann 👩🏽‍🔬"])
def test_an_ordinary_name_stays_as_it_is(said: str) -> None:
    assert plain(said, 80) == said


def test_a_name_from_right_to_left_keeps_to_itself() -> None:
    assert plain("משה", 80) == f"{FSI}משה{PDI}"


@given(st.text(alphabet=st.characters(), max_size=300))
@example("\u202e\u2067 a \ud800 \x00\r\n\r b\u2028c \u2068")
def test_what_a_writer_typed_leaves_as_plain_lines(typed: str) -> None:
    made = presentable(typed)
    assert_plain(made)
    assert presentable(made) == made


# --- templates of others --------------------------------------------------------------------------

MARKS = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        " name ",
        " if ",
        " for ",
        " in ",
        " one ",
        " goals ",
        ".",
        "__class__",
        " or ",
        "'x'",
        "(",
        ")",
        "|",
        "[0]",
        " else ",
        " endif ",
        " endfor ",
        "\n",
        "~",
        "*",
        "9",
        "{#",
        "#}",
        " set ",
        " loop.index ",
        "words",
    ]
)


@given(st.lists(st.one_of(MARKS, st.text(string.printable, max_size=5)), max_size=40).map("".join))
@example("{{ name or 'x' }}{% for one in goals %}{{ one.words }}{% endfor %}")
@example("{% for one in goals %}{{ one.words.x }}{% endfor %}")
def test_a_template_is_refused_or_works(body: str) -> None:
    whole = f"Subject\n{body}"
    if faults(LetterKind.SUMMARY, whole):
        return
    values = places(LetterKind.SUMMARY, everywhere(SYNTAX), day=day, hour=clock)
    for given_ in (values, {}):
        made = draft("summary", whole, given_)
        assert made.subject
        assert len(made.body) <= LONGEST + 3
        assert not {"<class", "bound method", "1975308642", "Undefined"} & set(made.body.split())


@pytest.mark.parametrize(
    "attempt",
    [
        "name.__class__",
        "name.__class__.__mro__[1].__subclasses__()",
        "goals.__class__",
        "name.format.__globals__",
        "''.join.__self__.__class__",
        "self._TemplateReference__context",
        "cycler.__init__.__globals__.os",
        "lipsum.__globals__",
        "namespace()",
        "range(9)",
    ],
)
def test_the_sandbox_reaches_nothing(attempt: str) -> None:
    """Twice: such a template is refused, and were it not, there would be nothing behind it."""
    whole = f"Subject\n{{{{ {attempt} }}}}"
    assert faults(LetterKind.SUMMARY, whole)
    if attempt.endswith("()") or "(" in attempt or attempt.startswith(("cycler.", "lipsum.")):
        return
    made = draft("summary", whole, {"name": "Ann", "goals": ({"words": "x"},)})
    assert made.body == BLANK


# --- out of the program ---------------------------------------------------------------------------


@given(st.sampled_from(tuple(LetterKind)), VALUES, st.lists(st.one_of(PIECES, st.just("ann@example.org")), max_size=3))
def test_a_mail_has_our_headers_and_no_others(kind: LetterKind, said: str, to: list[str]) -> None:
    made = letter(kind, said)
    mail = message_from_bytes(as_eml(made, to), policy=policy.default)
    wanted = ["X-Unsent", *(["To"] if usable(to) else []), "Subject"]
    body = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
    assert sorted(mail.keys()) == sorted([*wanted, *body])
    assert mail["X-Unsent"] == "1"
    assert str(mail["Subject"]) == made.subject
    assert mail.get_content().replace("\r\n", "\n").rstrip() == made.body
    assert not mail.defects
    assert as_text(made).decode().split("\n")[0] == made.subject


@given(st.sampled_from(tuple(LetterKind)), VALUES, st.lists(st.one_of(PIECES, st.just("a+b@example.org")), max_size=3))
def test_a_link_says_the_same_within_its_length(kind: LetterKind, said: str, to: list[str]) -> None:
    made = letter(kind, said)
    link = as_mailto(made, to)
    assert len(link.url) <= LONGEST_LINK
    assert link.url.isascii()
    assert not set(link.url) & set(' \r\n\t"<>')
    found = parse_qs(urlsplit(link.url).query, keep_blank_values=True, strict_parsing="?" in link.url)
    assert set(found) <= {"subject", "body"}
    assert ("body" in found) is link.whole
    if link.whole:
        assert found["body"] == [made.body.replace("\n", "\r\n")]
    else:
        assert text(link.advice)


# --- the linters ----------------------------------------------------------------------------------


@given(st.lists(st.one_of(PIECES, st.sampled_from(["so busy. ", "You never ", "\n> ", "9 December", " our last"]))))
def test_a_finding_lies_within_the_letter(pieces: list[str]) -> None:
    whole = "".join(pieces)
    checks = Checks(closing=True, structure=True, longest=20, final=date(2025, 12, 9), final_words="9 December")
    for finding in lint(whole, checks):
        assert 0 <= finding.start <= finding.end <= len(whole)
        if finding.phrase:
            assert 0 <= finding.phrase[0] < finding.phrase[1] <= len(whole)
        better = replaced(whole, finding, "X")
        assert better.startswith(whole[: finding.start])
        assert better.endswith(whole[finding.end :])
