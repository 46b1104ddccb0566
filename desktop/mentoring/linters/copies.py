"""Whether two people would get the same three thanks (product 5, J12). Nothing else of them is held together (R34)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from desktop.mentoring.letters.values import Thanks

ALIKE = 0.85
"""From this share of equal characters on, two thank-yous are the same one."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Copied:
    """Two notes, by the keys that they were given, with the same thanks; `says` is a text's key."""

    one: str
    other: str
    says: str = "letters.finding.copied"


def copied(notes: Mapping[str, Sequence[Thanks]], names: Iterable[str] = ()) -> tuple[Copied, ...]:
    """The pairs of notes in which each thank-you of the shorter one stands in the other too.

    Punctuation, capitals, accents and `names` (of the people addressed) make no difference. Notes without a
    thank-you are like no other.
    """
    without = frozenset(word for name in names for word in _words(name))
    read = {key: [said for one in note if (said := _normal(one, without))] for key, note in notes.items()}
    return tuple(Copied(one, other) for one, other in combinations(read, 2) if _same(read[one], read[other]))


def _same(one: list[str], other: list[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    left = list(longer)
    for said in shorter:
        match = next((candidate for candidate in left if _alike(said, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return bool(shorter)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _normal(thanks: Thanks, without: frozenset[str]) -> str:
    words = _words(f"{thanks.said} {thanks.did} {thanks.changed}")
    return " ".join(word for word in words if word not in without)


def _words(text: str) -> list[str]:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return _WORD.findall(bare)
