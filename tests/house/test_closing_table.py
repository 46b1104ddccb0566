"""The table of `docs/closing-well.md`: every row of both seeds once, and nothing named in it that is not there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from resources.texts import has_text
from tests.house import scan

TABLE = scan.ROOT / "docs" / "closing-well.md"
ROWS = (*(f"A{number}" for number in range(1, 113)), *(f"B{number}" for number in range(1, 52)))
NOT_CARRIED, NO_TEST = "not carried", "none"
_NAMED = re.compile(r"(text )?`([^`]+)`")
_MACHINE = re.compile(r"(?<![\w.])/(home|work|tmp|root|mnt|Users)\b|\b[A-Z]:\\|~/|file://")


@dataclass(frozen=True)
class Row:
    id: str
    about: str
    carried: str
    held: str
    left_out: str

    @property
    def is_carried(self) -> bool:
        return self.carried != NOT_CARRIED

    @property
    def files(self) -> list[str]:
        return [name for kind, name in _NAMED.findall(self.carried) if not kind]

    @property
    def texts(self) -> list[str]:
        return [name for kind, name in _NAMED.findall(self.carried) if kind]

    @property
    def tests(self) -> list[str]:
        return [name for _, name in _NAMED.findall(self.held)]


@cache
def table() -> tuple[Row, ...]:
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if re.fullmatch(r"[AB]\d+", cells[0]):
            assert len(cells) == 5, line
            yield Row(*cells)


@cache
def functions(path: str) -> frozenset[str]:
    found = ast.walk(scan.tree(scan.ROOT / path))
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _said(words: str) -> tuple[str, ...]:
    """The ids of a line such as `Not carried: A27, A31.`"""
    line = next(line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith(f"{words}: "))
    return tuple(re.findall(r"[AB]\d+", line))


def test_every_row_is_there_once_and_in_its_order() -> None:
    assert tuple(row.id for row in table()) == ROWS
    assert len(ROWS) == 163


@pytest.mark.parametrize("row", table(), ids=lambda row: row.id)
def test_what_carries_a_row_is_there(row: Row) -> None:
    assert row.about
    if not row.is_carried:
        assert row.left_out, "what is not carried says why"
        assert row.tests == []
        return
    assert row.files or row.texts
    for file in row.files:
        assert (scan.ROOT / file).is_file(), file
        assert not file.startswith("tests/"), file
    for key in row.texts:
        assert has_text(key), key


@pytest.mark.parametrize("row", table(), ids=lambda row: row.id)
def test_what_holds_a_row_is_there(row: Row) -> None:
    if not row.is_carried:
        return
    assert row.tests or row.held == NO_TEST
    for named in row.tests:
        file, _, name = named.partition("::")
        assert file.startswith("tests/"), named
        assert name.startswith("test_"), named
        assert (scan.ROOT / file).is_file(), named
        assert name in functions(file), named


def test_the_counts_are_those_of_the_rows() -> None:
    words = TABLE.read_text(encoding="utf-8")
    kinds = Counter(NOT_CARRIED if not row.is_carried else "held" if row.tests else NO_TEST for row in table())
    for says, kind in (
        ("Carried, held by a test", "held"),
        ("Carried, without a test of its own", NO_TEST),
        ("Not carried", NOT_CARRIED),
    ):
        assert f"| {says} | {kinds[kind]} |" in words
    assert _said("Not carried") == tuple(row.id for row in table() if not row.is_carried)
    assert _said("Without a test") == tuple(row.id for row in table() if row.is_carried and not row.tests)


def test_no_path_of_a_machine_is_in_it() -> None:
    assert _MACHINE.findall(TABLE.read_text(encoding="utf-8")) == []
