"""Content lines and components of iCalendar text, without loss (RFC 5545, 3.1; RFC 6868).

Bytes are unfolded before they are decoded: old programs fold inside a character.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

_HEAD = re.compile(r'[^":]*(?:"[^"]*"[^":]*)*')
_PARAM = re.compile(r';\s*([^=;:"]+?)\s*=((?:"[^"]*"|[^";])*)')
_CARET = re.compile(r"\^([n^'])")
_CARETS = {"n": "\n", "^": "^", "'": '"'}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LIMIT = 75


class Line(NamedTuple):
    """One unfolded content line.

    `number` counts physical lines from 0 at the start of the text that it was read from.
    """

    name: str
    """In upper case."""
    text: str
    """As read, unfolded."""
    colon: int
    """Where the value is parted from the name and its parameters."""
    number: int = 0

    @property
    def value(self) -> str:
        """As written, not unescaped."""
        return self.text[self.colon + 1 :]

    @property
    def params(self) -> str:
        """The raw parameters with their first `;`, or ""."""
        start = self.text.find(";", 0, self.colon)
        return self.text[start : self.colon] if start >= 0 else ""

    def param(self, name: str) -> str | None:
        """The value of a parameter, without quotes, `^n` and its like resolved (RFC 6868)."""
        if name not in self.text and name not in self.text.upper():
            return None
        return parameters(self.params).get(name)

    def with_value(self, value: str) -> Line:
        """The same line with another value; its parameters stay."""
        return Line(self.name, self.text[: self.colon + 1] + value, self.colon, self.number)


@dataclass(frozen=True)
class Component:
    """A component with its lines and inner components in the order of the text."""

    name: str
    parts: tuple[Line | Component, ...]
    number: int = 0
    closed: bool = True
    """False where its END is missing."""

    @cached_property
    def _index(self) -> dict[str, list[Line]]:
        index: dict[str, list[Line]] = {}
        for part in self.parts:
            if isinstance(part, Line):
                name = part[0]
                if name in index:
                    index[name].append(part)
                else:
                    index[name] = [part]
        return index

    def first(self, name: str) -> Line | None:
        """The first line of this name."""
        found = self._index.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[Line]:
        """Every line of this name."""
        return self._index.get(name, [])

    def value(self, name: str) -> str:
        """The raw value of the first line of this name, stripped, or ""."""
        found = self._index.get(name)
        return found[0].value.strip() if found else ""

    @property
    def lines(self) -> Iterator[Line]:
        """Its own lines."""
        return (part for part in self.parts if isinstance(part, Line))

    @property
    def inner(self) -> Iterator[Component]:
        """The components in it."""
        return (part for part in self.parts if isinstance(part, Component))

    def written(self) -> Iterator[str]:
        """Its content lines, unfolded."""
        yield f"BEGIN:{self.name}"
        for part in self.parts:
            if isinstance(part, Line):
                yield part.text
            else:
                yield from part.written()
        yield f"END:{self.name}"

    def with_parts(self, parts: Iterable[Line | Component]) -> Component:
        """The same component with other contents."""
        return Component(self.name, tuple(parts), self.number, self.closed)


@lru_cache(maxsize=1024)
def parameters(raw: str) -> Mapping[str, str]:
    """The first value of each parameter, by its name in upper case. Most lines of a calendar share a few of these."""
    found: dict[str, str] = {}
    for key, written_value in _PARAM.findall(raw):
        value = written_value.strip().replace('"', "")
        found.setdefault(key.upper(), _CARET.sub(lambda m: _CARETS[m[1]], value) if "^" in value else value)
    return found


_made: Callable[[Iterable[object]], Line] = partial(tuple.__new__, Line)
"""A line from its fields, without a frame of Python for each: files hold tens of thousands."""


def written(name: str, params: str, value: str) -> Line:
    """A line from its parts: the name in upper case, parameters with their first `;`, or "", the value escaped."""
    return _made((name, f"{name}{params}:{value}", len(name) + len(params), 0))


def line(text: str, number: int = 0) -> Line:
    """Splits one unfolded line; a line without a colon is all name."""
    colon = text.find(":")
    if colon < 0:
        return Line(_name(text), text, len(text), number)
    if text.find('"', 0, colon) >= 0:
        head = _HEAD.match(text)
        if head is not None and text[head.end() : head.end() + 1] == ":":
            colon = head.end()
    semicolon = text.find(";", 0, colon)
    return _made((_name(text[: semicolon if semicolon >= 0 else colon]), text, colon, number))


@lru_cache(maxsize=512)
def _name(written: str) -> str:
    return written.strip().upper()


def decoded(raw: bytes) -> str:
    """UTF-8, else Windows-1252, else Latin-1; NUL characters are dropped."""
    if b"\0" in raw:
        raw = raw.replace(b"\0", b"")
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def utf16(raw: bytes) -> str | None:
    """The encoding of text that begins with a UTF-16 byte order mark or reads like UTF-16, else None."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if raw.startswith(b"B\0E\0"):
        return "utf-16-le"
    if raw.startswith(b"\0B\0E"):
        return "utf-16-be"
    return None


