"""Words of ten languages that calendars use: marks of mentoring, leave, programs' prefixes.

Each file holds one table a language; a word that ends in `*` stands for all words that begin with it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of one list in every language, in lower case, each once. `name` is `file.list`."""
    source, key = name.split(".")
    tables = tomllib.loads(files("resources.words").joinpath(f"{source}.toml").read_text(encoding="utf-8"))
    found = (word.casefold() for table in tables.values() for word in table.get(key, ()))
    return tuple(dict.fromkeys(found))
