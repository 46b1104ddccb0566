"""A closing kit is read as its format says, and refused whole for anything else (docs/closing-kit.md)."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.mentoring.closing_kit import LARGEST, Contact, Kit, KitFault, KitText, read_kit
from desktop.mentoring.letters.kinds import LetterKind

DOCS = Path(__file__).parents[3] / "docs" / "closing-kit.md"
SMALL: dict[str, Any] = {"graduand-closing-kit": 1, "programme": "Cohort 2026", "end": "2026-06-30"}


def _read(**changes: Any) -> Kit:
    return read_kit(json.dumps(SMALL | changes).encode())


def _fault(content: bytes) -> tuple[str, str]:
    with pytest.raises(KitFault) as refused:
        read_kit(content)
    return refused.value.code, refused.value.where


def _bad(**changes: Any) -> tuple[str, str]:
    return _fault(json.dumps(SMALL | changes).encode())


def test_the_example_of_the_documentation() -> None:
    found = re.search(r"```json\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert found is not None
    kit = read_kit(found[1].encode())
    assert (kit.programme, kit.end, kit.contact) == ("Cohort 2026", date(2026, 6, 30), Contact.ASK)
    assert len(kit.agenda) == 3
    assert [one.language for one in kit.texts] == ["en", "de", "en"]
    assert [one.subject for one in kit.letters("de")] == ["Unser letztes Treffen", "Thank you"]
    assert [one.subject for one in kit.letters("sv")] == ["Our last meeting", "Thank you"]


def test_the_smallest_kit() -> None:
    assert _read() == Kit("Cohort 2026", date(2026, 6, 30))
    assert read_kit(b"\xef\xbb\xbf" + json.dumps(SMALL).encode()) == Kit("Cohort 2026", date(2026, 6, 30))


def test_letters_are_plain_text_with_brackets_to_fill() -> None:
    (one,) = _read(texts=[{"kind": "note", "body": "Hello [name],\r\n\r\n<b>100 %</b> & more"}]).texts
    assert one == KitText(LetterKind.NOTE, "en", "", "Hello [name],\n\n<b>100 %</b> & more")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"graduand-closing-kit": 2}, ("version", "")),
        ({"graduand-closing-kit": True}, ("version", "")),
        ({"graduand-closing-kit": "1"}, ("version", "")),
        ({"graduand-closing-kit": 1.0}, ("version", "")),
        ({"programme": 7}, ("wrong", "programme")),
        ({"programme": ""}, ("wrong", "programme")),
        ({"programme": "two\nlines"}, ("wrong", "programme")),
        ({"programme": "x" * 121}, ("wrong", "programme")),
        ({"programme": "turned \u202e round"}, ("wrong", "programme")),
        ({"programme": "bell \x07"}, ("wrong", "programme")),
        ({"end": "30.06.2026"}, ("wrong", "end")),
        ({"end": "20260630"}, ("wrong", "end")),
        ({"end": "2026-02-30"}, ("wrong", "end")),
        ({"end": 20260630}, ("wrong", "end")),
        ({"contact": "sure"}, ("wrong", "contact")),
        ({"language": "../en"}, ("wrong", "language")),
        ({"coordinator": None}, ("wrong", "coordinator")),
        ({"agenda": "one"}, ("wrong", "agenda")),
        ({"agenda": ["line"] * 21}, ("wrong", "agenda")),
        ({"agenda": ["fine", "{{ 7 * 7 }}"]}, ("template", "agenda[2]")),
        ({"agenda": [["nested"]]}, ("wrong", "agenda[1]")),
        ({"texts": {}}, ("wrong", "texts")),
        ({"texts": ["note"]}, ("wrong", "texts[1]")),
        ({"texts": [{"kind": "note"}]}, ("missing", "texts[1].body")),
        ({"texts": [{"kind": "../note", "body": "x"}]}, ("wrong", "texts[1].kind")),
        ({"texts": [{"kind": "note", "body": "x", "run": "y"}]}, ("unknown", "texts[1].run")),
        ({"texts": [{"kind": "note", "body": "{% for x in y %}"}]}, ("template", "texts[1].body")),
        ({"texts": [{"kind": "note", "body": "{# hidden #}"}]}, ("template", "texts[1].body")),
        ({"texts": [{"kind": "note", "body": "x" * 20_001}]}, ("wrong", "texts[1].body")),
        ({"texts": [{"kind": "note", "subject": "a\nBcc: b", "body": "x"}]}, ("wrong", "texts[1].subject")),
        ({"texts": [{"kind": "note", "body": "x"}] * 2}, ("twice", "texts")),
        ({"template": "x"}, ("unknown", "template")),
    ],
    ids=str,
)
def test_what_is_refused_and_where(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert _bad(**changes) == expected


@pytest.mark.parametrize("name", ["programme", "end"])
def test_what_may_not_be_missing(name: str) -> None:
    assert _fault(json.dumps({k: v for k, v in SMALL.items() if k != name}).encode()) == ("missing", name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"[1]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"graduand-closing-kit": NaN}',
        b'{"graduand-closing-kit": 1' + b"0" * 5000 + b"}",
    ],
    ids=range(8),
)
def test_what_is_no_kit_at_all(content: bytes) -> None:
    assert _fault(content)[0] in ("not-json", "version")


def test_a_name_that_is_there_twice_is_refused() -> None:
    content = b'{"graduand-closing-kit": 1, "programme": "A", "programme": "B", "end": "2026-06-30"}'
    assert _fault(content) == ("twice", "")


def test_too_many_bytes_are_refused_unread() -> None:
    assert _fault(json.dumps(SMALL).encode() + b" " * LARGEST) == ("wrong", "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*SMALL, "contact", "language", "agenda", "texts", "coordinator"]), JSON))
def test_whatever_it_holds_it_is_a_kit_or_a_fault(changes: dict[str, Any]) -> None:
    try:
        kit = _read(**changes)
    except KitFault as fault:
        assert fault.code in {"not-json", "version", "unknown", "missing", "wrong", "template", "twice"}
    else:
        assert "{{" not in f"{kit.programme}{kit.coordinator}{kit.agenda}"
        assert all(line == line.strip() for line in kit.agenda)