def content_lines(raw: bytes) -> list[Line]:
    """The content lines of some bytes with any line ends: unfolded first, decoded after."""
    physical = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    whole: list[bytes] = []
    numbers: list[int] = []
    for number, piece in enumerate(physical):
        if piece[:1] in (b" ", b"\t") and whole:
            whole[-1] += piece[1:]
        elif piece and not piece.isspace():
            whole.append(piece.lstrip(b" \t"))  # only the first can begin with a blank, and continues nothing
            numbers.append(number)
    texts = decoded(b"\n".join(whole)).split("\n") if whole else []
    return [line(text, number) for text, number in zip(texts, numbers, strict=True)]


def components(lines: Iterable[Line]) -> tuple[Component, ...]:
    """The outermost components among the lines.

    A component whose END is missing is closed where the one around it ends, or at the end.
    """
    top: list[Component] = []
    stack: list[tuple[str, int, list[Line | Component]]] = []

    def close(*, ended: bool) -> None:
        name, number, parts = stack.pop()
        made = Component(name, tuple(parts), number, ended)
        if stack:
            stack[-1][2].append(made)
        else:
            top.append(made)

    for one in lines:
        if one.name == "BEGIN":
            stack.append((one.value.strip().upper(), one.number, []))
        elif one.name == "END":
            name = one.value.strip().upper()
            if any(open_name == name for open_name, _, _ in stack):
                while stack[-1][0] != name:
                    close(ended=False)
                close(ended=True)
        elif stack:
            stack[-1][2].append(one)
    while stack:
        close(ended=False)
    return tuple(top)


def unescaped(value: str) -> str:
    """TEXT as a person reads it (RFC 5545, 3.3.11)."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)


def escaped(value: str) -> str:
    """TEXT as it is written (RFC 5545, 3.3.11)."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def text_list(value: str) -> tuple[str, ...]:
    """A comma list of TEXT; an escaped comma parts nothing."""
    if "," not in value:
        return (unescaped(value).strip(),) if value.strip() else ()
    pieces = re.split(r"(?<!\\),", value)
    return tuple(unescaped(piece).strip() for piece in pieces if piece.strip())


def folded(text: str) -> bytes:
    """Unfolded lines ended by LF -> UTF-8 with CRLF, folded at 75 octets, never inside a character."""
    out: list[bytes] = []
    for one in text.split("\n"):
        raw = one.encode()
        if not raw:
            continue
        limit = _LIMIT
        while len(raw) > limit:
            cut = limit
            while raw[cut] & 0xC0 == 0x80:
                cut -= 1
            out.append(raw[:cut] + b"\r\n ")
            raw, limit = raw[cut:], _LIMIT - 1
        out.append(raw + b"\r\n")
    return b"".join(out)
