"""Every text that is asked for exists, every text that exists is asked for, and places fit."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house import scan

ASKED = tuple(scan.asked())


def test_there_are_texts_and_somebody_asks_for_them() -> None:
    assert len(scan.sentences()) > 50
    assert len(ASKED) > 50


@pytest.mark.parametrize("one", scan.sentences().values(), ids=lambda one: one.key)
def test_a_sentence_is_well_formed(one: scan.Sentence) -> None:
    assert one.forms, f"{one.key} is no text"
    assert len(one.forms) == 1 + one.plural, f"{one.key} needs both forms, `one` and `other`"
    assert all(form.strip() for form in one.forms), f"{one.key} is empty"
    if not one.key.endswith("suffix"):  # what stands behind a number brings its blank
        assert all(form.strip() == form for form in one.forms), f"{one.key} has blanks around it"
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in one.places), f"{one.key} has a place without a name"


def test_every_key_that_is_asked_for_exists() -> None:
    missing = [
        f"{one.at}: {key}" for one in ASKED if one.asks == "text" for key in one.keys if key not in scan.sentences()
    ]
    scan.nothing_of(missing)


def test_every_key_that_is_put_together_can_exist() -> None:
    missing = [
        f"{one.at}: {pattern}"
        for one in ASKED
        for pattern in one.patterns
        if not any(re.fullmatch(pattern, key) for key in scan.sentences())
    ]
    scan.nothing_of(missing)


def test_every_text_is_used() -> None:
    patterns = [re.compile(pattern) for pattern in scan.built()]
    named = scan.constants() | {key for one in ASKED for key in one.keys}
    unused = [
        key for key in scan.sentences() if key not in named and not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    scan.nothing_of(unused)


def _faults(one: scan.Asked, key: str) -> list[str]:
    sentence = scan.sentences()[key]
    needs = sentence.places | ({"n"} if sentence.plural else set())
    if one.open_values:
        return []
    faults = [f"{one.at}: {key} needs {name}" for name in sorted(needs - one.values)]
    faults += [f"{one.at}: {key} has no place for {name}" for name in sorted(one.values - needs)]
    return faults


def test_the_values_fit_the_places() -> None:
    faults = [
        fault
        for one in ASKED
        if one.asks == "text" and len(one.keys) == 1
        for key in one.keys
        if key in scan.sentences()
        for fault in _faults(one, key)
    ]
    scan.nothing_of(faults)


def test_a_key_that_is_put_together_gets_what_some_text_needs() -> None:
    faults: list[str] = []
    for one in ASKED:
        if one.asks != "text" or one.open_values:
            continue
        for pattern in one.patterns:
            fitting = [text for key, text in scan.sentences().items() if re.fullmatch(pattern, key)]
            needs = frozenset[str]().union(*(text.places for text in fitting))
            faults += [f"{one.at}: no {pattern} has a place for {name}" for name in sorted(one.values - needs - {"n"})]
    scan.nothing_of(faults)


def test_every_trouble_has_its_three_texts() -> None:
    codes = {
        (scan.place(path, call), str(argument.value))
        for path in scan.sources()
        for name, call in scan.calls(path)
        if name == "Trouble" and call.args
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
    }
    missing = [
        f"{at}: errors.{code}.{part}"
        for at, code in sorted(codes)
        for part in ("title", "message", "advice")
        if f"errors.{code}.{part}" not in scan.sentences()
    ]
    scan.nothing_of(missing)


def test_every_trouble_of_the_texts_can_happen() -> None:
    codes = {key.split(".")[1] for key in scan.sentences() if key.startswith("errors.")}
    scan.nothing_of(sorted(code for code in codes if code not in scan.constants()))
