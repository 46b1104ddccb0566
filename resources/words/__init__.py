"""Words of ten languages that calendars use: marks of mentoring, leave, programs' prefixes; and words of letters.

Each file holds one table a language; a word that ends in `*` stands for all words that begin with it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_PLACE = Path(__file__).parent


@cache
def _tables(source: str) -> dict[str, dict[str, list[str]]]:
    tables: dict[str, dict[str, list[str]]] = tomllib.loads((_PLACE / f"{source}.toml").read_text(encoding="utf-8"))
    return tables


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of one list in every language, in lower case, each once. `name` is `file.list`."""
    source, key = name.split(".")
    found = (word.casefold() for table in _tables(source).values() for word in table.get(key, ()))
    return tuple(dict.fromkeys(found))


@cache
def lists(source: str, language: str) -> dict[str, tuple[str, ...]]:
    """All lists of one file in one language, in lower case; none for a language that the file does not have."""
    table = _tables(source).get(language, {})
    return {name: tuple(dict.fromkeys(word.casefold() for word in found)) for name, found in table.items()}
