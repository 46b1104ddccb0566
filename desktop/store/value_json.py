"""Frozen values as plain JSON and back, equal in every field.

It follows the dataclasses, so a field that is added is kept from then on, and is read with its default from what was
written before. The command line's JSON is another thing.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from desktop.store.moment_text import read_moment, written_moment


def plain(value: object) -> object:
    """What JSON can hold: dataclasses as objects, tuples as lists, moments as text. Raises TypeError for the rest."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a datetime is one too
        return written_moment(value)
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"what is kept does not hold a {type(value).__name__}")


def _value(hint: Any, plain: Any) -> object:
    if get_origin(hint) in {Union, UnionType}:
        return _one_of(get_args(hint), plain)
    if get_origin(hint) is tuple:
        return _several(get_args(hint), plain)
    if is_dataclass(hint):
        return built(hint, plain)
    return _single(hint, plain)


def _single(kind: type, plain: Any) -> object:
    if issubclass(kind, Enum):
        return kind(plain)
    if issubclass(kind, date):
        return read_moment(plain)
    if not isinstance(plain, kind):
        raise ValueError(f"a {kind.__name__} was expected")
    return plain


def _several(items: tuple[Any, ...], plain: list[Any]) -> tuple[object, ...]:
    if items[-1] is Ellipsis:
        return tuple(_value(items[0], item) for item in plain)
    return tuple(_value(item, value) for item, value in zip(items, plain, strict=True))


def _one_of(choices: tuple[Any, ...], plain: Any) -> object:
    """The first choice that fits: None, a moment (`date | datetime`), the dataclass of that `kind`, else the rest."""
    if plain is None and NoneType in choices:
        return None
    if datetime in choices and isinstance(plain, str):
        return read_moment(plain)
    others = [choice for choice in choices if choice is not NoneType]
    if isinstance(plain, dict) and len(others) > 1:
        others = [choice for choice in others if _kind(choice) == plain["kind"]]
    if len(others) != 1:
        raise ValueError("which of several types is meant cannot be told")
    return _value(others[0], plain)


def _kind(step: Any) -> str:
    return str(next(field.default for field in fields(step) if field.name == "kind"))


def built(kind: Any, plain: dict[str, Any]) -> object:
    """The dataclass that `plain` made; fields that it had not yet get their defaults. Raises ValueError, KeyError."""
    hints = _hints(kind)
    given = {name: _value(hints[name], value) for name, value in plain.items()}
    missing = [
        field.name
        for field in fields(kind)
        if field.name not in given and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise ValueError(f"{kind.__name__} without {', '.join(missing)}")
    return kind(**given)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
