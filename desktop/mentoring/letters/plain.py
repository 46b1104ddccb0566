"""Values for letters, made harmless: what a calendar or a form holds, as plain words on one line.

A letter is plain text, so markup in a value is only letters. What could still do harm is taken out: line breaks
(a header or a paragraph could begin with them), control characters, and the characters of Unicode that turn the
direction of the text around them (Unicode Standard Annex 9, section 2). A value that runs from right to left is put
between FSI and PDI, so that it cannot carry the words beside it along.
"""

from __future__ import annotations

import unicodedata

FSI = "\u2068"
PDI = "\u2069"
ELLIPSIS = "…"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_STRIPPED = frozenset({"Cc", "Cs", "Co"})
_READ = 100_000
"""As much of a value is looked at, before it is cut."""
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ROUND = str.maketrans("[]", "()")


def plain(value: str, longest: int) -> str:
    """`value` on one line of at most `longest` characters and two more around it where it runs from right to left.

    Square brackets become round ones: in a letter they mark what the writer has still to fill.
    """
    words = " ".join(value[:_READ].split())
    kept = "".join(sign for sign in words if _harmless(sign)).translate(_ROUND)
    cut = shortened(" ".join(kept.split()), longest)
    return f"{FSI}{cut}{PDI}" if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in cut) else cut


def shortened(words: str, longest: int) -> str:
    """`words`, cut with an ellipsis where they are longer; no character loses what is written above it."""
    if len(words) <= longest:
        return words
    end = longest - 1
    while end > longest // 2 and _continues(words[end]):
        end -= 1
    blank = words.rfind(" ", end - 20, end + 1)
    return words[: blank if blank > longest // 2 else end].rstrip(" ,;:\u200d") + ELLIPSIS


def closed(words: str) -> str:
    """`words` with every opened FSI closed and no PDI too many, as after a cut."""
    kept: list[str] = []
    depth = 0
    for sign in words:
        if sign == PDI and not depth:
            continue
        depth += (sign == FSI) - (sign == PDI)
        kept.append(sign)
    return "".join(kept) + PDI * depth


def presentable(letter: str) -> str:
    """A whole letter as it may leave: line breaks as they are, the same characters taken out as from a value."""
    lines = letter.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return closed("".join(sign for sign in lines if sign in f"\n\t{FSI}{PDI}" or _harmless(sign)))


def _harmless(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable()
    return sign not in _TURNING and unicodedata.category(sign) not in _STRIPPED and not _is_noncharacter(ord(sign))


def _is_noncharacter(number: int) -> bool:
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF


def _continues(sign: str) -> bool:
    return unicodedata.combining(sign) != 0 or sign in "\u200d\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff"
