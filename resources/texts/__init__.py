"""Every text that a person sees, in one place.

`text("signs.quiet-patch.says", kept=7, due=12)` looks up the key `quiet-patch.says` in
`en/signs.toml` and fills its places. A value is never read as a template, so text from a
calendar may be passed as it is. A key with the forms `one` and `other` chooses by `n`.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_PLACE = Path(__file__).parent / "en"  # importlib.resources would take 7 ms of every start


@cache
def _area(name: str) -> dict[str, Any]:
    return tomllib.loads((_PLACE / f"{name}.toml").read_text(encoding="utf-8"))


def text(key: str, /, **values: object) -> str:
    """The sentence for `key`, `area.path.to.key`. Raises KeyError for an unknown key or place."""
    area, *path = key.split(".")
    node: Any = _area(area)
    for part in path:
        node = node[part]
    if isinstance(node, dict):
        node = node["one"] if values["n"] == 1 else node["other"]
    template: str = node
    return template.format_map(values) if values else template


def has_text(key: str, /) -> bool:
    """Whether `key` names a sentence."""
    area, *path = key.split(".")
    node: Any = _area(area)
    for part in path:
        if not isinstance(node, dict) or part not in node:
            return False
        node = node[part]
    return True


def day(value: date, *, year: bool = False, weekday: bool = False) -> str:
    """`9 December`, with `weekday` `Tuesday 9 December`, with `year` `9 December 2025`."""
    words = f"{value.day} {_MONTHS[value.month - 1]}"
    if weekday:
        words = f"{_WEEKDAYS[value.weekday()]} {words}"
    if year:
        words = f"{words} {value.year}"
    return words


def clock(value: datetime) -> str:
    """`16:00`, on the value's own clock."""
    return f"{value:%H:%M}"


def weekday(value: date) -> str:
    """`Tuesday`."""
    return _WEEKDAYS[value.weekday()]


def month(value: date) -> str:
    """`December`."""
    return _MONTHS[value.month - 1]
