"""Reading the project's own source: which files there are, which texts they ask for."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("desktop", "integrations", "resources")
TEXTS = ROOT / "resources" / "texts" / "en"

_ASKING = frozenset({"text", "has_text"})
_FORMS = frozenset({"one", "other"})


@cache
def sources() -> tuple[Path, ...]:
    """Every Python file of the program."""
    return tuple(sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """`desktop/ui/app.py:12`, for a message."""
    name = path.relative_to(ROOT).as_posix()
    return name if node is None else f"{name}:{getattr(node, 'lineno', 0)}"


def nothing_of(faults: Iterable[str]) -> None:
    """Fails with every fault on a line of its own."""
    lines = sorted(set(faults))
    assert not lines, "\n" + "\n".join(lines)


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the last part of the name that is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


# --- the texts ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sentence:
    """One key of the texts: a sentence, or the two forms of one."""

    key: str
    forms: tuple[str, ...]
    plural: bool = False

    @property
    def places(self) -> frozenset[str]:
        """The names in braces, over all forms."""
        return frozenset(
            re.split(r"[.\[]", name)[0]
            for form in self.forms
            for _, name, _, _ in string.Formatter().parse(form)
            if name is not None
        )


def _sentences(prefix: str, node: dict[str, object]) -> Iterator[Sentence]:
    if node and set(node) <= _FORMS:
        yield Sentence(prefix, tuple(str(form) for form in node.values()), plural=True)
        return
    for name, value in node.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            yield from _sentences(key, value)
        else:
            yield Sentence(key, (value,) if isinstance(value, str) else ())


@cache
def sentences() -> dict[str, Sentence]:
    """Every sentence of `resources/texts/en`, by its key."""
    found: dict[str, Sentence] = {}
    for path in sorted(TEXTS.glob("*.toml")):
        for one in _sentences(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))):
            found[one.key] = one
    return found


@dataclass(frozen=True)
class Asked:
    """One call of `text` or `has_text`. `keys` are named outright, `patterns` made from parts."""

    at: str
    asks: str
    keys: tuple[str, ...]
    patterns: tuple[str, ...]
    values: frozenset[str]
    open_values: bool
    """More values come by `**`."""


def _pattern(node: ast.expr) -> str | None:
    """A regular expression for a key that is put together: `f"home.{kind}.says"`, `"home." + kind`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_pattern(part) or r"[A-Za-z0-9._-]*" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_pattern(node.left) or r"[A-Za-z0-9._-]*") + (_pattern(node.right) or r"[a-z0-9.-]*")
    return None


def _named(node: ast.expr) -> tuple[list[str], list[str]]:
    """The keys and patterns that an argument may turn out to be."""
    if isinstance(node, ast.IfExp):
        one, other = _named(node.body), _named(node.orelse)
        return one[0] + other[0], one[1] + other[1]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value], []
    pattern = _pattern(node)
    return [], [pattern] if pattern is not None else []


def _is_ours(function: ast.expr) -> bool:
    """`text(...)` or `texts.text(...)`, not the method of a label."""
    return isinstance(function, ast.Name) or ast.unparse(function).startswith("texts.")


@dataclass(frozen=True)
class Short:
    """A function that asks for the texts of one area: `_word("about")` for `text("cli.about")`."""

    name: str
    before: str
    after: str
    call: ast.Call
    """The call for the text inside it, which by itself says nothing."""


def _around(key: ast.expr, parameter: str) -> tuple[str, str] | None:
    """What stands before and after the parameter in `f"cli.{key}"`; None for anything else."""
    if not isinstance(key, ast.JoinedStr):
        return None
    sides, place_seen = ["", ""], False
    for part in key.values:
        if isinstance(part, ast.Constant):
            sides[place_seen] += str(part.value)
        elif isinstance(part, ast.FormattedValue) and ast.unparse(part.value) == parameter and not place_seen:
            place_seen = True
        else:
            return None
    return (sides[0], sides[1]) if place_seen and "." in sides[0] else None


def shorts(path: Path) -> Iterator[Short]:
    """The functions of a file that ask for the texts of one area."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.FunctionDef) or not node.args.args + node.args.posonlyargs:
            continue
        parameter = (node.args.posonlyargs + node.args.args)[0].arg
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and call.args and ast.unparse(call.func).split(".")[-1] in _ASKING:
                around = _around(call.args[0], parameter)
                if around is not None:
                    yield Short(node.name, *around, call)


def _by_shorts(path: Path) -> Iterator[Asked]:
    known = {one.name: one for one in shorts(path)}
    for name, call in calls(path):
        if name not in known or not call.args:
            continue
        one = known[name]
        keys, patterns = _named(call.args[0])
        yield Asked(
            at=place(path, call),
            asks="text",
            keys=tuple(f"{one.before}{key}{one.after}" for key in keys),
            patterns=tuple(re.escape(one.before) + pattern + re.escape(one.after) for pattern in patterns),
            values=frozenset(),
            open_values=True,
        )


def asked() -> Iterator[Asked]:
    """Every call for a text in the program."""
    for path in sources():
        yield from _by_shorts(path)
        inner = {one.call for one in shorts(path)}
        for name, call in calls(path):
            if name not in _ASKING or not call.args or call in inner or not _is_ours(call.func):
                continue
            keys, patterns = _named(call.args[0])
            yield Asked(
                at=place(path, call),
                asks=name,
                keys=tuple(keys),
                patterns=tuple(patterns),
                values=frozenset(word.arg for word in call.keywords if word.arg),
                open_values=any(word.arg is None for word in call.keywords),
            )


@cache
def constants() -> frozenset[str]:
    """Every string that stands in the program, docstrings included."""
    return frozenset(
        node.value
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def built() -> tuple[str, ...]:
    """A pattern for every key that is put together somewhere, whoever asks for it then."""
    areas = tuple(path.stem for path in TEXTS.glob("*.toml"))
    found: set[str] = {pattern for one in asked() for pattern in one.patterns}
    for path in sources():
        inner = {one.call.args[0] for one in shorts(path)}
        for node in ast.walk(tree(path)):
            if node in inner:
                continue
            if isinstance(node, ast.JoinedStr | ast.BinOp):
                pattern = _pattern(node)
                if pattern and pattern.startswith(tuple(re.escape(f"{area}.") for area in areas)):
                    found.add(pattern)
    return tuple(sorted(found))
