"""What a template may hold, and what is said of one that holds something else."""

from __future__ import annotations

import pytest

from desktop.mentoring.letters import FaultKind, LetterKind, faults

K = FaultKind


def _fault(body: str, kind: LetterKind = LetterKind.SUMMARY) -> tuple[FaultKind, int, str]:
    first = faults(kind, f"Subject\n{body}\n")[0]
    return first.kind, first.line, first.what


@pytest.mark.parametrize(
    "body",
    [
        "Nothing to fill.",
        "{{ name }}",
        '{{ name or "[name]" }} {{ me if me else "me" }}',
        "{% if goals and not wins %}{{ met }}{% elif wins %}x{% else %}y{% endif %}",
        "{% for one in goals %}{{ loop.index }} {{ one.words }}{% if not loop.last %}, {% endif %}{% endfor %}",
        "{% for one in passing_on %}{{ one }}{% else %}none{% endfor %}{% for x in goals %}{{ x.result }}{% endfor %}",
        "{# a remark #}x",
    ],
)
def test_what_letters_need_is_allowed(body: str) -> None:
    assert faults(LetterKind.SUMMARY, f"Subject\n{body}\n") == ()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("{{ reason }}", (K.PLACE, 2, "reason")),
        ("a\nb {{ not_kept }}", (K.PLACE, 3, "not_kept")),
        ("{% if pulse %}x{% endif %}", (K.PLACE, 2, "pulse")),
        ("{% for one in goals %}{{ one.missed }}{% endfor %}", (K.PLACE, 2, "one.missed")),
        ("{% for one in meetings %}{{ one }}{% endfor %}", (K.PLACE, 2, "meetings")),
        ("{% for one in name %}{{ one }}{% endfor %}", (K.PLACE, 2, "name")),
        ("{% for one in goals %}x{% endfor %}{{ one.words }}", (K.PLACE, 2, "one.words")),
        ("{{ name.__class__ }}", (K.PLACE, 2, "name.__class__")),
        ("{{ goals }}", (K.LIST, 2, "goals")),
        ('{{ "x" if goals else goals }}', (K.LIST, 2, "goals")),
        ("{% for one in goals %}{{ one }}{% endfor %}", (K.LIST, 2, "one")),
        ("{{ name.upper() }}", (K.NOT_ALLOWED, 2, "call")),
        ("{{ name | upper }}", (K.NOT_ALLOWED, 2, "filter")),
        ("{{ 2 ** 99999999 }}", (K.NOT_ALLOWED, 2, "pow")),
        ('{{ "a" * 999999999 }}', (K.NOT_ALLOWED, 2, "mul")),
        ("{{ 7 }}", (K.NOT_ALLOWED, 2, "const")),
        ("{{ [1, 2] }}", (K.NOT_ALLOWED, 2, "list")),
        ("{{ name[0] }}", (K.NOT_ALLOWED, 2, "getitem")),
        ("{% for a in range(9) %}x{% endfor %}", (K.NOT_ALLOWED, 2, "call")),
        ("{% for a in goals %}{% for b in goals %}x{% endfor %}{% endfor %}", (K.NOT_ALLOWED, 2, "for")),
        ("{% for a in goals if a.words %}x{% endfor %}", (K.NOT_ALLOWED, 2, "for")),
        ("{% for a, b in goals %}x{% endfor %}", (K.NOT_ALLOWED, 2, "for")),
        ("{% set a = name %}", (K.NOT_ALLOWED, 2, "assign")),
        ("{% include 'x' %}", (K.NOT_ALLOWED, 2, "include")),
        ("{% macro a() %}{% endmacro %}", (K.NOT_ALLOWED, 2, "macro")),
        ("{% if name %}x", (K.SYNTAX, 2, "")),
        ("x\n{{ name", (K.SYNTAX, 3, "")),
        ("{% end %}", (K.SYNTAX, 2, "")),
        ("{{ " + "(" * 3000 + "name" + ")" * 3000 + " }}", (K.SYNTAX, 1, "")),
    ],
)
def test_everything_else_is_named(body: str, fault: tuple[FaultKind, int, str]) -> None:
    found = _fault(body)
    assert found[0] is fault[0]
    if fault[0] is not K.SYNTAX:
        assert found == fault


@pytest.mark.parametrize("whole", ["", "  \n\n", "Subject only", "Subject\n  \n"])
def test_a_letter_has_a_subject_and_a_body(whole: str) -> None:
    assert faults(LetterKind.NOTE, whole)[0].kind is K.EMPTY


def test_a_template_has_an_end() -> None:
    assert faults(LetterKind.NOTE, "Subject\n" + "x" * 20_000)[0].kind is K.TOO_LONG


def test_all_faults_are_found_in_the_order_of_their_lines() -> None:
    found = faults(LetterKind.NOTE, "Subject {{ a }}\n{{ b }}\n{{ c.d }}\n{% for x in y %}{% endfor %}")
    assert [(fault.line, fault.what) for fault in found] == [(1, "a"), (2, "b"), (3, "c.d"), (4, "y")]


def test_a_place_of_one_letter_is_none_of_another() -> None:
    assert faults(LetterKind.PRIORITY, "S\n{{ priority }}") == ()
    assert _fault("{{ priority }}", LetterKind.NEUTRAL_CLOSE)[0] is K.PLACE
