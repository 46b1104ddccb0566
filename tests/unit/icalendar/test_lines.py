from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.calendars.icalendar.lines import components, content_lines, escaped, folded, line, unescaped


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("SUMMARY:a:b", "SUMMARY", "a:b"),
        ("dtstart;tzid=Europe/Berlin:20260302T100000", "DTSTART", "20260302T100000"),
        ('ATTENDEE;CN="a:b;c":mailto:x@y.z', "ATTENDEE", "mailto:x@y.z"),
        ('ATTENDEE;CN="open:mailto:x@y.z', "ATTENDEE", "mailto:x@y.z"),
        ("NOCOLON", "NOCOLON", ""),
        (":", "", ""),
    ],
)
def test_a_line_is_parted(text: str, name: str, value: str) -> None:
    assert (line(text).name, line(text).value) == (name, value)


def test_parameters_are_read_in_any_letters_and_escapes() -> None:
    own = line("ATTENDEE;cn=\"Ann^nBee ^'x^'\";PARTSTAT=ACCEPTED:mailto:x@y.z")
    assert own.param("CN") == 'Ann\nBee "x"'
    assert own.param("PARTSTAT") == "ACCEPTED"
    assert own.param("ROLE") is None


def test_inner_components_close_with_their_outer_one() -> None:
    (top,) = components(content_lines(b"BEGIN:A\nBEGIN:B\nX:1\nEND:A\n"))
    assert top.closed
    (inner,) = top.inner
    assert not inner.closed
    assert inner.value("X") == "1"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=0, max_size=300))
def test_folding_is_undone_by_unfolding_and_keeps_characters_whole(text: str) -> None:
    raw = folded(f"SUMMARY:{text}\n")
    assert all(len(physical) <= 75 for physical in raw.split(b"\r\n"))
    for physical in raw.split(b"\r\n"):
        physical.decode()
    assert [own.text for own in content_lines(raw)] == [f"SUMMARY:{text}"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=80))
def test_escaping_is_undone(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert "\n" not in escaped(text)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_lines(raw: bytes) -> None:
    for top in components(content_lines(raw)):
        assert list(top.written())
