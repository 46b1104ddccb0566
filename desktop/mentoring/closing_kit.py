"""A programme's closing kit: one small file that its coordinator hands out (product 7, M8; docs/closing-kit.md).

It comes from somebody else, so everything in it is named here with its type and its size, and the rest is refused. Its
texts are letters to be changed by hand and never templates: nothing of them is run, and no address in them is opened.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn

from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.letters.plain import presentable
from desktop.mentoring.letters.rendering import LONGEST, LONGEST_SUBJECT

VERSION = 1
LARGEST = 256 * 1024
"""Bytes of a file that is read at all."""
_MARK = "graduand-closing-kit"
_NAME, _LINE = 120, 300
_MOST_LINES, _MOST_TEXTS = 20, 100
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")
_FIELDS = frozenset({_MARK, "programme", "end", "language", "contact", "coordinator", "agenda", "texts"})
_TEXT_FIELDS = frozenset({"kind", "language", "subject", "body"})


class Contact(StrEnum):
    """The programme's rule for staying in touch afterwards. ASK: each pair asks its coordinator."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not-allowed"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class KitText:
    """One letter in one language, as plain text. Square brackets are the writer's to fill."""

    kind: LetterKind
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Kit:
    """`end` is the programme's last day; meetings may end before it. `coordinator`: whom to ask, in words."""

    programme: str
    end: date
    contact: Contact = Contact.ASK
    language: str = "en"
    coordinator: str = ""
    agenda: tuple[str, ...] = ()
    texts: tuple[KitText, ...] = ()

    def letters(self, language: str) -> tuple[KitText, ...]:
        """Each kind of letter once: in this language where it has it, else in the kit's own."""
        found = {one.kind: one for one in self.texts if one.language == self.language}
        found |= {one.kind: one for one in self.texts if one.language == language}
        return tuple(found.values())


class KitFault(ValueError):
    """The file is no kit that may be used. `code`: not-json, version, unknown, missing, wrong, template, twice.

    `where` names the place, such as `texts[2].body`.
    """

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.where = where


def read_kit(content: bytes) -> Kit:
    """The kit in a file. Raises KitFault for everything that is not as the format says."""
    if len(content) > LARGEST:
        raise KitFault("wrong")
    try:
        found = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_refused)
    except KitFault:
        raise
    except (ValueError, RecursionError) as error:
        raise KitFault("not-json") from error
    if not isinstance(found, dict) or _MARK not in found:
        raise KitFault("not-json")
    if found[_MARK] is not True and found[_MARK] == VERSION and isinstance(found[_MARK], int):
        return _kit(found)
    raise KitFault("version")


def _kit(found: dict[str, Any]) -> Kit:
    _only(found, _FIELDS, "")
    language = _text_of(found, "language", 6, default="en")
    if not _LANGUAGE.fullmatch(language):
        raise KitFault("wrong", "language")
    contact = _text_of(found, "contact", 20, default=Contact.ASK.value)
    if contact not in set(Contact):
        raise KitFault("wrong", "contact")
    texts = tuple(_letter(one, f"texts[{number}]", language) for number, one in enumerate(_list(found, "texts"), 1))
    if len({(one.kind, one.language) for one in texts}) < len(texts):
        raise KitFault("twice", "texts")
    return Kit(
        programme=_text_of(found, "programme", _NAME),
        end=_day(found),
        contact=Contact(contact),
        language=language,
        coordinator=_text_of(found, "coordinator", _LINE, default=""),
        agenda=tuple(_line(one, f"agenda[{n}]", _LINE) for n, one in enumerate(_list(found, "agenda"), 1)),
        texts=texts,
    )


def _letter(found: Any, where: str, language: str) -> KitText:
    if not isinstance(found, dict):
        raise KitFault("wrong", where)
    _only(found, _TEXT_FIELDS, f"{where}.")
    kind = _text_of(found, "kind", 40, where=f"{where}.")
    if kind not in set(LetterKind):
        raise KitFault("wrong", f"{where}.kind")
    own = _text_of(found, "language", 6, default=language, where=f"{where}.")
    if not _LANGUAGE.fullmatch(own):
        raise KitFault("wrong", f"{where}.language")
    subject = _text_of(found, "subject", LONGEST_SUBJECT, default="", where=f"{where}.")
    return KitText(LetterKind(kind), own, subject, _words(_got(found, "body", f"{where}."), f"{where}.body"))


def _only(found: dict[str, Any], known: frozenset[str], where: str) -> None:
    for name in found:
        if name not in known:
            raise KitFault("unknown", f"{where}{name[:40]}")


def _got(found: dict[str, Any], name: str, where: str = "") -> Any:
    if name not in found:
        raise KitFault("missing", f"{where}{name}")
    return found[name]


def _text_of(found: dict[str, Any], name: str, longest: int, *, default: str | None = None, where: str = "") -> str:
    """One line of plain words."""
    if default is not None and name not in found:
        return default
    return _line(_got(found, name, where), f"{where}{name}", longest)


def _line(value: Any, where: str, longest: int) -> str:
    words = _words(value, where, longest)
    if "\n" in words or not words:
        raise KitFault("wrong", where)
    return words


def _words(value: Any, where: str, longest: int = LONGEST) -> str:
    """Plain text: no marks of a template, and nothing that steers or turns what stands around it."""
    if not isinstance(value, str) or len(value) > longest:
        raise KitFault("wrong", where)
    words = value.replace("\r\n", "\n").strip()
    if _TEMPLATE.search(words):
        raise KitFault("template", where)
    if presentable(words) != words:
        raise KitFault("wrong", where)
    return words


def _list(found: dict[str, Any], name: str) -> list[Any]:
    most = _MOST_LINES if name == "agenda" else _MOST_TEXTS
    value = found.get(name, [])
    if not isinstance(value, list) or len(value) > most:
        raise KitFault("wrong", name)
    return value


def _day(found: dict[str, Any]) -> date:
    value = _got(found, "end")
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise KitFault("wrong", "end")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise KitFault("wrong", "end") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says a thing twice says it differently to different readers (RFC 8259, section 4)."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise KitFault("twice")
    return found


def _refused(_: str) -> NoReturn:
    raise KitFault("not-json")
